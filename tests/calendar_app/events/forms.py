"""What a browser sends of the form of an event."""

from __future__ import annotations

from typing import Any

FORM: dict[str, Any] = {
    "title": "Koncert dechovky",
    "category": "kultura",
    "start_date": "2027-05-08",
    "start_time": "18:00",
    "end_date": "",
    "end_time": "",
    "venue": "",
    "place": "Zámek",
    "latitude": "",
    "longitude": "",
    "text": '{"blocks": [], "entityMap": {}}',
    "organiser": "",
    "contact": "",
    "picture": "",
    "picture_alt": "",
    "german_summary": "",
    "on_union_calendar": "on",
    "go_live_at": "",
    "expire_at": "",
}
RELATIONS = ("exceptions", "extra_dates", "attachments")
PUBLISH = {"action-publish": "1"}


def filled(**changes: Any) -> dict[str, Any]:
    """The form with changes; lists of children by their relation: `exceptions=[{"day": …}]`."""
    data = dict(FORM)
    for relation in RELATIONS:
        rows: list[dict[str, Any]] = changes.pop(relation, [])
        data[f"{relation}-INITIAL_FORMS"] = str(sum("id" in row for row in rows))
        data[f"{relation}-TOTAL_FORMS"] = str(len(rows))
        for number, row in enumerate(rows):
            for name, value in {"id": "", "ORDER": str(number + 1), **row}.items():
                data[f"{relation}-{number}-{name}"] = value
    return data | changes
