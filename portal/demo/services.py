"""Creating and deleting the demonstration as a whole. Both may be killed and run again."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from decimal import Decimal
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django_tenants.utils import schema_context, tenant_context

from portal.demo import members, people, practices, strategies, together
from portal.demo.art import render
from portal.demo.art.palettes import LOOKS
from portal.demo.builder import Builder
from portal.demo.content import all as content
from portal.demo.content.types import Site
from portal.demo.remover import Remover
from shared.published import services as published
from tenants.accounts import services as accounts
from tenants.accounts.models import User
from tenants.noticeboard import services as board
from tenants.registry import provisioning
from tenants.registry.models import PUBLIC_SCHEMA, Municipality, UnionMembership, schema_for_slug
from tenants.roles import services as roles
from tenants.roles.enums import Role

Report = Callable[[str], None]

# Steps noted with the site, so that a run which was killed goes on where it stopped, and so that
# deleting never touches a site that the demonstration did not make.
MADE, FILLED = "demo: made", "demo: filled"
POPULATION_SOURCE = "přehled členských obcí Svazku obcí Sever; k jakému dni, neuvádí"
# The day on which it constituted itself in Lipová, and what for, in its own words.
FOUNDED = dt.date(2000, 1, 11)
PURPOSE = (
    "Vzdělávání, sociální péče, zdravotnictví a kultura s výjimkou výkonu státní správy; čistota obcí;"
    " rozvoj regionu: jeho koncepce a postupné uskutečňování."
)


def create(report: Report, *, only: set[str] | None = None, processes: int | None = None) -> None:
    """Provision and fill the sites that are not yet there.

    `only` names slugs. `processes=0` fills them in this process, as tests must; None takes a
    process for each core, two at most.
    """
    chosen = [site for site in content.sites() if only is None or site.slug in only]
    with schema_context(PUBLIC_SCHEMA):
        sites = [(item, _provision(item, report)) for item in chosen]
        waiting = [item.slug for item, site in sites if FILLED not in site.provisioned_steps]
        if not waiting:
            practices.create()
            strategies.create()
            members.create()
            report("everything is there already")
            return
        _create_people(set(waiting))
    if processes is None:
        processes = min(2, os.cpu_count() or 1, len(waiting))
    done = map(fill, waiting) if processes == 0 else _fill_side_by_side(waiting, processes)
    for number, (name, seconds) in enumerate(done, 1):
        report(f"{number}/{len(waiting)} {name}: filled in {seconds:.1f} s")
    for _item, site in sites:
        # What the union posts on every board; the beat would do it a minute later.
        with tenant_context(site), transaction.atomic():
            board.turn()
    together.make({item.slug for item, _site in sites})
    if made := practices.create():
        report(f"good practice: {made} records")
    if made := strategies.create():
        report(f"strategies: {made} documents")
    if made := members.create():
        report(f"members' area: {made} entries")


def _fill_side_by_side(slugs: list[str], processes: int) -> Iterator[tuple[str, float]]:
    # Spawned, not forked: a fork would inherit the connections to the database.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context, initializer=django.setup) as pool:
        for future in as_completed([pool.submit(fill, slug) for slug in slugs]):
            yield future.result()


# -- the register --------------------------------------------------------------------------------


def _provision(item: Site, report: Report) -> Municipality:
    is_union = item.slug == content.UNION
    known = Municipality.objects.filter(schema_name=_schema(item)).first()
    if known is not None and FILLED in known.provisioned_steps:
        return known
    began = time.monotonic()
    if is_union:
        site = provisioning.provision_union(item.registry.name, **_fields(item))
    else:
        site = provisioning.provision_municipality(item.slug, item.registry.name, **_fields(item))
    if MADE not in site.provisioned_steps:
        with transaction.atomic():
            _set_look(item, site)
            if not is_union:
                _set_membership(item, site)
            site.provisioned_steps = [*site.provisioned_steps, MADE]
            site.save()
        report(f"{site.name}: provisioned in {time.monotonic() - began:.1f} s")
    return site


def _schema(item: Site) -> str:
    return PUBLIC_SCHEMA if item.slug == content.UNION else schema_for_slug(item.slug)


def _fields(item: Site) -> dict[str, Any]:
    registry, look = item.registry, LOOKS[item.slug]
    fields: dict[str, Any] = {
        "csu_code": registry.csu_code,
        "postal_code": registry.postal_code,
        "latitude": registry.latitude and Decimal(registry.latitude),
        "longitude": registry.longitude and Decimal(registry.longitude),
        "area_ha": registry.area_ha,
        "area_source": POPULATION_SOURCE if registry.area_ha else "",
        "population": registry.population,
        "population_source": POPULATION_SOURCE if registry.population else "",
        "website": f"https://{registry.website}/" if registry.website else "",
        "color_primary": look.primary,
        "color_accent": look.accent,
        "office_address": next(office.address for office in item.offices if office.main),
        "email": next(office.email for office in item.offices if office.main),
    }
    if registry.status:
        fields["status"] = registry.status
    if item.slug == content.UNION:
        fields |= {"founded_on": FOUNDED, "purpose": PURPOSE}
    return fields


def _set_look(item: Site, site: Municipality) -> None:
    """What a site that was made by hand before the demonstration may lack, and the pictures."""
    for name, value in _fields(item).items():
        setattr(site, name, value)
    emblem, header = render.shield(item.slug), render.header(item.slug)
    site.coat_of_arms.save(f"{item.slug}-ukazkovy-znak.png", ContentFile(emblem), save=False)
    site.header_image.save(f"{item.slug}.jpg", ContentFile(header), save=False)


def _set_membership(item: Site, site: Municipality) -> None:
    if item.registry.confirmed:
        note = (
            "Uvedena v přehledu svazku mezi deseti obcemi, jejichž součty dávají přesně 29 835 "
            "obyvatel a 21 142,9 ha. Den vstupu zdroj neuvádí; svazek se ustavil 11. 1. 2000."
        )
    else:
        note = (
            "K potvrzení: svazek uvádí dvanáct obcí, souhrnné údaje však odpovídají deseti. S nimi "
            "tvoří tato obec správní obvod Rumburku."
        )
    UnionMembership.objects.get_or_create(
        municipality=site, defaults={"confirmed": item.registry.confirmed, "evidence_note": note}
    )


# -- people --------------------------------------------------------------------------------------


def _create_people(slugs: set[str]) -> None:
    """Accounts and their roles. The password is hashed once: it is public anyway."""
    password = make_password(people.PASSWORD)
    for account in people.ACCOUNTS:
        if account.site and account.site not in slugs:
            continue
        person, _created = User.objects.get_or_create(
            email=account.email,
            defaults={
                "first_name": account.first_name,
                "last_name": account.surname,
                "password": password,
                "is_superuser": account.site_role is None,
            },
        )
        if account.site_role is not None:
            schema = (
                PUBLIC_SCHEMA if account.site == content.UNION else schema_for_slug(account.site)
            )
            with schema_context(schema):
                roles.assign(person, account.site_role, actor=None)


def _person(slug: str, *wanted: Role) -> User | None:
    """Loaded anew for each site, because a user object remembers the rights of one."""
    for account in people.ACCOUNTS:
        if account.site == slug and account.site_role in wanted:
            return User.objects.get(email=account.email)
    return None


# -- content -------------------------------------------------------------------------------------


def fill(slug: str) -> tuple[str, float]:
    """Fill one provisioned site; its name and how long it took."""
    began = time.monotonic()
    item = next(entry for entry in content.sites() if entry.slug == slug)
    with schema_context(PUBLIC_SCHEMA):
        site = Municipality.objects.get(schema_name=_schema(item))
    with tenant_context(site):
        clerk = _person(slug, Role.ADMINISTRATOR, Role.EDITOR)
        assert clerk is not None, slug
        Builder(item, site, clerk, _person(slug, Role.AUTHOR)).build()
    with schema_context(PUBLIC_SCHEMA), transaction.atomic():
        site.provisioned_steps = [*site.provisioned_steps, FILLED]
        site.save(update_fields=["provisioned_steps"])
    return site.name, time.monotonic() - began


# -- deleting ------------------------------------------------------------------------------------


def made_sites() -> list[Municipality]:
    """Sites that the demonstration has made; the union last, because the others belong to it."""
    with schema_context(PUBLIC_SCHEMA):
        sites = Municipality.objects.filter(provisioned_steps__contains=[MADE])
        return sorted(sites, key=lambda site: (site.is_union, site.sort_key))


def delete(report: Report) -> None:
    """Delete those sites with all that is on them, and take the accounts away."""
    practices.delete()
    strategies.delete()
    members.delete()
    for site in made_sites():
        if site.is_union:
            _empty_union(site)
            report(f"{site.name}: emptied, the site itself stays")
        else:
            _delete_municipality(site)
            report(f"{site.name}: deleted")
    emails = [account.email for account in people.ACCOUNTS]
    with schema_context(PUBLIC_SCHEMA):
        for person in User.objects.filter(email__in=emails):
            accounts.deactivate(person)
    report("accounts deactivated")


def _delete_municipality(site: Municipality) -> None:
    with schema_context(PUBLIC_SCHEMA), transaction.atomic():
        schema = site.schema_name
        site.coat_of_arms.delete(save=False)
        site.header_image.delete(save=False)
        connection.check_constraints()  # a table with checks still pending cannot be dropped
        # Rows of the public schema go by cascade: domains, membership, everything published.
        site.delete(force_drop=True)
        published.touch_sites([PUBLIC_SCHEMA])
    shutil.rmtree(Path(settings.MEDIA_ROOT) / schema, ignore_errors=True)


def _empty_union(site: Municipality) -> None:
    """The public schema holds everybody's rows and stays; its content goes as a clerk deletes it."""
    with schema_context(PUBLIC_SCHEMA), transaction.atomic():
        item = next(entry for entry in content.sites() if entry.slug == content.UNION)
        Remover(item).remove()
        site.coat_of_arms.delete(save=False)
        site.header_image.delete(save=False)
        site.provisioned_steps = [
            step for step in site.provisioned_steps if step not in {MADE, FILLED}
        ]
        site.save()
