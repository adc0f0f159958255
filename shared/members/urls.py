from django.urls import path

from shared.members import views

app_name = "members"

urlpatterns = [
    path("clenove/", views.index, name="index"),
    path("clenove/jednani/", views.meetings, name="meetings"),
    path("clenove/jednani/nove/", views.new_meeting, name="new_meeting"),
    path("clenove/jednani/<int:meeting_id>/", views.meeting, name="meeting"),
    path("clenove/jednani/<int:meeting_id>/upravit/", views.change_meeting, name="change_meeting"),
    path("clenove/dokumenty/", views.papers, name="papers"),
    path("clenove/dokumenty/novy/", views.new_paper, name="new_paper"),
    path("clenove/dokumenty/<int:paper_id>/odebrat/", views.remove_paper, name="remove_paper"),
    path("clenove/dokumenty/<int:paper_id>/soubor/<str:name>", views.paper, name="paper"),
    path("clenove/dokumenty/<int:paper_id>/nova-verze/", views.replace_paper, name="replace_paper"),
    path(
        "clenove/dokumenty/<int:paper_id>/verze/<int:version>/<str:name>",
        views.former_paper,
        name="former_paper",
    ),
    path("clenove/ukoly/", views.tasks, name="tasks"),
    path("clenove/ukoly/novy/", views.new_task, name="new_task"),
    path("clenove/ukoly/<int:task_id>/", views.task, name="task"),
    path("clenove/ukoly/<int:task_id>/upravit/", views.change_task, name="change_task"),
    path("clenove/planovani/", views.planning, name="planning"),
    path("clenove/planovani/nove/", views.new_hold, name="new_hold"),
    path("clenove/planovani/<int:hold_id>/", views.change_hold, name="change_hold"),
    path("clenove/planovani/<int:hold_id>/uvolnit/", views.release, name="release"),
]
