"""What a worker does that sends digests and is there to be killed: see tests/nursery.py."""

from __future__ import annotations

import datetime as dt
import os
import signal
from collections.abc import Callable
from typing import Any


def work(moment: str) -> None:
    """Send all that waits. `moment` names a step after which the worker kills itself."""
    from django.conf import settings

    from shared.subscriptions import services, topics
    from tests.shared.subscriptions.conftest import Bulletin

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(os.environ["TEST_MAIL_PORT"])
    settings.EMAIL_TIMEOUT = 5
    topics.register(Bulletin())
    # Far too short on purpose: workers also take over what a living one still holds.
    services.LEASE = dt.timedelta(seconds=0.15)
    if moment.startswith("celery "):
        _celery(moment.partition(" ")[2])
        return
    if moment:
        _die(moment)
    while services.send_due(seconds=5)[0]:
        pass


def _celery(broker: str) -> None:
    """A worker of Celery itself, with all tasks, until it is killed."""
    from portal.celery import app

    # The nursery reads what its children write, and Celery greets.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    app.conf.update(broker_url=broker, task_always_eager=False)
    app.worker_main(
        [
            *("worker", "--pool=solo", "--loglevel=ERROR", "--hostname=letters@%h"),
            *("--without-gossip", "--without-mingle", "--without-heartbeat"),
        ]
    )


def _die(moment: str) -> None:
    from shared.subscriptions import services
    from shared.subscriptions.transport import TwoSteps

    def kill(*_arguments: Any, **_more: Any) -> Any:
        os.kill(os.getpid(), signal.SIGKILL)

    def after(function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **more: Any) -> Any:
            function(*arguments, **more)
            kill()

        return wrapped

    if moment == "claimed":
        TwoSteps.prepare = kill  # type: ignore[method-assign]
    elif moment == "text sent":
        services._hand_over = kill
    elif moment == "handed over":
        TwoSteps.finish = kill  # type: ignore[method-assign]
    elif moment == "answered":
        TwoSteps.finish = after(TwoSteps.finish)  # type: ignore[method-assign]
    elif moment == "noted":
        services._sent = after(services._sent)
    else:
        raise ValueError(moment)
