"""What pages, menus and feeds read. Each function says how many queries it costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import Case, Count, IntegerField, OuterRef, QuerySet, Subquery, When
from django.http import Http404, HttpRequest, QueryDict
from django.utils.translation import gettext as _
from wagtail.models import Page as WagtailPage

from shared.kernel import clock, sections
from shared.kernel.cms import active_language, home_slug, language_of, localised_path, public_path
from shared.kernel.db import connection
from shared.published import selectors as published
from shared.published.enums import Kind
from tenants.pages.models import (
    GalleryIndexPage,
    GalleryPage,
    GalleryPicture,
    MainMenu,
    NewsCategory,
    NewsIndexPage,
    NewsPage,
    SiteImage,
)

NEWS_ON_PAGE = 12
GALLERIES_ON_PAGE = 12
NEWS_ON_HOME = 4
EVENTS_ON_HOME = 6
NEWS_IN_FEED = 20


# --- Query strings ----------------------------------------------------------------------------


def _values(params: QueryDict | Mapping[str, str], name: str) -> list[str]:
    """A filter's values, repeated or separated by commas."""
    raw = params.getlist(name) if isinstance(params, QueryDict) else [params.get(name, "")]
    return [part.strip() for value in raw for part in value.split(",") if part.strip()]


def paginate(items: QuerySet[Any], params: Mapping[str, str], size: int) -> Page[Any]:
    """One page of a list. Raises BadRequest for a broken number, Http404 behind the last page."""
    number = params.get("strana") or "1"
    if not (number.isascii() and number.isdigit()) or len(number) > 6:
        raise BadRequest(_("“%(value)s” is not a number of a page.") % {"value": number[:40]})
    try:
        return Paginator(items, size).page(int(number))
    except InvalidPage as error:
        raise Http404(_("There is no such page of the list.")) from error


# --- Menu -------------------------------------------------------------------------------------


def menu(path: str) -> list[dict[str, Any]]:
    """The menu in the visitor's language: title, url, active, children. One or two queries.

    A menu that nobody has filled in shows the pages marked for menus instead.
    """
    language = active_language()
    setting = MainMenu.objects.filter(pk=1).first()
    entries = []
    for block in setting.items if setting else []:
        if entry := _entry(block.value, language, path):
            entry["children"] = [
                child
                for value in block.value["children"]
                if (child := _entry(value, language, path))
            ]
            entry["active"] = entry["active"] or any(c["active"] for c in entry["children"])
            entries.append(entry)
    return entries or _menu_of_pages(language, path)


def _entry(value: Any, language: str, path: str) -> dict[str, Any] | None:
    href = value.href
    if not href:
        return None
    title = value.get(f"title_{language}") or value.text
    return _link(title, href, language, path)


def _link(title: str, href: str, language: str, path: str) -> dict[str, Any]:
    url = localised(href, language)
    # Everything lies below the home page, so that item is active on it alone.
    active = path == url or (url not in {"/", f"/{language}/"} and path.startswith(url))
    return {"title": title, "url": url, "active": active, "children": []}


def localised(path: str, language: str) -> str:
    """A path of this site with the language's prefix; other addresses stay as they are."""
    if not path.startswith("/") or language == settings.LANGUAGE_CODE:
        return path
    has_prefix = path.split("/", 2)[1] in dict(settings.LANGUAGES)
    return path if has_prefix else f"/{language}{path}"


def _menu_of_pages(language: str, path: str) -> list[dict[str, Any]]:
    pages = (
        WagtailPage.objects.live()
        .filter(
            depth=3,
            show_in_menus=True,
            url_path__startswith=f"/{home_slug(settings.LANGUAGE_CODE)}/",
        )
        .order_by("path")
        .only("title", "url_path")
    )
    return [_link(page.title, public_path(page.url_path), language, path) for page in pages]


# --- Home page --------------------------------------------------------------------------------


def home_context(request: HttpRequest) -> dict[str, Any]:
    """News and events from the projection, and the parts that other apps contribute."""
    schema = connection.schema_name
    return {
        "news": published.latest([Kind.NEWS], schema=schema, limit=NEWS_ON_HOME),
        "events": [
            _event_row(item)
            for item in published.upcoming_events(schema=schema, limit=EVENTS_ON_HOME)
        ],
        "sections": sections.sections(request, sections.MAIN),
        "aside_sections": sections.sections(request, sections.ASIDE),
    }


def _event_row(item: Any) -> dict[str, Any]:
    """An event as the list's component takes it, with its address on this very site."""
    return {
        "title": item.title,
        "url": localised(item.url_path, active_language()),
        "starts_at": item.starts_at,
        "ends_at": item.ends_at,
        "all_day": item.all_day,
        "cancelled": item.cancelled,
        "place": item.place,
        "category": item.category,
    }


# --- Content ----------------------------------------------------------------------------------


def children(page: WagtailPage) -> list[dict[str, str]]:
    """Live pages below one, title and address only. One query."""
    if page.pk is None or page.numchild == 0:
        return []
    rows = page.get_children().live().values_list("title", "url_path")
    return [{"title": title, "url": localised_path(url_path)} for title, url_path in rows]


def children_with_leads(page: WagtailPage) -> list[WagtailPage]:
    """Live pages below one with their leads; a query for the list and one for each type in it."""
    if page.pk is None or page.numchild == 0:
        return []
    return list(page.get_children().live().defer_streamfields().specific())


# --- News -------------------------------------------------------------------------------------


def news_in_order() -> Any:
    """Live and public news, pinned ones first, without their long texts."""
    pinned = Case(
        When(pinned_until__gte=clock.today(), then=1), default=0, output_field=IntegerField()
    )
    return (
        NewsPage.objects.live()
        .public()
        .order_by(pinned.desc(), "-date", "-first_published_at", "-pk")
        .select_related("category")
        .defer("body")
    )


def news_list(page: NewsIndexPage, params: QueryDict) -> dict[str, Any]:
    """One page of the news under `page`. Five queries, however many items.

    Raises BadRequest for a category that is not there or a broken page number.
    """
    categories = list(NewsCategory.objects.all())
    by_slug = {category.slug: category for category in categories}
    chosen = _values(params, "kategorie")
    if unknown := [slug for slug in chosen if slug not in by_slug]:
        raise BadRequest(_("There is no category “%(name)s”.") % {"name": unknown[0][:60]})
    items = news_in_order().child_of(page).prefetch_related("image__renditions")
    if chosen:
        items = items.filter(category__slug__in=chosen)
    return {
        "news": paginate(items, params, NEWS_ON_PAGE),
        "categories": categories,
        "chosen_categories": [by_slug[slug] for slug in chosen],
        "filter_query": "".join(f"kategorie={slug}&" for slug in chosen),
    }


def news_for_feed(category_slugs: list[str]) -> list[NewsPage]:
    """Newest news for RSS, in the visitor's language where there is any, otherwise in Czech.

    Raises BadRequest for an unknown category.
    """
    items = news_in_order()
    if category_slugs:
        known = set(NewsCategory.objects.values_list("slug", flat=True))
        if unknown := [slug for slug in category_slugs if slug not in known]:
            raise BadRequest(_("There is no category “%(name)s”.") % {"name": unknown[0][:60]})
        items = items.filter(category__slug__in=category_slugs)
    items = items.order_by("-date", "-first_published_at", "-pk")
    found: list[NewsPage] = []
    for language in dict.fromkeys([active_language(), settings.LANGUAGE_CODE]):
        home = f"/{home_slug(language)}/"
        found = found or list(items.filter(url_path__startswith=home)[:NEWS_IN_FEED])
    return found


def categories_asked_for(params: QueryDict) -> list[str]:
    return _values(params, "kategorie")


# --- Galleries --------------------------------------------------------------------------------


def gallery_list(page: GalleryIndexPage, params: QueryDict) -> dict[str, Any]:
    """One page of the galleries under `page`, each with its first picture. Four queries."""
    first_image = GalleryPicture.objects.filter(page=OuterRef("pk")).values("image")[:1]
    items = (
        GalleryPage.objects.live()
        .public()
        .child_of(page)
        .annotate(picture_count=Count("pictures"), cover_id=Subquery(first_image))
        .order_by("-date", "-pk")
    )
    galleries = paginate(items, params, GALLERIES_ON_PAGE)
    covers = SiteImage.objects.prefetch_related("renditions").in_bulk(
        [gallery.cover_id for gallery in galleries if gallery.cover_id]
    )
    for gallery in galleries:
        gallery.cover = covers.get(gallery.cover_id)
    return {"galleries": galleries}


def gallery_pictures(page: GalleryPage) -> list[GalleryPicture]:
    """Pictures of a gallery in their order. Three queries; a preview has them in memory."""
    if page.pk is None or getattr(page, "_cluster_related_objects", None):
        return list(page.pictures.all())
    pictures = list(GalleryPicture.objects.filter(page=page).prefetch_related("image__renditions"))
    for picture in pictures:
        picture.page = page
    return pictures


# --- Pages for machines -----------------------------------------------------------------------


def language_roots() -> dict[str, str]:
    """Path in the tree of the home page of each language, live or not. One query."""
    homes = WagtailPage.objects.filter(depth=2).only("url_path", "path")
    return {language_of(home.url_path): home.path for home in homes}


def holds_protected(page: WagtailPage) -> bool:
    """Whether the page or one below it is needed by the site."""
    return any(
        getattr(descendant, "is_protected", False)
        for descendant in page.get_descendants(inclusive=True).specific()
    )
