"""The same as `migrate_schemas`: there is one way to migrate."""

from tenants.registry.management.commands.migrate_schemas import Command

__all__ = ["Command"]
