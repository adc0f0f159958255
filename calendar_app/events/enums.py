from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    """Shared by the whole union. The values stand in addresses of filters and in feeds."""

    CULTURE = "kultura", _("Culture and exhibitions")
    FESTIVITIES = "slavnosti", _("Festivities and traditions")
    CHURCH = "poute", _("Pilgrimages and church")
    SPORT = "sport", _("Sport and tourism")
    CHILDREN = "deti", _("Children and families")
    SENIORS = "seniori", _("Seniors")
    CLUBS = "spolky", _("Clubs and firefighters")
    EDUCATION = "vzdelavani", _("Education and lectures")
    MARKET = "trhy", _("Markets and fairs")
    COUNCIL = "zastupitelstvo", _("Council meetings")
    WASTE = "odpady", _("Waste collection")
    OTHER = "ostatni", _("Other")


class Status(models.TextChoices):
    """Whether the event takes place; whether it is public is Wagtail's `live`."""

    SCHEDULED = "scheduled", _("takes place")
    CANCELLED = "cancelled", _("cancelled")
