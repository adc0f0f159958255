from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactsConfig(AppConfig):
    name = "tenants.contacts"
    label = "contacts"
    verbose_name = _("contacts")

    def ready(self) -> None:
        from tenants.contacts import receivers, rights  # noqa: F401
