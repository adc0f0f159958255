"""How long each kind of notice must hang, and how its days are counted. The only place for it.

Figures marked † in the docstring of `PERIODS` come from memory of the law and not from its text:
correct them here, nothing else holds a number.

Counting, with its sources:

* The day of posting is not counted (§ 40(1)(a) of Act 500/2004, § 605(1) of Act 89/2012). Days are
  calendar days in Prague, so a day of 23 or 25 hours at a clock change is one day, and a notice
  posted at 23:59 has its first day on the next one.
* A public notice is delivered on the 15th day after posting, whatever day of the week that is:
  the rule that moves the end of a time limit to the next working day (§ 40(1)(c)) protects those
  who must act in time and is not applied to the fiction of delivery (Supreme Administrative Court,
  1 As 86/2009-47 on § 25(2); 9 As 55/2009-45 alike on § 24).
* The last day on the board is another matter: whether § 607 of Act 89/2012 moves it is disputed for
  each act. Hanging longer never harms, coming down early may make a decision void, so a least
  period that ends on a Saturday, Sunday or holiday ends here on the next working day.
* "At least 7 (15) days before" the council is counted back from the day of the meeting, which is
  not counted. Nothing is moved: that could only shorten the time.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from shared.kernel.holidays import working_day_from
from tenants.noticeboard.enums import NoticeKind

DELIVERY_DAYS = 15
# A single interruption of the remote copy up to this long is shown, but does not by itself take
# the delivery date off the certificate: a restart of the server is not the end of publication.
TOLERATED_INTERRUPTION = dt.timedelta(hours=1)
# Checks come this often; two that are missing are an interruption, because nobody can tell.
CHECK_EVERY = dt.timedelta(minutes=15)
LONGEST_BETWEEN_CHECKS = CHECK_EVERY * 2


@dataclass(frozen=True)
class Period:
    """What the law asks of one kind.

    `on_board` is the least number of days it hangs; `before_meeting` how many days before the
    meeting that is named in the notice it must be posted, `before_meeting_exception` how many in
    the exception that the law knows.
    """

    law: str
    on_board: int | None = None
    before_meeting: int | None = None
    before_meeting_exception: int | None = None


PERIODS: dict[str, Period] = {
    NoticeKind.PUBLIC_NOTICE: Period("§ 25 odst. 2 zákona č. 500/2004 Sb.", on_board=DELIVERY_DAYS),
    # The exception: a state of crisis under the crisis act. †
    NoticeKind.COUNCIL_MEETING: Period(
        "§ 93 odst. 1 zákona č. 128/2000 Sb.", before_meeting=7, before_meeting_exception=2
    ),
    NoticeKind.PROPERTY_INTENT: Period(
        "§ 39 odst. 1 zákona č. 128/2000 Sb.", on_board=15, before_meeting=15
    ),  # †
    NoticeKind.BUDGET: Period("§ 11 zákona č. 250/2000 Sb.", on_board=15, before_meeting=15),  # †
    NoticeKind.FINAL_ACCOUNT: Period(
        "§ 17 odst. 6 zákona č. 250/2000 Sb.", on_board=15, before_meeting=15
    ),  # †
    NoticeKind.BYLAW: Period("zákon č. 35/2021 Sb.", on_board=15),
}
# What the union posts in all its municipalities.
JOINT = Period("§ 39 zákona č. 250/2000 Sb.", on_board=15, before_meeting=15)
NO_PERIOD = Period("")


def period(kind: str, *, joint: bool = False) -> Period:
    own = PERIODS.get(kind, NO_PERIOD)
    if joint and kind in (NoticeKind.BUDGET, NoticeKind.FINAL_ACCOUNT):
        return JOINT
    return own


# --- Days -------------------------------------------------------------------------------------


def last_required_day(kind: str, posted: dt.date, *, joint: bool = False) -> dt.date | None:
    """The last day on which a notice posted on `posted` must still hang; None without a period."""
    days = period(kind, joint=joint).on_board
    return None if days is None else working_day_from(posted + dt.timedelta(days=days))


def earliest_removal(kind: str, posted: dt.date, *, joint: bool = False) -> dt.date | None:
    """The first day on which it may be taken down."""
    last = last_required_day(kind, posted, joint=joint)
    return None if last is None else last + dt.timedelta(days=1)


def latest_posting(
    kind: str, meeting: dt.date, *, exception: bool = False, joint: bool = False
) -> dt.date | None:
    """The last day on which a notice about the meeting may be posted; None where none is set."""
    found = period(kind, joint=joint)
    days = found.before_meeting
    if exception and found.before_meeting_exception is not None:
        days = found.before_meeting_exception
    return None if days is None else meeting - dt.timedelta(days=days)


def delivery_day(posted: dt.date) -> dt.date:
    """When a public notice posted on that day is delivered, if the remote copy was up."""
    return posted + dt.timedelta(days=DELIVERY_DAYS)
