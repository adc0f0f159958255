from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnionConfig(AppConfig):
    name = "shared.union"
    label = "union"
    verbose_name = _("Union of municipalities")

    def ready(self) -> None:
        from shared.kernel.cms import register_home
        from shared.union.models import UnionHomePage

        register_home(UnionHomePage, union=True)
