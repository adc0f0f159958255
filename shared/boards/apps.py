from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BoardsConfig(AppConfig):
    name = "shared.boards"
    label = "boards"
    verbose_name = _("joint postings of the union")
