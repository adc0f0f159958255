from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SharingConfig(AppConfig):
    name = "calendar_app.sharing"
    verbose_name = _("Shared events")
