from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "shared.audit"
    verbose_name = _("Audit")

    def ready(self) -> None:
        from shared.audit import receivers  # noqa: F401
