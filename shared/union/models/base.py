"""What all page types of the union have in common."""

from __future__ import annotations

from wagtail.models import Page

from shared.kernel.cms import SitePage
from shared.kernel.db import connection
from tenants.registry.models import PUBLIC_SCHEMA


class UnionPage(SitePage):
    """A page that may exist on the union's site only."""

    item_kind = "page"

    class Meta:
        abstract = True

    @classmethod
    def can_exist_under(cls, parent: Page) -> bool:
        return connection.schema_name == PUBLIC_SCHEMA and bool(super().can_exist_under(parent))
