"""The board as a topic of the e-mail digests: what was posted since the last one, by kind."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_tenants.utils import tenant_context

from shared.kernel.templatetags.portal_tags import czdate
from shared.subscriptions.topics import BadSelection, Choice, Item, Option, Section, Window
from tenants.noticeboard.enums import NoticeKind
from tenants.noticeboard.models import Notice
from tenants.noticeboard.selectors import Filters
from tenants.registry.models import Municipality

NAME = "deska"
PATH = "/uredni-deska/"
#: More would be no digest; the rest is one link away.
LONGEST_SECTION = 150


class BoardTopic:
    """Only kinds are kept of a page's filters: words and periods belong to one visit."""

    name = NAME

    def title(self) -> str:
        return _("Official notice board")

    def canonical(self, site: Municipality, query: QueryDict) -> str:
        return urlencode([("kategorie", kind) for kind in self._kinds(query)])

    def describe(self, site: Municipality, selection: str) -> str:
        labels = dict(NoticeKind.choices)
        return ", ".join(str(labels[kind]) for kind in self._kinds(QueryDict(selection)))

    def choices(self, site: Municipality, selection: str) -> list[Choice]:
        chosen = self._kinds(QueryDict(selection))
        options = [
            Option(value, str(label), value in chosen) for value, label in NoticeKind.choices
        ]
        return [Choice("kategorie", _("Kinds of notices"), options)]

    def kept(self, site: Municipality, selection: str) -> list[tuple[str, str]]:
        return []

    def page_url(self, site: Municipality, selection: str) -> str:
        return f"{site.url}{PATH}{'?' if selection else ''}{selection}"

    def sections(self, site: Municipality, selection: str, window: Window) -> list[Section]:
        """What was posted in the window and still hangs: a notice that has come down, above all
        one with personal data, is told to nobody."""
        kinds = self._kinds(QueryDict(selection))
        with tenant_context(site):
            found = Notice.objects.on_board().filter(
                posted_at__gt=window.since, posted_at__lte=window.until
            )
            if kinds:
                found = found.filter(kind__in=kinds)
            notices = list(found.defer("text").order_by("-posted_at", "-pk"))
        if not notices:
            return []
        items = [self._item(notice, site) for notice in notices[:LONGEST_SECTION]]
        more = max(0, len(notices) - LONGEST_SECTION)
        return [Section(_("Newly on the board"), items, more=more)]

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
