from django.urls import path

from shared.published import views

urlpatterns = [
    path("hledat/", views.search, name="search"),
    path("hledat/naseptavac/", views.suggest, name="search_suggest"),
]
