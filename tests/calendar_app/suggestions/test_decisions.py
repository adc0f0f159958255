"""What clerks do with suggestions, who may, and what the sender learns."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django_tenants.utils import tenant_context

from calendar_app.aggregate.models import PublishedEvent
from calendar_app.events.models import Event, Place, Suggestion
from calendar_app.suggestions import selectors, services, tasks
from shared.audit.models import Entry
from shared.kernel import clock

pytestmark = pytest.mark.django_db

LIST = "/admin/navrhy-akci/"


@pytest.fixture
def suggest(db: None) -> Any:
    """`suggest(lipova, title="Bál")`: a suggestion that waits on that site."""

    def make(site: Any, **fields: Any) -> Suggestion:
        values = {
            "title": "Hasičský bál",
            "category": "kultura",
            "start_date": clock.today() + dt.timedelta(days=10),
            "start_time": dt.time(19),
            "place": "Hasičárna",
            "text": "Hraje <kapela> & sbor.\n\nZveme.",
            "organiser": "SDH Lipová",
            "contact": "412 000 000",
            "sender_name": "Jana Hasičová",
            "sender_email": "jana@hasici.example",
        } | fields
        with tenant_context(site):
            suggestion = Suggestion.objects.create(pk=uuid.uuid4(), **values)
            suggestion.refresh_from_db()
            return suggestion

    return make


def fresh(site: Any, suggestion: Suggestion) -> Suggestion:
    with tenant_context(site):
        return Suggestion.objects.select_related("event").get(pk=suggestion.pk)


def address(suggestion: Suggestion) -> str:
    return f"{LIST}{suggestion.pk}/"


def test_a_clerk_makes_a_draft_of_it(
    lipova: Any,
    people: Any,
    client_for: Any,
    suggest: Any,
    mailoutbox: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    suggestion, clerk = suggest(lipova), people.clerk("lipova")
    browser = client_for(lipova, clerk)
    assert suggestion.title in browser.get(LIST).content.decode()
    html = browser.get(address(suggestion)).content.decode()
    assert "jana@hasici.example" in html and "Hraje &lt;kapela&gt; &amp; sbor." in html
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(address(suggestion), {"accept": "1"})
    decided = fresh(lipova, suggestion)
    assert decided.state == "accepted" and decided.decided_by_id == clerk.pk
    event = decided.event
    assert event is not None and not event.live
    assert answer["Location"] == f"/admin/kalendar/edit/{event.pk}/"
    assert browser.get(answer["Location"]).status_code == 200
    with tenant_context(lipova):
        revision = Event.objects.get(pk=event.pk).latest_revision
    assert revision is not None and revision.user_id == clerk.pk
    assert (event.title, event.place, event.contact) == (
        suggestion.title,
        "Hasičárna",
        "412 000 000",
    )
    assert event.text == "<p>Hraje &lt;kapela&gt; &amp; sbor.</p>\n\n<p>Zveme.</p>"
    assert not PublishedEvent.objects.exists()
    (message,) = mailoutbox
    assert message.to == ["jana@hasici.example"]
    assert f"{lipova.url}/kalendar/{event.pk}/" in message.body


def test_accept_and_publish_in_one_go(
    lipova: Any,
    union: Any,
    people: Any,
    client_for: Any,
    suggest: Any,
    mailoutbox: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    suggestion = suggest(lipova)
    browser = client_for(lipova, people.clerk("lipova"))
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(address(suggestion), {"publish": "1"}).status_code == 302
    event = fresh(lipova, suggestion).event
    assert event is not None and event.live
    path = f"/kalendar/{event.pk}/"
    for site in (lipova, union):
        html = client_for(site).get(path).content.decode()
        assert "Hasičský bál" in html
        assert "jana@hasici.example" not in html and "Jana Hasičová" not in html
    assert f"{lipova.url}{path}" in mailoutbox[0].body


def test_a_listed_place_is_recognised(lipova: Any, people: Any, suggest: Any) -> None:
    with tenant_context(lipova):
        place = Place.objects.create(name="Hasičárna", slug="hasicarna", address="Lipová 1")
        event = services.accept(suggest(lipova).pk, people.clerk("lipova"))
        assert (event.venue, event.place) == (place, "")


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({"reason": "duplicate", "answer": ""}, "declined"),
        ({"reason": "", "answer": "V sále bude ten den <schůze>."}, "declined"),
        ({"reason": "", "answer": " "}, "waiting"),
        ({"reason": "made-up", "answer": "x"}, "waiting"),
        ({"reason": "", "answer": "x" * 1001}, "waiting"),
    ],
)
def test_declining_takes_a_reason(
    lipova: Any,
    people: Any,
    client_for: Any,
    suggest: Any,
    mailoutbox: Any,
    django_capture_on_commit_callbacks: Any,
    given: dict[str, str],
    state: str,
) -> None:
    suggestion = suggest(lipova, language="de")
    browser = client_for(lipova, people.clerk("lipova"))
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(address(suggestion), {"decline": "1", **given})
    assert answer.status_code == (302 if state == "declined" else 422)
    assert fresh(lipova, suggestion).state == state
    assert [message.to for message in mailoutbox] == (
        [["jana@hasici.example"]] if state == "declined" else []
    )
    if given["answer"].startswith("V sále"):
        assert "<schůze>" in mailoutbox[0].body  # plain text needs no escaping
        assert mailoutbox[0].content_subtype == "plain"


def test_nonsense_is_deleted_and_nobody_written_to(
    lipova: Any,
    people: Any,
    client_for: Any,
    suggest: Any,
    mailoutbox: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    suggestion = suggest(lipova)
    browser = client_for(lipova, people.clerk("lipova"))
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(address(suggestion), {"discard": "1"}).status_code == 302
    with tenant_context(lipova):
        assert not Suggestion.objects.exists()
    assert mailoutbox == []
    assert browser.post(address(suggestion), {"accept": "1"}).status_code == 404


def test_people_of_the_wrong_site_get_nowhere(
    lipova: Any, sluknov: Any, union: Any, people: Any, client_for: Any, suggest: Any
) -> None:
    suggestion = suggest(lipova)
    strangers = [
        (lipova, None),
        (lipova, people.clerk("sluknov")),
        (lipova, people.union_editor()),
        (lipova, people.outsider()),
        (lipova, people.author("lipova")),  # writes drafts, and does not answer for the town
        (sluknov, people.clerk("sluknov")),
        (union, people.union_editor()),
    ]
    for site, person in strangers:
        browser = client_for(site, person)
        for answer in (
            browser.get(LIST),
            browser.get(address(suggestion)),
            browser.get("/admin/"),
            *(
                browser.post(address(suggestion), {action: "1", "reason": "late"})
                for action in ("accept", "publish", "decline", "discard")
            ),
        ):
            assert "Hasičský" not in answer.content.decode(), (site, person)
            assert "jana@" not in answer.content.decode()
    assert fresh(lipova, suggestion).is_waiting
    with tenant_context(lipova), pytest.raises(PermissionDenied):
        services.accept(suggestion.pk, people.author("lipova"))


def test_the_second_clerk_hears_who_was_faster(
    lipova: Any, people: Any, client_for: Any, suggest: Any
) -> None:
    suggestion = suggest(lipova)
    first, second = people.clerk("lipova"), people.administrator("lipova")
    client_for(lipova, first).post(address(suggestion), {"accept": "1"})
    for action in ("accept", "publish", "decline", "discard"):
        answer = client_for(lipova, second).post(
            address(suggestion), {action: "1", "reason": "late"}, follow=True
        )
        texts = [str(message) for message in answer.context["messages"]]
        assert any(str(first) in text for text in texts), texts
    with tenant_context(lipova):
        assert Event.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_make_one_event(lipova: Any, people: Any, suggest: Any) -> None:
    suggestion = suggest(lipova)
    clerks = [people.clerk("lipova"), people.administrator("lipova")]
    together, results = threading.Barrier(2), []

    def accept(clerk: Any) -> None:
        try:
            with tenant_context(lipova):
                clerk = type(clerk).objects.get(pk=clerk.pk)
                together.wait(10)
                services.accept(suggestion.pk, clerk)
                results.append("accepted")
        except services.AlreadyDecided:
            results.append("too late")
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=[clerk]) for clerk in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["accepted", "too late"]
    with tenant_context(lipova):
        assert Event.objects.count() == 1


def test_what_makes_no_event_stays_and_says_why(
    lipova: Any, people: Any, client_for: Any, suggest: Any, make_event: Any
) -> None:
    suggestion = suggest(lipova, category="zanikla")
    answer = client_for(lipova, people.clerk("lipova")).post(
        address(suggestion), {"accept": "1"}, follow=True
    )
    assert any(message.level_tag == "error" for message in answer.context["messages"])
    assert fresh(lipova, suggestion).is_waiting


# --- Mails --------------------------------------------------------------------------------------


def test_both_sides_are_told_and_the_receipt_carries_no_word_of_the_form(
    lipova: Any, sluknov: Any, people: Any, suggest: Any, mailoutbox: Any
) -> None:
    clerk, chief = people.clerk("lipova"), people.administrator("lipova")
    people.author("lipova")
    people.clerk("sluknov")
    suggestion = suggest(lipova, title="Kupte levně", text="Buy now")
    for task in (tasks.send_receipt, tasks.tell_editors):
        for _ in range(2):  # a message may come twice
            task("lipova", str(suggestion.pk))
    receipt, notice = mailoutbox
    assert receipt.to == ["jana@hasici.example"]
    for word in ("Kupte", "Buy", "Jana", "Hasičárna", "412"):
        assert word not in receipt.body + receipt.subject
    assert sorted(notice.to) == sorted([clerk.email, chief.email])
    assert notice.reply_to == ["jana@hasici.example"]
    assert f"{lipova.url}/admin/navrhy-akci/{suggestion.pk}/" in notice.body


def test_nothing_can_be_put_into_the_headers(
    lipova: Any, people: Any, suggest: Any, mailoutbox: Any
) -> None:
    people.clerk("lipova")
    suggestion = suggest(lipova, title="Ples\r\nBcc: all@test.example")
    tasks.tell_editors("lipova", str(suggestion.pk))
    (notice,) = mailoutbox
    raw = notice.message().as_bytes()
    assert b"\nBcc:" not in raw.split(b"\n\n")[0]
    assert "\n" not in notice.subject


def test_one_address_gets_few_receipts(
    lipova: Any, suggest: Any, mailoutbox: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(tasks, "RECEIPTS_TO_ONE_ADDRESS", 2)
    for _ in range(4):
        tasks.send_receipt("lipova", str(suggest(lipova).pk))
    assert len(mailoutbox) == 2


def test_lost_messages_are_made_good(
    lipova: Any,
    people: Any,
    suggest: Any,
    mailoutbox: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    people.clerk("lipova")
    suggest(lipova)
    with tenant_context(lipova):
        services.decline(suggest(lipova).pk, people.clerk("lipova"), reason="late")
    for minutes, mails in ((5, 0), (20, 4), (30, 0)):
        mailoutbox.clear()
        later = clock.now() + dt.timedelta(minutes=minutes)
        with (
            time_machine.travel(later, tick=False),
            django_capture_on_commit_callbacks(execute=True),
        ):
            tasks.send_overdue("lipova")
        assert len(mailoutbox) == mails, minutes


def test_without_people_the_office_is_told(sluknov: Any, suggest: Any, mailoutbox: Any) -> None:
    sluknov.email = "podatelna@sluknov.example"
    sluknov.save()
    tasks.tell_editors("sluknov", str(suggest(sluknov).pk))
    assert [message.to for message in mailoutbox] == [["podatelna@sluknov.example"]]


# --- Warnings, lists, forgetting ----------------------------------------------------------------


def test_the_clerk_is_warned_of_what_may_be_the_same(
    lipova: Any, sluknov: Any, suggest: Any, make_event: Any, people: Any, client_for: Any
) -> None:
    suggestion = suggest(lipova, title="Velký hasičský bál")
    day = suggestion.start_date
    make_event(sluknov, title="HASIČSKÝ BÁL v Lipové", start_date=day)
    make_event(sluknov, title="Výstava betlémů", start_date=day)
    make_event(sluknov, title="Jiný den", start_date=day + dt.timedelta(days=1))
    make_event(sluknov, title="Svoz", start_date=day, on_union_calendar=False)
    make_event(lipova, live=False, title="Hasičský bál", start_date=day)
    make_event(sluknov, live=False, title="Hasičský bál tajný", start_date=day)
    other = suggest(lipova, title="Hasičské bály")
    with tenant_context(lipova):
        rows = selectors.similar(suggestion, lipova)
        assert [(row.title, row.owner, row.is_alike) for row in rows] == [
            ("HASIČSKÝ BÁL v Lipové", "Šluknov", True),
            ("Výstava betlémů", "Šluknov", False),
        ]
        drafts = selectors.drafts_alike(suggestion, lipova)
        assert [event.title for event in drafts] == ["Hasičský bál"]
        assert selectors.suggested_alike(suggestion, lipova) == [other]
    html = client_for(lipova, people.clerk("lipova")).get(address(suggestion)).content.decode()
    assert "HASIČSKÝ BÁL v Lipové" in html and "tajný" not in html


def test_what_waits_is_first_and_counted(
    lipova: Any, people: Any, client_for: Any, suggest: Any
) -> None:
    def sent() -> tuple[int, int]:
        """All statements, and those about suggestions; the menu's number is one of these."""
        with CaptureQueriesContext(connection) as context:
            assert browser.get(LIST).status_code == 200
        queries = [query["sql"] for query in context.captured_queries]
        return len(queries), sum('"events_suggestion"' in query for query in queries)

    clerk = people.clerk("lipova")
    browser = client_for(lipova, clerk)
    declined = suggest(lipova, title="A")
    browser.get(LIST)
    one = sent()
    assert one[1] == 3
    for title in "BC":
        suggest(lipova, title=title)
    with tenant_context(lipova):
        services.decline(declined.pk, clerk, reason="late")
        assert [one.title for one in selectors.suggestions()] == ["B", "C", "A"]
        assert selectors.waiting_count() == 2
    assert "(2)" in browser.get("/admin/").content.decode()
    assert sent() == one


def test_senders_are_forgotten(lipova: Any, people: Any, suggest: Any) -> None:
    declined, waiting = suggest(lipova), suggest(lipova, title="Čeká")
    with tenant_context(lipova):
        services.decline(declined.pk, people.clerk("lipova"), answer="Milá Jano, ne.")
        now = clock.now()
        for days, expected in ((89, (0, 0)), (91, (1, 0)), (92, (0, 0)), (366, (0, 1))):
            with time_machine.travel(now + dt.timedelta(days=days), tick=False):
                assert services.forget_senders() == expected, days
        (row,) = Suggestion.objects.all()
        assert row.pk != waiting.pk
        texts = [row.sender_name, row.sender_email, row.text, row.contact, row.answer]
        assert texts == [""] * len(texts)
        assert (row.title, row.state) == ("Hasičský bál", "declined")


def test_nothing_of_a_suggestion_reaches_the_public_schema(
    lipova: Any,
    sluknov: Any,
    people: Any,
    suggest: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    """Neither a row of another app nor the audit holds a word of it before it is published."""
    clerk, mark = people.clerk("lipova"), "jen-lipova-vi"
    texts = dict.fromkeys(("title", "place", "text", "organiser", "contact"), mark)
    made = [
        suggest(lipova, sender_name=mark, sender_email=f"{mark}@x.example", **texts)
        for _ in range(4)
    ]
    with tenant_context(lipova), django_capture_on_commit_callbacks(execute=True):
        services.accept(made[0].pk, clerk)
        services.decline(made[1].pk, clerk, answer=mark)
        services.discard(made[2].pk, clerk)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', 'sluknov')"
        )
        for schema, table in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{schema}"."{table}" t')
            for (row,) in cursor.fetchall():
                assert mark not in row, (schema, table)
    actions = Entry.objects.filter(action__startswith="suggestion.").values_list(
        "action", flat=True
    )
    assert sorted(actions) == ["suggestion.accepted", "suggestion.declined", "suggestion.discarded"]


def test_a_decision_that_fails_leaves_nothing(lipova: Any, people: Any, suggest: Any) -> None:
    suggestion, clerk = suggest(lipova), people.clerk("lipova")
    with tenant_context(lipova), pytest.raises(RuntimeError), transaction.atomic():
        services.accept(suggestion.pk, clerk, publish=True)
        raise RuntimeError
    assert fresh(lipova, suggestion).is_waiting
    assert not PublishedEvent.objects.exists()
