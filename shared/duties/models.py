from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.registry.models import Municipality


class SiteState(models.Model):
    """What a site has of what the law asks, item by item.

    `items` maps the key of an item to null where it is missing, to "" where it is there and nobody
    has checked it, else to the day, YYYY-MM-DD, from which it counts its year. So the row tells
    what is outdated on any day without being written again.
    """

    municipality = models.OneToOneField(
        Municipality, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    items = models.JSONField(default=dict)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("state of a site’s duties")
        verbose_name_plural = _("states of sites’ duties")

    def __str__(self) -> str:
        return str(self.municipality)


class Officer(models.Model):
    """Whom people turn to about their personal data (GDPR, art. 37 to 39).

    The union's are offered to all sites (art. 37(3)); a municipality's own are its alone.
    """

    owner = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(
        _("name"), max_length=150, help_text=_("A person, or the company that does it.")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    data_box = models.CharField(_("data box"), max_length=10, blank=True)
    address = models.TextField(_("address"), blank=True, max_length=300)
    note = models.TextField(
        _("note"),
        blank=True,
        max_length=600,
        help_text=_("For example when the officer can be met."),
    )

    class Meta:
        verbose_name = _("data protection officer")
        verbose_name_plural = _("data protection officers")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class OfficerUse(models.Model):
    """Which officer a site names."""

    municipality = models.OneToOneField(
        Municipality, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="uses")

    class Meta:
        verbose_name = _("officer of a site")
        verbose_name_plural = _("officers of sites")

    def __str__(self) -> str:
        return f"{self.municipality}: {self.officer}"
