from django.urls import path

from shared.alerts import views

urlpatterns = [path("upozorneni/", views.index, name="alerts")]
