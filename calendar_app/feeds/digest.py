"""The calendar as a topic of the e-mail digests: what the list shows, told by mail."""

from __future__ import annotations

import datetime as dt
import uuid

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendar_app.aggregate import selectors
from calendar_app.aggregate.models import Occurrence
from calendar_app.aggregate.selectors import Selection
from calendar_app.categories.selectors import choices, names
from calendar_app.events import wording
from calendar_app.feeds import links, offers, services
from calendar_app.feeds.filters import BadFilter
from shared.kernel import clock
from shared.published.enums import Kind
from shared.published.selectors import published_at
from shared.subscriptions.enums import Change
from shared.subscriptions.models import Announcement
from shared.subscriptions.topics import BadSelection, Choice, Item, Option, Section, Window
from tenants.registry.models import Municipality

NAME = "kalendar"
#: More would be no digest; the rest is one link away.
LONGEST_SECTION = 150
#: Parameter, label, what may be ticked, what is.
_Group = tuple[str, str, list[tuple[str, str]], tuple[str, ...]]


_CHANGES = {
    Change.NEW: gettext_lazy("newly announced"),
    Change.CANCELLED: gettext_lazy("cancelled"),
    Change.MOVED: gettext_lazy("at another time"),
}


class CalendarTopic:
    name = NAME
    kind = str(Kind.EVENT)
    order = 40
    always_at_once = False

    def title(self) -> str:
        return _("Calendar of events")

    def hint(self) -> str:
        return _("What is on, what is new, and what was cancelled or moved.")

    def canonical(self, site: Municipality, query: QueryDict) -> str:
        return self._selection(site, query).query

    def describe(self, site: Municipality, selection: str) -> str:
        return ", ".join(services.chosen(self._selection(site, QueryDict(selection))))

    def choices(self, site: Municipality, selection: str) -> list[Choice]:
        chosen = self._selection(site, QueryDict(selection))
        return [
            Choice(
                name,
                label,
                [Option(value, text, value in values) for value, text in options],
            )
            for name, label, options, values in self._groups(site, chosen)
            if options
        ]

    def kept(self, site: Municipality, selection: str) -> list[tuple[str, str]]:
        chosen = self._selection(site, QueryDict(selection))
        offered = {name for name, _label, options, _v in self._groups(site, chosen) if options}
        return [pair for pair in chosen.parameters() if pair[0] not in offered]

    def page_url(self, site: Municipality, selection: str) -> str:
        return links.absolute(site, "/kalendar/", self._selection(site, QueryDict(selection)))

    def sections(self, site: Municipality, selection: str, window: Window) -> list[Section]:
        chosen = self._selection(site, QueryDict(selection))
        on = list(selectors.occurrences(site, chosen, window.first_day, window.last_day))
        told = {one.event_id for one in on}
        later = [
            one
            for one in selectors.changed_later(
                site, chosen, window.last_day, since=window.since, until=window.until
            )
            if one.event_id not in told
        ]
        published = published_at(Kind.EVENT, {str(one.event_id) for one in (*on, *later)})
        is_day = window.first_day == window.last_day
        found = [
            (_("What is on today") if is_day else _("What is on this week"), on),
            (_("New and changed, later on"), later),
        ]
        return [
            Section(
                heading,
                [self._item(dates, site, window, published) for dates in grouped[:LONGEST_SECTION]],
                more=max(0, len(grouped) - LONGEST_SECTION),
            )
            for heading, listed in found
            if (grouped := self._grouped(listed))
        ]

    def item(self, site: Municipality, selection: str, announcement: Announcement) -> Item | None:
        """The next date of the event; nothing of one that is over or is not shown here."""
        chosen = self._selection(site, QueryDict(selection))
        found = selectors.occurrences(site, chosen, clock.today())
        one = found.filter(event_id=uuid.UUID(announcement.source_id)).first()
        if one is None:
            return None
        foreign = one.event.municipality_id != site.pk
        where = [one.place, one.event.municipality.name if foreign else "", one.note]
        return Item(
            title=one.event.title,
            url=one.event.url,
            when=one.when,
            where=" · ".join(dict.fromkeys(part for part in where if part)),
            marks=(str(_CHANGES[Change(announcement.change)]),),
        )

    # --- Parts --------------------------------------------------------------------------------

    @staticmethod
    def _grouped(listed: list[Occurrence]) -> list[list[Occurrence]]:
        """What takes place every day of the week is one line; its dates called off are another."""
        dates: dict[tuple[object, str], list[Occurrence]] = {}
        for one in listed:
            dates.setdefault((one.event_id, one.state), []).append(one)
        return list(dates.values())

    @staticmethod
    def _item(
        dates: list[Occurrence],
        site: Municipality,
        window: Window,
        published: dict[str, dt.datetime],
    ) -> Item:
        one, *others = dates
        event = one.event
        marks = []
        if one.is_cancelled or event.is_cancelled:
            marks.append(_("cancelled"))
        elif one.is_postponed or event.is_postponed:
            marks.append(_("postponed"))
        if window.since < event.changed_at <= window.until:
            first = published.get(str(event.pk))
            marks.append(
                _("newly announced") if first and first > window.since else _("with a change")
            )
        # Whose it is stands where readers cannot know: on the union's, and for adopted events.
        foreign = event.municipality_id != site.pk
        where = [one.place, event.municipality.name if foreign else "", one.note]
        return Item(
            title=event.title,
            url=event.url,
            when=one.when
            if not others
            else _("%(when)s; also %(days)s")
            % {
                "when": one.when,
                "days": ", ".join(wording.short_day(other.first_day) for other in others),
            },
            where=" · ".join(dict.fromkeys(part for part in where if part)),
            marks=tuple(marks),
        )

    @staticmethod
    def _selection(site: Municipality, query: QueryDict) -> Selection:
        try:
            chosen = offers.selection(site, query)
        except BadFilter as problem:
            raise BadSelection(problem.message, problem.status) from problem
        return chosen.without_period()

    @staticmethod
    def _groups(site: Municipality, chosen: Selection) -> list[_Group]:
        _checked, offered = offers.read(site, QueryDict(chosen.query), most=None)
        known = dict(choices())
        known |= {slug: name for slug, name in names().items() if slug in chosen.categories}
        return [
            (
                "obec",
                _("Municipalities"),
                list(offered.municipalities.items()),
                chosen.municipalities,
            ),
            ("kategorie", _("Categories"), list(known.items()), chosen.categories),
            ("pro", _("For whom"), list(offers.audience().items()), chosen.audience),
            ("misto", _("Place"), list(offered.places.items()), chosen.places),
        ]
