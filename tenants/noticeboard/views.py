from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shared.kernel import clock
from tenants.noticeboard import selectors
from tenants.noticeboard.models import NoticeAttachment

# No script of a document runs on the site's origin; a PDF shown in place on the kiosk is drawn by
# the browser's own viewer, which a sandbox would keep from starting.
DOWNLOAD_POLICY = "default-src 'none'; sandbox"
SHOWN_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; object-src 'self'"
)


def _board_crumb() -> dict[str, Any]:
    return {"title": _("Official notice board"), "url": reverse("noticeboard:board")}


def _archive_crumb() -> dict[str, Any]:
    return {"title": _("Archive of the board"), "url": reverse("noticeboard:archive")}


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    context = {**selectors.listing(request.GET), "crumbs": [_board_crumb()]}
    return render(request, "tenants/noticeboard/board.html", context)


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    context = {
        **selectors.listing(request.GET, archive=True),
        "crumbs": [_board_crumb(), _archive_crumb()],
    }
    return render(request, "tenants/noticeboard/board.html", context)


@require_safe
def detail(request: HttpRequest, notice_id: int) -> HttpResponse:
    notice = selectors.public_notice(notice_id)
    crumbs = [_board_crumb()] if notice.is_on_board else [_board_crumb(), _archive_crumb()]
    return render(
        request,
        "tenants/noticeboard/notice.html",
        {
            "notice": notice,
            "attachments": list(notice.attachments.all()),
            "corrections": selectors.corrections_of(notice),
            "crumbs": [*crumbs, {"title": notice.title, "url": notice.url}],
        },
    )


@require_safe
def file(
    request: HttpRequest, notice_id: int, attachment_id: int, filename: str
) -> HttpResponseBase:
    """A document as it was posted, for download; 404 once its notice is not public any more."""
    return _serve(request, selectors.public_file(notice_id, attachment_id, filename), shown=False)


def _serve(request: HttpRequest, attachment: NoticeAttachment, *, shown: bool) -> HttpResponseBase:
    etag = f'"{attachment.sha256[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        try:
            content = default_storage.open(attachment.path)
        except OSError as error:
            raise Http404 from error
        in_place = shown and attachment.extension.lower() == "pdf"
        response = FileResponse(content, as_attachment=not in_place, filename=attachment.filename)
        response["Content-Security-Policy"] = SHOWN_POLICY if in_place else DOWNLOAD_POLICY
    response["ETag"] = etag
    # Asked for each time: what has left the board must leave every cache on the way with it.
    response["Cache-Control"] = "private, no-cache"
    if attachment.notice.personal:
        response["X-Robots-Tag"] = "noindex"
    return response


# --- The kiosk ------------------------------------------------------------------------------------


@require_safe
def kiosk(request: HttpRequest) -> HttpResponse:
    """The board for a touch screen. `kiosk.js` refreshes it and keeps it when the network is gone."""
    context = {"notices": selectors.kiosk(), "made_at": clock.now()}
    return render(request, "tenants/noticeboard/kiosk.html", context)


@require_safe
def kiosk_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    notice = selectors.public_notice(notice_id)
    if not notice.is_on_board:
        raise Http404(_("There is no such notice on the board; it may have been taken down."))
    context = {
        "notice": notice,
        "attachments": list(notice.attachments.all()),
        "made_at": clock.now(),
    }
    return render(request, "tenants/noticeboard/kiosk_notice.html", context)


@require_safe
def kiosk_file(
    request: HttpRequest, notice_id: int, attachment_id: int, filename: str
) -> HttpResponseBase:
    attachment = selectors.public_file(notice_id, attachment_id, filename)
    if not attachment.notice.is_on_board:
        raise Http404
    return _serve(request, attachment, shown=True)


@require_safe
def kiosk_worker(request: HttpRequest) -> HttpResponse:
    """A service worker rules the folder that it comes from, hence not one of the static files."""
    response = render(
        request, "tenants/noticeboard/kiosk_worker.js", content_type="text/javascript"
    )
    response["Cache-Control"] = "no-cache"
    return response
