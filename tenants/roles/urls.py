from django.urls import path

from tenants.roles import views

urlpatterns = [
    path("pozvanka/<str:token>/", views.invitation, name="invitation"),
]
