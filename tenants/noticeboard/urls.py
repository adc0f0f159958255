from django.urls import path

from tenants.noticeboard import views

app_name = "noticeboard"

urlpatterns = [
    path("uredni-deska/", views.board, name="board"),
    path("uredni-deska/<int:notice_id>/", views.detail, name="detail"),
]
