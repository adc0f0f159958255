"""News by e-mail: what has appeared since the last letter, on this site or on the chosen ones."""

from __future__ import annotations

from django.conf import settings
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shared.kernel.templatetags.portal_tags import czdate
from shared.published.enums import Kind
from shared.published.models import Item as Published
from shared.published.models import ItemQuerySet
from shared.subscriptions.enums import Change
from shared.subscriptions.models import Announcement
from shared.subscriptions.topics import MUNICIPALITIES, Choice, Item, Section, Window
from shared.subscriptions.wishes import named
from tenants.registry.enums import State
from tenants.registry.models import Municipality

NAME = "aktuality"
PATH = "/aktuality/"
LONGEST_SECTION = 50


class NewsTopic:
    """A news item carries the day that its author has given it, so what is new is known from the
    announcements."""

    name = NAME
    kind = str(Kind.NEWS)
    order = 20
    always_at_once = False

    def title(self) -> str:
        return _("News")

    def hint(self) -> str:
        return _("What the office tells people: repairs, office hours, invitations.")

    def canonical(self, site: Municipality, query: QueryDict) -> str:
        slugs = named(query) if site.is_union else ()
        return urlencode([(MUNICIPALITIES, slug) for slug in slugs])

    def describe(self, site: Municipality, selection: str) -> str:
        slugs = named(QueryDict(selection)) if site.is_union else ()
        if not slugs:
            return ""
        found = Municipality.objects.filter(slug__in=slugs).order_by("kind", "sort_key")
        return ", ".join(found.values_list("name", flat=True))

    def choices(self, site: Municipality, selection: str) -> list[Choice]:
        return []

    def kept(self, site: Municipality, selection: str) -> list[tuple[str, str]]:
        return []

    def page_url(self, site: Municipality, selection: str) -> str:
        return f"{site.url}{PATH}"

    def sections(self, site: Municipality, selection: str, window: Window) -> list[Section]:
        told = Announcement.objects.filter(
            kind=Kind.NEWS,
            change=Change.NEW,
            made_at__gt=window.since,
            made_at__lte=window.until,
        ).order_by("-made_at", "-pk")
        if not site.is_union:
            told = told.filter(municipality=site)
        elif slugs := named(QueryDict(selection)):
            told = told.filter(municipality__slug__in=slugs)
        keys = list(told.values_list("municipality_id", "source_id")[: LONGEST_SECTION * 4])
        rows = {
            (row.municipality_id, row.source_id): row
            for row in _readable(site).filter(
                municipality__in={owner for owner, _source in keys},
                source_id__in={source for _owner, source in keys},
            )
        }
        found = [rows[key] for key in keys if key in rows]
        if not found:
            return []
        items = [_item(row, site) for row in found[:LONGEST_SECTION]]
        return [Section("", items, more=max(0, len(found) - LONGEST_SECTION))]

    def item(self, site: Municipality, selection: str, announcement: Announcement) -> Item | None:
        slugs = named(QueryDict(selection)) if site.is_union else (site.slug,)
        owner = announcement.municipality
        if slugs and owner.slug not in slugs:
            return None
        row = _readable(site).filter(municipality=owner, source_id=announcement.source_id).first()
        return _item(row, site) if row is not None else None


def _readable(site: Municipality) -> ItemQuerySet:
    """In the reader's language or in the portal's own: a translation is no second news item."""
    own = settings.LANGUAGE_CODE
    found = Published.objects.filter(
        kind=Kind.NEWS,
        origin=None,
        municipality__state=State.ACTIVE,
        language__in={own, (get_language() or own).split("-")[0]},
    )
    if site.is_union:
        found = found.filter(local=False)
    return found.select_related("municipality").defer("text", "search")


def _item(row: Published, site: Municipality) -> Item:
    return Item(
        title=row.title,
        url=row.url,
        when=str(czdate(row.published_at)),
        where=row.municipality.name if site.is_union else "",
        text=row.summary,
    )
