from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlertsConfig(AppConfig):
    name = "shared.alerts"
    label = "alerts"
    verbose_name = _("Urgent messages")

    def ready(self) -> None:
        from shared.alerts.digest import AlertsTopic
        from shared.subscriptions import topics

        topics.register(AlertsTopic())
