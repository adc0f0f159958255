"""What a public document leaves elsewhere: an item of its owner's site, and fresh pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from shared.kernel import clock
from shared.published import services as published
from shared.published.enums import Kind
from shared.published.items import ItemData
from shared.strategies.enums import Readers
from shared.strategies.models import Document, StrategyFile
from tenants.registry.models import PUBLIC_SCHEMA, Municipality
from tenants.registry.selectors import current_site


def project(document: Document, *, also: Iterable[str] = ()) -> None:
    """Bring search, lists and the pages of all sites concerned in line with the document.

    Runs on the owner's desk. `also` names schemas that had a part in it before the change.
    """
    touch(document, also=also)
    if document.is_public:
        published.publish(_item(document))
    else:
        published.withdraw(Kind.STRATEGY, document.pk)


def touch(document: Document, *, also: Iterable[str] = ()) -> None:
    """Pages of the owner, of the union and of all with a share look different from now on."""
    # All at once: taking them one after the other, two publishers could wait for each other.
    partners = Municipality.objects.filter(
        pk__in=document.activities.filter(shares__isnull=False).values("shares__municipality")
    ).values_list("schema_name", flat=True)
    published.touch_sites({document.municipality.schema_name, PUBLIC_SCHEMA, *also, *partners})


def entries() -> Iterator[ItemData]:
    """All public documents of the current site."""
    found = Document.objects.filter(municipality=current_site(), readers=Readers.PUBLIC)
    for document in found.select_related("municipality").iterator(chunk_size=100):
        yield _item(document)


def _item(document: Document) -> ItemData:
    published_at: dt.datetime = document.published_at or clock.now()
    return ItemData(
        kind=Kind.STRATEGY,
        source_id=str(document.pk),
        title=document.title,
        url_path=document.path,
        published_at=published_at,
        summary=document.summary,
        body_text=_text(document),
        category=str(document.get_kind_display()),
        place=document.municipality.name,
    )


def _text(document: Document) -> str:
    """Everything a reader might search for: the text, the titles of the outline, and the words of
    the files, those of the newest wording first."""
    goals = document.goals.values_list("title", "text")
    measures = document.goals.values_list("measures__title", "measures__text")
    activities = document.activities.values_list("title", "text", "indicator")
    rows = [*goals, *measures, *activities.order_by("pk")]
    files = StrategyFile.objects.filter(version__document=document).exclude(words="")
    words = [
        document.text,
        *(text for row in rows for text in row if text),
        *files.order_by("-version__number", "pk").values_list("words", flat=True),
    ]
    return "\n".join(word for word in words if word)
