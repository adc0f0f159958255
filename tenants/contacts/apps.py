from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactsConfig(AppConfig):
    name = "tenants.contacts"
    label = "contacts"
    verbose_name = _("contacts")

    def ready(self) -> None:
        from shared.kernel import sections
        from shared.opendata import sets
        from tenants.contacts import defaults, opendata, receivers, rights, selectors  # noqa: F401
        from tenants.registry.provisioning import register_default

        rights.grant_all()
        register_default("contacts", defaults.create_contacts, 21)
        sets.register(opendata.CONTACTS)
        sections.register_section(
            "opening hours",
            selectors.home_section,
            "tenants/contacts/home_section.html",
            order=10,
            region=sections.ASIDE,
        )
