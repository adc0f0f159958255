"""From a query string to what it asks for, by the very schemas that are documented."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from shared.opendata.api import resources
from shared.opendata.api.resources import Asked, Parameter, Resource

_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,8})")


class BadQuery(ValueError):
    """Says what is wrong, in English."""


@dataclass(frozen=True)
class Query:
    asked: Asked
    cursor: str
    limit: int


def parse(resource: Resource, given: QueryDict) -> Query:
    """Raises BadQuery for an unknown parameter, one given twice, or a value off its schema."""
    known = {each.name: each for each in (*resource.parameters, resources.LIMIT, resources.CURSOR)}
    values: dict[str, Any] = {}
    for name in given:
        if name not in known:
            raise BadQuery(f"There is no parameter {name[:40]!r}.")
        if len(given.getlist(name)) > 1:
            raise BadQuery(f"{name} is given more than once.")
        values[name] = _value(known[name], str(given[name]))
    limit = values.pop("limit", resources.USUAL)
    cursor = values.pop("cursor", "")
    return Query(Asked(**values), cursor, limit)


def _value(parameter: Parameter, text: str) -> Any:
    schema = parameter.schema
    if schema["type"] == "integer":
        if not _WHOLE.fullmatch(text):
            raise BadQuery(f"{parameter.name} is not a whole number.")
        if not schema["minimum"] <= int(text) <= schema["maximum"]:
            raise BadQuery(
                f"{parameter.name} is not between {schema['minimum']} and {schema['maximum']}."
            )
        return int(text)
    if schema.get("format") == "date":
        # Python takes more than this for a day, "20260101" and "2026-W01-1".
        if not re.fullmatch(resources.DAY_PATTERN, text, re.ASCII):
            raise BadQuery(f"{parameter.name} is not a day such as 2026-01-31.")
        try:
            day = dt.date.fromisoformat(text)
        except ValueError as error:
            raise BadQuery(f"{parameter.name} is not a day of the calendar.") from error
        return min(max(day, resources.FIRST_DAY), resources.LAST_DAY)
    if len(text) > schema.get("maxLength", 1_000) or not re.fullmatch(schema["pattern"], text):
        raise BadQuery(f"{parameter.name} does not look as it should.")
    return text
