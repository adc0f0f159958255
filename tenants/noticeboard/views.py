from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenants.noticeboard import selectors


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    return render(request, "tenants/noticeboard/board.html", selectors.board(request.GET))


@require_safe
def detail(request: HttpRequest, notice_id: int) -> HttpResponse:
    notice = selectors.on_board(notice_id)
    return render(
        request,
        "tenants/noticeboard/notice.html",
        {"notice": notice, "attachments": notice.files},
    )
