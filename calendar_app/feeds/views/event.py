"""The page of one event."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from calendar_app.aggregate import selectors
from calendar_app.aggregate.enums import State
from calendar_app.aggregate.models import Occurrence, PublishedEvent
from calendar_app.categories.selectors import names as category_names
from calendar_app.feeds import calendars, links, structured
from calendar_app.feeds.views.base import site_of
from shared.kernel import clock


@require_safe
def event(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    site, today = site_of(request), clock.today()
    found = selectors.find(site, key)
    if found is None:
        raise Http404
    if found.state == State.WITHDRAWN:
        return render(request, "calendar_app/withdrawn.html", {"event": found}, status=410)
    is_own = found.municipality_id == site.pk
    origin = "" if is_own else found.municipality.url
    dates = selectors.dates_of(found, today) if found.is_series else None
    coming = dates.coming if dates else []
    # Of a series the next date that is on; the first one is history.
    current = next((one for one in coming if one.state == State.SCHEDULED), None) or next(
        iter(coming), None
    )
    is_over = not coming if dates else found.last_day < today
    feed_url = f"{found.municipality.url}/kalendar/{found.uuid}.ics"
    day = (current or found).span.start_date
    return render(
        request,
        "calendar_app/event.html",
        {
            "event": found,
            "occurrence": current,
            "dates": dates,
            "category_names": category_names(),
            "audience": structured.audience_labels(found),
            "body": _body(found, origin),
            "attachments": [
                {"title": one["title"], "url": f"{origin}{one['path']}"}
                for one in found.attachments
            ],
            "is_own": is_own,
            # Pages load nothing from another host; the municipality's own page has the picture.
            "picture_url": found.picture_path if is_own else "",
            "is_over": is_over,
            "map_url": _map_url(found),
            "json_ld": structured.json_ld(found, coming),
            "feed_url": feed_url,
            "webcal_url": links.webcal(feed_url),
            "google_url": calendars.google(found, current),
            "outlook_url": calendars.outlook(found, current),
            "mail_url": _mail_url(found, current),
            "nearby": [] if is_over else selectors.nearby(site, found, max(day, today)),
            "show_municipality": site.is_union,
        },
    )


def _body(event: PublishedEvent, origin: str) -> SafeString:
    """The text; on another site links within the municipality's one get its address."""
    if not origin:
        return event.text_html
    return SafeString(event.body_html.replace('href="/', f'href="{origin}/'))


def _map_url(event: PublishedEvent) -> str:
    if event.latitude is None or event.longitude is None:
        return ""
    where = f"{event.longitude},{event.latitude}"
    position: dict[str, Any] = {"x": event.longitude, "y": event.latitude, "z": 17}
    return "https://mapy.com/turisticka?" + urlencode(
        position | {"source": "coor", "id": where}, safe=","
    )


def _mail_url(event: PublishedEvent, date: Occurrence | None) -> str:
    """A letter that the visitor's own program writes; blanks as %20, which mailto: wants."""
    one = date or event
    where = f"\n{one.place}" if one.place else ""
    body = f"{event.title}\n{one.when}{where}\n\n{event.url}\n"
    subject = _("Event: %(title)s") % {"title": event.title}
    return "mailto:?" + urlencode({"subject": subject, "body": body.replace("\n", "\r\n")}).replace(
        "+", "%20"
    )
