from django.urls import path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls

from tenants.pages import feeds, views

# Inside the language patterns.
urlpatterns = [
    path("aktuality/rss/", feeds.news_rss, name="news_rss"),
]

# Last of all: every other address may be that of a page. Passwords of pages stay with Wagtail,
# people log in at one place only.
page_urlpatterns = [
    *(
        pattern
        for pattern in wagtail_urls.urlpatterns
        if pattern.name == "wagtailcore_authenticate_with_password"
    ),
    path(
        "_util/login/",
        RedirectView.as_view(pattern_name="wagtailadmin_login", query_string=True),
        name="wagtailcore_login",
    ),
    re_path(wagtail_urls.serve_pattern, views.serve, name="wagtail_serve"),
]

# Machines ask for these at fixed addresses.
plain_urlpatterns = [
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
]
