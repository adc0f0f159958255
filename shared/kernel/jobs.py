"""Background tasks: the schema first, primitives only, registered under a stable name.

A message is delivered at least once, so every body must be safe to run twice and safe to kill.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from celery import current_app, shared_task
from django.db import transaction

ScopeOpener = Callable[[str], AbstractContextManager[Any]]
_open_scope: ScopeOpener | None = None


class UnknownSchema(LookupError):
    """The message names a schema that no site has. Running it in public would be a leak."""


class SchemaBehind(RuntimeError):
    """The site's tables are older than the code; the task waits for the migration."""


def set_scope_opener(opener: ScopeOpener) -> None:
    """Filled by the registry, which knows the sites; the kernel knows none."""
    global _open_scope
    _open_scope = opener


def site_task(name: str, **options: Any) -> Callable[[Callable[..., Any]], Any]:
    """A Celery task whose first argument is the schema it runs in.

    The body runs inside that schema and one transaction. Raises UnknownSchema for a schema that
    no site has; while the site's tables are behind the code the task is tried again later.
    """

    def decorate(function: Callable[..., Any]) -> Any:
        @functools.wraps(function)
        def run(task: Any, schema: str, *args: Any) -> Any:
            assert _open_scope is not None, "tenants.registry has not been loaded"
            try:
                with _open_scope(schema), transaction.atomic():
                    return function(schema, *args)
            except SchemaBehind as error:
                raise task.retry(exc=error, countdown=30, max_retries=20) from error

        return shared_task(name=name, bind=True, **options)(run)

    return decorate


def enqueue(name: str, schema: str, *args: str | int | bool | None) -> None:
    """Send a task once the current transaction is committed; never if it is rolled back.

    By its name, so that a service need not import the tasks, which stand above it. Raises
    celery.exceptions.NotRegistered for a name that nobody has.
    """
    task = current_app.tasks[name]

    # A function and no `partial`: with the broker away Django logs its failure by its name.
    def send() -> None:
        task.delay(schema, *args)

    transaction.on_commit(send, robust=True)
