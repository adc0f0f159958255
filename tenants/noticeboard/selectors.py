from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.core.paginator import InvalidPage, Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from shared.kernel import clock
from shared.kernel.db import connection
from shared.published import search
from shared.published import selectors as published
from shared.published.enums import Kind
from tenants.noticeboard.enums import NoticeKind
from tenants.noticeboard.models import Notice, NoticeAttachment, NoticeQuerySet

ON_PAGE = 20
ON_HOME = 5
IN_FEED = 50
ON_KIOSK = 200


@dataclass(frozen=True)
class Filters:
    """What a visitor has asked for. `day_from` and `day_to` are days of posting, both included."""

    kinds: tuple[str, ...] = ()
    originator: str = ""
    query: str = ""
    day_from: dt.date | None = None
    day_to: dt.date | None = None

    @classmethod
    def of(cls, params: QueryDict | Mapping[str, str]) -> Filters:
        """Raises BadRequest for a kind or a day that does not exist."""
        raw = params.getlist("kategorie") if isinstance(params, QueryDict) else []
        kinds = tuple(dict.fromkeys(part for value in raw for part in value.split(",") if part))
        if unknown := [kind for kind in kinds if kind not in NoticeKind.values]:
            raise BadRequest(
                _("There is no kind of notice “%(name)s”.") % {"name": unknown[0][:60]}
            )
        return cls(
            kinds=kinds,
            originator=params.get("puvodce", "").replace("\x00", "").strip()[:200],
            query=published.cleaned_query(params.get("q", "")),
            day_from=_day(params.get("od", "")),
            day_to=_day(params.get("do", "")),
        )

    @property
    def any(self) -> bool:
        return bool(self.kinds or self.originator or self.query or self.day_from or self.day_to)

    @property
    def as_query(self) -> str:
        """For the addresses of further pages: empty or ending with an ampersand."""
        pairs = [("kategorie", kind) for kind in self.kinds]
        pairs += [("puvodce", self.originator)] if self.originator else []
        pairs += [("q", self.query)] if self.query else []
        pairs += [("od", str(self.day_from))] if self.day_from else []
        pairs += [("do", str(self.day_to))] if self.day_to else []
        return f"{urlencode(pairs)}&" if pairs else ""

    def apply(self, notices: NoticeQuerySet) -> NoticeQuerySet:
        """Those that fit."""
        return self.forgiving(notices)[0]

    def forgiving(self, notices: NoticeQuerySet) -> tuple[NoticeQuerySet, list[tuple[str, str]]]:
        """Those that fit, and what was typed and nothing public has, with what was looked for in
        its place. One query by words, up to four more where nothing has them."""
        corrected: list[tuple[str, str]] = []
        if self.kinds:
            notices = notices.filter(kind__in=self.kinds)
        if self.originator:
            notices = notices.filter(originator=self.originator)
        if self.day_from:
            notices = notices.filter(posted_at__gte=_midnight(self.day_from))
        if self.day_to:
            notices = notices.filter(posted_at__lt=_midnight(self.day_to + dt.timedelta(days=1)))
        if self.query:
            # Any form of the words and without their accents, as the portal's search finds them.
            keys, corrected = search.listed(self.query, Kind.NOTICE, schema=connection.schema_name)
            notices = notices.filter(
                Q(pk__in=[int(key) for key in keys]) | Q(reference__icontains=self.query)
            )
        return notices, corrected


def _day(text: str) -> dt.date | None:
    if not text:
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as error:
        raise BadRequest(_("“%(value)s” is not a day.") % {"value": text[:40]}) from error
    if not 1990 <= day.year <= 2200:
        raise BadRequest(_("“%(value)s” is not a day.") % {"value": text[:40]})
    return day


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, clock.PRAGUE)


def listing(params: QueryDict | Mapping[str, str], *, archive: bool = False) -> dict[str, Any]:
    """One page of the board or of its archive. Three queries, however many notices; a search by
    words costs one more, and up to four where nothing has them.

    Raises BadRequest for a broken filter, Http404 behind the last page.
    """
    filters = Filters.of(params)
    number = params.get("strana") or "1"
    if not (number.isascii() and number.isdigit()) or len(number) > 6:
        raise BadRequest(_("“%(value)s” is not a number of a page.") % {"value": number[:40]})
    base = Notice.objects.archived() if archive else Notice.objects.on_board()
    # Ties of one minute by the key, so that no notice is on two pages or on none.
    order = "-removed_at" if archive else "-posted_at"
    fitting, corrected = filters.forgiving(base)
    notices = fitting.defer("text").order_by(order, "-pk")
    try:
        page = Paginator(notices, ON_PAGE).page(int(number))
    except InvalidPage as error:
        raise Http404(_("There is no such page of the list.")) from error
    return {
        "notices": page,
        "filters": filters,
        "corrected": corrected,
        "kinds": NoticeKind.choices,
        "originators": originators(base),
        "archive": archive,
    }


def originators(notices: NoticeQuerySet) -> list[str]:
    """Other offices whose notices are there; our own is the empty one and not listed."""
    found = notices.exclude(originator="").order_by("originator")
    return list(found.values_list("originator", flat=True).distinct()[:200])


def public_notice(notice_id: int) -> Notice:
    """One notice of the board or of the public archive, with its files and what it corrects.

    Raises Http404 for all others, whether they exist or not. Three queries.
    """
    found = (
        Notice.objects.public()
        .select_related("corrects")
        .prefetch_related("attachments")
        .filter(pk=notice_id)
        .first()
    )
    if found is None:
        raise Http404(_("There is no such notice on the board; it may have been taken down."))
    return found


def corrections_of(notice: Notice) -> list[Notice]:
    return list(Notice.objects.public().filter(corrects=notice.pk).defer("text"))


def public_file(notice_id: int, attachment_id: int, filename: str) -> NoticeAttachment:
    """A document of a notice that everybody may see. Raises Http404."""
    found = (
        NoticeAttachment.objects.select_related("notice")
        .filter(pk=attachment_id, notice=notice_id, filename=filename)
        .exclude(path="")
        .first()
    )
    if found is None or not found.notice.is_public:
        raise Http404
    return found


def feed(params: QueryDict) -> list[Notice]:
    """The newest notices of the board, of the kinds asked for. One query."""
    return list(
        Filters.of(params).apply(Notice.objects.on_board()).order_by("-posted_at", "-pk")[:IN_FEED]
    )


def kiosk() -> list[Notice]:
    """Everything that hangs, for the screen in front of the office. One query."""
    return list(Notice.objects.on_board().defer("text").order_by("-posted_at", "-pk")[:ON_KIOSK])


def home_section(request: HttpRequest) -> dict[str, Any] | None:
    """The latest notices. One query."""
    notices = list(Notice.objects.on_board().defer("text").order_by("-posted_at", "-pk")[:ON_HOME])
    return {"notices": notices} if notices else None


# --- Documents of the library ---------------------------------------------------------------------


def library_may_serve(document: Any) -> bool:
    """Whether the library may hand out a document to everybody, as far as the board is concerned.

    A document of a notice is public with it: not before the notice is posted, unless something
    else on the site uses it, and never again once a notice with personal data has come down.
    """
    from wagtail.models import ReferenceIndex

    holders = list(
        Notice.objects.filter(attachments__document=document)
        .only("posted_at", "removed_at", "personal", "live")
        .distinct()
    )
    if not holders:
        return True
    if any(notice.removed_at is not None and notice.personal for notice in holders):
        return any(notice.is_on_board for notice in holders)
    if any(notice.is_public for notice in holders):
        return True
    elsewhere = ReferenceIndex.get_references_to(document).exclude(
        base_content_type__app_label="noticeboard"
    )
    return bool(elsewhere.exists())
