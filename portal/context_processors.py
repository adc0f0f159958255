"""What every template may use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, gettext

from portal.demo import people
from tenants.registry.models import Municipality


@dataclass
class SiteContext:
    """The site of a request, as templates see it. Costs a query only for what is used."""

    municipality: Municipality
    path: str

    @property
    def is_union(self) -> bool:
        return self.municipality.is_union

    @cached_property
    def union(self) -> Municipality:
        return self.municipality if self.is_union else Municipality.objects.the_union()

    @cached_property
    def menu(self) -> list[dict[str, Any]]:
        from tenants.pages import selectors

        return selectors.menu(self.path)

    @cached_property
    def alerts(self) -> list[Any]:
        """Urgent messages that hold now, for the banner."""
        from shared.alerts import selectors

        return selectors.banner(self.municipality)

    @property
    def languages(self) -> list[dict[str, Any]]:
        """The same address in each language of the interface."""
        current = get_language()
        rest = self.path
        for code, _name in settings.LANGUAGES:
            if code != settings.LANGUAGE_CODE and (
                rest == f"/{code}" or rest.startswith(f"/{code}/")
            ):
                rest = rest[len(code) + 1 :] or "/"
        names = {"cs": "Čeština", "de": "Deutsch", "en": "English"}
        return [
            {
                "code": code,
                "name": names.get(code, code),
                "url": rest if code == settings.LANGUAGE_CODE else f"/{code}{rest}",
                "current": code == current,
            }
            for code, _name in settings.LANGUAGES
        ]


def site(request: HttpRequest) -> dict[str, Any]:
    municipality = getattr(request, "tenant", None)
    if not isinstance(municipality, Municipality):
        return {}  # a page for a host that has no site
    return {
        "site": SiteContext(municipality, request.path),
        # A callable, so that it costs its query on the log-in page alone.
        "demo_accounts": partial(demo_accounts, municipality),
    }


def demo_accounts(site: Municipality) -> list[dict[str, Any]]:
    """Accounts with the public password that work on this site; empty without demonstration data."""
    return [
        {
            "email": account.email,
            "label": account.site_role.label
            if account.site_role
            else gettext("operator of the whole portal"),
        }
        for account in people.accounts()
        if account.site in ("", site.slug) or (site.is_union and account.email == people.UNION)
    ]
