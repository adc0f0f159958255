"""RSS and Atom: what is coming, for readers of news."""

from __future__ import annotations

import datetime as dt
import gzip
import xml.etree.ElementTree as ET
from typing import Any

import pytest
import time_machine
from django_tenants.utils import tenant_context

from calendar_app.events import services as event_services
from calendar_app.events.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 23)
DAY = dt.timedelta(days=1)
ATOM = "{http://www.w3.org/2005/Atom}"
PATHS = ["/kalendar.rss", "/kalendar.atom"]


@pytest.fixture(autouse=True)
def _on_a_monday() -> Any:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def entries(answer: Any) -> list[dict[str, str]]:
    """Title, link, mark and text of each entry, of either kind of feed."""
    root = ET.fromstring(answer.content)
    if root.tag == "rss":
        return [
            {
                "title": item.findtext("title") or "",
                "link": item.findtext("link") or "",
                "guid": item.findtext("guid") or "",
                "text": item.findtext("description") or "",
            }
            for item in root.iter("item")
        ]
    found = []
    for entry in root.iter(f"{ATOM}entry"):
        link = entry.find(f"{ATOM}link")
        assert link is not None
        found.append(
            {
                "title": entry.findtext(f"{ATOM}title") or "",
                "link": link.get("href") or "",
                "guid": entry.findtext(f"{ATOM}id") or "",
                "text": entry.findtext(f"{ATOM}summary") or "",
            }
        )
    return found


@pytest.mark.parametrize("path", PATHS)
def test_what_is_coming_the_soonest_first(
    lipova: Any, union: Any, make_event: Any, client_for: Any, path: str
) -> None:
    late = make_event(lipova, title="Pozdější", start_date=TODAY + 9 * DAY)
    soon = make_event(lipova, title="Brzká <&> \x0b", start_date=TODAY + DAY)
    make_event(lipova, title="Loňská", start_date=TODAY - 300 * DAY)
    for site in (lipova, union):
        found = entries(client_for(site).get(path))
        assert [one["title"].strip() for one in found] == ["Brzká <&>", "Pozdější"]
        assert [one["link"] for one in found] == [
            f"{lipova.url}/kalendar/{event.uuid}/" for event in (soon, late)
        ]
        assert str(soon.uuid) in found[0]["guid"]
        assert "úterý 24." in found[0]["text"]
        assert "Kulturní dům" in found[0]["text"]


@pytest.mark.parametrize("path", PATHS)
def test_cancelled_is_said_in_the_title_under_the_same_mark(
    lipova: Any, people: Any, make_event: Any, client_for: Any, path: str, _on_a_monday: Any
) -> None:
    event = make_event(lipova, title="Pouť")
    (before,) = entries(client_for(lipova).get(path))
    _on_a_monday.shift(3600)
    with tenant_context(lipova):
        event_services.cancel(Event.objects.get(pk=event.pk), people.clerk("lipova"))
    (after,) = entries(client_for(lipova).get(path))
    assert after["title"] == "ZRUŠENO: Pouť"
    assert after["guid"] == before["guid"]
    with tenant_context(lipova):
        Event.objects.get(pk=event.pk).unpublish()
    assert entries(client_for(lipova).get(path)) == []


def test_what_was_withdrawn_is_gone_and_atom_says_so(
    lipova: Any, make_event: Any, client_for: Any
) -> None:
    event = make_event(lipova, title="Omyl", start_date=TODAY + 5 * DAY)
    draft = make_event(lipova, title="Rozepsaná", live=False)
    atom, rss = (client_for(lipova).get(path) for path in PATHS[::-1])
    (mark,) = (entry["guid"] for entry in entries(atom))
    assert len(entries(rss)) == 1 and b"deleted-entry" not in atom.content
    with tenant_context(lipova):
        Event.objects.get(pk=event.pk).unpublish()
    atom, rss = (client_for(lipova).get(path) for path in PATHS[::-1])
    assert entries(atom) == entries(rss) == []
    (gone,) = ET.fromstring(atom.content).iter(
        "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
    )
    assert gone.attrib == {"ref": mark, "when": "2026-11-23T09:00:00+00:00"}
    assert b"Omyl" not in atom.content and str(draft.pk).encode() not in atom.content


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/kalendar.rss", "application/rss+xml"), ("/kalendar.atom", "application/atom+xml")],
)
def test_served_as_the_calendar_is(
    lipova: Any, make_event: Any, client_for: Any, path: str, kind: str, _on_a_monday: Any
) -> None:
    browser = client_for(lipova)
    empty = browser.get(path)
    _on_a_monday.shift(5)
    assert browser.get(path)["ETag"] == empty["ETag"]  # nothing in it says "now"
    make_event(lipova)
    _on_a_monday.shift(3600)
    answer = browser.get(path)
    assert answer["Content-Type"] == f"{kind}; charset=utf-8"
    assert answer["ETag"] != empty["ETag"]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    packed = browser.get(path, headers={"accept-encoding": "gzip"})
    assert gzip.decompress(packed.content) == answer.content
    for headers in (
        {"if-none-match": answer["ETag"]},
        {"if-modified-since": answer["Last-Modified"]},
    ):
        assert browser.get(path, headers=headers).status_code == 304
    assert browser.head(path).content == b""
    assert browser.options(path).status_code == 204
    assert browser.post(path).status_code == 405
    assert browser.get(f"{path}?kategorie=nesmysl").status_code == 404
    assert browser.get(f"{path}?od=zitra").status_code == 400


@pytest.mark.parametrize("path", PATHS)
def test_the_next_day_the_list_begins_anew(
    lipova: Any, make_event: Any, client_for: Any, path: str, _on_a_monday: Any
) -> None:
    make_event(lipova, title="Dnes", start_date=TODAY)
    _on_a_monday.shift(3600)
    answer = client_for(lipova).get(path)
    assert len(entries(answer)) == 1
    _on_a_monday.shift(24 * 3600)
    again = client_for(lipova).get(path, headers={"if-modified-since": answer["Last-Modified"]})
    assert again.status_code == 200
    assert entries(again) == []


def test_pages_tell_programs_about_them(lipova: Any, client_for: Any) -> None:
    page = client_for(lipova).get("/kalendar/?kategorie=sport").content.decode()
    for kind, name in (("rss", "rss"), ("atom", "atom")):
        assert f'type="application/{kind}+xml"' in page
        assert f'href="{lipova.url}/kalendar.{name}?kategorie=sport"' in page
