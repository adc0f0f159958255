"""Addresses as people copy them: from the bar of a browser, where they lead to a web page.

Some of them can be turned into the address of the calendar itself, of others we can say which one
to copy instead.
"""

from __future__ import annotations

import base64
import binascii
import enum
import re
from urllib.parse import parse_qs, quote, urlsplit

from shared.kernel.http import secure_url


class Advice(enum.StrEnum):
    """Which address to copy instead."""

    GOOGLE = "google"
    GOOGLE_SEVERAL = "google_several"
    OUTLOOK = "outlook"
    ICLOUD = "icloud"
    FACEBOOK = "facebook"


class PageAddress(Exception):
    """The address is that of a page for people."""

    def __init__(self, advice: Advice) -> None:
        super().__init__(str(advice))
        self.advice = advice


_CALENDAR_ID = re.compile(r"[A-Za-z0-9._%+#&'-]{1,200}@[A-Za-z0-9.-]{1,200}")


def calendar_address(text: str) -> str:
    """The https address of the calendar that somebody means.

    Raises PageAddress for a page that cannot be turned into one, FetchError for no address.
    """
    url = secure_url(text)
    parts = urlsplit(url)
    host, path = parts.hostname or "", parts.path
    if host in {"calendar.google.com", "www.google.com"} and path.startswith("/calendar"):
        return _google(url, path, parse_qs(parts.query))
    if host == "calendar.app.google":
        raise PageAddress(Advice.GOOGLE)
    if re.fullmatch(r"outlook\.(live|office|office365)\.com", host):
        return _outlook(url, path)
    if host in {"www.icloud.com", "icloud.com"}:
        raise PageAddress(Advice.ICLOUD)
    if re.fullmatch(r"((www|m)\.)?(facebook|fb)\.com", host) and not path.startswith(
        "/events/ical"
    ):
        raise PageAddress(Advice.FACEBOOK)
    return _nextcloud(url, host, path)


def _google(url: str, path: str, query: dict[str, list[str]]) -> str:
    if "/ical/" in path and path.endswith(".ics"):
        return url
    ids = query.get("src", []) or [_google_cid(value) for value in query.get("cid", [])]
    if len(ids) > 1:
        raise PageAddress(Advice.GOOGLE_SEVERAL)
    if not ids or not _CALENDAR_ID.fullmatch(ids[0]):
        raise PageAddress(Advice.GOOGLE)
    return f"https://calendar.google.com/calendar/ical/{quote(ids[0], safe='')}/public/basic.ics"


def _google_cid(value: str) -> str:
    """The "share" link has the calendar's name in base64, older ones have it as it is."""
    if "@" in value:
        return value
    try:
        padded = value + "=" * (-len(value) % 4)
        return base64.urlsafe_b64decode(padded).decode("ascii")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""


def _outlook(url: str, path: str) -> str:
    """A published calendar has a page and an .ics side by side."""
    if path.endswith(".ics"):
        return url
    published = re.fullmatch(r"(/owa/calendar/.+/)(?:(?:reach)?calendar|index)\.html", path)
    if published is not None:
        name = "reachcalendar" if path.endswith("/reachcalendar.html") else "calendar"
        return secure_url(url.replace(path, f"{published[1]}{name}.ics"))
    raise PageAddress(Advice.OUTLOOK)


def _nextcloud(url: str, host: str, path: str) -> str:
    """The public page of a Nextcloud calendar, at schools and clubs."""
    page = re.match(
        r"(?P<base>.*?)(?:/index\.php)?/apps/calendar/(?:p|embed)/(?P<token>[A-Za-z0-9]{8,64})(/|$)",
        path,
    )
    if page is None:
        return url
    port = urlsplit(url).port
    netloc = host if port is None else f"{host}:{port}"
    return f"https://{netloc}{page['base']}/remote.php/dav/public-calendars/{page['token']}?export"
