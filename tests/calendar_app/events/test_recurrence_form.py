"""A clerk says how an event repeats; she sees the dates and gets the rule, or the reason why not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tenants.utils import tenant_context

from calendar_app.aggregate.models import PublishedEvent
from calendar_app.events.forms import EventForm
from calendar_app.events.models import Event
from tests.calendar_app.events.forms import PUBLISH, filled

pytestmark = pytest.mark.django_db

ADD, DATES = "/admin/kalendar/add/", "/admin/kalendar/dates/"
# Thursday, the second of its month.
THURSDAY = {"start_date": "2027-10-14", "start_time": "17:00", "end_time": "19:00"}


def edit(event: Any) -> str:
    return f"/admin/kalendar/edit/{event.pk}/"


def stored(site: Any, title: str = "Koncert dechovky") -> Event:
    with tenant_context(site):
        return Event.objects.prefetch_related("exceptions", "extra_dates").get(title=title)


@pytest.fixture
def browser(lipova: Any, people: Any, client_for: Any) -> Any:
    return client_for(lipova, people.clerk("lipova"))


RULES = [
    ({}, ""),
    ({"repeats": "DAILY"}, "FREQ=DAILY"),
    (
        {"repeats": "DAILY", "repeat_every": "3", "repeat_count": "5"},
        "FREQ=DAILY;INTERVAL=3;COUNT=5",
    ),
    ({"repeats": "WEEKLY"}, "FREQ=WEEKLY;BYDAY=TH"),
    ({"repeats": "WEEKLY", "repeat_weekdays": ["1", "3"]}, "FREQ=WEEKLY;BYDAY=TU,TH"),
    (
        {"repeats": "WEEKLY", "repeat_every": "2", "repeat_until": "2027-12-24"},
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;UNTIL=20271224",
    ),
    ({"repeats": "MONTHLY"}, "FREQ=MONTHLY;BYMONTHDAY=14"),
    ({"repeats": "MONTHLY", "repeat_month": "nth"}, "FREQ=MONTHLY;BYDAY=2TH"),
    (
        {"repeats": "MONTHLY", "repeat_month": "last", "start_date": "2027-10-28"},
        "FREQ=MONTHLY;BYDAY=-1TH",
    ),
    (
        {"repeats": "MONTHLY", "repeat_month": "last_day", "start_date": "2027-10-31"},
        "FREQ=MONTHLY;BYMONTHDAY=-1",
    ),
    (
        {"repeats": "MONTHLY", "repeat_month": "first_working", "start_date": "2027-10-01"},
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
    ),
    (
        {"repeats": "MONTHLY", "repeat_month": "last_working", "start_date": "2027-10-29"},
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    ),
    ({"repeats": "YEARLY"}, "FREQ=YEARLY"),
    ({"repeats": "YEARLY", "repeat_year": "nth"}, "FREQ=YEARLY;BYMONTH=10;BYDAY=2TH"),
    (
        {"repeats": "YEARLY", "repeat_year": "last", "start_date": "2027-10-28"},
        "FREQ=YEARLY;BYMONTH=10;BYDAY=-1TH",
    ),
    # What does not belong to the frequency is not looked at: without a script it is all sent.
    (
        {"repeats": "DAILY", "repeat_weekdays": ["0"], "repeat_month": "last_day"},
        "FREQ=DAILY",
    ),
]


@pytest.mark.parametrize(("fields", "rule"), RULES, ids=[rule or "single" for _, rule in RULES])
def test_the_fields_make_the_rule_and_show_it_again(
    lipova: Any, browser: Any, fields: dict[str, Any], rule: str
) -> None:
    answer = browser.post(ADD, filled(**THURSDAY | fields, **PUBLISH))
    assert answer.status_code == 302, answer.context["form"].errors
    event = stored(lipova)
    assert event.recurrence == rule
    assert PublishedEvent.objects.get(uuid=event.pk).recurrence == rule
    form: EventForm = browser.get(edit(event)).context["form"]
    again = {
        name: form[name].value()
        for name in form.fields
        if name.startswith("repeat") and form[name].value() is not None
    }
    answer = browser.post(edit(event), filled(**THURSDAY | fields | again, **PUBLISH))
    assert answer.status_code == 302, answer.context["form"].errors
    assert stored(lipova).recurrence == rule


def test_the_rule_follows_a_new_first_day(lipova: Any, browser: Any) -> None:
    fields = {"repeats": "MONTHLY", "repeat_month": "nth"}
    browser.post(ADD, filled(**THURSDAY | fields, **PUBLISH))
    moved = THURSDAY | fields | {"start_date": "2027-11-19"}
    assert browser.post(edit(stored(lipova)), filled(**moved, **PUBLISH)).status_code == 302
    assert stored(lipova).recurrence == "FREQ=MONTHLY;BYDAY=3FR"


def test_a_rule_that_the_fields_cannot_say_is_kept(
    lipova: Any, browser: Any, make_event: Any
) -> None:
    event = make_event(
        lipova, start_date=dt.date(2027, 10, 21), recurrence="FREQ=MONTHLY;BYDAY=-2TH"
    )
    form = browser.get(edit(event)).context["form"]
    assert form["repeats"].value() == "KEEP"
    fields = {"start_date": "2027-10-21", "title": event.title}
    answer = browser.post(edit(event), filled(repeats="KEEP", **fields, **PUBLISH))
    assert answer.status_code == 302, answer.context["form"].errors
    assert stored(lipova, event.title).recurrence == "FREQ=MONTHLY;BYDAY=-2TH"
    assert browser.post(edit(event), filled(**fields, **PUBLISH)).status_code == 302
    assert stored(lipova, event.title).recurrence == ""


REFUSED = [
    ({"repeats": "WEEKLY", "repeat_weekdays": ["0", "4"]}, "start_date"),
    ({"repeats": "MONTHLY", "repeat_month": "last"}, "start_date"),
    ({"repeats": "MONTHLY", "repeat_month": "last_day"}, "start_date"),
    ({"repeats": "MONTHLY", "repeat_month": "first_working"}, "start_date"),
    ({"repeats": "YEARLY", "repeat_year": "last"}, "start_date"),
    ({"repeats": "DAILY", "repeat_every": "0"}, "repeat_every"),
    ({"repeats": "DAILY", "repeat_every": "1000"}, "repeat_every"),
    ({"repeats": "DAILY", "repeat_count": "0"}, "repeat_count"),
    ({"repeats": "DAILY", "repeat_count": "1001"}, "repeat_count"),
    ({"repeats": "DAILY", "repeat_count": "3", "repeat_until": "2027-12-24"}, "repeat_count"),
    ({"repeats": "WEEKLY", "repeat_until": "2027-10-13"}, "repeat_until"),
    ({"repeats": "WEEKLY", "repeat_until": "nesmysl"}, "repeat_until"),
    ({"repeats": "DAILY", "end_date": "2027-10-15"}, "end_date"),
    ({"repeats": "HOURLY"}, "repeats"),
    ({"repeats": "WEEKLY", "repeat_weekdays": ["7"]}, "repeat_weekdays"),
]


@pytest.mark.parametrize(("fields", "field"), REFUSED)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_typed_is_lost(
    browser: Any, fields: dict[str, Any], field: str
) -> None:
    answer = browser.post(ADD, filled(**THURSDAY | fields, **PUBLISH))
    assert answer.status_code == 200
    form = answer.context["form"]
    assert list(form.errors) == [field], form.errors
    for name, value in (THURSDAY | fields).items():
        assert form[name].value() == value, name
    assert not PublishedEvent.objects.exists()


def test_the_refusal_offers_the_nearest_days(browser: Any) -> None:
    fields = THURSDAY | {"repeats": "WEEKLY", "repeat_weekdays": ["4"]}
    answer = browser.post(ADD, filled(**fields, **PUBLISH))
    (text,) = answer.context["form"].errors["start_date"]
    assert "8.\u00a010.\u00a02027" in text
    assert "15.\u00a010.\u00a02027" in text


# -- single dates --------------------------------------------------------------------------------

WEEKLY = THURSDAY | {"repeats": "WEEKLY", "repeat_count": "6"}


def test_exceptions_and_extra_dates(lipova: Any, browser: Any) -> None:
    answer = browser.post(
        ADD,
        filled(
            **WEEKLY,
            exceptions=[
                {"day": "2027-10-21", "kind": "cancelled", "note": "Nemoc"},
                {"day": "2027-10-28", "kind": "left_out"},
                {
                    "day": "2027-11-04",
                    "kind": "changed",
                    "start_date": "2027-11-05",
                    "place": "Sál",
                },
            ],
            extra_dates=[{"start_date": "2027-10-30", "note": "Navíc"}],
            **PUBLISH,
        ),
    )
    assert answer.status_code == 302, answer.context["form"].formsets["exceptions"].errors
    event = stored(lipova)
    assert [item.kind for item in event.exceptions.all()] == ["cancelled", "left_out", "changed"]
    assert [item.start_date for item in event.extra_dates.all()] == [dt.date(2027, 10, 30)]


def test_rows_for_single_dates_without_a_script(lipova: Any, browser: Any) -> None:
    """The button brings the form back with all that was typed, two empty rows more, unsaved."""
    row = {"day": "2027-10-21", "kind": "cancelled", "note": "Nemoc <b>"}
    answer = browser.post(ADD, filled(**WEEKLY, exceptions=[row], **{"more-dates": "1"}))
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "Nemoc &lt;b&gt;" in html and 'value="2027-10-21"' in html
    assert '<noscript><p><button class="button button-secondary" type="submit"' in html
    with tenant_context(lipova):
        assert not Event.objects.exists()
    sets = answer.context["form"].formsets
    assert (len(sets["exceptions"].forms), len(sets["extra_dates"].forms)) == (3, 2)
    assert not any(formset.errors[0] for formset in sets.values() if formset.forms)

    # What comes back as it was served is saved: an empty row is none.
    extra = [{"start_date": "2027-10-30", "note": "Navíc"}, {}]
    rows = [row, {"kind": "cancelled"}, {"kind": "cancelled"}]
    answer = browser.post(ADD, filled(**WEEKLY, exceptions=rows, extra_dates=extra, **PUBLISH))
    assert answer.status_code == 302, answer.context["form"].formsets["exceptions"].errors
    event = stored(lipova)
    assert [item.day for item in event.exceptions.all()] == [dt.date(2027, 10, 21)]
    assert [item.note for item in event.extra_dates.all()] == ["Navíc"]
    path = f"/admin/kalendar/edit/{event.pk}/"
    answer = browser.post(path, filled(**WEEKLY, title="Jiný", **{"more-dates": "1"}))
    assert answer.status_code == 200 and 'value="Jiný"' in answer.content.decode()
    assert stored(lipova).title != "Jiný"
    invented = filled(**WEEKLY) | {"exceptions-TOTAL_FORMS": "²", "more-dates": "1"}
    assert browser.post(path, invented).status_code == 200


@pytest.mark.parametrize(
    ("changes", "relation", "field"),
    [
        ({"exceptions": [{"day": "2027-10-22", "kind": "cancelled"}]}, "exceptions", "day"),
        (
            {"exceptions": [{"day": "2027-10-21", "kind": "changed", "start_date": "2027-10-28"}]},
            "exceptions",
            "start_date",
        ),
        ({"exceptions": [{"day": "", "kind": "cancelled", "note": "?"}]}, "exceptions", "day"),
        ({"extra_dates": [{"start_date": "2027-10-28"}]}, "extra_dates", "start_date"),
        (
            {"repeats": "", "exceptions": [{"day": "2027-10-14", "kind": "cancelled"}]},
            "exceptions",
            "day",
        ),
    ],
)
def test_single_dates_that_cannot_be(
    browser: Any, changes: dict[str, Any], relation: str, field: str
) -> None:
    answer = browser.post(ADD, filled(**WEEKLY | changes, **PUBLISH))
    assert answer.status_code == 200
    form = answer.context["form"]
    assert [list(errors) for errors in form.formsets[relation].errors] == [[field]]
    assert not form.errors
    assert not PublishedEvent.objects.exists()


def test_the_same_day_twice_is_refused(browser: Any) -> None:
    row = {"day": "2027-10-21", "kind": "cancelled"}
    answer = browser.post(ADD, filled(**WEEKLY, exceptions=[row, row], **PUBLISH))
    assert answer.status_code == 200


# -- the preview ---------------------------------------------------------------------------------


def counts(site: Any) -> tuple[int, int]:
    from wagtail.models import Revision

    with tenant_context(site):
        return Event.objects.count(), Revision.objects.count()


def test_the_preview_shows_dates_and_saves_nothing(lipova: Any, browser: Any) -> None:
    before = counts(lipova)
    answer = browser.post(
        DATES,
        filled(
            **WEEKLY | {"start_date": "2027-10-07", "repeat_count": "12"},
            exceptions=[{"day": "2027-10-14", "kind": "cancelled", "note": "Nemoc kapelníka"}],
            extra_dates=[{"start_date": "2027-10-16"}],
            **PUBLISH,
        ),
    )
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    context, html = answer.context, answer.content.decode()
    assert len(context["dates"]) == 8
    assert context["more"]
    assert [date.kind for date in context["dates"][:3]] == ["", "cancelled", ""]
    assert context["dates"][2].is_extra
    assert str(context["dates"][4].holiday)  # 28 October
    assert "Nemoc kapelníka" in html
    assert "<s>" in html
    assert counts(lipova) == before


def test_the_preview_says_what_is_wrong(browser: Any) -> None:
    answer = browser.post(DATES, filled(**WEEKLY | {"repeat_weekdays": ["4"]}))
    assert answer.status_code == 200
    assert len(answer.context["errors"]) == 1
    assert "dates" not in answer.context
    # Nothing is wrong yet in a form that somebody has only begun.
    for fields in ({"start_date": ""}, {"start_date": "2027-10-14", "start_time": ""}):
        answer = browser.post(DATES, filled(**fields))
        assert answer.status_code == 200
    assert browser.post(DATES, {}).status_code == 200


def test_the_preview_of_an_event_leaves_it_as_it_is(
    lipova: Any, browser: Any, make_event: Any
) -> None:
    event = make_event(lipova, title="Trh", recurrence="FREQ=DAILY;COUNT=3")
    before = counts(lipova)
    answer = browser.post(f"{DATES}{event.pk}/", filled(title="Jinak", **WEEKLY))
    assert answer.status_code == 200
    assert len(answer.context["dates"]) == 6
    assert counts(lipova) == before
    assert stored(lipova, "Trh").recurrence == "FREQ=DAILY;COUNT=3"


def test_the_preview_is_for_clerks_of_the_site(
    lipova: Any, sluknov: Any, people: Any, client_for: Any, make_event: Any
) -> None:
    event = make_event(lipova, live=False, title="Tajný koncept")
    for site, person in (
        (lipova, None),
        (lipova, people.outsider()),
        (lipova, people.clerk("sluknov")),
        (sluknov, people.clerk("sluknov")),
    ):
        client = client_for(site, person)
        for path in (f"{DATES}{event.pk}/", *([DATES] if site == lipova else [])):
            answer = client.post(path, filled(**WEEKLY))
            assert answer.status_code in (302, 403, 404), (site, person, path)
            assert "Tajný" not in answer.content.decode()
    assert client_for(lipova, people.author("lipova")).post(DATES, filled()).status_code == 200
    assert client_for(lipova, people.clerk("lipova")).get(DATES).status_code == 405


def test_hostile_words_are_escaped_in_the_preview(browser: Any) -> None:
    answer = browser.post(
        DATES,
        filled(
            **WEEKLY,
            exceptions=[{"day": "2027-10-21", "kind": "cancelled", "note": "<script>x</script>"}],
        ),
    )
    assert "<script>" not in answer.content.decode()


# -- what the pages of the desk ask the database -------------------------------------------------


def cost(browser: Any, path: str) -> int:
    """More than the form of a place: every app has its count in the desk's menu."""
    numbers = []
    for asked in (path, "/admin/mista/add/"):
        browser.get(asked)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(asked).status_code == 200
        numbers.append(len(queries))
    return numbers[0] - numbers[1]


def test_queries_of_the_list_and_of_the_form(lipova: Any, browser: Any, make_event: Any) -> None:
    first = {"start_date": dt.date(2027, 10, 14), "recurrence": "FREQ=WEEKLY;BYDAY=TH;COUNT=9"}
    # Wagtail keeps some look-ups for a while, so two rounds differ by a few queries. A query for
    # each row would bring twelve, which no ceiling has room for.
    for rows in (1, 13):
        for number in range(rows):
            event = make_event(lipova, title=f"Trh {number}", **first)
        in_list, empty, filled = (
            cost(browser, path) for path in ("/admin/kalendar/", ADD, edit(event))
        )
        assert in_list <= 6
        assert empty <= 19
        assert filled <= 49
