"""Our own feed, taken over by another site: every date is where it was."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from calendar_app.aggregate.models import Occurrence
from shared.kernel import clock

pytestmark = pytest.mark.django_db


def dates(site):
    return sorted(
        (row.starts_at, row.ends_at, row.state, row.event.title)
        for row in Occurrence.objects.filter(municipality=site).select_related("event")
    )


def test_our_own_feed_is_understood_by_another_site(
    make_event, lipova, sluknov, on, fetch, people, client_for, django_capture_on_commit_callbacks
):
    from calendar_app.events import services as events
    from calendar_app.events.models import Event, EventException, ExtraDate

    soon = clock.today() + dt.timedelta(days=14)
    monday = soon - dt.timedelta(days=soon.weekday())
    make_event(lipova, title="Koncert", start_date=soon, text="<p>Řádek\\, <b>tučně</b>; konec</p>")
    make_event(
        lipova,
        title="Do rána",
        start_date=soon,
        end_date=soon + dt.timedelta(days=1),
        end_time=dt.time(3),
    )
    make_event(
        lipova,
        title="Výstava",
        start_date=soon,
        end_date=soon + dt.timedelta(days=90),
        all_day=True,
    )
    make_event(lipova, title="Zrušeno", start_date=soon)
    with on(lipova):
        events.follow_status(Event.objects.get(title="Zrušeno"), events.Status.CANCELLED)
        series = Event(
            title="Cvičení",
            category="sport",
            start_date=monday,
            start_time=dt.time(18),
            end_time=dt.time(19),
            recurrence="FREQ=WEEKLY;BYDAY=MO;COUNT=30",
            place="Tělocvična",
        )
        week = dt.timedelta(days=7)
        series.exceptions = [
            EventException(day=monday + week, kind="left_out"),
            EventException(
                day=monday + 3 * week,
                kind="changed",
                start_date=monday + 3 * week,
                start_time=dt.time(10),
                end_time=dt.time(11),
            ),
        ]
        series.extra_dates = [
            ExtraDate(start_date=monday + dt.timedelta(days=2), start_time=dt.time(9))
        ]
        events.publish(series)
    feed = fetch(lipova)
    # What was cancelled already is not begun; the word is the only thing that is left of it.
    ours = [row for row in dates(lipova) if row[3] != "Zrušeno"]
    with on(lipova):  # or all of it would wait, being the same as a neighbour's
        for event in Event.objects.all():
            event.unpublish()
        theirs = set(Event.objects.values_list("uuid", flat=True))

    clerk = people.clerk("sluknov")
    browser = client_for(sluknov, clerk)
    file = SimpleUploadedFile("lipova.ics", feed, "text/calendar")
    response = browser.post("/admin/cizi-kalendare/pridat/", {"file": file})
    assert response.status_code == 302
    choices = {
        "name": "Lipová",
        "category": "kultura",
        "publishing": "direct",
        "zone": "Europe/Prague",
        "consent": "on",
    }
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(response.url, choices).status_code == 302
    assert dates(sluknov) == ours
    with on(sluknov):
        taken = Event.objects.get(recurrence="FREQ=WEEKLY;BYDAY=MO;COUNT=30")
        assert [str(one.kind) for one in taken.exceptions.all()] == ["left_out", "changed"]
        concert = Event.objects.get(title="Koncert")
        assert concert.place == "Kulturní dům"
        assert "Řádek" in concert.plain_text
        assert not set(Event.objects.values_list("uuid", flat=True)) & theirs
