"""Addresses of the union's site: those of every site and the union's own."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from portal import urls, views
from shared.members import urls as members_urls
from shared.practices import urls as practices_urls
from shared.union import urls as union_urls

urlpatterns = [
    *urls.plain_patterns,
    *i18n_patterns(
        path("", include(union_urls)),
        path("", include(practices_urls)),
        path("", include(members_urls)),
        *urls.site_patterns,
        *urls.page_patterns,
        prefix_default_language=False,
    ),
]

handler400 = views.bad_request
handler500 = views.server_error
