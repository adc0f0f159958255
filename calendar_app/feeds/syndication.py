"""The calendar as RSS 2.0 and Atom: what is coming, the soonest first.

An entry is an event, with its next date. Its mark is the UID of the event, so that a reader
program shows a change as a change and not as another entry.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import gettext as _

from calendar_app.aggregate import selectors
from calendar_app.aggregate.models import Occurrence
from calendar_app.aggregate.selectors import Further, Selection
from calendar_app.aggregate.services import uid
from calendar_app.categories.selectors import names as category_names
from calendar_app.events import wording
from calendar_app.ical.event import CANCELLED_PREFIX, POSTPONED_PREFIX
from tenants.registry.models import Municipality

#: Beyond this nobody reads; a program that needs everything takes the calendar itself.
MOST = 200
_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
#: XML 1.0 has no place for these.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class _Stable:
    """Django's feeds say "now" when they are empty, and would never be the same twice."""

    newest: dt.datetime = _EPOCH

    def latest_post_date(self) -> dt.datetime:
        return self.newest


class Rss(_Stable, Rss201rev2Feed):
    pass


class Atom(_Stable, Atom1Feed):
    #: Entries that are no more, so that a reader drops them (RFC 6721). RSS knows no such thing.
    gone: Sequence[tuple[str, dt.datetime]] = ()

    def root_attributes(self) -> dict[str, str]:
        attributes: dict[str, str] = super().root_attributes()
        return attributes | ({"xmlns:at": _TOMBSTONES} if self.gone else {})

    def write_items(self, handler: Any) -> None:
        super().write_items(handler)
        for guid, at in self.gone:
            when = at.astimezone(dt.UTC).replace(microsecond=0).isoformat()
            handler.addQuickElement("at:deleted-entry", attrs={"ref": guid, "when": when})


def build(
    kind: type[Rss | Atom],
    site: Municipality,
    selection: Selection,
    today: dt.date,
    *,
    title: str,
    page_url: str,
    feed_url: str,
    last_modified: dt.datetime | None,
) -> bytes:
    since, until = selection.period(today)
    found = selectors.next_occurrences(site, selection, since or today, until)
    shown = list(found[:MOST])
    further = selectors.further_dates(shown, until)
    categories = category_names()
    feed = kind(
        title=title,
        link=page_url,
        description=_("Events published by %(site)s") % {"site": site.display_name},
        language="cs",
        feed_url=feed_url,
        feed_guid=feed_url,
    )
    feed.newest = last_modified or _EPOCH
    if isinstance(feed, Atom):
        gone = selectors.withdrawn(site, selection, today)[:MOST]
        feed.gone = [(_guid(kind, uid(key)), at) for key, at in gone]
    for one in shown:
        event = one.event
        feed.add_item(
            title=_clean(_title(one)),
            link=event.url,
            description=_clean(_description(one, further.get(event.pk))),
            unique_id=_guid(kind, uid(event.pk)),
            unique_id_is_permalink=False,
            pubdate=event.changed_at,
            updateddate=event.changed_at,
            author_name=_clean(event.organiser or event.municipality.display_name),
            categories=[categories.get(event.category, event.category)],
        )
    return feed.writeString("utf-8").encode()


def _guid(kind: type[Rss | Atom], value: str) -> str:
    # Atom demands an IRI; RSS takes any text.
    return f"urn:uuid:{value.partition('@')[0]}" if kind is Atom else value


def _title(one: Occurrence) -> str:
    """Called off is said first: many programs show nothing but the title."""
    event = one.event
    if one.is_cancelled or one.is_postponed:
        prefix = CANCELLED_PREFIX if one.is_cancelled else POSTPONED_PREFIX
        # Of a series only this date may be off.
        of_series = event.is_series and not (event.is_cancelled or event.is_postponed)
        day = f"{wording.short_day(one.first_day)}: " if of_series else ""
        return f"{prefix}{day}{event.title}"
    return f"{event.title}"


def _description(one: Occurrence, further: Further | None) -> str:
    event = one.event
    lines = [_("%(label)s: %(value)s") % {"label": _("When"), "value": one.when}]
    if further and further.next_day:
        lines.append(_("Next date: %(day)s") % {"day": wording.day(further.next_day)})
    if one.place:
        lines.append(_("%(label)s: %(value)s") % {"label": _("Where"), "value": one.place})
    lines += [text for text in (one.note, event.summary) if text]
    return "\n".join(lines)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)
