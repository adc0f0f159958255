"""The portal's own tasks: what must happen on every site."""

from __future__ import annotations

from celery import current_app, shared_task
from django.core.management import call_command
from django_tenants.utils import schema_context

from shared.kernel.jobs import site_task
from tenants.registry.models import Municipality

# What each site does after midnight in Prague, by the names of its tasks.
NIGHTLY = [
    "noticeboard.nightly",
    "pages.housekeeping",
    "aggregate.extend_horizon",
    "suggestions.housekeeping",
]
# What makes good for messages that a broker has lost.
OVERDUE = ["suggestions.send_overdue"]
# And every minute: what is due by the clock is done within it, and after an outage at once.
EVERY_MINUTE = ["portal.publish_scheduled", "noticeboard.turn"]


def _active_schemas() -> list[str]:
    with schema_context("public"):
        return list(Municipality.objects.active().values_list("schema_name", flat=True))


@shared_task(name="portal.publish_scheduled_everywhere")
def publish_scheduled_everywhere() -> None:
    """Ask every site to publish what is due; runs each minute, so a lost message is made good."""
    for schema in _active_schemas():
        for name in EVERY_MINUTE:
            current_app.tasks[name].delay(schema)


@shared_task(name="portal.check_boards_everywhere")
def check_boards_everywhere() -> None:
    """Ask every site to look at its own board from outside."""
    for schema in _active_schemas():
        current_app.tasks["noticeboard.check"].delay(schema)


@shared_task(name="portal.nightly_everywhere")
def nightly_everywhere() -> None:
    """Ask every site to do what a new day brings; each of it makes good a night that was missed."""
    for schema in _active_schemas():
        for name in NIGHTLY:
            current_app.tasks[name].delay(schema)


@shared_task(name="portal.send_overdue_everywhere")
def send_overdue_everywhere() -> None:
    for schema in _active_schemas():
        for name in OVERDUE:
            current_app.tasks[name].delay(schema)


@site_task("portal.publish_scheduled")
def publish_scheduled(schema: str) -> None:
    """Publish and unpublish what its editors have scheduled, with its projection, in one go."""
    call_command("publish_scheduled", verbosity=0)
