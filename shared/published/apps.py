from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishedConfig(AppConfig):
    name = "shared.published"
    label = "published"
    verbose_name = _("Published on all sites")

    def ready(self) -> None:
        from shared.published import projectors, receivers, seats  # noqa: F401

        projectors.register_projection("seats", verify=seats.verify, rebuild=seats.rebuild)
