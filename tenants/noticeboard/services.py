from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q

from shared.kernel import clock
from shared.published import services as published
from shared.published.enums import Kind
from tenants.noticeboard import projection
from tenants.noticeboard.models import Notice

# A run that was missed is made good by one of the following nights.
DAYS_BACK = 7


@transaction.atomic
def project(notice: Notice) -> None:
    """Bring the projection in step with the board: the notice hangs there today, or it does not."""
    entry = projection.entry_for(notice)
    if entry is not None:
        published.publish(entry)
    else:
        withdraw(notice)


@transaction.atomic
def withdraw(notice: Notice) -> None:
    published.withdraw(Kind.NOTICE, str(notice.pk))


def turn_day() -> int:
    """Project what has come onto the board or gone from it by the date alone."""
    today = clock.today()
    since = today - dt.timedelta(days=DAYS_BACK)
    changed = Notice.objects.filter(live=True).filter(
        Q(posted_on__gte=since, posted_on__lte=today)
        | Q(planned_removal__gte=since, planned_removal__lt=today)
    )
    count = 0
    for notice in changed:
        project(notice)
        count += 1
    return count
