"""What needs more than one site, or somebody outside: shared events, suggestions, a foreign calendar.

Made last, through the services that clerks use, and passed over when it is there.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django_tenants.utils import schema_context, tenant_context

from calendar_app.aggregate.enums import State
from calendar_app.aggregate.models import Adoption, PublishedEvent
from calendar_app.events.models import Suggestion
from calendar_app.sharing import services as sharing
from portal.demo import foreign, people
from portal.demo.builder import NAMESPACE
from portal.demo.content import all as content
from portal.demo.content import duties
from shared.duties import services as officers
from shared.duties.models import Officer, OfficerUse
from shared.kernel import clock
from tenants.accounts.models import User
from tenants.mandatory import services as mandatory
from tenants.registry.models import PUBLIC_SCHEMA, Municipality
from tenants.roles.enums import PUBLISHING_ROLES


@dataclass(frozen=True)
class Shared:
    """The next event of that name: who is offered it, and who of them has accepted."""

    origin: str
    title: str
    accepted: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suggested:
    slug: str
    title: str
    category: str
    in_days: int
    start: str
    place: str
    text: str
    organiser: str
    sender: str


SHARED = (
    Shared("lobendava", "Anenská pouť na Annabergu: slavná mše", ("lipova",), ("vilemov",)),
    Shared("sluknov", "Zámecké slavnosti", ("velky-senov",), ("lipova", "rumburk")),
)
# Made-up names of made-up clubs, at addresses that cannot exist.
SUGGESTED = (
    Suggested(
        "lipova",
        "Hasičský bál",
        "slavnosti",
        68,
        "19:30",
        "sál hostince",
        "K tanci i poslechu hraje kapela. Připravena je tombola a domácí občerstvení.",
        "Sbor dobrovolných hasičů (ukázka)",
        "Petra Vzorová",
    ),
    Suggested(
        "lipova",
        "Turnaj v mariáši",
        "sport",
        40,
        "14:00",
        "klubovna na hřišti",
        "Prezence od půl druhé, hraje se na tři kola. Startovné 100 Kč.",
        "Mariášnický kroužek (ukázka)",
        "Karel Ukázka",
    ),
    Suggested(
        "sluknov",
        "Bazárek dětského oblečení",
        "deti",
        33,
        "9:00",
        "rodinné centrum",
        "Přineste, co dětem nestačí, a vyberte si, co potřebujete.",
        "Rodinné centrum (ukázka)",
        "Eva Příkladová",
    ),
)


def make(slugs: set[str]) -> None:
    """On these sites; those that are not among them are left alone."""
    with schema_context(PUBLIC_SCHEMA):
        sites = {site.slug: site for site in Municipality.objects.filter(slug__in=slugs)}
    for entry in SUGGESTED:
        if entry.slug in sites:
            _suggest(entry, sites[entry.slug])
    for shared in SHARED:
        if shared.origin in sites:
            _share(shared, sites)
    if foreign.SITE in sites:
        foreign.make(sites[foreign.SITE], _clerk(foreign.SITE))
    _name_officer(sites)


def _name_officer(sites: dict[str, Municipality]) -> None:
    """One officer of the union, whom most sites name; none where the union has no people yet."""
    if not User.objects.filter(email=people.UNION).exists():
        return
    with schema_context(PUBLIC_SCHEMA):
        union = Municipality.objects.the_union()
        officer = Officer.objects.filter(owner=union, name=duties.OFFICER["name"]).first()
        named = set(OfficerUse.objects.values_list("municipality_id", flat=True))
    if officer is None:
        with tenant_context(union), transaction.atomic():
            officer = officers.save_officer(Officer(), duties.OFFICER, actor=_clerk(content.UNION))
    for site in [union, *(each for each in sites.values() if not each.is_union)]:
        if site.pk not in named and site.slug not in duties.WITHOUT_OFFICER:
            with tenant_context(site), transaction.atomic():
                slug = content.UNION if site.is_union else site.slug
                mandatory.name_officer(officer, actor=_clerk(slug))


def _suggest(entry: Suggested, site: Municipality) -> None:
    hour, minute = map(int, entry.start.split(":"))
    now = clock.now()
    with tenant_context(site), transaction.atomic():
        Suggestion.objects.get_or_create(
            pk=uuid.uuid5(NAMESPACE, f"{entry.slug}/suggested/{entry.title}"),
            defaults={
                "title": entry.title,
                "category": entry.category,
                "start_date": clock.today() + dt.timedelta(days=entry.in_days),
                "start_time": dt.time(hour, minute),
                "place": entry.place,
                "text": entry.text,
                "organiser": entry.organiser,
                "sender_name": entry.sender,
                "sender_email": "spolek@sever.example",
                # Nobody is to be written to.
                "receipt_sent_at": now,
                "announced_at": now,
            },
        )


def _share(shared: Shared, sites: dict[str, Municipality]) -> None:
    origin = sites[shared.origin]
    offered = [slug for slug in (*shared.accepted, *shared.waiting) if slug in sites]
    with tenant_context(origin), transaction.atomic():
        event = (
            PublishedEvent.objects.filter(
                municipality=origin,
                title=shared.title,
                state=State.SCHEDULED,
                last_day__gte=clock.today(),
            )
            .order_by("start_date")
            .first()
        )
        if event is None or not offered or Adoption.objects.filter(event=event).exists():
            return
        sharing.offer(event.uuid, offered, _clerk(shared.origin))
        _told(event)
    for slug in shared.accepted:
        if slug in sites:
            with tenant_context(sites[slug]), transaction.atomic():
                adoption = Adoption.objects.get(event=event, municipality=sites[slug])
                sharing.accept(adoption.pk, _clerk(slug))
                _told(event)


def _told(event: PublishedEvent) -> None:
    """The demonstration writes no mails about itself: the task finds nothing left to tell."""
    Adoption.objects.filter(event=event, told_at=None).update(told_at=clock.now())


def _clerk(slug: str) -> User:
    """Loaded anew for each site, because a user object remembers the rights of one."""
    deciding = (
        account.email
        for account in people.ACCOUNTS
        if account.site == slug and account.site_role in PUBLISHING_ROLES
    )
    return User.objects.get(email=next(deciding))
