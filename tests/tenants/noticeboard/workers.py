"""What a worker does on the board that is there to be killed: see tests/nursery.py."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any


def work(line: str) -> None:
    """`<task> <schema> <key or -> <step>`: run the task as a worker does, and die at the step."""
    from django.conf import settings

    from portal.celery import app
    from shared.boards import services as joint

    settings.MEDIA_ROOT = os.environ["TEST_MEDIA_ROOT"]
    joint.enqueue = lambda *_message: None  # type: ignore[assignment]  # the broker loses it
    name, schema, key, step = line.split()
    if step != "-":
        _die(step)
    app.tasks[name](schema, *([] if key == "-" else [key]))
    if step == "committed":
        _kill()


def _kill(*_arguments: Any, **_more: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def _after(function: Callable[..., Any]) -> Callable[..., Any]:
    def wrapped(*arguments: Any, **more: Any) -> Any:
        function(*arguments, **more)
        _kill()

    return wrapped


def _die(step: str) -> None:
    from django.db.models.query import QuerySet

    from shared.boards import services as joint
    from tenants.noticeboard import files, journal, services
    from tenants.noticeboard.models import Notice

    if step == "began":
        services.post = services._remove = services._extend = _kill
    elif step == "a-file-kept":
        files.keep = _after(files.keep)
    elif step == "files-kept":
        services._freeze = _after(services._freeze)
    elif step == "row-written":
        update = QuerySet.update

        def once(self: Any, **values: Any) -> Any:
            found = update(self, **values)
            if self.model is Notice and {"posted_at", "removed_at", "planned_removal"} & {*values}:
                _kill()
            return found

        QuerySet.update = once  # type: ignore[method-assign]
    elif step == "journal-written":
        journal.append = _after(journal.append)
    elif step == "projected":
        services.project = _after(services.project)
    elif step == "announced":
        joint.announce = _after(joint.announce)
    elif step == "noted":
        for name in ("note_posted", "note_removed", "note_extended", "revoke", "extend"):
            setattr(joint, name, _after(getattr(joint, name)))
    elif step == "before-the-commit":
        from django.db.backends.base.base import BaseDatabaseWrapper

        BaseDatabaseWrapper.commit = _kill  # type: ignore[method-assign]
    else:
        assert step == "committed", step
