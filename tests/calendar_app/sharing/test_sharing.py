"""One event on the calendars of several municipalities, written once."""

from __future__ import annotations

import datetime as dt
import re
import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tenants.utils import tenant_context

from calendar_app.aggregate import services as aggregate
from calendar_app.aggregate.enums import AdoptionState
from calendar_app.aggregate.models import Adoption, PublishedEvent
from calendar_app.events import services as event_services
from calendar_app.events.models import Event
from calendar_app.sharing import selectors, services, tasks
from shared.audit.models import Entry
from shared.kernel import clock
from shared.published import search
from shared.published import selectors as lists
from shared.published import services as published
from shared.published.enums import Kind
from shared.published.models import Item, SiteRevision
from tenants.registry.models import Municipality

pytestmark = pytest.mark.django_db

DESK = "/admin/sdilene-akce/"


@pytest.fixture
def share(people: Any) -> Callable[..., Adoption]:
    """`share(event, lipova, sluknov)`: offered by the one and accepted by the other."""

    def do(event: Any, origin: Any, other: Any, *, accept: bool = True) -> Adoption:
        with tenant_context(origin):
            (adoption,) = services.offer(event.uuid, [other.slug], people.clerk(origin.schema_name))
        if accept:
            with tenant_context(other):
                services.accept(adoption.pk, people.clerk(other.schema_name))
        adoption.refresh_from_db()
        return adoption

    return do


def vevents(feed: bytes) -> list[bytes]:
    return re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", feed, re.DOTALL)


def guests(site: Any) -> list[Item]:
    return list(Item.objects.filter(municipality=site).exclude(origin=None))


def titles(schema: str | None) -> list[str]:
    return [item.title for item in lists.upcoming_events(schema, limit=50)]


def republish(site: Any, event: Any, **changes: Any) -> None:
    with tenant_context(site):
        fresh = Event.objects.get(pk=event.pk)
        for name, value in changes.items():
            setattr(fresh, name, value)
        event_services.publish(fresh)


def verified(*sites: Any) -> list[str]:
    found = []
    for one in sites:
        with tenant_context(one):
            found += [str(drift) for drift in published.verify()]
    return found


# --- One event, written once ----------------------------------------------------------------------


def test_complaint_entering_the_same_event_twice(
    lipova: Any,
    sluknov: Any,
    union: Any,
    people: Any,
    make_event: Any,
    client_for: Any,
    fetch: Any,
) -> None:
    """A clerk writes a fair once; her neighbour takes it over with two clicks and writes nothing."""
    event = make_event(lipova, title="Anenská pouť", place="Annaberg")
    author = client_for(lipova, people.clerk("lipova"))
    offering = f"{DESK}nabidnout/{event.uuid}/"
    assert offering in author.get(f"/admin/kalendar/edit/{event.uuid}/").content.decode()
    assert offering in author.get("/admin/kalendar/").content.decode()
    assert author.get(offering).status_code == 200
    assert author.post(offering, {"municipalities": ["sluknov"]}).status_code == 302
    adoption = Adoption.objects.get()

    neighbour = client_for(sluknov, people.clerk("sluknov"))
    assert "Anenská pouť" in neighbour.get(DESK).content.decode()
    assert "Anenská pouť" in neighbour.get(f"{DESK}{adoption.pk}/").content.decode()
    assert vevents(fetch(sluknov)) == []
    assert neighbour.post(f"{DESK}{adoption.pk}/", {"accept": "1"}).status_code == 302

    with tenant_context(sluknov):
        assert not Event.objects.exists()
    (there,) = vevents(fetch(lipova))
    (here,) = vevents(fetch(sluknov))
    assert here == there
    assert f"UID:{event.uuid}@sever.localhost".encode() in here
    assert len(vevents(fetch(union))) == 1
    assert PublishedEvent.objects.count() == 1
    for page in ("/kalendar/", "/"):
        html = client_for(sluknov).get(page).content.decode()
        assert html.count("Anenská") >= 1 and f"/kalendar/{event.uuid}/" in html
    page = client_for(sluknov).get(f"/kalendar/{event.uuid}/")
    assert page.status_code == 200
    assert f'rel="canonical" href="{lipova.url}/kalendar/{event.uuid}/"' in page.content.decode()
    # The union's calendar, home page, search and numbers know it once.
    assert titles(None) == ["Anenská pouť"]
    assert lists.counts()[Kind.EVENT] == 1
    assert search.find("pouť").total == 1
    assert client_for(union).get("/kalendar/").content.decode().count("row__title") == 1


def test_one_change_is_seen_on_both_calendars_at_once(
    lipova: Any, sluknov: Any, make_event: Any, share: Any, fetch: Any, client_for: Any
) -> None:
    event = make_event(lipova, title="Pouť", place="Annaberg")
    share(event, lipova, sluknov)
    visitor = client_for(sluknov)
    for path in ("/", "/kalendar/", f"/kalendar/{event.uuid}/"):
        assert "Pouť" in visitor.get(path).content.decode()
        visitor.get(path)  # now it is in the page cache
    republish(lipova, event, title="Velká pouť", place="Kostel")
    for path in ("/", "/kalendar/", f"/kalendar/{event.uuid}/"):
        html = visitor.get(path).content.decode()
        assert "Velká" in html and "Annaberg" not in html, path
    (here,), (there,) = vevents(fetch(sluknov)), vevents(fetch(lipova))
    assert here == there and b"SEQUENCE:1" in here
    assert [item.title for item in guests(sluknov)] == ["Velká pouť"]
    assert verified(lipova, sluknov) == []


def test_cancelled_and_withdrawn_look_the_same_on_both(
    lipova: Any, sluknov: Any, people: Any, make_event: Any, share: Any, fetch: Any, client_for: Any
) -> None:
    event = make_event(lipova, title="Ples")
    share(event, lipova, sluknov)
    with tenant_context(lipova):
        event_services.cancel(event, people.clerk("lipova"))
    assert vevents(fetch(sluknov)) == vevents(fetch(lipova))
    assert b"STATUS:CANCELLED" in fetch(sluknov)
    assert [item.cancelled for item in guests(sluknov)] == [True]
    with tenant_context(lipova):
        Event.objects.get(pk=event.pk).unpublish()
    assert vevents(fetch(sluknov)) == vevents(fetch(lipova)) != []
    assert guests(sluknov) == []
    assert client_for(sluknov).get(f"/kalendar/{event.uuid}/").status_code == 410
    republish(lipova, event)
    assert [item.title for item in guests(sluknov)] == ["Ples"]
    assert verified(lipova, sluknov) == []


def test_the_readers_of_the_other_site_learn_whose_place_it_is(
    lipova: Any, sluknov: Any, make_event: Any, share: Any, client_for: Any
) -> None:
    own = make_event(lipova, title="Koncert", place="Kulturní dům")
    named = make_event(lipova, title="Pouť", place="Náves, Lipová")
    for event in (own, named):
        share(event, lipova, sluknov)
    assert {item.title: item.place for item in guests(sluknov)} == {
        "Koncert": "Kulturní dům (Lipová)",
        "Pouť": "Náves, Lipová",
    }
    assert {item.origin for item in guests(sluknov)} == {lipova}
    make_event(sluknov, title="Ples")
    html = client_for(sluknov).get("/kalendar/?zobrazeni=seznam").content.decode()
    assert html.count('class="tag tag--member m-lipova"') == 2
    assert "tag--member m-sluknov" not in html


def test_every_view_of_the_other_site_names_the_owner_once(
    lipova: Any, sluknov: Any, make_event: Any, share: Any, client_for: Any
) -> None:
    for place in ("Sál", "Kulturní dům, Lipová"):
        event = make_event(lipova, title="Ples", place=place, start_date=clock.today())
        share(event, lipova, sluknov)
    for query in ("zobrazeni=tyden", "zobrazeni=plakat", "zobrazeni=mesic"):
        html = client_for(sluknov).get(f"/kalendar/?{query}").content.decode()
        texts = re.findall(r"Ples.*?</li>", html, re.DOTALL)
        assert [text.count("Lipová") for text in texts] == [1, 1], query
    html = client_for(sluknov).get("/kalendar/vlozit/").content.decode()
    assert html.count("Sál, Lipová") == 1 and "Lipová, Lipová" not in html


def test_search_on_the_other_site_finds_it_once(
    lipova: Any, sluknov: Any, make_event: Any, share: Any
) -> None:
    share(make_event(lipova, title="Anenská pouť"), lipova, sluknov)
    everywhere = search.find("poutě", first="sluknov")
    assert [hit.item.municipality for hit in everywhere.hits] == [lipova]


def test_what_concerns_one_municipality_is_off_the_lists_of_all(
    lipova: Any, sluknov: Any, make_event: Any, share: Any
) -> None:
    share(make_event(lipova, title="Svoz", on_union_calendar=False), lipova, sluknov)
    assert titles(None) == []
    assert titles("lipova") == titles("sluknov") == ["Svoz"]


# --- Steps and who may make them ------------------------------------------------------------------


def test_people_of_wrong_sites_get_nowhere(
    lipova: Any,
    sluknov: Any,
    rumburk: Any,
    union: Any,
    people: Any,
    make_event: Any,
    share: Any,
    client_for: Any,
) -> None:
    event = make_event(lipova, title="Pouť")
    adoption = share(event, lipova, sluknov, accept=False)
    one, offering = f"{DESK}{adoption.pk}/", f"{DESK}nabidnout/{event.uuid}/"
    strangers = [
        (lipova, None),
        (lipova, people.outsider()),
        (lipova, people.author("lipova")),
        (lipova, people.clerk("sluknov")),
        (sluknov, people.clerk("lipova")),
        (sluknov, people.author("sluknov")),
        (rumburk, people.clerk("rumburk")),
        (union, people.union_editor()),
    ]
    for site, person in strangers:
        browser = client_for(site, person)
        answers = [browser.get(one), browser.get(offering)]
        answers += [browser.post(one, {step: "1"}) for step in ("accept", "decline", "revoke")]
        answers.append(browser.post(offering, {"municipalities": ["rumburk"]}))
        for answer in answers:
            assert answer.status_code in (302, 403, 404), (site, person)
            if answer.status_code == 302:
                assert "/login/" in answer["Location"] or answer["Location"] == "/admin/"
        assert "Pouť" not in browser.get(DESK).content.decode()
    # The right people, for what is the other side's to do.
    client_for(lipova, people.clerk("lipova")).post(one, {"accept": "1"})
    client_for(sluknov, people.clerk("sluknov")).post(one, {"revoke": "1"})
    assert [(a.state, a.municipality) for a in Adoption.objects.all()] == [("offered", sluknov)]


@pytest.mark.parametrize("site", ["lipova", "sluknov", "rumburk", "public"])
def test_services_check_the_person_and_the_side(
    lipova: Any, sluknov: Any, people: Any, make_event: Any, share: Any, site: str
) -> None:
    event = make_event(lipova)
    adoption = share(event, lipova, sluknov, accept=False)
    here = Municipality.objects.get(schema_name=site)
    with tenant_context(here):
        stranger = people.clerk("rumburk" if site != "rumburk" else "lipova")
    for person in (stranger, people.outsider(), people.author("lipova")):
        with tenant_context(here):
            person = type(person).objects.get(pk=person.pk)
            for step in (services.accept, services.decline, services.revoke):
                with pytest.raises((PermissionDenied, Adoption.DoesNotExist)):
                    step(adoption.pk, person)
            with pytest.raises((PermissionDenied, PublishedEvent.DoesNotExist)):
                services.offer(event.uuid, ["rumburk"], person)
    with tenant_context(here):
        if site != "sluknov":
            clerk = people.clerk(site)
            for step in (services.accept, services.decline):
                with pytest.raises(Adoption.DoesNotExist):
                    step(adoption.pk, clerk)
    adoption.refresh_from_db()
    assert adoption.state == "offered"


def test_offers_go_to_others_only_and_not_to_the_union(
    lipova: Any, sluknov: Any, union: Any, people: Any, make_event: Any
) -> None:
    event = make_event(lipova)
    with tenant_context(lipova):
        clerk = people.clerk("lipova")
        for slug in ("lipova", union.slug, "atlantida"):
            with pytest.raises(Municipality.DoesNotExist):
                services.offer(event.uuid, ["sluknov", slug], clerk)
    assert not Adoption.objects.exists()
    own = make_event(union, title="Setkání starostů")
    with tenant_context(union):
        services.offer(own.uuid, ["lipova", "sluknov"], people.union_editor())
    assert Adoption.objects.count() == 2


def test_only_what_is_on_can_be_offered_and_accepted(
    lipova: Any, sluknov: Any, people: Any, make_event: Any, share: Any, client_for: Any
) -> None:
    over = make_event(lipova, start_date=clock.today() - dt.timedelta(days=1))
    draft = make_event(lipova, live=False)
    called_off = make_event(lipova)
    offered = share(called_off, lipova, sluknov, accept=False)
    clerk = people.clerk("lipova")
    with tenant_context(lipova):
        event_services.cancel(called_off, clerk)
        for event, problem in (
            (over, services.NotPossible),
            (called_off, services.NotPossible),
            (draft, PublishedEvent.DoesNotExist),
        ):
            with pytest.raises(problem):
                services.offer(event.uuid, ["rumburk"], clerk)
    for event in (over, draft, called_off):
        path = f"{DESK}nabidnout/{event.uuid}/"
        assert client_for(lipova, clerk).get(path).status_code == 404
    with tenant_context(sluknov), pytest.raises(services.NotPossible):
        services.accept(offered.pk, people.clerk("sluknov"))


def test_each_step_twice_is_one_step(
    lipova: Any, sluknov: Any, people: Any, make_event: Any, share: Any
) -> None:
    event = make_event(lipova)
    adoption = share(event, lipova, sluknov)
    entries = Entry.objects.filter(action__startswith="sharing.")
    steps = entries.count()
    assert steps == 4  # two steps, each noted with both sites
    with tenant_context(lipova):
        assert services.offer(event.uuid, ["sluknov"], people.clerk("lipova")) == []
    with tenant_context(sluknov):
        services.accept(adoption.pk, people.clerk("sluknov"))
    assert entries.count() == steps
    with tenant_context(sluknov):
        for _ in range(2):
            services.revoke(adoption.pk, people.clerk("sluknov"))
    assert entries.count() == steps + 2
    assert set(entries.values_list("schema_name", flat=True)) == {"lipova", "sluknov"}


@pytest.mark.parametrize("who", ["lipova", "sluknov"])
def test_either_side_ends_it(
    lipova: Any,
    sluknov: Any,
    union: Any,
    people: Any,
    make_event: Any,
    share: Any,
    fetch: Any,
    client_for: Any,
    who: str,
) -> None:
    event = make_event(lipova, title="Pouť")
    adoption = share(event, lipova, sluknov)
    visitor = client_for(sluknov)
    for _ in range(2):
        assert "Pouť" in visitor.get("/kalendar/").content.decode()
        assert "Pouť" in visitor.get("/").content.decode()
    site = {"lipova": lipova, "sluknov": sluknov}[who]
    browser = client_for(site, people.clerk(who))
    assert browser.post(f"{DESK}{adoption.pk}/", {"revoke": "1"}).status_code == 302
    adoption.refresh_from_db()
    assert (adoption.state, adoption.by_origin) == ("revoked", who == "lipova")
    for path in ("/kalendar/", "/"):
        assert "Pouť" not in visitor.get(path).content.decode()
    assert visitor.get(f"/kalendar/{event.uuid}/").status_code == 404
    assert vevents(fetch(sluknov)) == []
    assert len(vevents(fetch(lipova))) == len(vevents(fetch(union))) == 1
    assert verified(lipova, sluknov) == []
    # It may be offered anew.
    assert share(event, lipova, sluknov).state == "accepted"
    assert len(vevents(fetch(sluknov))) == 1


def test_a_declined_offer_changes_nothing_public(
    lipova: Any, sluknov: Any, people: Any, make_event: Any, share: Any, fetch: Any
) -> None:
    adoption = share(make_event(lipova), lipova, sluknov, accept=False)
    with tenant_context(sluknov):
        services.decline(adoption.pk, people.clerk("sluknov"))
        with pytest.raises(services.NotPossible):
            services.accept(adoption.pk, people.clerk("sluknov"))
    assert vevents(fetch(sluknov)) == [] and guests(sluknov) == []


def test_nobody_is_asked_for_ever(
    lipova: Any,
    sluknov: Any,
    rumburk: Any,
    people: Any,
    make_event: Any,
    share: Any,
    client_for: Any,
    mailoutbox: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    event = make_event(lipova)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(3):
            adoption = share(event, lipova, sluknov, accept=False)
            with tenant_context(sluknov):
                services.decline(adoption.pk, people.clerk("sluknov"))
    mailoutbox.clear()
    browser = client_for(lipova, people.clerk("lipova"))
    path = f"{DESK}nabidnout/{event.uuid}/"
    form = browser.get(path)
    assert [slug for slug, _name in form.context["form"].fields["municipalities"].choices] == [
        "rumburk"
    ]
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(path, {"municipalities": ["sluknov"]}).status_code == 422
        with tenant_context(lipova):
            assert services.offer(event.uuid, ["sluknov"], people.clerk("lipova")) == []
    adoption.refresh_from_db()
    assert (adoption.state, adoption.times_offered) == ("declined", 3)
    assert mailoutbox == []


def test_a_step_that_came_too_late_is_explained(
    lipova: Any, sluknov: Any, people: Any, make_event: Any, share: Any, client_for: Any
) -> None:
    adoption = share(make_event(lipova), lipova, sluknov, accept=False)
    with tenant_context(lipova):
        services.revoke(adoption.pk, people.clerk("lipova"))
    answer = client_for(sluknov, people.clerk("sluknov")).post(
        f"{DESK}{adoption.pk}/", {"accept": "1"}, follow=True
    )
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]


# --- Races ----------------------------------------------------------------------------------------


def at_once(*bodies: tuple[Any, Callable[[], Any]]) -> list[str]:
    together, results = threading.Barrier(len(bodies)), []

    def run(site: Any, body: Callable[[], Any]) -> None:
        try:
            with tenant_context(site):
                together.wait(10)
                body()
            results.append("done")
        except Exception as error:
            results.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=body) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(results)


@pytest.mark.django_db(transaction=True)
def test_accepting_while_the_offer_is_taken_back(
    lipova: Any, sluknov: Any, people: Any, make_event: Any, share: Any
) -> None:
    event = make_event(lipova)
    adoption = share(event, lipova, sluknov, accept=False)
    ours, theirs = people.clerk("lipova"), people.clerk("sluknov")
    results = at_once(
        (lipova, lambda: services.revoke(adoption.pk, ours)),
        (sluknov, lambda: services.accept(adoption.pk, theirs)),
    )
    adoption.refresh_from_db()
    assert adoption.state == AdoptionState.REVOKED
    assert results in (["done", "done"], ["NotPossible", "done"])
    assert guests(sluknov) == []
    assert verified(lipova, sluknov) == []


@pytest.mark.django_db(transaction=True)
def test_accepting_while_the_event_is_changed(
    lipova: Any, sluknov: Any, people: Any, make_event: Any, share: Any
) -> None:
    event = make_event(lipova, title="Pouť")
    for number in range(3):
        adoption = share(event, lipova, sluknov, accept=False)
        theirs, title = people.clerk("sluknov"), f"Pouť {number}"
        results = at_once(
            (lipova, lambda title=title: republish(lipova, event, title=title)),
            (sluknov, lambda pk=adoption.pk, clerk=theirs: services.accept(pk, clerk)),
        )
        assert results == ["done", "done"]
        assert [item.title for item in guests(sluknov)] == [title]
        assert verified(lipova, sluknov) == []
        with tenant_context(sluknov):
            services.revoke(adoption.pk, theirs)


@pytest.mark.django_db(transaction=True)
def test_two_neighbours_who_publish_what_the_other_has_adopted(
    lipova: Any, sluknov: Any, make_event: Any, share: Any
) -> None:
    ours, theirs = make_event(lipova, title="Pouť"), make_event(sluknov, title="Ples")
    share(ours, lipova, sluknov)
    share(theirs, sluknov, lipova)
    for number in range(4):
        results = at_once(
            (lipova, lambda n=number: republish(lipova, ours, title=f"Pouť {n}")),
            (sluknov, lambda n=number: republish(sluknov, theirs, title=f"Ples {n}")),
        )
        assert results == ["done", "done"]
    assert [item.title for item in guests(sluknov)] == ["Pouť 3"]
    assert [item.title for item in guests(lipova)] == ["Ples 3"]


@pytest.mark.django_db(transaction=True)
def test_two_clerks_who_offer_at_once_make_one_offer(
    lipova: Any, sluknov: Any, people: Any, make_event: Any
) -> None:
    event = make_event(lipova)
    clerks = [people.clerk("lipova"), people.administrator("lipova")]
    results = at_once(
        *(
            (lipova, lambda clerk=clerk: services.offer(event.uuid, ["sluknov"], clerk))
            for clerk in clerks
        )
    )
    assert results == ["done", "done"]
    assert Entry.objects.filter(action="sharing.offered").count() == 2


# --- The projection -------------------------------------------------------------------------------


def test_lost_wrong_and_orphaned_guests_are_found_and_mended(
    lipova: Any, sluknov: Any, rumburk: Any, make_event: Any, share: Any
) -> None:
    lost, wrong, ended = (make_event(lipova, title=title) for title in ("A", "B", "C"))
    for event in (lost, wrong, ended):
        share(event, lipova, sluknov)
    assert verified(lipova, sluknov, rumburk) == []
    rows = Item.objects.filter(origin=lipova)
    rows.filter(source_id=str(lost.uuid)).delete()
    rows.filter(source_id=str(wrong.uuid)).update(title="X")
    Adoption.objects.filter(event=ended.uuid).update(state=AdoptionState.REVOKED)
    with tenant_context(lipova):
        found = {(drift.source_id, drift.problem) for drift in published.verify()}
        assert found == {
            (str(lost.uuid), "missing"),
            (str(wrong.uuid), "different"),
            (str(ended.uuid), "orphaned"),
        }
    # It is the owner who answers for the rows of her guests.
    assert verified(sluknov, rumburk) == []
    with tenant_context(lipova):
        published.rebuild()
    assert verified(lipova, sluknov) == []
    assert sorted(item.title for item in guests(sluknov)) == ["A", "B"]


def test_a_site_that_rebuilds_leaves_its_guests_alone(
    lipova: Any, sluknov: Any, make_event: Any, share: Any
) -> None:
    share(make_event(lipova, title="Pouť"), lipova, sluknov)
    Item.objects.filter(municipality=sluknov, origin=None).delete()
    with tenant_context(sluknov):
        published.rebuild()
    assert [item.title for item in guests(sluknov)] == ["Pouť"]


def test_lost_public_rows_of_an_adopted_event_come_back(
    lipova: Any, sluknov: Any, make_event: Any, share: Any
) -> None:
    """An adoption points at the row, so the row is mended in place and never made anew."""
    event = make_event(lipova, title="Pouť")
    share(event, lipova, sluknov)
    PublishedEvent.objects.filter(uuid=event.uuid).update(title="X")
    with tenant_context(lipova):
        published.rebuild()
    assert Adoption.objects.get().state == "accepted"
    assert verified(lipova, sluknov) == []


# --- Mails and the desk ---------------------------------------------------------------------------


def test_every_step_is_mailed_to_the_other_side_once(
    lipova: Any,
    sluknov: Any,
    people: Any,
    make_event: Any,
    mailoutbox: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    event = make_event(lipova, title="Pouť\nBcc: x@test.example")
    ours, theirs = people.clerk("lipova"), people.clerk("sluknov")
    people.author("sluknov")

    def mailed(site: Any, step: Callable[[], Any]) -> list[str]:
        mailoutbox.clear()
        with tenant_context(site), django_capture_on_commit_callbacks(execute=True):
            step()
        (message,) = mailoutbox
        assert "\n" not in message.subject
        return list(message.to)

    assert mailed(lipova, lambda: services.offer(event.uuid, ["sluknov"], ours)) == [theirs.email]
    key = Adoption.objects.get().pk
    assert f"{sluknov.url}{DESK}{key}/" in mailoutbox[0].body
    assert mailed(sluknov, lambda: services.accept(key, theirs)) == [ours.email]
    assert mailed(sluknov, lambda: services.revoke(key, theirs)) == [ours.email]
    assert mailed(lipova, lambda: services.offer(event.uuid, ["sluknov"], ours)) == [theirs.email]
    assert mailed(sluknov, lambda: services.decline(key, theirs)) == [ours.email]
    assert mailed(lipova, lambda: services.offer(event.uuid, ["sluknov"], ours)) == [theirs.email]
    assert mailed(lipova, lambda: services.revoke(key, ours)) == [theirs.email]
    mailoutbox.clear()
    for schema in ("lipova", "sluknov"):  # a message comes twice
        tasks.tell_other_side(schema, key)
    assert mailoutbox == []


def test_a_lost_message_is_made_good(
    lipova: Any, sluknov: Any, people: Any, make_event: Any, share: Any, mailoutbox: Any
) -> None:
    people.clerk("sluknov")
    share(make_event(lipova), lipova, sluknov, accept=False)
    for minutes, mails in ((5, 0), (20, 1), (40, 1)):
        with time_machine.travel(clock.now() + dt.timedelta(minutes=minutes), tick=False):
            tasks.tell_overdue()
        assert len(mailoutbox) == mails


def test_the_desk_shows_both_directions(
    lipova: Any,
    sluknov: Any,
    rumburk: Any,
    people: Any,
    make_event: Any,
    share: Any,
    client_for: Any,
) -> None:
    share(make_event(lipova, title="Pouť"), lipova, sluknov, accept=False)
    share(make_event(sluknov, title="Ples"), sluknov, lipova)
    browser = client_for(lipova, people.clerk("lipova"))
    html = browser.get(DESK).content.decode()
    assert "Pouť" in html and "Ples" in html
    assert "(1)" in client_for(sluknov, people.clerk("sluknov")).get("/admin/").content.decode()
    html = client_for(rumburk, people.clerk("rumburk")).get(DESK).content.decode()
    assert "Pouť" not in html and "Ples" not in html


def test_a_clash_with_an_own_event_is_shown(
    lipova: Any, sluknov: Any, people: Any, make_event: Any, share: Any, client_for: Any
) -> None:
    event = make_event(lipova, title="Anenská pouť")
    adoption = share(event, lipova, sluknov, accept=False)
    make_event(sluknov, title="Anenská pouť v Lipové", start_date=event.start_date)
    make_event(lipova, title="Jiná akce Lipové", start_date=event.start_date)
    with tenant_context(sluknov):
        found = selectors.clashes(sluknov, PublishedEvent.objects.get(uuid=event.uuid))
    assert [(row.title, row.is_alike) for row in found] == [("Anenská pouť v Lipové", True)]
    browser = client_for(sluknov, people.clerk("sluknov"))
    assert "Anenská pouť v Lipové" in browser.get(f"{DESK}{adoption.pk}/").content.decode()


def test_the_desk_asks_the_same_for_one_offer_and_for_three(
    lipova: Any,
    sluknov: Any,
    people: Any,
    make_event: Any,
    share: Any,
    client_for: Any,
) -> None:
    browser = client_for(lipova, people.clerk("lipova"))

    def both_ways() -> None:
        share(make_event(lipova), lipova, sluknov)
        share(make_event(sluknov), sluknov, lipova, accept=False)

    def sent() -> tuple[int, int]:
        """All statements, and those about offers; the menu's number is one of these."""
        with CaptureQueriesContext(connection) as context:
            assert browser.get(DESK).status_code == 200
        queries = [query["sql"] for query in context.captured_queries]
        return len(queries), sum('"aggregate_adoption"' in query for query in queries)

    both_ways()
    browser.get(DESK)
    one = sent()
    assert one[1] == 3
    both_ways()
    both_ways()
    assert sent() == one


def test_an_unknown_offer_is_not_found(lipova: Any, people: Any, client_for: Any) -> None:
    browser = client_for(lipova, people.clerk("lipova"))
    assert browser.get(f"{DESK}999999/").status_code == 404
    assert browser.get(f"{DESK}nabidnout/{uuid.uuid4()}/").status_code == 404


def test_a_series_is_adopted_as_a_whole(
    lipova: Any, sluknov: Any, make_event: Any, share: Any, fetch: Any, client_for: Any
) -> None:
    """All its dates, the next one in lists, and those that come into sight later."""
    first = clock.today() + dt.timedelta(days=1)
    event = make_event(lipova, title="Trhy", start_date=first, recurrence="FREQ=DAILY")
    share(event, lipova, sluknov)
    assert vevents(fetch(sluknov)) == vevents(fetch(lipova)) != []
    with time_machine.travel(clock.now() + dt.timedelta(days=40), tick=False):
        (item,) = lists.upcoming_events("sluknov")
        assert item.starts_at.date() >= clock.today()
        before = SiteRevision.objects.get(pk="sluknov").number
        with tenant_context(lipova):
            assert aggregate.extend_horizon() > 0
        assert SiteRevision.objects.get(pk="sluknov").number > before
        assert verified(lipova, sluknov) == []
