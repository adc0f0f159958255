from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import BadRequest
from django.core.paginator import InvalidPage, Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, QueryDict
from django.utils.translation import gettext as _

from tenants.noticeboard.enums import NoticeKind
from tenants.noticeboard.models import Notice, NoticeAttachment

ON_PAGE = 20
ON_HOME = 5


def _with_attachments() -> Prefetch[str, Any, str]:
    return Prefetch(
        "attachments",
        NoticeAttachment.objects.select_related("document"),
        to_attr="files",
    )


def board(params: QueryDict | Mapping[str, str]) -> dict[str, Any]:
    """One page of what hangs on the board today. Three queries, however many notices.

    Raises BadRequest for a broken filter, Http404 behind the last page.
    """
    raw = params.getlist("kategorie") if isinstance(params, QueryDict) else []
    chosen = [part for value in raw for part in value.split(",") if part]
    if unknown := [kind for kind in chosen if kind not in NoticeKind.values]:
        raise BadRequest(_("There is no kind of notice “%(name)s”.") % {"name": unknown[0][:60]})
    number = params.get("strana") or "1"
    if not (number.isascii() and number.isdigit()) or len(number) > 6:
        raise BadRequest(_("“%(value)s” is not a number of a page.") % {"value": number[:40]})
    notices = Notice.objects.on_board().prefetch_related(_with_attachments())
    if chosen:
        notices = notices.filter(kind__in=chosen)
    try:
        page = Paginator(notices, ON_PAGE).page(int(number))
    except InvalidPage as error:
        raise Http404(_("There is no such page of the list.")) from error
    return {
        "notices": page,
        "kinds": NoticeKind.choices,
        "chosen_kinds": chosen,
        "filter_query": "".join(f"kategorie={kind}&" for kind in chosen),
    }


def on_board(notice_id: int) -> Notice:
    """One notice of the board with its files. Raises Http404 unless it hangs there today."""
    notice = Notice.objects.on_board().filter(pk=notice_id).prefetch_related(_with_attachments())
    found = notice.first()
    if found is None:
        raise Http404(_("There is no such notice on the board; it may have been taken down."))
    return found


def home_section(request: HttpRequest) -> dict[str, Any] | None:
    """The latest notices. One query."""
    notices = list(Notice.objects.on_board().defer("text")[:ON_HOME])
    return {"notices": notices} if notices else None
