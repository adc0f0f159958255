from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "calendar_app.events"
    verbose_name = _("Calendar")

    def ready(self) -> None:
        from calendar_app.events import permissions

        permissions.grant_to_roles()
