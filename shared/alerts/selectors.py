from __future__ import annotations

import datetime as dt

from shared.alerts.models import Alert
from shared.kernel import clock
from tenants.registry.models import Municipality

#: How long the page keeps what is over.
PAST = dt.timedelta(days=30)


def banner(site: Municipality) -> list[Alert]:
    """What stands on every page of the site now, the gravest first. One query."""
    found = Alert.objects.shown_on(site).holding(clock.now()).order_by("starts_at", "pk")
    return sorted(found, key=lambda alert: alert.look != "error")


def past(site: Municipality) -> list[Alert]:
    """What held lately. One query."""
    now = clock.now()
    found = Alert.objects.shown_on(site).filter(starts_at__lte=now, ends_at__gt=now - PAST)
    return list(found.exclude(pk__in=Alert.objects.holding(now)).order_by("-starts_at", "-pk"))


def of_site(site: Municipality) -> list[Alert]:
    """For the desk: what is to come, holds, or held in the last year."""
    since = clock.now() - dt.timedelta(days=365)
    return list(
        Alert.objects.filter(municipality=site, ends_at__gt=since).order_by("-starts_at", "-pk")
    )
