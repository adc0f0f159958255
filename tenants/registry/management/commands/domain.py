"""`manage.py domain add|remove|list`: the hosts that sites answer on."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from tenants.registry import services
from tenants.registry.models import Domain, Municipality


class Command(BaseCommand):
    help = "Adds, removes and lists domains of a municipality's own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        add = verbs.add_parser("add", help="let a site answer on one more host")
        add.add_argument("slug", help="the site's slug, as `municipality list` shows it")
        add.add_argument("host", help="e.g. www.lipova.cz; DNS must point here")
        remove = verbs.add_parser("remove", help="take a host away from its site")
        remove.add_argument("host")
        verbs.add_parser("list", help="show all hosts")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, options["verb"])(**options)
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error

    def add(self, *, slug: str, host: str, **options: Any) -> None:
        site = Municipality.objects.filter(slug=slug).first()
        if site is None:
            raise CommandError(f"No site has the slug {slug}; `municipality list` shows all.")
        domain = services.add_domain(site, host)
        self.stdout.write(f"{site.name} answers on {domain.domain}")

    def remove(self, *, host: str, **options: Any) -> None:
        services.remove_domain(host)
        self.stdout.write(f"{host} is removed")

    def list(self, **options: Any) -> None:
        for domain in Domain.objects.select_related("tenant").order_by(
            "tenant__sort_key", "domain"
        ):
            mark = "*" if domain.is_primary else " "
            self.stdout.write(f"{mark} {domain.domain:40} {domain.tenant.name}")
