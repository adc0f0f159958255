"""The list for machines: RSS, which is for everybody and tells what everybody may know; CSV and
JSON, which tell what the person who asks may read."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shared.kernel.ratelimit import limited
from shared.practices import selectors
from shared.practices.content import Result
from shared.practices.models import Practice, union_path
from shared.practices.views.public import asked, viewer_of

MOST_EXPORTED = 2_000
FRESH_SECONDS = 600
# A cell that begins so would be run by a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class PracticeFeed(Feed):
    feed_type = Rss201rev2Feed
    item_guid_is_permalink = True

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpRequest:
        return request

    def title(self, request: HttpRequest) -> str:
        return _("Good practice – %(name)s") % {"name": request.tenant.display_name}  # type: ignore[attr-defined]

    def description(self, request: HttpRequest) -> str:
        return _("What the municipalities of the union have tried, and what came of it.")

    def link(self, request: HttpRequest) -> str:
        return request.build_absolute_uri(union_path("index"))

    def feed_url(self, request: HttpRequest) -> str:
        return request.build_absolute_uri()

    def items(self, request: HttpRequest) -> list[Practice]:
        # Readers of feeds are nobody in particular, whoever's session this request carries.
        found = selectors.latest(selectors.STRANGER)
        for practice in found:
            practice.feed_link = request.build_absolute_uri(practice.path)  # type: ignore[attr-defined]
        return found

    def item_title(self, item: Practice) -> str:
        return item.title

    def item_description(self, item: Practice) -> str:
        return item.summary

    def item_link(self, item: Practice) -> str:
        return item.feed_link  # type: ignore[attr-defined]

    def item_pubdate(self, item: Practice) -> dt.datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: Practice) -> dt.datetime | None:
        return item.published_at

    def item_categories(self, item: Practice) -> list[str]:
        return [str(item.text.topic_label), item.municipality.name]


_feed = PracticeFeed()


@require_safe
def rss(request: HttpRequest) -> HttpResponse:
    response = _feed(request)
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    return response


def _chosen(request: HttpRequest) -> list[Practice] | None:
    form, _sites = asked(request)
    if not form.is_valid():
        return None
    found, _total, _corrected = selectors.forgiving(viewer_of(request), form.selection())
    return list(
        found.select_related("municipality", "version").defer("draft", "search")[:MOST_EXPORTED]
    )


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response


def _wrong() -> HttpResponse:
    return _private(
        HttpResponse(
            _("The address asks for something that does not exist."),
            status=400,
            content_type="text/plain; charset=utf-8",
        )
    )


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _result(result: Result) -> str:
    before, after = (
        "?" if each is None else str(each).replace(".", ",")
        for each in (result.before, result.after)
    )
    return f"{result.indicator}: {before} → {after} {result.unit}".strip()


@require_safe
@limited("practices-export", limit=30, seconds=60)
def as_csv(request: HttpRequest) -> HttpResponse:
    """Semicolons and a byte order mark, as Czech spreadsheets want it."""
    practices = _chosen(request)
    if practices is None:
        return _wrong()
    text = io.StringIO()
    text.write("\ufeff")
    rows = csv.writer(text, delimiter=";")
    rows.writerow(
        [
            *("cislo", "nazev", "shrnuti", "obec", "tema", "stav", "zahajeno", "ukonceno"),
            *("naklady_kc", "vysledky", "prevzalo", "chce_prevzit", "zverejneno", "adresa"),
        ]
    )
    for practice in practices:
        record = practice.text
        rows.writerow(
            _cell(value)
            for value in (
                practice.pk,
                practice.title,
                practice.summary,
                practice.municipality.name,
                record.topic_label,
                record.progress_label,
                record.started,
                record.ended,
                str(practice.cost).replace(".", ",") if practice.cost is not None else "",
                "; ".join(_result(result) for result in record.results),
                practice.done,  # type: ignore[attr-defined]
                practice.wanted,  # type: ignore[attr-defined]
                practice.first_published_at and timezone.localdate(practice.first_published_at),
                request.build_absolute_uri(practice.path),
            )
        )
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="dobra-praxe.csv"'
    return _private(response)


@require_safe
@limited("practices-export", limit=30, seconds=60)
def as_json(request: HttpRequest) -> HttpResponse:
    practices = _chosen(request)
    if practices is None:
        return _wrong()
    return _private(
        JsonResponse(
            {"practices": [_described(request, practice) for practice in practices]},
            json_dumps_params={"ensure_ascii": False},
        )
    )


def _described(request: HttpRequest, practice: Practice) -> dict[str, Any]:
    record = practice.text
    return {
        "number": practice.pk,
        "url": request.build_absolute_uri(practice.path),
        "title": practice.title,
        "summary": practice.summary,
        "municipality": {"slug": practice.municipality.slug, "name": practice.municipality.name},
        "topic": practice.topic,
        "progress": practice.progress,
        "started": record.started,
        "ended": record.ended,
        "problem": record.problem,
        "solution": record.solution,
        "results_text": record.results_text,
        "results": [vars(result) for result in record.results],
        "cost": practice.cost,
        "funding": record.funding,
        "people": record.people,
        "went_wrong": record.went_wrong,
        "conditions": record.conditions,
        "steps": [row["text"] for row in record.steps],
        "taken_over": practice.done,  # type: ignore[attr-defined]
        "want_to_take_over": practice.wanted,  # type: ignore[attr-defined]
        "published_at": practice.first_published_at,
        "changed_at": practice.published_at,
        "demonstration": practice.demonstration,
    }
