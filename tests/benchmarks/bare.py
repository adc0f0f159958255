"""The least that Django can do: views that return a string, with no middleware at all.

Served by the same Granian with the same options, they are what a cached page is compared with.
`BENCH_BODIES` names a folder; `/<name>` answers with the bytes of that file.
"""

from __future__ import annotations

import os
from collections.abc import Callable
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


def returns(body: bytes) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        # Without its length the answer would go out in chunks, which is slower.
        return HttpResponse(body, headers={"Content-Length": str(len(body))})

    return view


urlpatterns = [
    path(file.name, returns(file.read_bytes()))
    for file in Path(os.environ["BENCH_BODIES"]).iterdir()
]
application = get_wsgi_application()
