from django.urls import path, re_path
from wagtail import urls as wagtail_urls

from tenants.pages import feeds, views

# Inside the language patterns.
urlpatterns = [
    path("aktuality/rss/", feeds.news_rss, name="news_rss"),
]

# Last of all: every other address may be that of a page. Passwords of pages stay with Wagtail.
page_urlpatterns = [
    *(pattern for pattern in wagtail_urls.urlpatterns if pattern.name != "wagtail_serve"),
    re_path(wagtail_urls.serve_pattern, views.serve, name="wagtail_serve"),
]

# Machines ask for these at fixed addresses.
plain_urlpatterns = [
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
]
