"""Feeds as bytes: built from stored VEVENTs, cached by selection and revision."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import gzip
import hashlib
import mimetypes
import uuid

import brotli
from django.conf import settings
from django.core.cache import cache
from django.utils import translation
from django.utils.translation import gettext as _

from calendar_app.aggregate import selectors
from calendar_app.aggregate.models import PublishedEvent
from calendar_app.aggregate.selectors import Selection
from calendar_app.categories.selectors import names as category_names
from calendar_app.events.enums import Audience
from calendar_app.feeds import links, syndication
from calendar_app.feeds.offers import SHORTCUTS
from calendar_app.ical.feed import CalendarData, join
from shared.kernel import clock
from shared.published import revisions
from tenants.registry.models import Municipality

CACHE_SECONDS = 900
GZIP_LEVEL = 6
#: As quick as gzip at 6, and smaller; 11 takes seconds for a large feed.
BROTLI_QUALITY = 5


class Format(enum.StrEnum):
    """What a feed is written in; the value ends its address."""

    ICS = "ics"
    RSS = "rss"
    ATOM = "atom"


_TYPES = {
    Format.ICS: "text/calendar; charset=utf-8",
    Format.RSS: "application/rss+xml; charset=utf-8",
    Format.ATOM: "application/atom+xml; charset=utf-8",
}


@dataclasses.dataclass(frozen=True)
class Feed:
    """One representation of a feed: plain or compressed, each with an ETag of its own."""

    body: bytes
    etag: str
    last_modified: dt.datetime | None
    content_type: str = _TYPES[Format.ICS]
    #: The value of Content-Encoding; empty for plain bytes.
    coding: str = ""


def feed(
    site: Municipality, selection: Selection, form: Format = Format.ICS, *, coding: str = ""
) -> Feed:
    today = clock.today()
    # Read before the events are: a body may be newer than the number it is kept under, never older.
    revision = revisions.from_database(site.schema_name)
    digest = hashlib.sha256(selection.query.encode()).hexdigest()[:32]
    key = f"{form.value}:{site.schema_name}:{revision}:{today:%Y%m%d}:{digest}:{coding}"
    # A visitor can make up texts and periods without end; all other values are few and known.
    keep = not (selection.text or selection.since or selection.until)
    if keep and isinstance(found := cache.get(key), Feed):
        return found
    # The date likewise: one that is newer than its body would make a later change look known.
    last_modified = _last_modified(site, selection, form, today)
    with translation.override("cs"):  # a feed has one language, whoever asks first
        if form is Format.ICS:
            body = build(site, selection, today)
        else:
            body = syndication.build(
                syndication.Rss if form is Format.RSS else syndication.Atom,
                site,
                selection,
                today,
                title=name(site, selection),
                page_url=links.absolute(site, "/kalendar/", selection),
                feed_url=links.absolute(site, f"/kalendar.{form.value}", selection),
                last_modified=last_modified,
            )
    made = represented(body, last_modified, form, coding=coding)
    if keep:
        cache.set(key, made, CACHE_SECONDS)
    return made


def _last_modified(
    site: Municipality, selection: Selection, form: Format, today: dt.date
) -> dt.datetime | None:
    changed = selectors.last_change(site, today)
    if form is Format.ICS and not (selection.shortcut or selection.since or selection.until):
        return changed
    # These lists begin with today, so that each midnight is a change; and a night may bring dates
    # of series into a period that somebody asked for.
    midnight = dt.datetime.combine(today, dt.time(), clock.PRAGUE)
    return max(changed, midnight) if changed else midnight


def feed_of_one(event: PublishedEvent, *, coding: str = "") -> Feed:
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
    return represented(body, event.changed_at, coding=coding)


def represented(
    body: bytes,
    last_modified: dt.datetime | None,
    form: Format = Format.ICS,
    *,
    coding: str = "",
) -> Feed:
    mark = hashlib.sha256(body).hexdigest()[:32]
    if coding == "br":
        body = brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)
    elif coding == "gzip":
        # Without a time stamp inside, equal bodies give equal bytes.
        body = gzip.compress(body, compresslevel=GZIP_LEVEL, mtime=0)
    etag = f'"{mark}-{coding}"' if coding else f'"{mark}"'
    return Feed(body, etag, last_modified, _TYPES[form], coding)


def build(site: Municipality, selection: Selection, today: dt.date) -> bytes:
    vevents, newest = selectors.feed_vevents(site, selection, today)
    with translation.override("cs"):
        calendar = _calendar(
            site,
            name=name(site, selection),
            source=links.feed(site, selection),
            url=links.absolute(site, "/kalendar/", selection),
            last_modified=newest,
        )
    return join(calendar, vevents)


def chosen(selection: Selection) -> list[str]:
    """The filters in words, in the active language."""
    chosen: list[str] = []
    if selection.categories:
        known = category_names()
        chosen += [known[value] for value in selection.categories]
    if selection.audience:
        chosen += [str(Audience(value).label) for value in selection.audience]
    if selection.places:
        names = selectors.place_names(selection.places)
        chosen += [names.get(value, value) for value in selection.places]
    if selection.municipalities:
        chosen += Municipality.objects.filter(slug__in=selection.municipalities).values_list(
            "name", flat=True
        )
    if selection.text:
        chosen.append(f"„{selection.text}“")
    if selection.shortcut:
        chosen.append(str(SHORTCUTS[selection.shortcut]))
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
