"""What a site hands over when it publishes something."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from shared.kernel.clock import PRAGUE
from shared.kernel.text import czech_sort_key, fold, lemmas
from shared.published.enums import Kind
from shared.published.spelling import known_words

# Beyond this a text adds little to search, and an index entry may not exceed a megabyte.
LONGEST_TEXT = 50_000


def _clean(text: str, longest: int) -> str:
    """Fit for a column: PostgreSQL has no NUL, and an over-long title must not stop publishing."""
    return text.replace("\x00", "")[:longest]


@dataclass(frozen=True, kw_only=True)
class ItemData:
    """One published item, in the site's own words. Texts are plain, never HTML.

    ``url_path`` starts with "/" and is relative to the site. ``ends_at`` is exclusive, so an
    all-day event of one day ends at the next midnight in Prague, or has no end at all.
    """

    kind: Kind
    source_id: str
    title: str
    url_path: str
    published_at: dt.datetime
    summary: str = ""
    body_text: str = ""
    language: str = "cs"
    image_path: str = ""
    category: str = ""
    place: str = ""
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    all_day: bool = False
    #: Takes place on several dates between ``starts_at`` and ``ends_at``; which of them is the
    #: next one is asked of `dates` when the item is read.
    recurring: bool = False
    pinned: bool = False
    pinned_until: dt.datetime | None = None
    cancelled: bool = False
    local: bool = False

    def as_guest_of(self, owner: str) -> ItemData:
        """The same for the lists of another site, which have no pictures of strangers' hosts.

        "Kulturní dům" alone would be the reader's own, so the place says whose it is.
        """
        place = self.place or owner
        if fold(owner) not in fold(place):
            place = f"{place} ({owner})"
        return replace(self, place=place, image_path="", pinned=False, pinned_until=None)

    @property
    def key(self) -> tuple[str, str]:
        return (str(self.kind), str(self.source_id))

    @property
    def over_at(self) -> dt.datetime | None:
        if self.starts_at is None:
            return None
        if self.ends_at is not None and self.ends_at > self.starts_at:
            return self.ends_at
        if self.all_day:
            next_day = self.starts_at.astimezone(PRAGUE).date() + dt.timedelta(days=1)
            return dt.datetime.combine(next_day, dt.time.min, tzinfo=PRAGUE)
        return self.starts_at

    def columns(self) -> dict[str, Any]:
        """Values of every column of ``Item`` that comes from the site, as they are stored."""
        title = _clean(self.title, 500)
        return {
            "kind": str(self.kind),
            "source_id": str(self.source_id),
            "language": self.language,
            "title": title,
            "summary": _clean(self.summary, 2_000),
            "text": _clean(self.body_text, LONGEST_TEXT),
            "url_path": self.url_path,
            "image_path": self.image_path,
            "category": _clean(self.category, 100),
            "place": _clean(self.place, 300),
            "published_at": self.published_at,
            "pinned": self.pinned,
            "pinned_until": self.pinned_until,
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "all_day": self.all_day,
            "recurring": self.recurring,
            "cancelled": self.cancelled,
            "local": self.local,
            "over_at": self.over_at,
            "title_key": czech_sort_key(title)[:2_000],
        }


@dataclass(frozen=True)
class SearchTexts:
    """Lemmas by weight: A the title, B category and place, C the summary, D text and owner."""

    a: str
    b: str
    c: str
    d: str

    def known_words(self) -> set[str]:
        """Words that may serve to correct what is mistyped; lemmas are words too, stems are not."""
        return known_words(f"{self.a} {self.b} {self.c} {self.d}")


#: As a date is said, "26. června 2027"; the lemmas lead from there to "červen".
_MONTHS = (
    *("ledna", "února", "března", "dubna", "května", "června"),
    *("července", "srpna", "září", "října", "listopadu", "prosince"),
)
#: A series without an end is asked for by the years that people think of, not by all of them.
_MOST_YEARS = 5


def _days_in_words(data: ItemData) -> str:
    """When it takes place as one would write it, so that "plesy 2027" and "26. června" find it.

    Of a series only the years: its dates lie elsewhere, and the first one alone would mislead.
    """
    if data.starts_at is None:
        return ""
    first = data.starts_at.astimezone(PRAGUE).date()
    last = first
    if data.ends_at is not None and data.ends_at > data.starts_at:
        # The end is exclusive: midnight belongs to the day before.
        last = (data.ends_at - dt.timedelta(microseconds=1)).astimezone(PRAGUE).date()
    if data.recurring:
        years = range(first.year, min(last.year, first.year + _MOST_YEARS - 1) + 1)
        return " ".join(map(str, years))
    return " ".join(
        f"{day.day}. {_MONTHS[day.month - 1]} {day.year}" for day in dict.fromkeys((first, last))
    )


def search_texts(data: ItemData, owner: str) -> SearchTexts:
    columns = data.columns()
    return SearchTexts(
        a=lemmas(columns["title"]),
        b=lemmas(f"{columns['category']} {columns['place']}"),
        c=lemmas(columns["summary"]),
        # The owner's name finds a fair "in Šluknov" that its own site need not call so.
        d=lemmas(f"{owner} {_days_in_words(data)} {columns['text']}"),
    )
