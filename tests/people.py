"""People with known rights: the clerk of one municipality, her author, the union's editor, outsiders."""

from __future__ import annotations

from typing import Any

from django_tenants.utils import schema_context

PASSWORD = "correct horse battery"


class People:
    def _make(self, email: str, name: str, **fields: Any) -> Any:
        from tenants.accounts.models import User

        with schema_context("public"):
            found = User.objects.filter(email=email).first()
            first, _, last = name.partition(" ")
            return found or User.objects.create_user(
                email, PASSWORD, first_name=first, last_name=last, **fields
            )

    def _with_role(self, site: str, role: str) -> Any:
        from tenants.roles import services
        from tenants.roles.enums import Role

        person = self._make(f"{role}-{site}@test.example", f"{role.title()} {site.title()}")
        with schema_context(site):
            services.assign(person, Role(role), actor=None)
        return person

    def administrator(self, site: str) -> Any:
        return self._with_role(site, "administrator")

    def clerk(self, site: str) -> Any:
        """An editor: writes and publishes on one site, and has no rights anywhere else."""
        return self._with_role(site, "editor")

    def author(self, site: str) -> Any:
        return self._with_role(site, "author")

    def union_editor(self) -> Any:
        return self._with_role("public", "editor")

    def operator(self) -> Any:
        return self._make("operator@test.example", "Operator Portal", is_superuser=True)

    def outsider(self) -> Any:
        """Has an account and no role on any site."""
        return self._make("outsider@test.example", "Outsider Nobody")
