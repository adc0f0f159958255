"""Files that people uploaded, and the pages of errors."""

from __future__ import annotations

import sys
from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import Storage, default_storage
from django.db import InterfaceError, OperationalError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import http_date
from django.views import defaults
from django.views.decorators.http import require_safe
from django.views.static import was_modified_since

from portal.middleware import unavailable
from shared.kernel.storage import PUBLIC_FOLDER, PublicStorage

# Renditions are made for public pages. Originals and documents have rights of their own and are
# reached through Wagtail's views, never by their path.
PUBLIC_FOLDERS = frozenset({"images"})
SHOWN_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
}


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture of this site (`images/…`) or of the registry (`_public/…`); else 404.

    The storage belongs to the schema of the request, so another site's file has no address here.
    """
    folder, _slash, rest = path.partition("/")
    storage: Storage
    if folder == PUBLIC_FOLDER:
        storage, name = PublicStorage(), rest
    elif folder in PUBLIC_FOLDERS:
        storage, name = default_storage, path
    else:
        raise Http404
    content_type = SHOWN_TYPES.get(PurePosixPath(name).suffix.lower())
    if content_type is None:
        raise Http404
    try:
        modified = storage.get_modified_time(name).timestamp()
        if not was_modified_since(request.headers.get("If-Modified-Since"), int(modified)):
            return HttpResponse(status=304)
        response = FileResponse(storage.open(name), content_type=content_type)
    except (OSError, SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error
    response["Last-Modified"] = http_date(modified)
    response["Cache-Control"] = "public, max-age=86400"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", {"reason": str(exception)}, status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403.html", {"csrf": True}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls this while it handles the exception, whichever layer has raised it."""
    if isinstance(sys.exception(), InterfaceError | OperationalError):
        return unavailable(request)
    return defaults.server_error(request)
