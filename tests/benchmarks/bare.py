"""The least that Django can do: one view that returns a string, with no middleware at all.

Served by the same Granian with the same options, it is what a cached page is compared with.
`BENCH_BODY` names a file with the body, as large as the page that it stands beside.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    DEBUG=False,
    SECRET_KEY="bare",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[],
    USE_TZ=True,
)

BODY = Path(os.environ["BENCH_BODY"]).read_bytes()


def view(request: HttpRequest) -> HttpResponse:
    # Without its length the answer would go out in chunks, which is slower.
    return HttpResponse(BODY, headers={"Content-Length": str(len(BODY))})


urlpatterns = [path("", view)]
application = get_wsgi_application()
