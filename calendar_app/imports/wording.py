"""Codes of imports in words that a clerk understands, each with what to do."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendar_app.events import wording as when_wording
from calendar_app.imports.addresses import Advice
from calendar_app.imports.enums import Field
from calendar_app.imports.items import Note, Reason, Trouble
from calendar_app.imports.zones import FIRST_YEAR, LAST_YEAR, local
from shared.kernel import http


@dataclasses.dataclass(frozen=True)
class Told:
    """What is wrong, and what the clerk can do about it."""

    what: str
    todo: str = ""


_ASK_OWNER = gettext_lazy("Ask the owner of the calendar to repair it.")
_TRY_LATER = gettext_lazy("We try again by ourselves. If it lasts for days, ask the owner.")
_CHECK = gettext_lazy("Check the address, or copy it once more.")

_TROUBLES: dict[str, tuple[str | Promise, str | Promise]] = {
    http.Trouble.BAD_ADDRESS: (
        gettext_lazy("This is no address of a calendar on the internet."),
        gettext_lazy("It should begin with https:// or webcal://. Copy it once more."),
    ),
    http.Trouble.CREDENTIALS: (
        gettext_lazy("The address contains a name and a password."),
        gettext_lazy("Use an address that needs none; everybody could read the password."),
    ),
    http.Trouble.OWN_HOST: (
        gettext_lazy("This calendar is of this portal."),
        gettext_lazy(
            "Do not import it. Ask the municipality to offer you its event as “also ours”."
        ),
    ),
    http.Trouble.UNKNOWN_HOST: (gettext_lazy("The server in the address does not exist."), _CHECK),
    http.Trouble.INSIDE: (
        gettext_lazy("The address leads into a private network, where we must not look."),
        gettext_lazy("Use an address that works from any computer."),
    ),
    http.Trouble.UNREACHABLE: (gettext_lazy("The server does not answer."), _TRY_LATER),
    http.Trouble.NO_TLS: (
        gettext_lazy("The server cannot be reached by https, and we fetch nothing without it."),
        gettext_lazy("Ask the owner for an address that begins with https://."),
    ),
    http.Trouble.CERTIFICATE: (
        gettext_lazy("The server cannot prove who it is: its certificate is wrong or has expired."),
        _ASK_OWNER,
    ),
    http.Trouble.TOO_SLOW: (gettext_lazy("The server took longer than 20 seconds."), _TRY_LATER),
    http.Trouble.TOO_BIG: (
        gettext_lazy("The calendar is larger than 5 MB."),
        gettext_lazy("Ask its owner for one without old events."),
    ),
    http.Trouble.BROKEN_ANSWER: (
        gettext_lazy("The server answered something that we do not understand."),
        _TRY_LATER,
    ),
    http.Trouble.CUT_OFF: (gettext_lazy("The connection broke in the middle."), _TRY_LATER),
    http.Trouble.REDIRECTS: (gettext_lazy("The address leads in a circle."), _CHECK),
    http.Trouble.FORBIDDEN: (
        gettext_lazy("The server refuses to show the calendar to us."),
        gettext_lazy("In that calendar's settings, make it public; then copy its address again."),
    ),
    http.Trouble.NOT_FOUND: (
        gettext_lazy("There is no calendar at this address."),
        gettext_lazy("It may have been moved or is no longer public. Copy its address again."),
    ),
    http.Trouble.GONE: (
        gettext_lazy("The calendar has been removed for good."),
        gettext_lazy("Delete it here, or ask its owner for a new address."),
    ),
    http.Trouble.TOO_OFTEN: (
        gettext_lazy("The server asks us to come later."),
        gettext_lazy("You need not do anything, we wait as long as it wishes."),
    ),
    http.Trouble.SERVER_ERROR: (gettext_lazy("The server has a fault of its own."), _TRY_LATER),
    http.Trouble.STATUS: (gettext_lazy("The server did not send any calendar."), _CHECK),
    Trouble.EMPTY: (
        gettext_lazy("The server sent an empty answer. Nothing has been deleted."),
        _TRY_LATER,
    ),
    Trouble.WEB_PAGE: (
        gettext_lazy("A web page came instead of a calendar. Nothing has been deleted."),
        gettext_lazy(
            "Copy the address of the calendar itself: it is often called iCal or ICS and ends in"
            " .ics."
        ),
    ),
    Trouble.NO_CALENDAR: (
        gettext_lazy("What came is no calendar. Nothing has been deleted."),
        gettext_lazy("Copy the address of the calendar itself, often called iCal or ICS."),
    ),
    Trouble.INCOMPLETE: (
        gettext_lazy("The calendar breaks off in the middle. Nothing has been deleted."),
        _TRY_LATER,
    ),
    Trouble.TOO_MANY: (
        gettext_lazy("The calendar has more than 5 000 events."),
        gettext_lazy("Ask its owner for one without old events."),
    ),
    Trouble.TOO_DEMANDING: (
        gettext_lazy("Reading the calendar would take too much time."),
        gettext_lazy("Ask its owner for one without old events and endless series."),
    ),
    Trouble.CRASHED: (
        gettext_lazy("The calendar is damaged so that it cannot be read."),
        _ASK_OWNER,
    ),
    "our_fault": (
        gettext_lazy("Something failed on our side. Nothing has been deleted."),
        gettext_lazy("We try again by ourselves. If it lasts, tell the operator of the portal."),
    ),
}

_REASONS: dict[str, str | Promise] = {
    Reason.TOO_MANY_LINES: gettext_lazy("has more than 200 lines"),
    Reason.LONG_LINE: gettext_lazy("has a line longer than 64 kB"),
    Reason.NOT_CLOSED: gettext_lazy("has no end in the file"),
    Reason.BAD_LINE: gettext_lazy("has a line that cannot be read"),
    Reason.NO_START: gettext_lazy("has no beginning"),
    Reason.BAD_DATE: gettext_lazy("has a date that does not exist"),
    Reason.YEAR: gettext_lazy("has a year outside of 1970–2100"),
    Reason.NO_TITLE: gettext_lazy("has no name"),
    Reason.PRIVATE: gettext_lazy("is marked as private, so it must not be published"),
    Reason.BAD_DURATION: gettext_lazy("has a length that cannot be read"),
    Reason.TOO_LONG: gettext_lazy("lasts too long: 366 days are allowed, 31 if it repeats"),
    Reason.BAD_RULE: gettext_lazy("repeats by a rule that cannot be read"),
    Reason.TOO_OFTEN: gettext_lazy("repeats more often than daily"),
    Reason.INTERVAL: gettext_lazy("repeats at an interval outside of 1–999"),
    Reason.COUNT: gettext_lazy("has a number of repetitions outside of 1–1 000"),
    Reason.TOO_MANY_TIMES: gettext_lazy("repeats more than 24 times a day"),
    Reason.TOO_MANY_DATES: gettext_lazy("has more than 1 000 extra dates"),
    Reason.NO_DATES: gettext_lazy("is a series without a single date"),
    Reason.TOO_DEMANDING: gettext_lazy("is a series that takes too long to work out"),
    Reason.UNREADABLE: gettext_lazy("is damaged and cannot be read"),
    "invalid": gettext_lazy("does not fit into our calendar"),
}

_NOTES: dict[str, str | Promise] = {
    Note.END_DROPPED: gettext_lazy("the end made no sense and was left out"),
    Note.UNKNOWN_ZONE: gettext_lazy("its time zone is not known, check the time"),
    Note.NO_UID: gettext_lazy("has no identifier, so a change of its name or time makes a new one"),
    Note.EXPANDED: gettext_lazy(
        "repeats by an unusual rule, so its dates were taken over one by one"
    ),
    Note.SHORTENED: gettext_lazy("only the first 1 000 dates were taken over"),
    Note.LINK_DROPPED: gettext_lazy("its link is not https and was left out"),
    Note.CHANGE_HOUR: gettext_lazy("it starts in the hour of the clock change, check the time"),
    Note.DATE_DROPPED: gettext_lazy("one of its dates cannot be read and was left out"),
}

_SKIPPED: dict[str, str | Promise] = {
    "over": gettext_lazy("is over"),
    "cancelled": gettext_lazy("was cancelled before we took it over"),
    "dismissed": gettext_lazy("you did not want it"),
    "deleted": gettext_lazy("you have deleted it"),
    "kept": gettext_lazy("you have kept it as your own"),
}

_ADVICE: dict[str, str | Promise] = {
    Advice.GOOGLE: gettext_lazy(
        "This is the page of a Google calendar. Open its settings, “Integrate calendar”, and copy"
        " “Public address in iCal format”. It ends in .ics."
    ),
    Advice.GOOGLE_SEVERAL: gettext_lazy(
        "This page shows several Google calendars at once. Add them one by one: each has in its"
        " settings a “Public address in iCal format”."
    ),
    Advice.OUTLOOK: gettext_lazy(
        "This is the page of an Outlook calendar. In Outlook open Settings, Calendar, Shared"
        " calendars, publish the calendar and copy the ICS link."
    ),
    Advice.ICLOUD: gettext_lazy(
        "This is the page of iCloud. In the Calendar app tick “Public calendar” and copy the link"
        " that begins with webcal://."
    ),
    Advice.FACEBOOK: gettext_lazy(
        "Facebook does not offer the events of a page as a calendar. Ask the organiser for"
        " another one, or enter the events by hand."
    ),
}


def trouble(code: str) -> Told:
    what, todo = _TROUBLES.get(code, _TROUBLES["our_fault"])
    return Told(str(what), str(todo))


def reason(code: str) -> str:
    return str(_REASONS.get(code, code))


def skipped(code: str) -> str:
    return str(_SKIPPED.get(code, code))


def note(code: str) -> str:
    """Of an item's notes; the names of fields mean that the clerk's own wording stayed."""
    if code in Field.values:
        return _("%(field)s: yours has stayed") % {"field": Field(code).label}
    return str(_NOTES.get(code, code))


def date(text: str) -> str:
    """A date of the log as people write it; what a broken event says of its date, as it stands."""
    found = re.fullmatch(r"(\d{4})-?(\d\d)-?(\d\d)(?:[ T](\d\d):?(\d\d)(?::?\d\d)?(Z?))?", text)
    if found is None:
        return text
    year, month, day, hour, minute, utc = found.groups()
    try:
        on = dt.date(int(year), int(month), int(day))
        if hour is None:
            return when_wording.short_day(on)
        at = dt.time(int(hour), int(minute))
    except ValueError:
        return text
    if utc and FIRST_YEAR <= on.year <= LAST_YEAR:
        moment = local(dt.datetime.combine(on, at, dt.UTC))
        on, at = moment.date(), moment.time()
    return f"{when_wording.short_day(on)} {when_wording.time(at)}"


def advice(code: str) -> str:
    return str(_ADVICE[code])
