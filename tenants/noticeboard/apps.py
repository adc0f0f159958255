from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticeboardConfig(AppConfig):
    name = "tenants.noticeboard"
    label = "noticeboard"
    verbose_name = _("official notice board")

    def ready(self) -> None:
        from tenants.noticeboard import receivers, rights  # noqa: F401
