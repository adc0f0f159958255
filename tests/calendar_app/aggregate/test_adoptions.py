"""An event that a site has accepted from another is part of its calendar, and only then."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine

from calendar_app.aggregate import selectors
from calendar_app.aggregate.enums import AdoptionState
from calendar_app.aggregate.models import Adoption, PublishedEvent
from calendar_app.aggregate.selectors import Selection
from shared.kernel import clock
from tenants.registry.enums import State as SiteState

pytestmark = pytest.mark.django_db


def adopt(event: Any, site: Any, state: AdoptionState = AdoptionState.ACCEPTED) -> Adoption:
    now = clock.now()
    return Adoption.objects.create(
        event_id=event.pk, municipality=site, state=state, offered_at=now, changed_at=now
    )


def shown(site: Any) -> dict[str, list[str]]:
    """Titles on the pages and in the feed of the site."""
    today = clock.today()
    return {
        "pages": [one.event.title for one in selectors.occurrences(site, Selection(), today)],
        "feed": [one.title for one in selectors.feed_events(site, Selection(), today)],
    }


@pytest.mark.parametrize("state", AdoptionState)
def test_an_accepted_event_is_on_both_calendars_once(
    lipova: Any, sluknov: Any, rumburk: Any, union: Any, make_event: Any, state: AdoptionState
) -> None:
    event = make_event(lipova, title="Pouť")
    for site in (sluknov, rumburk):
        adopt(event, site, state)
    accepted = ["Pouť"] if state == AdoptionState.ACCEPTED else []
    for site in (sluknov, rumburk):
        assert shown(site) == {"pages": accepted, "feed": accepted}
        assert (selectors.find(site, event.pk) is not None) is bool(accepted)
    for site in (lipova, union):
        assert shown(site) == {"pages": ["Pouť"], "feed": ["Pouť"]}


def test_an_event_of_an_archived_site_is_nowhere(
    lipova: Any, sluknov: Any, union: Any, make_event: Any
) -> None:
    adopt(make_event(lipova), sluknov)
    lipova.state = SiteState.ARCHIVED
    lipova.save()
    for site in (sluknov, union):
        assert shown(site) == {"pages": [], "feed": []}


def test_what_concerns_one_municipality_is_not_on_the_unions_calendar(
    lipova: Any, sluknov: Any, union: Any, make_event: Any
) -> None:
    event = make_event(lipova, title="Svoz odpadu", on_union_calendar=False)
    adopt(event, sluknov)
    assert shown(union) == {"pages": [], "feed": []}
    assert selectors.find(union, event.pk) is None
    for site in (lipova, sluknov):
        assert shown(site) == {"pages": ["Svoz odpadu"], "feed": ["Svoz odpadu"]}


def test_the_date_of_the_last_change_rises_when_an_event_leaves(
    lipova: Any, sluknov: Any, union: Any, make_event: Any
) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC), tick=False) as now:
        event = make_event(lipova)
        adoption = adopt(event, sluknov)

        def dates() -> tuple[Any, Any]:
            now.shift(3600)
            return tuple(selectors.last_change(one, clock.today()) for one in (sluknov, union))

        before = dates()
        Adoption.objects.filter(pk=adoption.pk).update(
            state=AdoptionState.REVOKED, changed_at=clock.now()
        )
        revoked = dates()
        assert revoked[0] > before[0]
        PublishedEvent.objects.update(on_union=False, changed_at=clock.now())
        assert dates()[1] > revoked[1]
