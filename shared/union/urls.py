from django.urls import path

from shared.union import views

app_name = "union"

urlpatterns = [
    path("z-obci/", views.newest, name="newest"),
    path("obce/", views.members, name="members"),
    path("obce/<slug:slug>/", views.member, name="member"),
]
