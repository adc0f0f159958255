"""The files of a site. What is built is kept by the page cache, see `shared.published.page_cache`."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.core.cache import cache
from django.utils import translation

from shared.kernel import clock
from shared.opendata import catalogue, sets
from shared.opendata.sets import JSON_LD, Form
from tenants.registry.models import Municipality

REMEMBERED_SECONDS = 90 * 24 * 3600

CATALOGUE = Form("jsonld", JSON_LD, "JSON_LD", lambda site: sets.dumped(catalogue.build(site)))


@dataclass(frozen=True)
class File:
    body: bytes
    content_type: str
    modified: dt.datetime


def file(site: Municipality, slug: str, extension: str) -> File | None:
    """One file of a data set, or None where there is none of that name."""
    if (slug, extension) == ("katalog", "jsonld"):
        form: Form | None = CATALOGUE
    else:
        data_set = sets.find(site, slug)
        form = data_set.form(extension) if data_set is not None else None
    if form is None:
        return None
    with translation.override("cs"):  # data have one language, whoever asks first
        body = form.build(site)
    return File(body, form.content_type, _modified(slug, extension, body))


def _modified(slug: str, extension: str, body: bytes) -> dt.datetime:
    """Since when the file has been as it is, in whole seconds.

    A data set has no date of its own that would tell of what has left it. So the bytes decide, and
    the cache remembers of when they are; what it forgets counts as new, which costs a download.
    Two states of one second get different ones.
    """
    key = f"opendata-modified:{slug}.{extension}"
    mark = hashlib.sha256(body).hexdigest()
    known = cache.get(key)
    if known is not None and known[0] == mark:
        seconds = known[1]
    else:
        seconds = int(clock.now().timestamp())
        if known is not None:
            seconds = max(seconds, known[1] + 1)
    cache.set(key, (mark, seconds), REMEMBERED_SECONDS)
    return dt.datetime.fromtimestamp(seconds, tz=dt.UTC)
