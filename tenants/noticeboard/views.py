from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenants.noticeboard import selectors


def _board_crumb() -> dict[str, Any]:
    return {"title": _("Official notice board"), "url": reverse("noticeboard:board")}


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    context = {**selectors.board(request.GET), "crumbs": [_board_crumb()]}
    return render(request, "tenants/noticeboard/board.html", context)


@require_safe
def detail(request: HttpRequest, notice_id: int) -> HttpResponse:
    notice = selectors.on_board(notice_id)
    return render(
        request,
        "tenants/noticeboard/notice.html",
        {
            "notice": notice,
            "attachments": notice.files,
            "crumbs": [_board_crumb(), {"title": notice.title, "url": notice.url}],
        },
    )
