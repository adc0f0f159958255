from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubscriptionsConfig(AppConfig):
    name = "shared.subscriptions"
    label = "subscriptions"
    verbose_name = _("E-mail digests")

    def ready(self) -> None:
        from shared.subscriptions import logs

        logs.hide_tokens()
