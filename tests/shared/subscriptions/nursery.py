"""Raises workers that are there to be killed: `python -m tests.shared.subscriptions.nursery PORT`.

Starting Django takes a second, so this process does it once and forks a worker for each line that
it reads, before it has any connection of its own. It answers with the worker's number. A line may
name the moment in which the worker kills itself.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django


def main(port: int) -> None:
    django.setup()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are nobody's business
    for line in sys.stdin:
        worker = os.fork()
        if worker == 0:
            try:
                work(port, line.strip())
            finally:
                os._exit(0)
        print(worker, flush=True)


def work(port: int, moment: str) -> None:
    from django.conf import settings

    from shared.subscriptions import services, topics
    from tests.shared.subscriptions.conftest import Bulletin

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
    topics.register(Bulletin())
    # Far too short on purpose: workers also take over what a living one still holds.
    services.LEASE = dt.timedelta(seconds=0.15)
    if moment:
        _die(moment)
    while services.send_due(seconds=5)[0]:
        pass


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


if __name__ == "__main__":
    main(int(sys.argv[1]))
