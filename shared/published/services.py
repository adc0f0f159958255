"""Writing the projection: always for the current schema, always in the publishing transaction."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import Value
from django.db.models.expressions import Combinable

from shared.kernel.db import connection
from shared.published import projectors, revisions
from shared.published.items import ItemData, SearchTexts, search_texts
from shared.published.models import Item, SiteRevision
from shared.published.projectors import Drift
from tenants.registry.models import Municipality
from tenants.registry.selectors import current_site

BATCH = 200

# Everything but the key: a row keeps its identity when its item is published again.
_UPDATED = [
    *("language", "title", "summary", "text", "url_path", "image_path", "category", "place"),
    *("published_at", "pinned", "pinned_until", "starts_at", "ends_at", "all_day", "recurring"),
    *("cancelled", "over_at", "title_key", "search"),
]


class OutsideTransaction(RuntimeError):
    """Publishing and its projection must stand or fall together."""


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise OutsideTransaction("Publish inside transaction.atomic()")


def publish(entry: ItemData) -> None:
    """Put the item into the projection, or bring its row up to date.

    Raises OutsideTransaction unless inside ``atomic()``.
    """
    touch()
    _write(current_site(), [entry])


def withdraw(kind: str, source_id: str | int) -> None:
    """Take the item out of the projection; nothing happens if it is not there."""
    touch()
    Item.objects.filter(municipality=current_site(), kind=kind, source_id=str(source_id)).delete()


def touch() -> None:
    """Say that pages of the current site, and of the union, may look different from now on.

    Call it for a change that visitors see and that is no item: a menu, opening hours, a colour.
    From here to the end of the transaction other publishers of this site wait.
    """
    touch_sites([connection.schema_name])


def touch_sites(schemas: Iterable[str]) -> None:
    """As `touch`, for several sites at once: what the union puts onto its members' pages."""
    _require_transaction()
    revisions.announce(revisions.raise_numbers(schemas))


def touch_everywhere() -> None:
    touch_sites(Municipality.objects.values_list("schema_name", flat=True))


# --- Writing rows -----------------------------------------------------------------------------


def _vector(texts: SearchTexts) -> Combinable:
    vector: Combinable = SearchVector(Value(texts.a), config="simple", weight="A")
    for text, weight in ((texts.b, "B"), (texts.c, "C"), (texts.d, "D")):
        vector = vector + SearchVector(Value(text), config="simple", weight=weight)
    return vector


def _write(site: Municipality, entries: Iterable[ItemData]) -> None:
    rows = (
        Item(
            municipality=site,
            search=_vector(search_texts(entry, site.name)),
            **entry.columns(),
        )
        for entry in entries
    )
    Item.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["municipality", "kind", "source_id"],
        update_fields=_UPDATED,
    )


# --- Verifying and rebuilding -----------------------------------------------------------------


def _wait_for_publishers() -> None:
    """Hold the site's publishers back, so that both sides are read as of one moment."""
    SiteRevision.objects.bulk_create(
        [SiteRevision(schema=connection.schema_name)], ignore_conflicts=True
    )
    SiteRevision.objects.select_for_update().get(schema=connection.schema_name)


def verify() -> list[Drift]:
    """Compare the current site with its projection, row by row and column by column."""
    with transaction.atomic():
        _wait_for_publishers()
        drifts, _, _ = _compare(current_site())
        for projection in projectors.projections().values():
            drifts += projection.verify()
    return drifts


def rebuild() -> list[Drift]:
    """Make the projection say what the site says; returns what was mended. Safe to repeat."""
    with transaction.atomic():
        _wait_for_publishers()
        site = current_site()
        drifts, wrong, orphans = _compare(site)
        if wrong or orphans:
            _write(site, wrong)
            Item.objects.filter(pk__in=orphans).delete()
        for projection in projectors.projections().values():
            if found := list(projection.verify()):
                drifts += found
                projection.rebuild()
        if drifts:
            touch()
    return drifts


def _compare(site: Municipality) -> tuple[list[Drift], list[ItemData], list[int]]:
    """The differences, the entries whose rows are missing or wrong, and the rows of no entry."""
    drifts: list[Drift] = []
    wrong: list[ItemData] = []
    stored = {
        (item.kind, item.source_id): item
        for item in Item.objects.filter(municipality=site).defer("search")
    }
    entries = {entry.key: entry for entry in projectors.published_now()}
    stale_search = _stale_search(site, entries.values())
    for key, entry in entries.items():
        item = stored.pop(key, None)
        if item is None:
            drifts.append(Drift(*key, "missing"))
            wrong.append(entry)
            continue
        different = [
            name for name, value in entry.columns().items() if getattr(item, name) != value
        ]
        if key in stale_search:
            different.append("search")
        if different:
            drifts.append(Drift(*key, "different", tuple(different)))
            wrong.append(entry)
    drifts += [Drift(*key, "orphaned") for key in stored]
    return drifts, wrong, [item.pk for item in stored.values()]


def _stale_search(site: Municipality, entries: Iterable[ItemData]) -> set[tuple[str, str]]:
    """Keys of rows whose search entry is not what the entry gives; the database compares."""
    stale: set[tuple[str, str]] = set()
    everything = list(entries)
    for start in range(0, len(everything), BATCH):
        batch = everything[start : start + BATCH]
        texts = [search_texts(entry, site.name) for entry in batch]
        with connection.cursor() as cursor:
            cursor.execute(
                """
                SELECT item.kind, item.source_id FROM published_item item
                JOIN unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
                  AS given (kind, source_id, a, b, c, d)
                  ON item.kind = given.kind AND item.source_id = given.source_id
                WHERE item.municipality_id = %s AND item.search IS DISTINCT FROM
                  setweight(to_tsvector('simple', a), 'A')
                  || setweight(to_tsvector('simple', b), 'B')
                  || setweight(to_tsvector('simple', c), 'C')
                  || setweight(to_tsvector('simple', d), 'D')
                """,
                [
                    [entry.key[0] for entry in batch],
                    [entry.key[1] for entry in batch],
                    *([getattr(text, weight) for text in texts] for weight in "abcd"),
                    site.pk,
                ],
            )
            stale.update(cursor.fetchall())
    return stale
