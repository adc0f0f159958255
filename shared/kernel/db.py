"""The database connection as django-tenants makes it: one that knows which schema it is on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db import connection as _connection

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    class SchemaConnection(BaseDatabaseWrapper):
        schema_name: str
        tenant: Any

        def set_tenant(self, tenant: Any, include_public: bool = True) -> None: ...
        def set_schema(self, schema_name: str, include_public: bool = True) -> None: ...
        def set_schema_to_public(self) -> None: ...


connection = cast("SchemaConnection", _connection)
