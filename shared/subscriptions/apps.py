from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubscriptionsConfig(AppConfig):
    name = "shared.subscriptions"
    label = "subscriptions"
    verbose_name = _("News by e-mail")

    def ready(self) -> None:
        from shared.published import listeners
        from shared.subscriptions import announcing, logs

        listeners.register(announcing.published)
        logs.hide_tokens()
