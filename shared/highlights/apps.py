from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HighlightsConfig(AppConfig):
    name = "shared.highlights"
    label = "highlights"
    verbose_name = _("What the union points out")
