from django.urls import path

from tenants.noticeboard import feeds, views

app_name = "noticeboard"

urlpatterns = [
    path("uredni-deska/", views.board, name="board"),
    path("uredni-deska/archiv/", views.archive, name="archive"),
    path("uredni-deska/rss/", feeds.board_rss, name="rss"),
    path("uredni-deska/kiosek/", views.kiosk, name="kiosk"),
    path("uredni-deska/kiosek/sluzba.js", views.kiosk_worker, name="kiosk_worker"),
    path("uredni-deska/kiosek/<int:notice_id>/", views.kiosk_notice, name="kiosk_notice"),
    path(
        "uredni-deska/kiosek/<int:notice_id>/<int:attachment_id>/<str:filename>",
        views.kiosk_file,
        name="kiosk_file",
    ),
    path("uredni-deska/<int:notice_id>/", views.detail, name="detail"),
    path(
        "uredni-deska/<int:notice_id>/soubory/<int:attachment_id>/<str:filename>",
        views.file,
        name="file",
    ),
]
