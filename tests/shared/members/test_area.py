"""Writing in the members' area: who may, what is kept of what was typed, and what it costs."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shared.kernel import clock
from shared.members import selectors, services, tasks
from shared.members.enums import TaskState
from shared.members.forms import chosen_month
from shared.members.models import Hold, Mail, Meeting, Paper, Task
from shared.members.permissions import NotAllowed
from shared.published.models import Item
from tests.shared.members.conftest import MARKER

SOON = clock.today() + dt.timedelta(days=20)


def body(response) -> str:
    return response.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")


# --- The way in -------------------------------------------------------------------------------


def test_a_clerk_logs_in_on_the_unions_site_and_is_where_she_wanted_to_be(
    client_for, union, people
):
    from tests.people import PASSWORD

    person = people.clerk("lipova")
    browser = client_for(union)
    login = browser.get("/clenove/ukoly/?stav=done")["Location"]
    response = browser.post(login, {"username": person.email, "password": PASSWORD})
    assert response.status_code == 302
    assert response["Location"].endswith("/clenove/ukoly/?stav=done")
    assert browser.get(response["Location"]).status_code == 200


# --- Meetings ---------------------------------------------------------------------------------


def test_the_editor_calls_a_meeting_and_writes_its_minutes(client_for, union, people):
    browser = client_for(union, people.union_editor())
    response = browser.post(
        "/clenove/jednani/nove/",
        {
            "title": "Valná hromada",
            "starts_at_0": SOON.isoformat(),
            "starts_at_1": "17:00",
            "place": "Lipová",
            "programme": "1. Rozpočet\n2. <script>alert(1)</script>",
        },
    )
    meeting = Meeting.objects.get()
    assert response["Location"].endswith(f"/clenove/jednani/{meeting.pk}/")
    assert meeting.starts_at.astimezone(clock.PRAGUE).hour == 17
    page = body(browser.get(response["Location"]))
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    change = f"/clenove/jednani/{meeting.pk}/upravit/"
    values = {
        "title": "Valná hromada",
        "starts_at_0": SOON.isoformat(),
        "starts_at_1": "17:00",
        "minutes": "Přítomno dvanáct obcí.",
    }
    assert browser.post(change, values).status_code == 302
    assert "Přítomno dvanáct obcí." in body(browser.get(f"/clenove/jednani/{meeting.pk}/"))


def test_a_clerk_calls_no_meeting(client_for, union, people, colleague, secrets):
    clerk = people.clerk("lipova")
    browser = client_for(union, clerk)
    assert browser.get("/clenove/jednani/nove/").status_code == 403
    key = secrets["meeting"].pk
    assert browser.post(f"/clenove/jednani/{key}/upravit/", {"title": "x"}).status_code == 403
    with pytest.raises(NotAllowed):
        services.change_meeting(key, {"minutes": ""}, colleague=colleague(clerk))


def test_who_saves_second_is_told_and_keeps_the_text(client_for, union, people, secrets):
    key = secrets["meeting"].pk
    browser = client_for(union, people.union_editor())
    path = f"/clenove/jednani/{key}/upravit/"
    values = {
        "title": "Valná hromada",
        "starts_at_0": SOON.isoformat(),
        "starts_at_1": "17:00",
        "otevreno": secrets["meeting"].changed_at.isoformat(),  # of before the minutes
    }
    response = browser.post(path, {**values, "minutes": "Moje verze"})
    assert response.status_code == 400
    assert "Moje verze" in body(response)
    mark = Meeting.objects.get(pk=key).changed_at.isoformat()
    assert mark.replace("+", "&#x2B;") in response.content.decode() or mark in body(response)
    assert (
        browser.post(path, {**values, "minutes": "Moje verze", "otevreno": mark}).status_code == 302
    )
    assert Meeting.objects.get(pk=key).minutes == "Moje verze"


# --- Papers -----------------------------------------------------------------------------------


def upload(name="navrh.txt", content=b"text"):
    return SimpleUploadedFile(name, content)


def test_a_clerk_shares_a_document_of_her_municipality(client_for, union, people, lipova, sluknov):
    browser = client_for(union, people.clerk("lipova"))
    values = {"title": "Návrh smlouvy", "kind": "working", "municipality": lipova.pk}
    response = browser.post("/clenove/dokumenty/novy/", {**values, "upload": upload()})
    assert response.status_code == 302
    paper = Paper.objects.get()
    assert (paper.municipality, paper.name, paper.size) == (lipova, "navrh.txt", 4)
    other = {**values, "municipality": sluknov.pk, "upload": upload()}
    assert browser.post("/clenove/dokumenty/novy/", other).status_code == 400
    assert Paper.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("stranka.txt", b"<html><script>alert(1)</script>"),
        ("program.exe", b"MZ"),
        ("smlouva.pdf", b"not a pdf"),
        ("prazdny.txt", b""),
    ],
)
def test_what_may_not_be_uploaded_is_refused_with_the_form_kept(
    client_for, union, people, lipova, name, content
):
    browser = client_for(union, people.clerk("lipova"))
    values = {"title": "Zkouška", "kind": "working", "municipality": lipova.pk}
    response = browser.post("/clenove/dokumenty/novy/", {**values, "upload": upload(name, content)})
    assert response.status_code == 400
    assert 'value="Zkouška"' in body(response)
    assert not Paper.objects.exists()


def test_hostile_names_become_harmless(people, colleague, lipova):
    paper = services.add_paper(
        upload("../../etc/<b>heslo</b>.TXT"),
        {"title": "x", "kind": "working", "municipality": lipova},
        colleague=colleague(people.clerk("lipova")),
    )
    assert "/" not in paper.name
    assert "<" not in paper.name


def test_a_new_version_leaves_the_old_one_readable(client_for, union, people, secrets):
    paper = secrets["paper"]
    clerk, neighbour = client_for(union, people.clerk("lipova")), people.clerk("sluknov")
    address = f"/clenove/dokumenty/{paper.pk}/nova-verze/"
    opened = clerk.get(address).context["form"].mark

    def upload(browser, text, mark=opened):
        file = SimpleUploadedFile("navrh.txt", text.encode())
        return browser.post(address, {"upload": file, "otevreno": mark})

    assert upload(client_for(union, neighbour), "cizí").status_code == 403
    assert upload(clerk, "druhá").status_code == 302
    late = upload(clerk, "pozdě")  # opened before the second version
    assert late.status_code == 400 and late.context["form"].errors["__all__"]
    assert clerk.post(address, {"otevreno": opened}).status_code == 400
    folder = f"/clenove/dokumenty/{paper.pk}"
    assert b"".join(clerk.get(f"{folder}/soubor/navrh.txt")).decode() == "druhá"
    page = body(client_for(union, neighbour).get("/clenove/dokumenty/"))
    assert f"{folder}/verze/1/navrh.txt" in page and address not in page
    former = client_for(union, neighbour).get(f"{folder}/verze/1/navrh.txt")
    assert MARKER in b"".join(former).decode()
    assert former["Content-Disposition"].startswith("attachment")
    assert client_for(union).get(f"{folder}/verze/1/navrh.txt").status_code == 302
    assert (
        client_for(union, people.outsider()).get(f"{folder}/verze/1/navrh.txt").status_code == 403
    )
    assert clerk.get(f"{folder}/verze/2/navrh.txt").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_removed_document_takes_its_file_along(people, colleague, lipova):
    clerk = colleague(people.clerk("lipova"))
    paper = services.add_paper(
        upload(), {"title": "x", "kind": "working", "municipality": lipova}, colleague=clerk
    )
    storage, stored = paper.file.storage, paper.file.name
    with pytest.raises(NotAllowed):
        services.remove_paper(paper.pk, colleague=colleague(people.clerk("sluknov")))
    assert storage.exists(stored)
    services.remove_paper(paper.pk, colleague=clerk)
    assert not storage.exists(stored)


# --- Tasks ------------------------------------------------------------------------------------


def test_the_responsible_municipality_says_when_it_is_done(client_for, union, people, secrets):
    key = secrets["task"].pk
    stranger, own = (client_for(union, people.clerk(slug)) for slug in ("sluknov", "lipova"))
    values = {"state": "done", "report": "Hotovo"}
    assert stranger.post(f"/clenove/ukoly/{key}/", values).status_code == 403
    assert Task.objects.get(pk=key).state == TaskState.OPEN
    assert own.post(f"/clenove/ukoly/{key}/", values).status_code == 302
    task = Task.objects.get(pk=key)
    assert (task.state, task.report, task.closed_by.email) == (
        TaskState.DONE,
        "Hotovo",
        people.clerk("lipova").email,
    )
    assert f"/clenove/ukoly/{key}/" not in body(own.get("/clenove/"))
    assert MARKER in body(own.get("/clenove/ukoly/?stav=done"))
    assert own.post(f"/clenove/ukoly/{key}/", {"state": "open"}).status_code == 302
    assert Task.objects.get(pk=key).closed_at is None


def test_a_task_for_all_is_the_editors_to_give(client_for, union, people, lipova):
    browser = client_for(union, people.clerk("lipova"))
    assert browser.post("/clenove/ukoly/novy/", {"title": "x"}).status_code == 400
    values = {"title": "Zjistit cenu", "municipality": lipova.pk}
    assert browser.post("/clenove/ukoly/novy/", values).status_code == 302
    editor = client_for(union, people.union_editor())
    assert editor.post("/clenove/ukoly/novy/", {"title": "Pro všechny"}).status_code == 302
    assert Task.objects.get(title="Pro všechny").municipality is None
    # Whoever it is for says that it is done.
    key = Task.objects.get(title="Pro všechny").pk
    assert browser.post(f"/clenove/ukoly/{key}/", {"state": "done"}).status_code == 302


def test_a_late_task_is_marked_in_words(client_for, union, people, colleague, lipova):
    services.give_task(
        {"title": "x", "municipality": lipova, "due": clock.today() - dt.timedelta(days=1)},
        colleague=colleague(people.union_editor()),
    )
    page = body(client_for(union, people.clerk("lipova")).get("/clenove/ukoly/"))
    assert "tag--warning" in page


# --- Planning ---------------------------------------------------------------------------------


def hold(client, site, day, **values):
    return client.post(
        "/clenove/planovani/nove/",
        {"title": "Pouť", "municipality": site.pk, "first_day": day.isoformat(), **values},
    )


def test_a_held_day_stands_in_the_calendar_of_members(client_for, union, people, lipova, sluknov):
    clerk = client_for(union, people.clerk("lipova"))
    last = SOON + dt.timedelta(days=1)
    response = hold(clerk, lipova, SOON, last_day=last.isoformat(), start_time="10:00")
    assert response.status_code == 302
    assert not Item.objects.filter(title="Pouť").exists()
    neighbour = client_for(union, people.clerk("sluknov"))
    page = body(neighbour.get(f"/clenove/planovani/?mesic={SOON:%Y-%m}"))
    assert page.count("Pouť") == (2 if last.month == SOON.month else 1)
    key = Hold.objects.get().pk
    assert f"/clenove/planovani/{key}/" not in page
    assert neighbour.get(f"/clenove/planovani/{key}/").status_code == 403
    assert neighbour.post(f"/clenove/planovani/{key}/uvolnit/").status_code == 403
    assert hold(neighbour, lipova, SOON).status_code == 400
    assert clerk.post(f"/clenove/planovani/{key}/uvolnit/").status_code == 302
    assert not Hold.objects.exists()


@pytest.mark.parametrize(
    ("query", "shown", "days"),
    [
        ("", True, None),
        ("co=drzene", True, 1),
        ("co=drzene&obec=sluknov", False, 0),
        ("obec=lipova", True, 1),
        ("co=volne", False, None),
        ("co=nesmysl&obec=%00", False, 0),
    ],
)
def test_the_planning_calendar_is_narrowed(client_for, union, people, lipova, query, shown, days):
    hold(client_for(union, people.clerk("lipova")), lipova, SOON)
    browser = client_for(union, people.clerk("sluknov"))
    page = browser.get(f"/clenove/planovani/?mesic={SOON:%Y-%m}&{query}")
    assert ("Pouť" in body(page)) is shown
    if days is not None:
        assert len(page.context["days"]) == days


def test_weekends_begin_on_friday(client_for, union, people):
    page = client_for(union, people.clerk("lipova")).get("/clenove/planovani/?co=vikendy")
    assert {day.day.weekday() for day in page.context["days"]} == {4, 5, 6}


def test_after_holding_a_day_one_hears_what_else_is_on_it(
    client_for, union, people, lipova, sluknov
):
    hold(client_for(union, people.clerk("sluknov")), sluknov, SOON, title="Bál hasičů")
    clerk = client_for(union, people.clerk("lipova"))
    hold(clerk, lipova, SOON)
    assert "Bál hasičů (Šluknov)" in body(clerk.get(f"/clenove/planovani/?mesic={SOON:%Y-%m}"))


def test_published_events_stand_beside_the_holds(client_for, union, people, lipova, on):
    from calendar_app.events import services as events
    from calendar_app.events.models import Event

    with on(lipova):
        events.publish(
            Event(
                title="Slavnosti",
                category="kultura",
                start_date=SOON,
                end_date=SOON,
                all_day=True,
            )
        )
    page = body(
        client_for(union, people.clerk("sluknov")).get(f"/clenove/planovani/?mesic={SOON:%Y-%m}")
    )
    assert "Slavnosti" in page


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"first_day": "nesmysl"}, "first_day"),
        ({"last_day": (SOON - dt.timedelta(days=1)).isoformat()}, "last_day"),
        ({"last_day": (SOON + dt.timedelta(days=400)).isoformat()}, "last_day"),
        ({"first_day": "9999-12-31"}, "first_day"),
        ({"title": "x" * 201}, "title"),
    ],
)
def test_wrong_days_are_refused_and_kept(client_for, union, people, lipova, values, wrong):
    response = hold(client_for(union, people.clerk("lipova")), lipova, SOON, **values)
    assert response.status_code == 400
    assert wrong in response.context["form"].errors
    assert 'value="Pouť"' in body(response) or wrong == "title"
    assert not Hold.objects.exists()


@pytest.mark.parametrize(
    "text", ["", "2026", "abc", "2026-13", "0000-01", "9999-12", "2026-²", None, "2026-11-01"]
)
def test_a_month_that_does_not_exist_is_this_one(text):
    today = clock.today()
    assert chosen_month(text) in {(today.year, today.month), (2026, 11)}


# --- What it costs ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/clenove/", 12),
        ("/clenove/jednani/", 9),
        ("/clenove/dokumenty/", 10),
        ("/clenove/ukoly/", 10),
        ("/clenove/planovani/", 11),
    ],
)
def test_a_page_costs_the_same_with_one_row_and_with_three(
    client_for, union, people, colleague, lipova, sluknov, path, expected
):
    editor = colleague(people.union_editor())
    browser = client_for(union, people.clerk("lipova"))

    def add():
        for site in (lipova, sluknov):
            services.give_task({"title": "x", "municipality": site}, colleague=editor)
            services.hold(
                {
                    "title": "x",
                    "municipality": site,
                    "first_day": clock.today(),
                    "last_day": clock.today(),
                },
                colleague=editor,
            )
            services.add_paper(
                upload(), {"title": "x", "kind": "working", "municipality": site}, colleague=editor
            )
        services.call_meeting(
            {"title": "x", "starts_at": timezone.now() + dt.timedelta(days=1)}, colleague=editor
        )

    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(path).status_code == 200
        return len(captured)

    add()
    browser.get(path)
    once = cost()
    add()
    add()
    assert cost() == once == expected


def test_neighbours_are_named_once(people, colleague, lipova):
    editor = colleague(people.union_editor())
    last = SOON + dt.timedelta(days=5)
    first = services.hold(
        {"title": "A", "municipality": lipova, "first_day": SOON, "last_day": last},
        colleague=editor,
    )
    services.hold(
        {"title": "B", "municipality": lipova, "first_day": SOON, "last_day": last},
        colleague=editor,
    )
    assert selectors.neighbours(first) == ["B (Lipová)"]


# --- Mails ------------------------------------------------------------------------------------


def test_who_is_concerned_is_mailed_once(
    people, colleague, lipova, sluknov, django_capture_on_commit_callbacks
):
    boss, here, there = people.union_editor(), people.clerk("lipova"), people.clerk("sluknov")
    editor = colleague(boss)

    def told(act) -> dict[str, list[str]]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        found: dict[str, list[str]] = {}
        for each in mail.outbox:
            found.setdefault(each.subject, []).extend(each.to)
        return {subject: sorted(to) for subject, to in found.items()}

    both = sorted([here.email, there.email])
    values = {"title": "Valná hromada", "starts_at": clock.now() + dt.timedelta(days=9)}
    assert list(told(lambda: services.call_meeting(values, colleague=editor)).values()) == [both]
    meeting = Meeting.objects.get()

    def change(**values):
        return told(lambda: services.change_meeting(meeting.pk, values, colleague=editor))

    assert change(place="Lipová") == {}
    assert list(change(minutes="1. Zahájení").values()) == [both]
    assert change(minutes="1. Zahájení, 2. Závěr") == {}
    assert list(change(cancelled=True).values()) == [both]
    task = {"title": "Sál", "municipality": lipova, "due": clock.today() + dt.timedelta(days=2)}
    assert list(told(lambda: services.give_task(task, colleague=editor)).values()) == [[here.email]]
    key = Task.objects.get().pk
    assert list(told(tasks.remind).values()) == [[here.email]]
    assert told(tasks.remind) == {}
    later = {"due": clock.today() + dt.timedelta(days=3), "municipality": lipova}
    assert told(lambda: services.change_task(key, later, colleague=editor)) == {}
    assert list(told(tasks.remind).values()) == [[here.email]]
    assert f"{editor.municipalities[0].url}/clenove/ukoly/{key}/" in mail.outbox[0].body
    moved = {"municipality": sluknov}
    assert list(told(lambda: services.change_task(key, moved, colleague=editor)).values()) == [
        [there.email]
    ]
    services.close_task(key, TaskState.DONE, "", colleague=editor)
    assert told(tasks.remind) == {}


def test_who_has_left_meanwhile_is_not_told(people, colleague, lipova, on):
    from tenants.roles.models import Membership

    person = people.clerk("lipova")
    editor = colleague(people.union_editor())
    services.give_task({"title": "Sál", "municipality": lipova}, colleague=editor)
    with on(lipova):
        Membership.objects.filter(user=person).delete()
    row = Mail.objects.get(user=person)
    tasks.send_mail("public", row.pk)
    row.refresh_from_db()
    assert row.dropped_at and not row.sent_at and not mail.outbox
