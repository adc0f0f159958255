"""What every page type of every app stands on.

Page types live in several packages that must not import each other (pages, contacts, the union's
own), so their common ground is here: finding a page by its address with a fallback to the default
language, paths without a database query, and pages that a site cannot do without.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.db.models import Exists, F, OuterRef
from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html, strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PagePermissionTester, PageViewRestriction

# What clerks may write in a text field. The list is the server's whitelist too: Wagtail drops
# everything else when the form comes back, whoever made it.
RICH_TEXT = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]
RICH_TEXT_INLINE = ["bold", "italic", "link"]

HOME_SLUG = "home"

# Sent with `instance` when what a live page shows has changed without the page itself being
# published: the contacts on the page of contacts. Whoever projects pages projects it again.
page_content_changed = Signal()

# Sent with `instance` in the transaction in which a page, and with it all below, got another
# address by a new slug. Wagtail's `page_slug_changed` comes only after the commit.
page_address_changed = Signal()

# Sent with `instance`, a document of the site, in the transaction in which its words were read.
# Whoever shows the document in an item of its own projects that again.
document_read = Signal()


def home_slug(language: str) -> str:
    """Slug of the home page in one language; Wagtail names copies for translation like this."""
    return HOME_SLUG if language == settings.LANGUAGE_CODE else f"{HOME_SLUG}-{language}"


def active_language() -> str:
    """The visitor's language, always one of those that the portal offers."""
    language = get_language() or settings.LANGUAGE_CODE
    if language in dict(settings.LANGUAGES):
        return language
    short = language.split("-")[0]
    return short if short in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def language_of(url_path: str) -> str:
    """Language of a page from its place in the tree: each home page is the root of one."""
    root = url_path.strip("/").split("/", 1)[0]
    for language, _name in settings.LANGUAGES:
        if root == home_slug(language):
            return language
    return settings.LANGUAGE_CODE


def public_path(url_path: str) -> str:
    """The address of a page on its site: `/home-de/rathaus/` in the tree is `/de/rathaus/`.

    Needs neither the Site's row nor the page's locale, so a list of links costs no query.
    """
    rest = url_path.strip("/").partition("/")[2]
    path = f"/{rest}/" if rest else "/"
    language = language_of(url_path)
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"


def localised_path(url_path: str) -> str:
    """As `public_path`, in the interface's language: the Czech page stays under /de/."""
    path = public_path(url_path)
    language = active_language()
    if language == settings.LANGUAGE_CODE or path.split("/", 2)[1] in dict(settings.LANGUAGES):
        return path
    return f"/{language}{path}"


def plain_text(html: str) -> str:
    """Text of a piece of HTML, with a space where a tag separated two words."""
    from html import unescape

    return " ".join(unescape(strip_tags(str(html).replace("<", " <"))).split())


def find_page(path: str, language: str) -> SitePage | None:
    """The live page at an address, with the pages above it. Two queries, however deep it lies.

    Looks in the visitor's language first, then in the default one, then in the others: a German
    page may hang under a German home page that is still a draft; a Czech address with `/de/`
    before it shows the Czech text; and the address of a German page without its prefix finds that
    page. `SitePage.serve` turns the last two into redirects where a translation exists.
    """
    parts = [part for part in path.split("/") if part]
    languages = dict.fromkeys([language, settings.LANGUAGE_CODE, *dict(settings.LANGUAGES)])
    chains = []
    for candidate in languages:
        steps = [f"/{home_slug(candidate)}/"]
        for part in parts:
            steps.append(f"{steps[-1]}{part}/")
        chains.append(steps)
    wanted = {step for steps in chains for step in steps}
    found = {
        page.url_path: page
        for page in Page.objects.filter(url_path__in=wanted, depth__gt=1)
        .annotate(
            type_app=F("content_type__app_label"),
            type_model=F("content_type__model"),
            restricted=Exists(PageViewRestriction.objects.filter(page=OuterRef("pk"))),
        )
        .defer("search_description")
    }
    for steps in chains:
        target = found.get(steps[-1])
        if target is None or not target.live:
            continue
        # Asking the content type itself would be a query: its cache is emptied between sites.
        model = apps.get_model(target.type_app, target.type_model)
        if not issubclass(model, SitePage):
            continue
        page = model.objects.select_related("locale", *model.shown_with).get(pk=target.pk)
        chain = [found[step] for step in steps if step in found]
        page.trail = chain[:-1]
        # Aliases are restricted as their sources are, which Wagtail has to find out.
        page.found_open = not any(step.restricted or step.alias_of_id for step in chain)
        return page
    return None


def add_once(parent: Page, page: Page) -> Page:
    """Publish a page below another one, in its language, unless something has that address."""
    existing = parent.get_children().filter(slug=page.slug).first()
    if existing is not None:
        return existing.specific
    page.locale_id = parent.locale_id
    parent.add_child(instance=page)
    page.save_revision().publish()
    # Its number of children has changed, by which the next one is put behind them.
    parent.refresh_from_db()
    return page


class ProtectedPageTester(PagePermissionTester):
    """Rights on a page that the site cannot do without: edited, but never taken away."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False


class SitePage(Page):
    """Base of every page type.

    `item_kind` names the kind under which a published page enters the projection (a value of
    `shared.published.enums.Kind`); without it the page stays out. `protected` pages keep their
    place and address, because links, law or the menu rely on them.
    """

    item_kind: ClassVar[str] = ""
    protected: ClassVar[bool] = False
    # Relations fetched along with a page that is about to be shown.
    shown_with: ClassVar[tuple[str, ...]] = ()
    # Pages above this one, set by `find_page`.
    trail: list[Page] | None = None
    # Neither it nor a page above it is restricted; known of pages that `find_page` returned.
    found_open: bool = False

    # A clerk writes the address, the text for search engines and nothing else here.
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
                FieldPanel("show_in_menus"),
            ],
            heading=_("Address and search engines"),
        )
    ]

    class Meta:
        abstract = True

    # --- Where pages may stand

    @classmethod
    def clean_parent_page_models(cls) -> list[type[Page]]:
        """Anywhere the parent allows, except straight under the root: there are only homes."""
        return [model for model in super().clean_parent_page_models() if model is not Page]

    @property
    def is_protected(self) -> bool:
        return self.protected and language_of(self.url_path) == settings.LANGUAGE_CODE

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        if self.is_protected:
            return ProtectedPageTester(user, self)
        return super().permissions_for_user(user)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        before = None
        if self.pk is not None:
            before = Page.objects.filter(pk=self.pk).values_list("url_path", flat=True).first()
        result = super().save(*args, **kwargs)
        if before is not None and before != self.url_path:
            page_address_changed.send(sender=type(self), instance=self)
        return result

    # --- Routing and languages

    @property
    def path_on_site(self) -> str:
        return public_path(self.url_path)

    @property
    def local_path(self) -> str:
        """The page's address under the visitor's language."""
        return localised_path(self.url_path)

    @property
    def language(self) -> str:
        return language_of(self.url_path)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send to the page's own translation where one is live, whatever its slug is."""
        language = active_language()
        if self.language != language:
            translation = (
                self.get_translations()
                .filter(live=True, locale__language_code=language)
                .only("url_path")
                .first()
            )
            if translation is not None:
                target = public_path(translation.url_path)
                if request.META.get("QUERY_STRING"):
                    target = f"{target}?{request.META['QUERY_STRING']}"
                return HttpResponseRedirect(target)
        return super().serve(request, *args, **kwargs)

    def breadcrumbs(self) -> list[Page]:
        """Pages above this one, the home page first. No query for a page found by its address."""
        if self.trail is not None:
            return self.trail
        if self.pk is None or not self.path:
            return []
        return list(self.get_ancestors().filter(depth__gt=1))

    def get_view_restrictions(self) -> Any:
        """As Wagtail's own, without a query for a page that was found to be open to everybody."""
        if self.found_open:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        language = self.language
        context["page_language"] = language
        # The interface is translated, this text is not: the template says so and marks its lang.
        context["is_fallback"] = language != active_language()
        context["lang_attr"] = format_html(' lang="{}"', language) if context["is_fallback"] else ""
        context["crumbs"] = [
            {"title": page.title, "url": localised_path(page.url_path)}
            for page in [*self.breadcrumbs(), self]
            if page.depth is None or page.depth > 2
        ]
        return context

    # --- What the projection takes from a page

    def get_item_summary(self) -> str:
        return self.search_description

    def get_item_text(self) -> str:
        """All words of the page, for search."""
        return " ".join(self._searchable_parts())

    def get_item_category(self) -> str:
        return ""

    def get_item_image(self) -> Any | None:
        """The picture that lists show, an instance of the portal's image model."""
        return None

    def get_item_extra(self) -> dict[str, Any]:
        """Further fields of the projection's entry, such as `published_at` or `pinned`."""
        return {}

    def _searchable_parts(self) -> Iterable[str]:
        from django.db.models import CharField, TextField
        from wagtail.fields import RichTextField, StreamField

        own = {field.name for field in Page._meta.get_fields()}
        for field in self._meta.get_fields():
            if field.name in own or not hasattr(field, "attname"):
                continue
            if isinstance(field, StreamField):
                for part in field.get_searchable_content(getattr(self, field.name)):
                    yield plain_text(part)
            elif isinstance(field, RichTextField):
                yield plain_text(getattr(self, field.name))
            elif type(field) in (CharField, TextField) and not field.choices:
                yield str(getattr(self, field.name))


class HomeBase(SitePage):
    """Root of the pages in one language. Subclasses add what their home page shows."""

    protected = True

    class Meta:
        abstract = True

    @classmethod
    def clean_parent_page_models(cls) -> list[type[Page]]:
        return [Page]


# --- Which home page a site gets ----------------------------------------------------------------

_home_types: dict[bool, type[HomeBase]] = {}


def register_home(model: type[HomeBase], *, union: bool) -> None:
    """Say, in ``AppConfig.ready``, of which type the union's or a municipality's home page is.

    The pages that a new site starts with are made by an app that may not know the union's own.
    """
    _home_types[union] = model


def home_type(*, union: bool) -> type[HomeBase]:
    """The type to create as the root of a new site's pages."""
    return _home_types[union]
