"""What somebody wants from one site: topics, each with its filters. From a form and back to it.

On the form the parameters of a topic carry its name, so that "kategorie" of events and of notices
do not meet; on the union's site one choice of municipalities holds for all topics.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from shared.subscriptions import topics
from shared.subscriptions.models import Interest, Subscription
from shared.subscriptions.topics import MUNICIPALITIES, BadSelection, Choice, Option, Topic
from tenants.registry.models import Municipality

TOPICS = "co"
LONGEST = 4_000
#: Selection by the topic's name.
Wish = dict[str, str]


@dataclasses.dataclass(frozen=True)
class Group:
    """A topic on the form."""

    topic: Topic
    chosen: bool
    choices: list[Choice]
    kept: list[tuple[str, str]]

    @property
    def is_narrowed(self) -> bool:
        """Filters are chosen, so they are shown at once."""
        return any(option.chosen for choice in self.choices for option in choice.options)


@dataclasses.dataclass(frozen=True)
class Summary:
    title: str
    chosen: str


def of(subscription: Subscription) -> Wish:
    return {one.topic: one.selection for one in subscription.interests.all()}


def read(site: Municipality, data: QueryDict) -> Wish:
    """What was ticked. A filter that is ticked chooses its topic too. Raises BadSelection.

    Links from other pages name one `topic`, with the filters of its own page.
    """
    name = data.get("topic", "")
    if name:
        topic = topics.find(name)
        if topic is None:
            raise BadSelection("", 404)
        return {name: _checked(topic, site, data)}
    ticked = set(data.getlist(TOPICS))
    shared = data.getlist(MUNICIPALITIES) if site.is_union else []
    wish: Wish = {}
    for topic in topics.everything():
        own = QueryDict(mutable=True)
        prefix = f"{topic.name}-"
        for key, values in data.lists():
            if key.startswith(prefix) and any(values):
                own.setlist(key.removeprefix(prefix), values)
        if topic.name in ticked or own:
            if shared:
                own.setlist(MUNICIPALITIES, shared)
            wish[topic.name] = _checked(topic, site, own)
    return wish


def _checked(topic: Topic, site: Municipality, query: QueryDict) -> str:
    selection = topic.canonical(site, query)
    if len(selection) > LONGEST:
        raise BadSelection("", 400)
    return selection


def joined(site: Municipality, known: Wish, wanted: Wish) -> Wish:
    """What is subscribed, and what is asked for besides; of a topic in both the newer filters.

    Municipalities hold for all topics, so those of both, and all of them if either has all.
    """
    if not site.is_union or not known or not wanted:
        return known | wanted
    each = [_slugs(selection) for selection in (*known.values(), *wanted.values())]
    slugs = sorted({slug for some in each for slug in some}) if all(each) else []
    return {
        name: urlencode(
            [
                *((MUNICIPALITIES, slug) for slug in slugs),
                *(pair for pair in parse_qsl(selection) if pair[0] != MUNICIPALITIES),
            ],
            safe=":",
        )
        for name, selection in (known | wanted).items()
    }


def query(site: Municipality, wish: Wish) -> str:
    """The wish as `read` understands it again."""
    pairs: list[tuple[str, str]] = []
    shared: dict[str, None] = {}
    for name, selection in wish.items():
        pairs.append((TOPICS, name))
        for key, values in QueryDict(selection).lists():
            if key == MUNICIPALITIES and site.is_union:
                shared |= dict.fromkeys(str(value) for value in values)
            else:
                pairs += [(f"{name}-{key}", str(value)) for value in values]
    return urlencode([*((MUNICIPALITIES, slug) for slug in shared), *pairs], safe=":")


def groups(site: Municipality, wish: Wish) -> list[Group]:
    """Every topic for the form, in the order of registration."""
    found = []
    for topic in topics.everything():
        selection = wish.get(topic.name, "")
        found.append(
            Group(
                topic,
                topic.name in wish,
                [
                    dataclasses.replace(choice, name=f"{topic.name}-{choice.name}")
                    for choice in topic.choices(site, selection)
                    if not (site.is_union and choice.name == MUNICIPALITIES)
                ],
                [
                    (f"{topic.name}-{name}", value)
                    for name, value in topic.kept(site, selection)
                    if not (site.is_union and name == MUNICIPALITIES)
                ],
            )
        )
    return found


def municipalities(site: Municipality, wish: Wish) -> Choice | None:
    """Whose news; on a municipality's own site there is nothing to choose."""
    if not site.is_union:
        return None
    chosen = {slug for selection in wish.values() for slug in _slugs(selection)}
    known = Municipality.objects.active().order_by("kind", "sort_key").values_list("slug", "name")
    options = [Option(slug, name, slug in chosen) for slug, name in known]
    return Choice(MUNICIPALITIES, _("Municipalities"), options)


def summary(site: Municipality, interests: Iterable[Interest]) -> list[Summary]:
    """In words, in the active language; what is not understood any more stands without filters.

    Municipalities that hold for all topics are named once, before them.
    """
    found = []
    by_name = {one.topic: one.selection for one in interests}
    shared = {tuple(sorted(_slugs(selection))) for selection in by_name.values()}
    if site.is_union and len(shared) == 1 and (slugs := shared.pop()):
        names = Municipality.objects.filter(slug__in=slugs).order_by("kind", "sort_key")
        found.append(Summary(_("Municipalities"), ", ".join(names.values_list("name", flat=True))))
        by_name = {name: _without_municipalities(one) for name, one in by_name.items()}
    for topic in topics.everything():
        if topic.name in by_name:
            try:
                chosen = topic.describe(site, by_name[topic.name])
            except BadSelection:
                chosen = ""
            found.append(Summary(topic.title(), chosen))
    return found


def _slugs(selection: str) -> list[str]:
    return [str(slug) for slug in QueryDict(selection).getlist(MUNICIPALITIES)]


def _without_municipalities(selection: str) -> str:
    query = QueryDict(selection, mutable=True)
    query.pop(MUNICIPALITIES, None)
    return query.urlencode(safe=":")


def named(query: QueryDict) -> tuple[str, ...]:
    """Slugs of municipalities in a topic's query, checked, sorted. Raises BadSelection."""
    # The database cannot be asked for a NUL, and no slug has one.
    given = (value.replace("\x00", "\ufffd") for value in query.getlist(MUNICIPALITIES))
    wanted = {slug for value in given for slug in value.split(",") if slug}
    if not wanted:
        return ()
    known = set(
        Municipality.objects.active().filter(slug__in=wanted).values_list("slug", flat=True)
    )
    if unknown := sorted(wanted - known):
        raise BadSelection(
            _("There is no municipality “%(slug)s” here.") % {"slug": unknown[0][:60]}, 404
        )
    return tuple(sorted(wanted))
