from django.urls import include, path

from shared.subscriptions import views

_pages = [
    path("odber/", views.subscribe, name="subscribe"),
    path("odber/odeslano/", views.asked, name="asked"),
    path("odber/potvrdit/<str:token>/", views.confirm, name="confirm"),
    path("odber/nastaveni/<str:token>/", views.manage, name="manage"),
    path("odber/zrusit/<str:token>/", views.end, name="end"),
]

urlpatterns = [path("", include((_pages, "subscriptions")))]
