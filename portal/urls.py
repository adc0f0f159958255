"""Addresses of every site. `portal.urls_union` adds those of the union alone."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from calendar_app.feeds import urls as calendar_urls
from calendar_app.suggestions import urls as suggestion_urls
from portal import views
from shared.alerts import urls as alerts_urls
from shared.opendata import urls as opendata_urls
from shared.published import urls as published_urls
from shared.strategies import urls as strategies_urls
from shared.subscriptions import urls as subscriptions_urls
from tenants.mandatory import urls as mandatory_urls
from tenants.noticeboard import urls as noticeboard_urls
from tenants.pages import urls as pages_urls
from tenants.registry import urls as registry_urls
from tenants.roles import urls as roles_urls

# Without a language before them: machines and the desk ask for these.
plain_patterns = [
    path(f"{settings.MEDIA_URL.strip('/')}/<path:path>", views.media, name="media"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include(registry_urls)),
    path("", include(roles_urls)),
    path("", include(calendar_urls.feed_urlpatterns)),
    path("", include(opendata_urls.plain_urlpatterns)),
    path("", include(pages_urls.plain_urlpatterns)),
]

site_patterns = [
    path("", include(calendar_urls.urlpatterns)),
    path("", include(suggestion_urls)),
    path("", include(published_urls)),
    path("", include(subscriptions_urls)),
    path("", include(strategies_urls)),
    path("", include(alerts_urls)),
    path("", include(pages_urls.urlpatterns)),
    path("", include(noticeboard_urls)),
    path("", include(mandatory_urls)),
    path("", include(opendata_urls.urlpatterns)),
]

page_patterns = [path("", include(pages_urls.page_urlpatterns))]

urlpatterns = [
    *plain_patterns,
    *i18n_patterns(*site_patterns, *page_patterns, prefix_default_language=False),
]

handler400 = views.bad_request
handler500 = views.server_error
