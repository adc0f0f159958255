from django.urls import path

from tenants.pages import feeds, views

# Inside the language patterns.
urlpatterns = [
    path("aktuality/rss/", feeds.news_rss, name="news_rss"),
]

# Machines ask for these at fixed addresses.
plain_urlpatterns = [
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
]
