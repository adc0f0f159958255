"""The labelled set: what citizens type, and whether what they want is among the first five."""

from pathlib import Path

import pytest
import yaml

from shared.published import search, services
from shared.published.enums import Kind
from shared.published.models import Item
from tenants.registry.enums import State
from tenants.registry.models import Municipality, schema_for_slug
from tests.shared.published.factory import NOW, entry

FOLDER = Path(__file__).parent / "labelled"
FIRST = 5
WANTED = 0.95


# Of whom the tests' database has no site; a row of the registry is all that search needs.
FURTHER = {
    "dolni-poustevna": "Dolní Poustevna",
    "jirikov": "Jiříkov",
    "lobendava": "Lobendava",
    "mikulasovice": "Mikulášovice",
    "stare-krecany": "Staré Křečany",
    "velky-senov": "Velký Šenov",
    "vilemov": "Vilémov",
    "krasna-lipa": "Krásná Lípa",
    "doubice": "Doubice",
}


@pytest.fixture
def published(db):
    """The corpus on its sites; returns the names of what stands there."""
    corpus = yaml.safe_load((FOLDER / "corpus.yaml").read_text())
    Municipality.objects.bulk_create(
        Municipality(
            slug=slug,
            schema_name=schema_for_slug(slug),
            name=name,
            sort_key=slug,
            state=State.ACTIVE,
        )
        for slug, name in FURTHER.items()
    )
    for site in Municipality.objects.all():
        where = "public" if site.is_union else site.slug
        services._write(
            site, [_entry(name, each) for name, each in corpus.items() if each["site"] == where]
        )
    return set(Item.objects.values_list("source_id", flat=True))


def _entry(name, given):
    kind = given["kind"] if given["kind"] in Kind.values else Kind.DOCUMENT
    return entry(
        name,
        kind=Kind(kind),
        title=given["title"],
        summary=given.get("summary", ""),
        body_text=f"{given.get('text', '')} {given.get('file', '')}",
        category=given.get("category", ""),
        place=given.get("place", ""),
        url_path=f"/{name}/",
        starts_at=NOW if kind == Kind.EVENT else None,
    )


def test_recall_in_the_first_five(published):
    """Of each query the share of what it ought to find; of them the mean, in each group too."""
    groups = yaml.safe_load((FOLDER / "queries.yaml").read_text())
    assert sum(len(queries) for queries in groups.values()) >= 60
    means, missed = {}, []
    for group, queries in groups.items():
        recalls = []
        for typed, wanted, site in queries:
            assert published >= set(wanted)
            first = site.replace("-", "_") or "public"
            hits = search.find(typed, first=first).hits[:FIRST]
            names = [hit.item.source_id for hit in hits]
            recalls.append(len(set(names) & set(wanted)) / min(len(wanted), FIRST))
            if recalls[-1] < 1:
                missed.append(f"{typed!r} on {site or 'the union'}: {names}, not {wanted}")
        means[group] = sum(recalls) / len(recalls)
    every = [
        mean for mean, queries in zip(means.values(), groups.values(), strict=True) for _ in queries
    ]
    recall = sum(every) / len(every)
    report = "\n".join([f"{recall:.3f}", str(means), *missed])
    print(report)
    assert recall >= WANTED, report
    assert min(means.values()) >= 0.9, report
