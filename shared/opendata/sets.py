"""Which data sets there are. Apps above say so in ``AppConfig.ready``, as with `projectors`.

A set that is registered has its files, its place in the catalogue and its part of the page; its
app knows nothing of any of these.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from tenants.registry.models import Municipality

Text = str | Promise
#: What is to be published of a site; asked on the schema of that site.
Build = Callable[[Municipality], Any]

JSON_LD = "application/ld+json"


@dataclass(frozen=True)
class Form:
    """One file of a data set. `build` returns its bytes."""

    extension: str
    media_type: str
    #: Of the EU's authority table of file types.
    file_type: str
    build: Callable[[Municipality], bytes]
    #: Address of a machine-readable schema; `/…` for one of our own files.
    schema: str = ""

    @property
    def content_type(self) -> str:
        # JSON has no such parameter (RFC 8259, 11); text without it is taken for anything.
        is_text = self.media_type.startswith("text/")
        return f"{self.media_type}; charset=utf-8" if is_text else self.media_type


@dataclass(frozen=True)
class Missing:
    """A figure that a schema wants and nobody has filled in."""

    what: Text
    #: Where it is filled in, on the site that it is about.
    where: str
    #: Whose it is, where that is not the site itself.
    whose: str = ""


@dataclass(frozen=True)
class Found:
    """What an IRI stands for: the document, and the page about the same for people."""

    document: dict[str, Any]
    page: str
    modified: dt.datetime | None = None


def _everywhere(site: Municipality) -> bool:
    return True


def _nothing(site: Municipality) -> list[Missing]:
    return []


@dataclass(frozen=True, kw_only=True)
class DataSet:
    slug: str
    title: Text
    summary: Text
    forms: tuple[Form, ...]
    #: Of the EU's authority table of themes, e.g. GOVE.
    theme: str
    #: Of the EU's authority table of frequencies.
    frequency: str = "CONT"
    keywords: tuple[Text, ...] = ()
    #: The formal norm that it keeps to; empty for a table of our own.
    specification: str = ""
    #: Names of persons are in it, such as in the title of a notice.
    personal: bool = False
    #: Texts that are works in the sense of the Copyright Act.
    works: bool = False
    available: Callable[[Municipality], bool] = _everywhere
    missing: Callable[[Municipality], list[Missing]] = _nothing
    #: The word after /zdroj/ in IRIs of single items, and who finds them; empty for none.
    noun: str = ""
    find: Callable[[Municipality, str], Found | None] | None = None
    #: One item as it stands in the file, for the page; None where the site has none.
    example: Callable[[Municipality], dict[str, Any] | None] | None = None
    #: Columns of a table, for the page.
    columns: tuple[Any, ...] = ()
    order: int = 100

    def form(self, extension: str) -> Form | None:
        return next((form for form in self.forms if form.extension == extension), None)


@dataclass
class _Registry:
    sets: dict[str, DataSet] = field(default_factory=dict)


_registry = _Registry()


def register(data_set: DataSet) -> None:
    _registry.sets[data_set.slug] = data_set


def of_site(site: Municipality) -> list[DataSet]:
    """What the site offers, in the order of the page."""
    found = [each for each in _registry.sets.values() if each.available(site)]
    return sorted(found, key=lambda each: (each.order, each.slug))


def find(site: Municipality, slug: str) -> DataSet | None:
    found = _registry.sets.get(slug)
    return found if found is not None and found.available(site) else None


def by_noun(site: Municipality, noun: str) -> DataSet | None:
    return next((each for each in of_site(site) if noun and each.noun == noun), None)


def dumped(document: Any) -> bytes:
    """Diacritics as they are: `@context` is compared byte by byte, and people read it too."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=_plain).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def json_ld(build: Build, schema: str) -> Form:
    """A document by a formal norm; `build` returns what `json` can write."""
    return Form("jsonld", JSON_LD, "JSON_LD", lambda site: dumped(build(site)), schema)


def iri(site: Municipality, noun: str, key: object) -> str:
    """The lasting name of an item: on the portal's own domain, whatever the page is called."""
    return f"{site.url}/zdroj/{noun}/{key}"


def listed(items: Iterable[dict[str, Any]], context: str) -> list[dict[str, Any]]:
    """Items of a plain array, each with a context of its own (OFN of 2020)."""
    return [{"@context": context, **item} for item in items]
