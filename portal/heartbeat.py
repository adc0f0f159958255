"""Signs of life of Celery's worker and beat, for those who watch over their containers.

A file is touched, when PORTAL_HEARTBEAT_FILE names one: asking the worker through the broker would
start a Python with all of Django every few seconds, and beat cannot be asked at all.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from celery.beat import PersistentScheduler
from celery.signals import heartbeat_sent

from portal.settings import env


def beat_once(**_signal: Any) -> None:
    """Sent by the worker every 2 s while it is connected to its broker."""
    if file := env.optional_text("PORTAL_HEARTBEAT_FILE"):
        Path(file).touch()


class Scheduler(PersistentScheduler):
    """Beat's usual scheduler, which says at each look at its schedule that it is alive."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        pause: float = super().tick(*args, **kwargs)
        beat_once()
        return min(pause, 30.0)


heartbeat_sent.connect(beat_once, weak=False)
