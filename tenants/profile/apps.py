from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProfileConfig(AppConfig):
    name = "tenants.profile"
    verbose_name = _("Look and data of the site")
