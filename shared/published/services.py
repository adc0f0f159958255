"""Writing the projection: always for the current schema, always in the publishing transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import Q, Value
from django.db.models.expressions import Combinable

from shared.kernel.db import connection
from shared.published import listeners, projectors, revisions, spelling
from shared.published.enums import Kind
from shared.published.items import ItemData, SearchTexts, search_texts
from shared.published.listeners import Before
from shared.published.models import Item, SiteRevision, Word
from shared.published.projectors import Drift
from tenants.registry.models import Municipality
from tenants.registry.selectors import current_site

BATCH = 200

# Everything but the key: a row keeps its identity when its item is published again.
_UPDATED = [
    *("language", "title", "summary", "text", "url_path", "image_path", "category", "place"),
    *("published_at", "pinned", "pinned_until", "starts_at", "ends_at", "all_day", "recurring"),
    *("cancelled", "over_at", "title_key", "search", "origin", "local"),
]


class OutsideTransaction(RuntimeError):
    """Publishing and its projection must stand or fall together."""


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise OutsideTransaction("Publish inside transaction.atomic()")


def publish(entry: ItemData) -> None:
    """Put the item into the projection, or bring its row up to date, on its guests' sites too.

    Raises OutsideTransaction unless inside ``atomic()``.
    """
    site = current_site()
    hosts = _touch_with_hosts(site, *entry.key)
    before = _before(site, entry) if listeners.everyone() else None
    _write(site, [entry])
    for host in hosts:
        _write(host, [entry.as_guest_of(site.name)], origin=site)
    for listener in listeners.everyone():
        listener(site, entry, before)


def _before(site: Municipality, entry: ItemData) -> Before | None:
    kind, source_id = entry.key
    known = Item.objects.filter(municipality=site, kind=kind, source_id=source_id)
    row = known.values_list("starts_at", "ends_at", "cancelled").first()
    return Before(*row) if row else None


def withdraw(kind: str, source_id: str | int) -> None:
    """Take the item out of the projection everywhere; nothing happens if it is not there."""
    site = current_site()
    _touch_with_hosts(site, str(kind), str(source_id))
    Item.objects.filter(
        Q(municipality=site, origin=None) | Q(origin=site), kind=kind, source_id=str(source_id)
    ).delete()


def refresh_guests(owner: Municipality, kind: str, source_id: str) -> None:
    """Bring the guests' rows in line with `projectors.hosts`, after that has changed.

    Whoever changed it has touched all sites concerned before. Raises OutsideTransaction.
    """
    _require_transaction()
    own = Item.objects.filter(
        municipality=owner, origin=None, kind=kind, source_id=source_id
    ).first()
    hosts = projectors.hosts(owner, kind, [source_id]).get(source_id, []) if own else []
    Item.objects.filter(origin=owner, kind=kind, source_id=source_id).exclude(
        municipality__in=hosts
    ).delete()
    for host in hosts:
        assert own is not None
        _write(host, [_data(own).as_guest_of(owner.name)], origin=owner)


def _touch_with_hosts(site: Municipality, kind: str, source_id: str) -> list[Municipality]:
    """Touch the site and all that show its item, at once and in one order; returns the latter."""

    def hosts() -> list[Municipality]:
        return projectors.hosts(site, kind, [source_id]).get(source_id, [])

    known = hosts()
    touch_sites([site.schema_name, *(host.schema_name for host in known)])
    if kind not in projectors.kinds_with_hosts():
        return known
    # Now nobody else can change them; until now somebody could.
    current = hosts()
    if late := [host.schema_name for host in current if host not in known]:
        touch_sites(late)
    return current


def _data(item: Item) -> ItemData:
    """What the row was made from."""
    names = {field.name for field in fields(ItemData)} - {"kind", "body_text"}
    values = {name: getattr(item, name) for name in names}
    return ItemData(kind=Kind(item.kind), body_text=item.text, **values)


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


def _write(
    site: Municipality, entries: Iterable[ItemData], *, origin: Municipality | None = None
) -> None:
    owner = origin or site
    rows: list[Item] = []
    words: set[str] = set()
    for entry in entries:
        texts = search_texts(entry, owner.name)
        words |= texts.known_words()
        rows.append(
            Item(municipality=site, origin=origin, search=_vector(texts), **entry.columns())
        )
    Item.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["municipality", "kind", "source_id"],
        update_fields=_UPDATED,
    )
    _learn(_unknown(words))


# --- Known words ------------------------------------------------------------------------------


def _unknown(words: Iterable[str]) -> list[str]:
    """Which of these the list of known words lacks, in the one order in which they are written."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT given.word FROM unnest(%s::text[]) AS given (word)
            WHERE NOT EXISTS (SELECT FROM published_word known WHERE known.word = given.word)
            """,
            [list(words)],
        )
        return sorted(word for (word,) in cursor.fetchall())


def _learn(words: Iterable[str]) -> None:
    Word.objects.bulk_create(
        (Word(word=word, marks=spelling.marks(word)) for word in words),
        batch_size=2_000,
        ignore_conflicts=True,
    )


def forget_words() -> int:
    """Drop words that nothing public has any more; returns how many. Reads every search entry."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM published_word known WHERE NOT EXISTS (
              SELECT FROM ts_stat('SELECT search FROM published_item') AS had
              WHERE had.word = known.word
            )
            """
        )
        return cursor.rowcount


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
        drifts, _, _, _ = _compare(current_site())
        for projection in projectors.projections().values():
            drifts += projection.verify()
    return drifts


def rebuild() -> list[Drift]:
    """Make the projection say what the site says; returns what was mended. Safe to repeat."""
    with transaction.atomic():
        _wait_for_publishers()
        site = current_site()
        drifts, wrong, orphans, words = _compare(site)
        touched = {site.schema_name}
        for row in wrong:
            _write(row.host, [row.entry], origin=site if row.host != site else None)
            touched.add(row.host.schema_name)
        touched.update(
            Item.objects.filter(pk__in=orphans).values_list("municipality__schema_name", flat=True)
        )
        Item.objects.filter(pk__in=orphans).delete()
        _learn(words)
        for projection in projectors.projections().values():
            if found := list(projection.verify()):
                drifts += found
                projection.rebuild()
        if drifts:
            touch_sites(touched)
    return drifts


@dataclass(frozen=True)
class _Row:
    """What ought to stand on a site: an item of its own, or another's as its guest."""

    host: Municipality
    entry: ItemData

    @property
    def key(self) -> tuple[int, str, str]:
        return (self.host.pk, *self.entry.key)


def _rows(site: Municipality) -> Iterator[_Row]:
    """All that the site has published, and where it stands as a guest."""
    hosts = {
        (kind, key): found
        for kind in projectors.kinds_with_hosts()
        for key, found in projectors.hosts(site, kind).items()
    }
    for entry in projectors.published_now():
        yield _Row(site, entry)
        for host in hosts.get(entry.key, ()):
            yield _Row(host, entry.as_guest_of(site.name))


def _compare(site: Municipality) -> tuple[list[Drift], list[_Row], list[int], list[str]]:
    """The differences, the rows that are missing or wrong, the keys of those of no item, and the
    words that are not known though an item has them."""
    drifts: list[Drift] = []
    wrong: list[_Row] = []
    stored = {
        (item.municipality_id, item.kind, item.source_id): item
        for item in Item.objects.filter(Q(municipality=site, origin=None) | Q(origin=site)).defer(
            "search"
        )
    }
    rows = {row.key: row for row in _rows(site)}
    stale_search, words = _stale_search(site, rows.values())
    for key, row in rows.items():
        item = stored.pop(key, None)
        where = () if row.host == site else (f"on {row.host.slug}",)
        if item is None:
            drifts.append(Drift(*row.entry.key, "missing", where))
            wrong.append(row)
            continue
        different = [
            name for name, value in row.entry.columns().items() if getattr(item, name) != value
        ]
        if key in stale_search:
            different.append("search")
        if different:
            drifts.append(Drift(*row.entry.key, "different", (*different, *where)))
            wrong.append(row)
    drifts += [Drift(kind, source_id, "orphaned") for _host, kind, source_id in stored]
    drifts += [Drift("word", word, "missing") for word in words]
    return drifts, wrong, [item.pk for item in stored.values()], words


def _stale_search(
    site: Municipality, rows: Iterable[_Row]
) -> tuple[set[tuple[int, str, str]], list[str]]:
    """Keys of rows whose search entry is not what the entry gives, and the words that are unknown;
    the database compares."""
    stale: set[tuple[int, str, str]] = set()
    words: set[str] = set()
    everything = list(rows)
    for start in range(0, len(everything), BATCH):
        batch = everything[start : start + BATCH]
        texts = [search_texts(row.entry, site.name) for row in batch]
        words.update(*(text.known_words() for text in texts))
        with connection.cursor() as cursor:
            cursor.execute(
                """
                SELECT item.municipality_id, item.kind, item.source_id FROM published_item item
                JOIN unnest(%s::bigint[], %s::text[], %s::text[],
                            %s::text[], %s::text[], %s::text[], %s::text[])
                  AS given (host, kind, source_id, a, b, c, d)
                  ON item.municipality_id = given.host AND item.kind = given.kind
                  AND item.source_id = given.source_id
                WHERE item.search IS DISTINCT FROM
                  setweight(to_tsvector('simple', a), 'A')
                  || setweight(to_tsvector('simple', b), 'B')
                  || setweight(to_tsvector('simple', c), 'C')
                  || setweight(to_tsvector('simple', d), 'D')
                """,
                [
                    *([row.key[column] for row in batch] for column in range(3)),
                    *([getattr(text, weight) for text in texts] for weight in "abcd"),
                ],
            )
            stale.update(cursor.fetchall())
    return stale, _unknown(words)
