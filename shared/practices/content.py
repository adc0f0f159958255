"""The text of a record: one document, its parts, what it must have before it is submitted. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy as _

from shared.kernel.text import lemmas
from shared.practices.enums import Licence, LinkKind, Paper, Progress, Topic, Visibility

# The parts of the form in the order in which they are filled in, and the keys that each one writes.
PARTS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "v-kostce": (_("In a nutshell"), ("title", "summary", "topic", "progress", "started", "ended")),
    "problem-a-reseni": (_("Problem and solution"), ("problem", "solution")),
    "vysledky": (_("Results"), ("results_text", "results")),
    "penize-a-lide": (
        _("Money and people"),
        ("cost", "cost_note", "funding", "people", "duration"),
    ),
    "pouceni": (_("Lessons"), ("went_wrong", "conditions")),
    "postup": (_("Steps for those who take it over"), ("steps",)),
    "soubory": (_("Pictures and attachments"), ("pictures", "attachments")),
    "kontakt-a-odkazy": (
        _("Contact and links"),
        ("contact_name", "contact_role", "contact_email", "contact_phone", "links", "related"),
    ),
    "pro-koho": (_("Who may see it"), ("visibility", "chosen")),
}
LISTS = ("results", "funding", "steps", "pictures", "attachments", "links", "related", "chosen")

# What the union's editor will not publish without, and what is then written in the form.
NEEDED = {
    "title": _("a title"),
    "summary": _("the summary in one sentence"),
    "topic": _("a topic"),
    "progress": _("what became of it"),
    "problem": _("the problem"),
    "solution": _("the solution"),
}


def missing(content: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Parts and names of what must be filled in before the record can be submitted."""
    found: list[tuple[str, Any]] = [
        (part_of(key), label) for key, label in NEEDED.items() if not content.get(key)
    ]
    if content.get("progress") == Progress.FAILED and not content.get("went_wrong"):
        found.append(("pouceni", _("what went wrong: of a failure that is what others need")))
    if content.get("progress") != Progress.FAILED and not (
        content.get("results") or content.get("results_text")
    ):
        found.append(("vysledky", _("at least one result")))
    if not (content.get("contact_email") or content.get("contact_phone")):
        found.append(("kontakt-a-odkazy", _("an e-mail or a telephone to ask at")))
    found += [
        ("soubory", _("the alternative text of every picture"))
        for picture in content.get("pictures", [])
        if not picture.get("alt")
    ][:1]
    if content.get("visibility") == Visibility.CHOSEN and not content.get("chosen"):
        found.append(("pro-koho", _("which municipalities may see it")))
    return found


def part_of(key: str) -> str:
    return next(part for part, (_label, keys) in PARTS.items() if key in keys)


def mark_of(content: Mapping[str, Any], part: str) -> str:
    """Changes whenever a part does; tells two people who write the same part from each other."""
    values = {key: content.get(key) for key in PARTS[part][1]}
    text = json.dumps(values, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def differing_parts(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    return [part for part in PARTS if mark_of(one, part) != mark_of(other, part)]


def _decimal(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value)) if value not in (None, "") else None
    except InvalidOperation:
        return None


def _crowns(value: Any) -> Decimal | None:
    """Whole crowns, or crowns with both digits of hellers: never 1 250 000,5 Kč."""
    amount = _decimal(value)
    if amount is None or amount == amount.to_integral_value():
        return amount
    return amount.quantize(Decimal("0.01"))


def _day(value: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if value else None
    except (TypeError, ValueError):
        return None


@dataclass(frozen=True)
class Result:
    indicator: str
    before: Decimal | None
    after: Decimal | None
    unit: str

    @property
    def difference(self) -> Decimal | None:
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


def results(rows: Any) -> list[Result]:
    return [
        Result(
            row.get("indicator", ""),
            _decimal(row.get("before")),
            _decimal(row.get("after")),
            row.get("unit", ""),
        )
        for row in rows or []
    ]


class Record:
    """A document with the types that its values have. What is not there is empty."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.content = content

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self.content.get(name) or ([] if name in LISTS else "")

    @property
    def cost(self) -> Decimal | None:
        return _crowns(self.content.get("cost"))

    @property
    def started(self) -> dt.date | None:
        return _day(self.content.get("started"))

    @property
    def ended(self) -> dt.date | None:
        return _day(self.content.get("ended"))

    @property
    def results(self) -> list[Result]:
        return results(self.content.get("results"))

    @property
    def funding(self) -> list[dict[str, Any]]:
        return [
            {"source": row.get("source", ""), "amount": _crowns(row.get("amount"))}
            for row in self.content.get("funding") or []
        ]

    @property
    def topic_label(self) -> str:
        return _label(Topic, self.content.get("topic"))

    @property
    def progress_label(self) -> str:
        return _label(Progress, self.content.get("progress"))

    @property
    def visibility_label(self) -> str:
        return _label(Visibility, self.content.get("visibility") or Visibility.PUBLIC)

    @property
    def failed(self) -> bool:
        return self.content.get("progress") == Progress.FAILED

    @property
    def links(self) -> list[dict[str, Any]]:
        return [
            {**row, "kind_label": _label(LinkKind, row.get("kind"))}
            for row in self.content.get("links") or []
        ]

    @property
    def attachments(self) -> list[dict[str, Any]]:
        return [
            {
                **row,
                "paper_label": _label(Paper, row.get("paper")),
                "licence_label": _label(Licence, row.get("licence")),
            }
            for row in self.content.get("attachments") or []
        ]

    @property
    def file_ids(self) -> set[int]:
        return {
            row["file"]
            for key in ("pictures", "attachments")
            for row in self.content.get(key) or []
        }


def _label(enum: Any, value: Any) -> str:
    return str(enum(value).label) if value in enum.values else ""


def search_texts(
    content: Mapping[str, Any], owner: str, papers: str = ""
) -> tuple[str, str, str, str]:
    """Lemmas by weight: title; summary and topic; problem and solution; all the rest, the owner and
    the words of attached papers."""
    record = Record(content)
    rest = [
        *(content.get(key) or "" for key in ("results_text", "went_wrong", "conditions", "people")),
        *(content.get(key) or "" for key in ("cost_note", "duration")),
        *(row.get("text", "") for row in content.get("steps") or []),
        *(result.indicator for result in record.results),
        *(row["source"] for row in record.funding),
        *(row.get("title", "") for row in record.attachments),
        *(row.get("alt", "") for row in content.get("pictures") or []),
        owner,
        papers,
    ]
    return (
        lemmas(record.title),
        lemmas(f"{record.summary} {record.topic_label}"),
        lemmas(f"{record.problem} {record.solution}"),
        lemmas(" ".join(rest))[:200_000],
    )


def plain_text(content: Mapping[str, Any], papers: str = "") -> str:
    """Everything a reader might search for, for the search over all sites; papers come last."""
    record = Record(content)
    parts = [
        *(record.problem, record.solution, record.results_text),
        *(result.indicator for result in record.results),
        *(record.went_wrong, record.conditions, record.people),
        *(row.get("text", "") for row in content.get("steps") or []),
        *(row.get("title", "") for row in record.attachments),
        papers,
    ]
    return "\n".join(part for part in parts if part)
