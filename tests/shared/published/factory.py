"""Items for tests, with the least that an item needs."""

import datetime as dt
from typing import Any

from shared.published.enums import Kind
from shared.published.items import ItemData

NOW = dt.datetime(2026, 5, 4, 8, 0, tzinfo=dt.UTC)


def entry(source_id: str = "1", **fields: Any) -> ItemData:
    values: dict[str, Any] = {
        "kind": Kind.NEWS,
        "title": "Zámecké slavnosti",
        "summary": "Program na celý den",
        "url_path": f"/aktuality/{source_id}/",
        "published_at": NOW,
    }
    return ItemData(source_id=source_id, **{**values, **fields})


def event(source_id: str, starts_at: dt.datetime, **fields: Any) -> ItemData:
    path = f"/kalendar/{source_id}/"
    return entry(source_id, kind=Kind.EVENT, starts_at=starts_at, url_path=path, **fields)
