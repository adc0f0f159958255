from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "calendar_app.imports"
    label = "imports"
    verbose_name = _("foreign calendars")

    def ready(self) -> None:
        from calendar_app.imports import permissions

        permissions.grant_to_roles()
