from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        # Services name their tasks; in a web process nothing else would load them.
        autodiscover_modules("tasks")
