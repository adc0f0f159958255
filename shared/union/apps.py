from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnionConfig(AppConfig):
    name = "shared.union"
    label = "union"
    verbose_name = _("Union of municipalities")

    def ready(self) -> None:
        from shared.kernel.cms import register_home
        from shared.union.defaults import create_union_pages
        from shared.union.models import UnionHomePage
        from tenants.registry.provisioning import register_default

        register_home(UnionHomePage, union=True)
        register_default("pages of the union", create_union_pages, 23)
