"""Urgent messages of all sites: a banner while they hold, and letters at once."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shared.alerts.enums import Severity
from shared.kernel import clock
from tenants.accounts.models import User
from tenants.registry.enums import Kind
from tenants.registry.enums import State as SiteState
from tenants.registry.models import Municipality

PATH = "/upozorneni/"


class AlertQuerySet(models.QuerySet["Alert"]):
    def holding(self, now: dt.datetime) -> AlertQuerySet:
        return self.filter(starts_at__lte=now, ends_at__gt=now, withdrawn_at__isnull=True)

    def shown_on(self, site: Municipality) -> AlertQuerySet:
        """Its own; on the union's site what concerns everybody, on others what the union says to
        everybody."""
        others = Q(everywhere=True)
        if not site.is_union:
            others &= Q(municipality__kind=Kind.UNION)
        return self.filter(
            Q(municipality=site) | others, municipality__state=SiteState.ACTIVE
        ).select_related("municipality")


class Alert(models.Model):
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    severity = models.CharField(_("kind"), max_length=10, choices=Severity)
    title = models.CharField(_("what is going on"), max_length=120)
    text = models.TextField(_("what people should know and do"), max_length=1_000, blank=True)
    #: A municipality's goes onto the union's site too, the union's onto every site.
    everywhere = models.BooleanField(_("concerns the whole region"), default=False)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    #: What beat has done about it: letters and pages at the beginning, pages at the end.
    begun_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("urgent message")
        verbose_name_plural = _("urgent messages")
        indexes = [
            models.Index(fields=["ends_at"], name="alert_by_end"),
            models.Index(
                fields=["starts_at"], condition=Q(over_at__isnull=True), name="alert_to_be_turned"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="alert_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="alert_says_something"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        """Absolute; costs a query unless the municipality was selected too."""
        return f"{self.municipality.url}{PATH}#u{self.pk}"

    @property
    def look(self) -> str:
        return Severity(self.severity).look

    def holds(self, now: dt.datetime | None = None) -> bool:
        return self.withdrawn_at is None and self.starts_at <= (now or clock.now()) < self.ends_at

    @property
    def is_over(self) -> bool:
        return self.withdrawn_at is not None or self.ends_at <= clock.now()
