"""The board as a topic of the e-mail digests: what was posted since the last one, by kind."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_tenants.utils import tenant_context

from shared.boards import selectors as boards
from shared.kernel.templatetags.portal_tags import czdate
from shared.published.enums import Kind
from shared.published.models import Item as Published
from shared.subscriptions.models import Announcement
from shared.subscriptions.topics import (
    MUNICIPALITIES,
    BadSelection,
    Choice,
    Item,
    Option,
    Section,
    Window,
)
from shared.subscriptions.wishes import named
from tenants.noticeboard.enums import NoticeKind
from tenants.noticeboard.models import Notice
from tenants.noticeboard.selectors import Filters
from tenants.registry.enums import State
from tenants.registry.models import Municipality

NAME = "deska"
PATH = "/uredni-deska/"
#: More would be no digest; the rest is one link away.
LONGEST_SECTION = 150


class BoardTopic:
    """Only kinds are kept of a page's filters: words and periods belong to one visit.

    On the union's site it is about the boards of all, from the projection; there a document that
    the union has posted on every board stands once.
    """

    name = NAME
    kind = str(Kind.NOTICE)
    order = 30
    always_at_once = False

    def hint(self) -> str:
        return _("Public notices, invitations of the council, budgets, property, tenders …")

    def title(self) -> str:
        return _("Official notice board")

    def canonical(self, site: Municipality, query: QueryDict) -> str:
        return urlencode(
            [
                *((MUNICIPALITIES, slug) for slug in self._municipalities(site, query)),
                *(("kategorie", kind) for kind in self._kinds(query)),
            ]
        )

    def describe(self, site: Municipality, selection: str) -> str:
        labels = dict(NoticeKind.choices)
        query = QueryDict(selection)
        slugs = self._municipalities(site, query)
        names = Municipality.objects.filter(slug__in=slugs).order_by("kind", "sort_key")
        return ", ".join(
            [
                *(str(labels[kind]) for kind in self._kinds(query)),
                *(names.values_list("name", flat=True) if slugs else ()),
            ]
        )

    def choices(self, site: Municipality, selection: str) -> list[Choice]:
        chosen = self._kinds(QueryDict(selection))
        options = [
            Option(value, str(label), value in chosen) for value, label in NoticeKind.choices
        ]
        return [Choice("kategorie", _("Kinds of notices"), options)]

    def kept(self, site: Municipality, selection: str) -> list[tuple[str, str]]:
        return []

    def page_url(self, site: Municipality, selection: str) -> str:
        kinds = urlencode([("kategorie", kind) for kind in self._kinds(QueryDict(selection))])
        return f"{site.url}{PATH}{'?' if kinds else ''}{kinds}"

    def sections(self, site: Municipality, selection: str, window: Window) -> list[Section]:
        """What was posted in the window and still hangs: a notice that has come down, above all
        one with personal data, is told to nobody."""
        kinds = self._kinds(QueryDict(selection))
        if site.is_union:
            found = self._of_all(site, selection).filter(
                published_at__gt=window.since, published_at__lte=window.until
            )
            rows = self._once(list(found))
            return self._section([self._row(row) for row in rows[: LONGEST_SECTION + 1]], len(rows))
        with tenant_context(site):
            found = Notice.objects.on_board().filter(
                posted_at__gt=window.since, posted_at__lte=window.until
            )
            if kinds:
                found = found.filter(kind__in=kinds)
            notices = list(found.defer("text").order_by("-posted_at", "-pk"))
        items = [self._item(notice, site) for notice in notices[:LONGEST_SECTION]]
        return self._section(items, len(notices))

    def item(self, site: Municipality, selection: str, announcement: Announcement) -> Item | None:
        if site.is_union:
            row = (
                self._of_all(site, selection)
                .filter(municipality=announcement.municipality, source_id=announcement.source_id)
                .first()
            )
            if row is None or self._is_told_elsewhere(site, selection, row):
                return None
            return self._row(row)
        if announcement.municipality_id != site.pk:
            return None
        notice = Notice.objects.on_board().filter(pk=announcement.source_id).first()
        kinds = self._kinds(QueryDict(selection))
        if notice is None or (kinds and notice.kind not in kinds):
            return None
        return self._item(notice, site)

    @staticmethod
    def _once(rows: list[Published]) -> list[Published]:
        """Of each joint posting the union's row, or else the one that was first on a board."""
        postings = boards.hangings((row.municipality_id, row.source_id) for row in rows)
        first: dict[UUID, Published] = {}
        for row in sorted(
            rows, key=lambda row: (not row.municipality.is_union, row.published_at, row.pk)
        ):
            if posting := postings.get((row.municipality_id, row.source_id)):
                first.setdefault(posting, row)
        kept = {row.pk for row in first.values()}
        return [
            row
            for row in rows
            if row.pk in kept or (row.municipality_id, row.source_id) not in postings
        ]

    def _is_told_elsewhere(self, site: Municipality, selection: str, row: Published) -> bool:
        """A copy of a joint posting, of which another notice of the selection is told: boards take
        it over one after another, in more than one batch of letters."""
        together = boards.hung_together(row.municipality_id, row.source_id)
        if not together:
            return False
        wanted = Q()
        for municipality, notice in together:
            wanted |= Q(municipality=municipality, source_id=notice)
        found = self._of_all(site, selection).filter(wanted)
        there = set(found.values_list("municipality", "source_id"))
        told = next((one for one in together if one in there), None)
        return told is not None and told != (row.municipality_id, row.source_id)

    def _of_all(self, site: Municipality, selection: str) -> QuerySet[Published]:
        """The projection has the kind in Czech words, which no other kind shares."""
        query = QueryDict(selection)
        found = Published.objects.filter(
            kind=Kind.NOTICE, origin=None, municipality__state=State.ACTIVE
        ).select_related("municipality")
        if slugs := self._municipalities(site, query):
            found = found.filter(municipality__slug__in=slugs)
        if kinds := self._kinds(query):
            with translation.override(settings.LANGUAGE_CODE):
                labels = [str(NoticeKind(kind).label) for kind in kinds]
            found = found.filter(category__in=labels)
        return found.defer("text", "search").order_by("-published_at", "-pk")

    @staticmethod
    def _section(items: list[Item], number: int) -> list[Section]:
        if not items:
            return []
        more = max(0, number - LONGEST_SECTION)
        return [Section(_("Newly on the board"), items[:LONGEST_SECTION], more=more)]

    @staticmethod
    def _row(row: Published) -> Item:
        return Item(
            title=row.title,
            url=row.url,
            when=_("posted %(day)s") % {"day": czdate(row.published_at)},
            where=row.municipality.name,
            marks=(row.category,),
        )

    @staticmethod
    def _municipalities(site: Municipality, query: QueryDict) -> tuple[str, ...]:
        return named(query) if site.is_union else ()

    @staticmethod
    def _item(notice: Notice, site: Municipality) -> Item:
        when = _("posted %(day)s") % {"day": czdate(notice.posted_on)}
        if notice.planned_removal:
            when += ", " + _("until %(day)s") % {"day": czdate(notice.planned_removal)}
        return Item(
            title=notice.title,
            url=f"{site.url}{PATH}{notice.pk}/",
            when=when,
            where=notice.originator,
            marks=(str(notice.get_kind_display()),),
        )

    @staticmethod
    def _kinds(query: QueryDict) -> tuple[str, ...]:
        try:
            return tuple(sorted(Filters.of(query).kinds))
        except BadRequest as problem:
            raise BadSelection(str(problem)) from problem
