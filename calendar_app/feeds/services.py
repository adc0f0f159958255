"""Feeds as bytes: built from stored VEVENTs, cached by selection and revision."""

from __future__ import annotations

import dataclasses
import datetime as dt
import gzip
import hashlib
import mimetypes
import uuid

from django.conf import settings
from django.core.cache import cache
from django.utils import translation
from django.utils.translation import gettext as _

from calendar_app.aggregate import selectors
from calendar_app.aggregate.models import PublishedEvent
from calendar_app.aggregate.selectors import Selection
from calendar_app.categories.selectors import names as category_names
from calendar_app.ical.feed import CalendarData, join
from shared.kernel import clock
from shared.published import revisions
from tenants.registry.models import Municipality

CACHE_SECONDS = 900
GZIP_LEVEL = 6


@dataclasses.dataclass(frozen=True)
class Feed:
    """One representation of a feed: plain or compressed, each with an ETag of its own."""

    body: bytes
    etag: str
    last_modified: dt.datetime | None
    encoding: str = ""


def feed(site: Municipality, selection: Selection, *, compressed: bool) -> Feed:
    today = clock.today()
    # Read before the events are: a body may be newer than the number it is kept under, never older.
    revision = revisions.from_database(site.schema_name)
    digest = hashlib.sha256(selection.query.encode()).hexdigest()[:32]
    encoding = "gzip" if compressed else ""
    key = f"ics:{site.schema_name}:{revision}:{today:%Y%m%d}:{digest}:{encoding}"
    # A visitor can make up texts and periods without end; municipalities and categories are few.
    keep = not (selection.text or selection.since or selection.until)
    if keep and isinstance(found := cache.get(key), Feed):
        return found
    # The date likewise: one that is newer than its body would make a later change look known.
    last_modified = selectors.last_change(site, today)
    made = represented(build(site, selection, today), last_modified, compressed=compressed)
    if keep:
        cache.set(key, made, CACHE_SECONDS)
    return made


def feed_of_one(event: PublishedEvent, *, compressed: bool) -> Feed:
    site = event.municipality
    with translation.override("cs"):
        calendar = _calendar(
            site,
            name=event.title or _("Withdrawn event"),
            source=f"{site.url}/kalendar/{event.uuid}.ics",
            url=event.url,
            last_modified=event.changed_at,
        )
    body = join(calendar, [bytes(event.vevent)])
    return represented(body, event.changed_at, compressed=compressed)


def represented(body: bytes, last_modified: dt.datetime | None, *, compressed: bool) -> Feed:
    mark = hashlib.sha256(body).hexdigest()[:32]
    if not compressed:
        return Feed(body, f'"{mark}"', last_modified)
    # Without a time stamp inside, equal bodies give equal bytes.
    packed = gzip.compress(body, compresslevel=GZIP_LEVEL, mtime=0)
    return Feed(packed, f'"{mark}-gzip"', last_modified, "gzip")


def build(site: Municipality, selection: Selection, today: dt.date) -> bytes:
    rows = selectors.feed_events(site, selection, today).values_list("vevent", "changed_at")
    vevents: list[bytes] = []
    newest: dt.datetime | None = None
    for vevent, changed_at in rows.iterator(2_000):
        vevents.append(bytes(vevent))
        newest = changed_at if newest is None else max(newest, changed_at)
    with translation.override("cs"):  # a feed has one language, whoever asks first
        calendar = _calendar(
            site,
            name=name(site, selection),
            source=feed_url(site, selection),
            url=page_url(site, selection),
            last_modified=newest,
        )
    return join(calendar, vevents)


def feed_url(site: Municipality, selection: Selection) -> str:
    return _address(site, "/kalendar.ics", selection)


def page_url(site: Municipality, selection: Selection) -> str:
    return _address(site, "/kalendar/", selection)


def _address(site: Municipality, path: str, selection: Selection) -> str:
    query = selection.query
    return f"{site.url}{path}?{query}" if query else f"{site.url}{path}"


def chosen(selection: Selection) -> list[str]:
    """The filters in words, in the active language."""
    chosen: list[str] = []
    if selection.categories:
        known = category_names()
        chosen += [known[value] for value in selection.categories]
    if selection.municipalities:
        chosen += Municipality.objects.filter(slug__in=selection.municipalities).values_list(
            "name", flat=True
        )
    if selection.text:
        chosen.append(f"„{selection.text}“")
    if selection.since or selection.until:
        chosen.append(" – ".join(str(day or "…") for day in (selection.since, selection.until)))
    return chosen


def name(site: Municipality, selection: Selection) -> str:
    """What the calendar is called in a subscriber's program; it says what was chosen."""
    title = _("Events – %(site)s") % {"site": site.display_name}
    words = chosen(selection)
    return f"{title} ({', '.join(words)})" if words else title


def _calendar(
    site: Municipality, *, name: str, source: str, url: str, last_modified: dt.datetime | None
) -> CalendarData:
    image = site.coat_of_arms.url if site.coat_of_arms else ""
    return CalendarData(
        uid=f"{uuid.uuid5(uuid.NAMESPACE_URL, source)}@{settings.PORTAL_DOMAIN}",
        name=name,
        description=_("Events published by %(site)s") % {"site": site.display_name},
        source=source,
        url=url,
        last_modified=last_modified,
        color=site.color_primary,
        image=f"{site.url}{image}" if image.startswith("/") else image,
        image_type=mimetypes.guess_type(image)[0] or "image/png",
    )
