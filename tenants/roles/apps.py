from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RolesConfig(AppConfig):
    name = "tenants.roles"
    verbose_name = _("Roles")

    def ready(self) -> None:
        from tenants.registry.provisioning import register_default
        from tenants.roles import receivers, services  # noqa: F401
        from tenants.roles.enums import Role
        from tenants.roles.registry import grant

        for role in Role:
            grant(role, "wagtailadmin.access_admin")
        register_default("roles", lambda site: services.ensure_roles(), order=10, on_upgrade=True)
