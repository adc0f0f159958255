"""The people of the demonstration. Their password is public, so they exist with its data only."""

from __future__ import annotations

from dataclasses import dataclass

from tenants.accounts.models import User
from tenants.roles.enums import Role

PASSWORD = "sever-demo"  # noqa: S105 - announced on the login page, see the module's docstring
OPERATOR = "spravce@sever.example"
UNION = "redakce@sever.example"
MARK = "(ukázková osoba)"


@dataclass(frozen=True)
class Account:
    email: str
    first_name: str
    last_name: str
    role: str
    """For the console, in English like everything there."""
    site: str = ""
    """Slug of the site on which the person works; empty for the operator."""
    site_role: Role | None = None

    @property
    def surname(self) -> str:
        return f"{self.last_name} {MARK}"


def _clerk(slug: str, name: str, first_name: str, last_name: str) -> Account:
    return Account(
        f"{slug}@sever.example", first_name, last_name, f"clerk of {name}", slug, Role.ADMINISTRATOR
    )


def _author(slug: str, name: str, first_name: str, last_name: str) -> Account:
    return Account(
        f"autor-{slug}@sever.example", first_name, last_name, f"author of {name}", slug, Role.AUTHOR
    )


ACCOUNTS: tuple[Account, ...] = (
    Account(OPERATOR, "Správce", "Portálu", "operator of the whole portal"),
    Account(UNION, "Redakce", "Svazku", "editor of the union", "sever", Role.EDITOR),
    _clerk("dolni-poustevna", "Dolní Poustevna", "Dana", "Poustevnická"),
    _clerk("jirikov", "Jiříkov", "Jiřina", "Filipská"),
    _clerk("lipova", "Lipová", "Ludmila", "Lipovská"),
    _clerk("lobendava", "Lobendava", "Anna", "Horská"),
    _clerk("mikulasovice", "Mikulášovice", "Mikuláš", "Hodný"),
    _clerk("rumburk", "Rumburk", "Radka", "Loretánská"),
    _clerk("stare-krecany", "Staré Křečany", "Karel", "Potoční"),
    _clerk("sluknov", "Šluknov", "Šárka", "Zámecká"),
    _clerk("velky-senov", "Velký Šenov", "Věra", "Klasová"),
    _clerk("vilemov", "Vilémov", "Vilém", "Mostecký"),
    _clerk("krasna-lipa", "Krásná Lípa", "Klára", "Lípová"),
    _clerk("doubice", "Doubice", "David", "Doubek"),
    _author("lipova", "Lipová", "Alena", "Písecká"),
    _author("sluknov", "Šluknov", "Šimon", "Zápisník"),
)


def accounts() -> list[Account]:
    """Those of the demonstration who can log in here; empty without its data. One query."""
    emails = [account.email for account in ACCOUNTS]
    present = set(
        User.objects.filter(email__in=emails, is_active=True).values_list("email", flat=True)
    )
    return [account for account in ACCOUNTS if account.email in present]
