"""What is refused of a notice, and why, in words that name the law and the first day that is fine.

Stands below `models`, which calls it, and asks a notice for its fields only.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from shared.kernel.templatetags.portal_tags import czdate
from tenants.noticeboard import periods

if TYPE_CHECKING:
    from tenants.noticeboard.models import Notice


def check(notice: Notice) -> None:
    """Raises ValidationError by field. A posted notice is past these questions."""
    if notice.posted_at is not None:
        return
    errors: dict[str, str] = {}
    day = notice.posting_day
    if notice.planned_removal is not None and notice.planned_removal < day:
        errors["planned_removal"] = _("It would be taken down before it is posted.")
    elif message := too_short(notice, day):
        errors["planned_removal"] = message
    if message := refusal(notice, day):
        errors["meeting_on" if notice.meeting_on else "kind"] = message
    if notice.kind == "council_meeting" and notice.meeting_on is None:
        errors["meeting_on"] = _("An invitation needs the day of the meeting.")
    if (
        notice.meeting_on is not None
        and notice.planned_removal is not None
        and notice.kind == "council_meeting"
        and notice.planned_removal < notice.meeting_on
    ):
        errors["planned_removal"] = _("An invitation hangs at least until the day of the meeting.")
    if notice.corrects_id is not None and notice.corrects_id == notice.pk:
        errors["corrects"] = _("A notice cannot correct itself.")
    if errors:
        raise ValidationError(errors)


def too_short(notice: Notice, day: dt.date) -> str:
    """Why the planned removal is too early for a notice posted on `day`; empty if it is not."""
    last = periods.last_required_day(notice.kind, day, joint=notice.is_joint)
    if last is None or notice.planned_removal is None or notice.planned_removal >= last:
        return ""
    found = periods.period(notice.kind, joint=notice.is_joint)
    return _(
        "%(law)s: at least %(days)d days, the day of posting not counted. Posted on %(posted)s it"
        " hangs until %(last)s; the earliest removal is %(earliest)s."
    ) % {
        "law": found.law,
        "days": found.on_board,
        "posted": czdate(day),
        "last": czdate(last),
        "earliest": czdate(last + dt.timedelta(days=1)),
    }


def refusal(notice: Notice, day: dt.date) -> str:
    """Why a notice may not be posted on `day` at all; empty if it may."""
    if notice.meeting_on is None:
        return ""
    named = bool(notice.exception.strip())
    latest = periods.latest_posting(
        notice.kind, notice.meeting_on, exception=named, joint=notice.is_joint
    )
    if latest is None or day <= latest:
        return ""
    found = periods.period(notice.kind, joint=notice.is_joint)
    days = found.before_meeting
    if named and found.before_meeting_exception is not None:
        days = found.before_meeting_exception
    message = _(
        "%(law)s: posted at least %(days)d days before the meeting. For a meeting on %(meeting)s"
        " the last day was %(latest)s; posted on %(posted)s the meeting may be on %(first)s at the"
        " earliest."
    ) % {
        "law": found.law,
        "days": days,
        "meeting": czdate(notice.meeting_on),
        "latest": czdate(latest),
        "posted": czdate(day),
        "first": czdate(day + dt.timedelta(days=days or 0)),
    }
    if found.before_meeting_exception is not None and not named:
        message += " " + _(
            "In a state of crisis name the exception; then %(days)d days will do."
        ) % {"days": found.before_meeting_exception}
    return message


def explanation(notice: Notice) -> str:
    """What the law asks of this notice, for the form and for the desk; empty where nothing."""
    found = periods.period(notice.kind, joint=notice.is_joint)
    parts = []
    last = periods.last_required_day(notice.kind, notice.posting_day, joint=notice.is_joint)
    if last is not None:
        parts.append(
            _("%(law)s: at least %(days)d days; the earliest removal is %(earliest)s.")
            % {
                "law": found.law,
                "days": found.on_board,
                "earliest": czdate(last + dt.timedelta(days=1)),
            }
        )
    if found.before_meeting is not None:
        parts.append(
            _("%(law)s: posted at least %(days)d days before the meeting.")
            % {"law": found.law, "days": found.before_meeting}
        )
    return " ".join(parts)
