"""What users of such systems complain about (domain.md); each has a test with "complaint" in its name.

| Complaint | Test |
|---|---|
| the same event entered twice | `sharing/test_sharing.py` |
| copied places, duplicate meetings | here |
| local edits overwritten by an import | `imports/test_reconcile.py` |
| long exhibitions refused | `imports/test_reconcile.py` |
| a deleted source event that stays for ever | `imports/test_reconcile.py` |
| a feed of one site that delivered every site | `feeds/test_views.py` |
| another tenant's statistics shown | here, and of digests `shared/subscriptions/test_pages.py` |
| drafts readable at a guessable address | here |
| feed times an hour off after the clock change | `aggregate/test_series.py` |
| colliding UIDs | `aggregate/test_series.py` |
| cancelled events that remain | `aggregate/test_series.py`, and here for one that is not a series |
| feeds that never refresh | here |
| no link back to the page | `feeds/test_views.py` |
| nobody understands the word "ICS" | `feeds/test_views.py` |
| the first date of a series shown instead of the next | `feeds/test_views.py`, `aggregate/test_series.py` |
| multi-day events that vanish on their second day | `feeds/test_views.py`, `aggregate/test_series.py` |
| a failing hub that renders as an empty list | `feeds/test_views.py` |
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django_tenants.utils import tenant_context

from calendar_app.aggregate.models import PublishedEvent, PublishedPlace
from calendar_app.events import services
from calendar_app.events.models import Event, Place
from calendar_app.sharing import services as sharing
from shared.kernel import clock

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parent.parent


def test_each_complaint_of_the_list_has_its_test() -> None:
    files = {ROOT / "calendar_app" / name for name in re.findall(r"`(\w+/\w+\.py)`", __doc__ or "")}
    assert len(files) == 4
    for file in files:
        assert "def test_complaint_" in file.read_text(), file


def test_complaint_copied_places_and_duplicate_meetings(
    lipova: Any, sluknov: Any, union: Any, people: Any, make_event: Any, client_for: Any
) -> None:
    """Who takes over a neighbour's event takes over its place as well: there is one of either."""
    with tenant_context(lipova):
        place = Place.objects.create(name="Zámek", slug="zamek", address="Lipová 1")
    event = make_event(lipova, title="Setkání starostů", venue=place, place="")
    with tenant_context(lipova):
        (adoption,) = sharing.offer(event.pk, ["sluknov"], people.clerk("lipova"))
    with tenant_context(sluknov):
        sharing.accept(adoption.pk, people.clerk("sluknov"))
        assert not Place.objects.exists() and not Event.objects.exists()
    assert PublishedPlace.objects.count() == 1
    with tenant_context(lipova):
        place.address = "Lipová 2"
        services.save_place(place, people.clerk("lipova"))
    for site in (lipova, sluknov, union):
        html = client_for(site).get("/kalendar/").content.decode()
        assert html.count("row__title") == 1
        assert "Lipová 2" in client_for(site).get(f"/kalendar/{event.pk}/").content.decode()


def test_complaint_another_tenants_statistics_shown(
    lipova: Any, sluknov: Any, make_event: Any, people: Any, client_for: Any
) -> None:
    """Numbers of events, on the page and on the desk, are the site's own."""
    for number in range(3):
        make_event(sluknov, title=f"Akce {number}")
    make_event(lipova)
    page = client_for(lipova).get("/kalendar/")
    assert page.context["total"] == 1
    browser = client_for(lipova, people.administrator("lipova"))
    desk = browser.get("/admin/kalendar/").content.decode()
    assert "Akce v Lipová" in desk and not re.search(r"Akce \d", desk)
    home = browser.get("/admin/").content.decode()
    assert not re.search(r"Akce \d", home)


def test_complaint_drafts_readable_at_a_guessable_address(
    lipova: Any, union: Any, make_event: Any, client_for: Any, people: Any
) -> None:
    """Not even by whoever knows the key: no page, no file, no picture of a calendar has it."""
    draft = make_event(lipova, live=False, title="Tajné jednání")
    public = make_event(lipova, title="Veřejná akce")
    with tenant_context(lipova):
        changed = Event.objects.get(pk=public.pk)
        changed.title = "Tajná změna"
        changed.save_revision(user=people.author("lipova"))
    for site in (lipova, union):
        visitor = client_for(site)
        for path in (f"/kalendar/{draft.pk}/", f"/kalendar/{draft.pk}.ics"):
            assert visitor.get(path).status_code == 404
        for path in (
            *("/kalendar/", "/kalendar/?zobrazeni=mesic", "/kalendar.ics", "/kalendar.atom"),
            *(f"/kalendar/{public.pk}/", f"/kalendar/{public.pk}.ics", "/hledat/?q=tajne"),
        ):
            assert "Tajn" not in visitor.get(path).content.decode(), path
        assert visitor.get(f"/admin/kalendar/edit/{draft.pk}/").status_code in (302, 403)
    # Keys are random, so the next one cannot be reckoned from the last.
    assert draft.pk.version == 4


def test_complaint_feeds_that_never_refresh(
    lipova: Any, union: Any, make_event: Any, client_for: Any
) -> None:
    """Programs are told how often to ask, may keep an answer for a quarter of an hour, and get
    the change by either of the two ways of asking."""
    event = make_event(lipova)
    for hours, site in enumerate((lipova, union), 1):
        with time_machine.travel(clock.now() + dt.timedelta(minutes=5), tick=False):
            first = client_for(site).get("/kalendar.ics")
        body = first.content.decode()
        assert "REFRESH-INTERVAL;VALUE=DURATION:" in body and "X-PUBLISHED-TTL:" in body
        assert first["Cache-Control"] == "public, max-age=900, stale-if-error=86400"
        same = client_for(site).get("/kalendar.ics", headers={"if-none-match": first["ETag"]})
        assert same.status_code == 304
        with (
            time_machine.travel(clock.now() + dt.timedelta(hours=hours), tick=False),
            tenant_context(lipova),
        ):
            changed = Event.objects.get(pk=event.pk)
            changed.title = f"Nově pro {site.slug}"
            services.publish(changed)
        for header in (
            {"if-none-match": first["ETag"]},
            {"if-modified-since": first["Last-Modified"]},
        ):
            answer = client_for(site).get("/kalendar.ics", headers=header)
            assert answer.status_code == 200
            assert f"Nově pro {site.slug}" in answer.content.decode().replace("\r\n ", "")


def test_complaint_cancelled_events_that_remain(
    lipova: Any, people: Any, make_event: Any, client_for: Any
) -> None:
    event = make_event(lipova, title="Ples")
    with tenant_context(lipova):
        services.cancel(Event.objects.get(pk=event.pk), people.clerk("lipova"))
    body = client_for(lipova).get("/kalendar.ics").content.decode()
    assert "STATUS:CANCELLED" in body and "SUMMARY;LANGUAGE=cs:ZRUŠENO: Ples" in body
    assert "SEQUENCE:1" in body
    after = clock.now() + dt.timedelta(days=95)
    with time_machine.travel(after, tick=False):
        assert "Ples" not in client_for(lipova).get("/kalendar.ics").content.decode()
    assert PublishedEvent.objects.filter(pk=event.pk).exists()
