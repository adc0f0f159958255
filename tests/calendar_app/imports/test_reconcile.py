"""What a foreign calendar does to the events of a site, run after run."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shared.kernel import clock
from tests.calendar_app.imports.conftest import SOON, vevent

pytestmark = pytest.mark.django_db


def on_day(days: int, hour: int = 18) -> dt.datetime:
    return dt.datetime.combine(clock.today() + dt.timedelta(days=days), dt.time(hour))


def test_an_event_of_the_library_is_in_the_feed_of_the_site(library, seen, lipova, union):
    run = library.add(
        vevent(
            DESCRIPTION=r"Čte Jana.\n\nVstup volný\, přijďte!",
            LOCATION="Knihovna\\, Lipová 12",
            URL="https://knihovna.example/cteni",
        )
    )
    assert run.result == "done"
    assert run.counts == {"new": 1}
    event = library.events()["1@knihovna"]
    assert event.live
    assert event.category == "vzdelavani"
    assert event.place == "Knihovna, Lipová 12"
    assert event.text == (
        "<p>Čte Jana.</p><p>Vstup volný, přijďte!</p>"
        '<p><a href="https://knihovna.example/cteni">https://knihovna.example/cteni</a></p>'
    )
    for site in (lipova, union):
        assert "SUMMARY;LANGUAGE=cs:Čtení 1@knihovna" in seen(site) or "Čtení 1@knihovna" in seen(
            site
        )


def test_its_uid_is_made_of_the_source_and_the_foreign_uid(library, seen):
    """A hostile source must not overwrite a town's event by its UID."""
    import uuid

    library.add(vevent())
    event = library.events()["1@knihovna"]
    assert event.pk == uuid.uuid5(library.source.pk, "1@knihovna")
    assert "UID:1@knihovna" not in seen()


def test_what_has_not_changed_is_not_written(library, on, lipova):
    library.add(vevent(), vevent("2@knihovna", LAST_MODIFIED="20260101T000000Z"))
    before = library.events()
    rows = [library.imported(uid) for uid in before]
    # Another DTSTAMP each time, as many programs write it: the bytes differ, the events do not.
    with (
        on(lipova),
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        run = library.fetch(
            vevent("1@knihovna", None, "DTSTAMP:20260101T000000Z"), vevent("2@knihovna")
        )
    assert run.counts == {"unchanged": 2}
    written = [
        query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
    ]
    touched = {sql.split('"')[1] for sql in written}
    assert touched <= {"imports_run", "imports_source"}, written
    after = library.events()
    for uid, event in before.items():
        assert after[uid].latest_revision_id == event.latest_revision_id
        assert after[uid].public_since == event.public_since
    assert [library.imported(uid).fingerprints for uid in before] == [r.fingerprints for r in rows]


def test_changes_follow(library, seen):
    library.add(vevent(LOCATION="Knihovna"))
    first = library.events()["1@knihovna"]
    run = library.fetch(vevent("1@knihovna", on_day(11, 19), LOCATION="Sokolovna"))
    assert run.counts == {"changed": 1}
    event = library.events()["1@knihovna"]
    assert (event.start_date, event.start_time) == (on_day(11).date(), dt.time(19))
    assert event.place == "Sokolovna"
    assert event.sequence == first.sequence + 1
    assert "Sokolovna" in seen()


def test_the_highest_sequence_wins_whatever_the_order(library):
    library.add(
        vevent("1@knihovna", on_day(12), SUMMARY="Nové", SEQUENCE="3"),
        vevent("1@knihovna", on_day(11), SUMMARY="Staré", SEQUENCE="2"),
        vevent("2@knihovna", SUMMARY="Dřív", LAST_MODIFIED="20260101T000000Z"),
        vevent("2@knihovna", SUMMARY="Později", LAST_MODIFIED="20260201T000000Z"),
        vevent("3@knihovna", SUMMARY="První"),
        vevent("3@knihovna", SUMMARY="Druhé"),
    )
    titles = {uid: event.title for uid, event in library.events().items()}
    assert titles == {"1@knihovna": "Nové", "2@knihovna": "Později", "3@knihovna": "Druhé"}


def test_a_cancelled_event_is_announced(library, seen):
    library.add(vevent(), vevent("2@knihovna"))
    run = library.fetch(vevent(STATUS="CANCELLED"), vevent("2@knihovna"))
    assert run.counts == {"cancelled": 1, "unchanged": 1}
    assert "ZRUŠENO: Čtení 1@knihovna" in seen()
    run = library.fetch(vevent(), vevent("2@knihovna"))
    assert run.counts == {"changed": 1, "unchanged": 1}
    assert "ZRUŠENO" not in seen()


def test_what_is_over_or_cancelled_already_is_not_begun(library):
    run = library.add(
        vevent("1@knihovna", on_day(-3)), vevent("2@knihovna", STATUS="CANCELLED"), vevent("3@k")
    )
    assert run.counts == {"new": 1, "skipped": 2}
    assert set(library.events()) == {"3@k"}


# --- Complaints of users of such systems ------------------------------------------------------


def test_complaint_local_edits_overwritten_by_a_nightly_import(library, on, lipova):
    from calendar_app.events import services as events
    from calendar_app.imports.services import note_changes

    library.add(vevent(LOCATION="Knihovna"), vevent("2@knihovna"))
    with on(lipova):
        event = library.events()["1@knihovna"]
        event.title = "Čtení pro děti"
        events.publish(event, user=library.clerk)
        assert note_changes(library.imported()) == ["title"]
        assert library.imported().locked == ["title"]
    run = library.fetch(vevent(LOCATION="Sál"), vevent("2@knihovna"))
    assert run.counts == {"changed": 1, "unchanged": 1}
    event = library.events()["1@knihovna"]
    assert (event.title, event.place) == ("Čtení pro děti", "Sál")
    # The source insists: hers still stays, and the log says so once.
    run = library.fetch(vevent(LOCATION="Sál", SUMMARY="Jinak"), vevent("2@knihovna"))
    assert run.counts == {"kept": 1, "unchanged": 1}
    assert library.events()["1@knihovna"].title == "Čtení pro děti"
    assert library.imported().locked == ["title"]
    with on(lipova):
        assert run.items.get().notes == ["title"]
    run = library.fetch(
        vevent("1@knihovna", None, "X-A:1", LOCATION="Sál", SUMMARY="Jinak"), vevent("2@knihovna")
    )
    assert run.counts == {"unchanged": 2}


def test_an_unlocked_field_is_overwritten_again(library, on, lipova):
    from calendar_app.events import services as events
    from calendar_app.imports import services

    library.add(vevent())
    with on(lipova):
        event = library.events()["1@knihovna"]
        event.title = "Moje"
        events.publish(event)
        services.unlock(library.imported(), services.Field.TITLE, user=library.clerk)
    run = library.fetch()
    assert run.counts == {"changed": 1}
    assert library.events()["1@knihovna"].title == "Čtení 1@knihovna"


def test_a_draft_that_the_clerk_has_begun_survives_an_import(library, on, lipova):
    library.add(vevent(LOCATION="Knihovna"))
    with on(lipova):
        event = library.events()["1@knihovna"]
        event.title = "Rozepsáno"
        event.save_revision(user=library.clerk)
    run = library.fetch(vevent(LOCATION="Sál"))
    assert run.counts == {"changed": 1}
    with on(lipova):
        event = library.events()["1@knihovna"]
        assert (event.title, event.place) == ("Čtení 1@knihovna", "Sál")
        draft = event.get_latest_revision_as_object()
        assert (draft.title, draft.place) == ("Rozepsáno", "Sál")
        assert event.has_unpublished_changes
        assert event.latest_revision.user == library.clerk
    assert library.fetch(vevent(LOCATION="Sál")).counts.get("changed") is None


def test_complaint_long_exhibitions_refused(library):
    first = clock.today() + SOON
    library.add(
        vevent("vystava", first, f"DTEND;VALUE=DATE:{first + dt.timedelta(days=366):%Y%m%d}"),
        vevent("vecnost", first, f"DTEND;VALUE=DATE:{first + dt.timedelta(days=400):%Y%m%d}"),
    )
    assert set(library.events()) == {"vystava"}
    event = library.events()["vystava"]
    assert event.end_date == first + dt.timedelta(days=365)
    run = library.last_run()
    assert run.counts == {"new": 1, "refused": 1}


def test_complaint_a_deleted_source_event_that_stays_for_ever(library, seen):
    library.add(vevent(), vevent("2@knihovna"), vevent("3@knihovna"))
    left = [vevent("2@knihovna"), vevent("3@knihovna")]
    assert library.fetch(*left).counts == {"absent": 1, "unchanged": 2}
    # The same bytes again, which servers answer with "not modified": still missing.
    assert library.fetch().counts == {"absent": 1}
    assert library.events()["1@knihovna"].live
    assert library.fetch().counts == {"withdrawn": 1}
    assert not library.events()["1@knihovna"].live
    assert "Čtení 1@knihovna" not in seen()
    assert "STATUS:CANCELLED" in seen()
    assert library.fetch().result == "nothing_new"


def test_an_absence_is_forgotten_when_the_event_is_back(library):
    library.add(vevent(), vevent("2@knihovna"), vevent("3@knihovna"))
    left = [vevent("2@knihovna"), vevent("3@knihovna")]
    library.fetch(*left)
    library.fetch()
    library.fetch(vevent(), *left)
    assert library.imported().absences == 0
    assert library.fetch(*left).counts == {"absent": 1, "unchanged": 2}
    assert library.imported().absences == 1


def test_a_withdrawn_event_comes_back(library, seen):
    library.add(vevent(), vevent("2@knihovna"), vevent("3@knihovna"))
    for _ in range(3):
        library.fetch(vevent("2@knihovna"), vevent("3@knihovna"))
    assert not library.events()["1@knihovna"].live
    run = library.fetch(vevent(), vevent("2@knihovna"), vevent("3@knihovna"))
    assert run.counts == {"returned": 1, "unchanged": 2}
    assert library.events()["1@knihovna"].live
    assert "Čtení 1@knihovna" in seen()


def test_what_is_over_and_gone_from_the_source_stays(library, on, lipova):
    """Many calendars hold only what is ahead."""
    import time_machine

    library.add(
        vevent("1@knihovna", on_day(1)), vevent("2@k", on_day(40)), vevent("3@k", on_day(41))
    )
    with time_machine.travel(clock.now() + dt.timedelta(days=5), tick=True):
        for _ in range(4):
            run = library.fetch(vevent("2@k", on_day(35)), vevent("3@k", on_day(36)))
        assert run.result == "nothing_new"
    assert library.events()["1@knihovna"].live


def test_a_broken_event_is_not_a_missing_one(library):
    library.add(vevent(), vevent("2@knihovna"), vevent("3@knihovna"))
    for number in range(4):
        broken = vevent(DTEND="nesmysl", X_N=str(number)).replace("DTSTART;TZID", "DTSTART;;TZID")
        run = library.fetch(broken, vevent("2@knihovna"), vevent("3@knihovna"))
        assert run.counts == {"refused": 1, "unchanged": 2}
    assert library.events()["1@knihovna"].live


# --- The brake --------------------------------------------------------------------------------


def five(*uids: int) -> list[str]:
    return [vevent(f"{uid}@knihovna", on_day(10 + uid)) for uid in uids]


def test_a_fall_of_more_than_half_waits(library, on, lipova):
    from calendar_app.imports import services

    library.add(*five(1, 2, 3, 4, 5))
    for _ in range(5):
        library.fetch(*five(1, 2), vevent("9@knihovna"))
    assert all(event.live for event in library.events().values())
    assert len(library.events()) == 6  # what is new is taken over meanwhile
    with on(lipova):
        waiting = library.source.runs.get(result="waits")
        assert waiting.counts["absent"] == 3
        services.accept_deletions(waiting, user=library.clerk)
        services.withdraw_missing(waiting.pk)
        live = {uid for uid, event in library.events().items() if event.live}
        assert live == {"1@knihovna", "2@knihovna", "9@knihovna"}
        with pytest.raises(services.NotWaiting):
            services.decline_deletions(waiting, user=library.clerk)


def test_the_editor_keeps_what_the_source_has_lost(library, on, lipova):
    from calendar_app.imports import services

    library.add(*five(1, 2, 3, 4, 5))
    library.fetch(*five(1))
    with on(lipova):
        services.decline_deletions(library.source.runs.get(result="waits"), user=library.clerk)
    for _ in range(4):
        run = library.fetch(*five(1))
    assert run.result == "nothing_new"
    assert all(event.live for event in library.events().values())


def test_the_question_settles_itself_when_the_events_are_back(library, on, lipova):
    library.add(*five(1, 2, 3, 4, 5))
    library.fetch(*five(1))
    library.fetch(*five(1, 2, 3, 4, 5))
    with on(lipova):
        assert not library.source.runs.filter(result="waits").exists()
        assert library.source.runs.filter(result="superseded").count() == 1


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        (b"", "empty"),
        (b"\r\n \r\n", "empty"),
        (b"<!DOCTYPE html><html><body>Chyba</body></html>", "web_page"),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1@knihovna\r\n", "incomplete"),
        (b"Service unavailable", "no_calendar"),
    ],
)
def test_what_is_no_calendar_deletes_nothing(library, body, trouble):
    from tests.foreign_server import answer

    library.add(*five(1, 2))
    library.server.handler = answer(body)
    for _ in range(5):
        run = library.fetch()
    assert (run.result, run.trouble, run.counts) == ("failed", trouble, {"times": 5})
    assert all(event.live for event in library.events().values())
    assert library.source.state == "failing"
    assert library.source.failures == 5
    library.fetch(*five(1, 2))
    assert (library.source.state, library.source.failures) == ("active", 0)


def test_a_whole_calendar_without_events_waits_for_the_editor(library):
    library.add(*five(1, 2))
    library.send()
    run = library.fetch()
    assert run.result == "waits"
    assert all(event.live for event in library.events().values())


# --- Waiting and duplicates -------------------------------------------------------------------


def test_events_that_wait_are_published_by_the_clerk(library, on, lipova, seen):
    from calendar_app.imports import selectors, services

    library.add(vevent(), vevent("2@knihovna"), vevent("3@knihovna"), publishing="wait")
    assert "Čtení" not in seen()
    library.fetch(vevent(LOCATION="Sál"), vevent("2@knihovna"), vevent("3@knihovna"))
    with on(lipova):
        waiting = {row.uid: row.pk for row in selectors.waiting()}
        assert len(waiting) == 3
        count = services.publish_waiting([waiting["1@knihovna"]], user=library.clerk)
        assert count == 1
        assert services.dismiss_waiting([waiting["2@knihovna"]], user=library.clerk) == 1
        assert [row.uid for row in selectors.waiting()] == ["3@knihovna"]
    assert "Čtení 1@knihovna" in seen()
    assert "Sál" in seen()
    run = library.fetch(
        vevent(LOCATION="Sál"), vevent("2@knihovna"), vevent("3@knihovna", SEQUENCE="1")
    )
    assert run.counts == {"unchanged": 2, "skipped": 1}


def test_the_clerks_deletion_holds(library, on, lipova):
    library.add(vevent(), vevent("2@knihovna"))
    with on(lipova):
        library.events()["1@knihovna"].delete()
    run = library.fetch(vevent(LOCATION="Sál"), vevent("2@knihovna"))
    assert run.counts == {"skipped": 1, "unchanged": 1}
    assert library.events()["1@knihovna"] is None


def test_the_clerks_withdrawal_holds(library, on, lipova):
    library.add(vevent(), vevent("2@knihovna"))
    with on(lipova):
        library.events()["1@knihovna"].unpublish()
    library.fetch(vevent(LOCATION="Sál"), vevent("2@knihovna"))
    event = library.events()["1@knihovna"]
    assert (event.live, event.place) == (False, "Sál")
    run = library.fetch(vevent(LOCATION="Sál", SEQUENCE="1"), vevent("2@knihovna"))
    assert run.counts == {"unchanged": 2}


def test_an_event_that_the_town_has_entered_already_is_flagged(library, make_event, lipova):
    own = make_event(
        lipova, title="Čtení pro děti", start_date=on_day(10).date(), start_time=dt.time(18)
    )
    run = library.add(
        vevent("1@knihovna", on_day(10), SUMMARY="ČTENÍ PRO DĚTI"),
        vevent("2@knihovna", on_day(10, 10), SUMMARY="Čtení pro děti"),
        vevent("3@knihovna", on_day(10, 10), SUMMARY="Čtení pro děti"),
    )
    assert run.counts == {"duplicate": 2, "new": 1}
    assert library.imported().duplicate_of == own.pk
    events = library.events()
    assert [events[f"{n}@knihovna"].live for n in (1, 2, 3)] == [False, True, False]


def test_an_event_that_a_neighbour_has_published_waits(
    library, make_event, lipova, sluknov, client_for
):
    """As in the form of an event: likely the same, on the same day, on another site."""
    day = on_day(10).date()
    theirs = make_event(sluknov, title="Noc kostelů ve Šluknově", start_date=day)
    make_event(sluknov, title="Zastupitelstvo", category="zastupitelstvo", start_date=day)
    make_event(sluknov, title="Tajná schůze", start_date=day, live=False)
    make_event(sluknov, title="Čtení doma", start_date=day, on_union_calendar=False)
    run = library.add(
        vevent("1@knihovna", on_day(10), SUMMARY="Noc kostelů"),
        vevent("2@knihovna", on_day(11), SUMMARY="Noc kostelů"),
        vevent("3@knihovna", on_day(10), SUMMARY="Zastupitelstvo"),
        vevent("4@knihovna", on_day(10), SUMMARY="Tajná schůze"),
        vevent("5@knihovna", on_day(10), SUMMARY="Čtení doma"),
    )
    assert run.counts == {"duplicate": 1, "new": 4}
    imported = library.imported("1@knihovna")
    assert imported.duplicate_of == theirs.pk
    assert not imported.event.live
    html = client_for(lipova, library.clerk).get("/admin/cizi-kalendare/cekajici/").content.decode()
    assert f'<a href="{sluknov.url}/kalendar/{theirs.pk}/">{theirs.title} (Šluknov)</a>' in html
    assert "Tajná" not in html


# --- Isolation and rights ---------------------------------------------------------------------


def test_a_source_is_of_one_site(library, on, lipova, sluknov):
    from calendar_app.imports import services
    from calendar_app.imports.models import Source

    library.add(vevent())
    with on(sluknov):
        assert not Source.objects.exists()
        assert services.fetch(str(library.source.pk)) is None


def test_only_who_publishes_may_import(library, people, on, lipova):
    from django.core.exceptions import PermissionDenied

    from calendar_app.imports import services

    library.add(vevent())
    for person in (people.author("lipova"), people.clerk("sluknov"), people.outsider()):
        with on(lipova):
            for attempt in (
                lambda: services.preview_address(library.server.url, user=person),  # noqa: B023
                lambda: services.fetch_now(library.source, user=person),  # noqa: B023
                lambda: services.pause(library.source, user=person),  # noqa: B023
                lambda: services.delete_source(
                    library.source,
                    user=person,  # noqa: B023
                    withdraw_events=True,
                ),
            ):
                with pytest.raises(PermissionDenied):
                    attempt()


@pytest.mark.parametrize("withdraw", [True, False])
def test_deleting_a_source_asks_what_becomes_of_its_events(library, on, lipova, withdraw, seen):
    from calendar_app.events.models import Event
    from calendar_app.imports import services

    library.add(vevent(), vevent("2@knihovna"))
    key = library.events()["1@knihovna"].pk
    with on(lipova):
        services.delete_source(library.source, user=library.clerk, withdraw_events=withdraw)
        assert Event.objects.get(pk=key).live is not withdraw
    assert ("Čtení 1@knihovna" in seen()) is not withdraw


def test_own_calendars_are_not_imported(library, lipova, on, settings):
    from calendar_app.imports import services
    from shared.kernel.http import FetchError, Trouble

    for host in (settings.PORTAL_DOMAIN, lipova.host, f"www.{lipova.host}"):
        with on(lipova), pytest.raises(FetchError) as caught:
            services.preview_address(f"https://{host}/kalendar.ics", user=library.clerk)
        assert caught.value.trouble is Trouble.OWN_HOST


# --- Runs in steps, killed and repeated -------------------------------------------------------


def test_a_large_calendar_is_applied_in_steps(library, on, lipova, monkeypatch):
    from calendar_app.imports import services

    monkeypatch.setattr(services, "STEP", 2)
    library.add(*five(1, 2, 3, 4, 5))
    with on(lipova):
        run = library.source.runs.get()
        assert (run.result, run.counts) == ("running", {"new": 2})
        assert len(library.events()) == 2
        # A fetch that comes due meanwhile leaves it alone.
        assert services.fetch(str(library.source.pk)) is None
        for _ in range(4):
            services.continue_run(run.pk)
    run = library.last_run()
    assert (run.result, run.counts) == ("done", {"new": 5})
    with on(lipova):
        assert run.items.count() == 5


def test_a_run_that_was_killed_is_given_up_and_repeated(library, on, lipova, monkeypatch):
    from calendar_app.imports import services

    monkeypatch.setattr(services, "STEP", 2)
    library.add(*five(1, 2, 3, 4, 5))
    with on(lipova):
        library.source.runs.update(progressed_at=clock.now() - dt.timedelta(hours=1))
    run = library.fetch()
    assert run.counts == {"new": 3, "unchanged": 2}
    with on(lipova):
        assert set(library.source.runs.values_list("result", flat=True)) == {"done", "interrupted"}
    assert len(library.events()) == 5


def _own_locks() -> set[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objid, classid FROM pg_locks"
            " WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
        )
        return set(cursor.fetchall())


def test_a_second_worker_leaves_the_source_to_the_first(library, on, lipova):
    """The lock is the transaction's, so a killed worker leaves none behind."""
    import psycopg

    from calendar_app.imports import services

    library.add(vevent())
    parameters = connection.get_connection_params()
    arguments = {
        n: parameters[n]
        for n in ("host", "port", "user", "password", "dbname")
        if parameters.get(n)
    }
    with on(lipova):
        other = psycopg.connect(**arguments)
        before = _own_locks()
        assert services._alone("x")
        ((objid, classid),) = _own_locks() - before
        number = (classid << 32) | objid
        number -= (1 << 64) if number >= 1 << 63 else 0
        taken = other.execute("SELECT pg_try_advisory_lock(%s)", [number]).fetchone()[0]
        assert taken is False
        other.close()


def test_due_sources_are_claimed_once(library, on, lipova):
    from calendar_app.imports import services

    library.add(vevent())
    with on(lipova):
        assert services.claim_due() == []
        library.source.refresh_from_db()
        library.source.next_fetch_at = clock.now()
        library.source.save()
        assert services.claim_due() == [str(library.source.pk)]
        assert services.claim_due() == []


def test_what_the_server_wants_is_heeded(library):
    from tests.foreign_server import answer

    library.add(vevent())
    assert library.fetch(vevent(), ETag='"1"').result == "nothing_new"
    library.send(vevent("2@k"), vevent(), ETag='"2"')
    library.fetch()
    library.server.handler = answer(b"", "304 Not Modified")
    run = library.fetch()
    assert run.result == "nothing_new"
    assert library.server.requests[-1][1]["If-None-Match"] == '"2"'
    library.server.handler = answer(b"", "429 Too Many Requests", Retry_After="40000")
    run = library.fetch()
    assert (run.result, run.trouble) == ("failed", "too_often")
    wait = library.source.next_fetch_at - clock.now()
    assert dt.timedelta(seconds=39_000) < wait < dt.timedelta(seconds=41_000)
    library.server.handler = answer(b"", "500 Oops")
    for _ in range(8):
        library.fetch()
    wait = library.source.next_fetch_at - clock.now()
    assert dt.timedelta(hours=23) < wait < dt.timedelta(hours=27)


def test_a_fault_of_ours_fails_the_run_and_nothing_else(library, monkeypatch):
    from calendar_app.imports import planning

    library.add(vevent())
    monkeypatch.setattr(planning, "plan", lambda *args: 1 / 0)
    run = library.fetch(vevent("2@k"))
    assert (run.result, run.trouble, run.detail) == ("failed", "our_fault", "ZeroDivisionError")
    monkeypatch.undo()
