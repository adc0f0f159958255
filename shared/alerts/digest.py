"""Outages and warnings by e-mail: always at once, never in a digest."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from shared.alerts.models import PATH, Alert
from shared.alerts.services import KIND
from shared.kernel import clock
from shared.kernel.templatetags.portal_tags import czdatetime
from shared.subscriptions.models import Announcement
from shared.subscriptions.topics import MUNICIPALITIES, Choice, Item, Section, Window
from shared.subscriptions.wishes import named
from tenants.registry.models import Municipality


class AlertsTopic:
    name = "vystrahy"
    kind = KIND
    order = 10
    always_at_once = True

    def title(self) -> str:
        return _("Outages and warnings")

    def hint(self) -> str:
        return _("Urgent messages such as a cut-off of water. They always come at once.")

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
        return []

    def item(self, site: Municipality, selection: str, announcement: Announcement) -> Item | None:
        """A subscriber of the union's site hears of every municipality, or of the chosen ones and
        of what concerns all; one of a municipality's site hears what stands on that site."""
        found = Alert.objects.holding(clock.now()).select_related("municipality")
        alert = found.filter(pk=announcement.source_id).first()
        if alert is None:
            return None
        owner = alert.municipality
        if site.is_union:
            slugs = named(QueryDict(selection))
            concerns = not slugs or alert.everywhere or owner.slug in slugs
        else:
            concerns = owner.pk == site.pk or (owner.is_union and alert.everywhere)
        if not concerns:
            return None
        return Item(
            title=alert.title,
            url=alert.url,
            when=_("until %(moment)s") % {"moment": czdatetime(alert.ends_at)},
            where=owner.name if owner.pk != site.pk else "",
            text=alert.text,
            marks=(str(alert.get_severity_display()),),
        )
