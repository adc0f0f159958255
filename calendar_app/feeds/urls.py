"""Pages stand below the language, feeds do not: a subscriber's address has one form."""

from django.urls import include, path

from calendar_app.feeds import views

_feeds = [
    path("kalendar.ics", views.feed, name="feed"),
    path("kalendar.rss", views.rss, name="rss"),
    path("kalendar.atom", views.atom, name="atom"),
    path("kalendar/<uuid:key>.ics", views.event_feed, name="event_feed"),
]
_pages = [
    path("kalendar/", views.index, name="index"),
    path("kalendar/odber/", views.subscribe, name="subscribe"),
    path("kalendar/vlozit/", views.embed, name="embed"),
    path("kalendar/<uuid:key>/", views.event, name="event"),
]

feed_urlpatterns = [path("", include(_feeds))]

# The feeds again, so that "calendar:feed" can be named beside the pages.
urlpatterns = [path("", include((_pages + _feeds, "calendar")))]
