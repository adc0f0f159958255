"""Data sets that no formal norm is about: a documented table, as CSV and as JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from shared.opendata.sets import Form, Text, dumped
from tenants.registry.models import Municipality

#: A cell that begins so would be run by a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Column:
    name: str
    #: string, integer, decimal, date, dateTime, boolean or anyURI (XML Schema).
    type: str
    title: Text


_JSON_TYPES: dict[str, dict[str, str]] = {
    "integer": {"type": "integer"},
    "decimal": {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "dateTime": {"type": "string", "format": "date-time"},
    "anyURI": {"type": "string", "format": "uri"},
    "string": {"type": "string"},
}


def forms(
    slug: str,
    columns: tuple[Column, ...],
    rows: Callable[[Municipality], Iterable[dict[str, Any]]],
) -> tuple[Form, ...]:
    """CSV by RFC 4180 with its description (CSV on the Web), and JSON with its schema."""

    def as_csv(site: Municipality) -> bytes:
        out = io.StringIO()
        written = csv.writer(out)
        written.writerow([column.name for column in columns])
        for row in rows(site):
            written.writerow([_cell(row.get(column.name), column) for column in columns])
        return out.getvalue().encode()

    def as_json(site: Municipality) -> bytes:
        names = [column.name for column in columns]
        return dumped([{name: row.get(name) for name in names} for row in rows(site)])

    def csvw(site: Municipality) -> bytes:
        with translation.override("cs"):
            return dumped(
                {
                    "@context": ["http://www.w3.org/ns/csvw", {"@language": "cs"}],
                    "url": f"{slug}.csv",
                    "tableSchema": {
                        "columns": [
                            {
                                "name": column.name,
                                "titles": column.name,
                                "dc:description": str(column.title),
                                "datatype": column.type,
                            }
                            for column in columns
                        ]
                    },
                }
            )

    def json_schema(site: Municipality) -> bytes:
        with translation.override("cs"):
            properties = {
                column.name: {
                    "title": str(column.title),
                    "anyOf": [_JSON_TYPES[column.type], {"type": "null"}],
                }
                for column in columns
            }
        return dumped(
            {
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": properties,
                    "required": [column.name for column in columns],
                    "additionalProperties": False,
                },
            }
        )

    return (
        Form("csv", "text/csv", "CSV", as_csv, f"/opendata/{slug}.csv-metadata.json"),
        Form("json", "application/json", "JSON", as_json, f"/opendata/{slug}.schema.json"),
        Form("csv-metadata.json", "application/csvm+json", "", csvw),
        Form("schema.json", "application/schema+json", "", json_schema),
    )


def _cell(value: Any, column: Column) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    text = str(value)
    return f"'{text}" if column.type == "string" and text.startswith(FORMULA) else text
