"""What a visitor may choose from, what was chosen, and how either is shown.

The one door from a query string to a `Selection`, for pages, feeds and whoever else reads filters.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendar_app.aggregate import selectors
from calendar_app.aggregate.models import PublishedPlace
from calendar_app.aggregate.selectors import Selection, Shortcut
from calendar_app.categories.selectors import names as category_names
from calendar_app.events import wording
from calendar_app.events.enums import Audience
from calendar_app.feeds import filters, links
from tenants.registry.models import Municipality

#: A page stays as quick with a thousand municipalities as with a dozen: beyond this many they are
#: chosen on the page of subscriptions.
MOST_MUNICIPALITIES = 60

SHORTCUTS = {
    Shortcut.TODAY: gettext_lazy("Today"),
    Shortcut.WEEKEND: gettext_lazy("At the weekend"),
    Shortcut.MONTH: gettext_lazy("This month"),
}


@dataclasses.dataclass(frozen=True)
class Offer:
    """Names by the values that stand in addresses."""

    #: Empty on a municipality's site; only the chosen ones if there are too many.
    municipalities: dict[str, str]
    #: Retired ones too.
    categories: dict[str, str]
    places: dict[str, str]
    has_more_municipalities: bool = False


def read(
    site: Municipality, query: QueryDict, *, most: int | None = MOST_MUNICIPALITIES
) -> tuple[Selection, Offer]:
    """The selection in a query, and what the site offers. Raises BadFilter.

    `most` municipalities are offered; None is for all of them.
    """
    home = "" if site.is_union else site.slug
    wanted = filters.wanted_places(query, home)
    slugs = {*filters.wanted_municipalities(query), *(one.partition(":")[0] for one in wanted)}
    municipalities, more = _municipalities(slugs, most) if site.is_union else ({}, False)
    offer = Offer(
        municipalities=municipalities,
        categories=category_names(),
        places=_places(site, slugs),
        has_more_municipalities=more,
    )
    return _checked(site, query, offer), offer


def selection(site: Municipality, query: QueryDict) -> Selection:
    """As `read`, for a feed: it asks only for what is named in the query. Raises BadFilter."""
    home = "" if site.is_union else site.slug
    wanted = filters.wanted_places(query, home)
    slugs = {*filters.wanted_municipalities(query), *(one.partition(":")[0] for one in wanted)}
    municipalities = _municipalities(slugs, 0)[0] if site.is_union and slugs else {}
    places = _places(site, slugs) if wanted else {}
    return _checked(site, query, Offer(municipalities, category_names(), places))


def _checked(site: Municipality, query: QueryDict, offer: Offer) -> Selection:
    return filters.selection(
        query,
        municipalities=offer.municipalities if site.is_union else [site.slug],
        categories=offer.categories,
        places=offer.places,
        home="" if site.is_union else site.slug,
    )


def _municipalities(chosen: Iterable[str], most: int | None) -> tuple[dict[str, str], bool]:
    active = Municipality.objects.active()
    names = active.order_by("kind", "sort_key").values_list("slug", "name")
    if most is None:
        return dict(names), False
    if most and len(found := list(names[: most + 1])) <= most:
        return dict(found), False
    return dict(names.filter(slug__in=list(chosen))), True


def _places(site: Municipality, slugs: Iterable[str]) -> dict[str, str]:
    if site.is_union and not slugs:
        return {}
    return {
        f"{place.municipality.slug}:{place.slug}": _place_name(site, place)
        for place in selectors.places(site, slugs)
    }


def _place_name(site: Municipality, place: PublishedPlace) -> str:
    return f"{place.name} ({place.municipality.name})" if site.is_union else place.name


def audience() -> dict[str, str]:
    """Everybody whom an event may be for, as the beginning of a line."""
    return {one.value: str(one.label).capitalize() for one in Audience}


# --- On the screen ----------------------------------------------------------------------------


def form(chosen: Selection, offer: Offer) -> dict[str, Any]:
    """What `includes/filters.html` shows."""

    def choice(name: str, title: str, known: dict[str, str], values: tuple[str, ...]) -> Any:
        options = [
            {"value": value, "label": label, "chosen": value in values}
            for value, label in known.items()
        ]
        return {"name": name, "title": title, "options": options, "count": len(values)}

    choices = [
        choice("obec", _("Municipality"), offer.municipalities, chosen.municipalities),
        choice("kategorie", _("Category"), offer.categories, chosen.categories),
        choice("pro", _("For whom"), audience(), chosen.audience),
        choice("misto", _("Place"), offer.places, chosen.places),
    ]
    return {
        "choices": [one for one in choices if one["options"]],
        "has_more_municipalities": offer.has_more_municipalities,
        "shortcut": chosen.shortcut or "",
        "since": chosen.since.isoformat() if chosen.since else "",
        "until": chosen.until.isoformat() if chosen.until else "",
        "text": chosen.text,
    }


def chips(chosen: Selection, offer: Offer, **parameters: str) -> list[dict[str, str]]:
    """Each chosen filter in words, with the address of the page without it."""
    found: list[tuple[str, Selection]] = []

    def each(field: str, names: dict[str, str]) -> None:
        values: tuple[str, ...] = getattr(chosen, field)
        for value in values:
            rest: dict[str, Any] = {field: tuple(other for other in values if other != value)}
            found.append((names.get(value, value), dataclasses.replace(chosen, **rest)))

    each("municipalities", offer.municipalities)
    each("categories", offer.categories)
    each("audience", {one.value: str(one.label) for one in Audience})
    each("places", offer.places)
    if chosen.shortcut:
        found.append((str(SHORTCUTS[chosen.shortcut]), chosen.without_period()))
    if chosen.since:
        label = _("from %(day)s") % {"day": wording.short_day(chosen.since)}
        found.append((label, dataclasses.replace(chosen, since=None)))
    if chosen.until:
        label = _("to %(day)s") % {"day": wording.short_day(chosen.until)}
        found.append((label, dataclasses.replace(chosen, until=None)))
    if chosen.text:
        found.append((f"„{chosen.text}“", dataclasses.replace(chosen, text="")))
    return [{"label": label, "url": links.page(rest, **parameters)} for label, rest in found]


def shortcuts(chosen: Selection, **parameters: str) -> list[dict[str, Any]]:
    """Addresses of the page that `parameters` name, with each period of today's."""
    plain = chosen.without_period()
    return [
        {
            "label": label,
            "url": links.page(dataclasses.replace(plain, shortcut=one), **parameters),
            "chosen": chosen.shortcut == one,
        }
        for one, label in SHORTCUTS.items()
    ]
