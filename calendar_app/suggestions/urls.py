from django.urls import include, path

from calendar_app.suggestions import views

_pages = [
    path("kalendar/navrhnout/", views.suggest, name="form"),
    path("kalendar/navrhnout/dekujeme/", views.thanks, name="thanks"),
]

urlpatterns = [path("", include((_pages, "suggestions")))]
