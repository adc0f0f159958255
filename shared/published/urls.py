from django.urls import path

from shared.published import views

urlpatterns = [path("hledat/", views.search, name="search")]
