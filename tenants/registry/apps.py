from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "tenants.registry"
    verbose_name = _("Municipalities")

    def ready(self) -> None:
        from shared.kernel import jobs
        from tenants.registry import desk, receivers, selectors  # noqa: F401

        jobs.set_scope_opener(selectors.open_scope)
        desk.lead_mails_to_the_right_desk()
