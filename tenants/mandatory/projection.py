"""What search finds of lists and statements that are no pages of the tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils import translation

from shared.duties import selectors as duties
from shared.duties.models import SiteState
from shared.kernel.cms import plain_text
from shared.published.enums import Kind
from shared.published.items import ItemData
from shared.published.projectors import Drift
from tenants.mandatory import selectors, structure
from tenants.mandatory.models import Answer, Contract
from tenants.registry.selectors import current_site

PATHS = {
    structure.PRIVACY: "/ochrana-osobnich-udaju/",
    structure.FILING: "/podatelna/",
    structure.CONTRACTS: "/smlouvy/",
}


def source_id(key: str) -> str:
    """Pages of the tree have numbers; these have names."""
    return f"mandatory-{key}"


def entry(key: str) -> ItemData | None:
    """The page of one of `PATHS`, None while it has nothing to tell."""
    site = current_site()
    answer = Answer.objects.filter(key=key).first()
    text = plain_text(answer.text) if answer is not None else ""
    body = text
    with translation.override(settings.LANGUAGE_CODE):
        if key == structure.CONTRACTS:
            rows = Contract.objects.order_by("-signed_on", "-pk")[:500]
            body = " ".join([text, *(f"{row.subject} {row.public_counterpart}" for row in rows)])
            if not rows:
                return None
        elif not text and (key == structure.FILING or duties.officer_of(site) is None):
            return None
        title = str(structure.BY_KEY[key].title)
    return ItemData(
        kind=Kind.PAGE,
        source_id=source_id(key),
        title=title,
        url_path=PATHS[key],
        body_text=body.strip(),
        summary=text[:300],
        published_at=site.created_at,
    )


def entries() -> Iterator[ItemData]:
    for key in PATHS:
        if (found := entry(key)) is not None:
            yield found


def verify() -> Iterable[Drift]:
    """Whether the union is told how the site stands."""
    row = SiteState.objects.filter(pk=current_site().pk).first()
    if row is None:
        yield Drift("duties", "", "missing")
    elif row.items != selectors.state(selectors.facts()):
        yield Drift("duties", "", "different", ("items",))
