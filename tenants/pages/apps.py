from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "tenants.pages"
    label = "pages"
    verbose_name = _("pages")

    def ready(self) -> None:
        from tenants.pages import receivers, rights  # noqa: F401
