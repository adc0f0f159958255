"""Keeps one embedded server up for as long as any process uses it; see the package's docstring.

Started by the first user, in a session of its own. It restarts the server when that dies, and takes
it down when the last user is gone or when it is asked to by SIGTERM (the machine shuts down).
"""

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from pathlib import Path
from types import FrameType

from .postgres import Postgres
from .redis import Redis
from .server import START_TIMEOUT, STOP_TIMEOUT, EmbeddedServer, EmbeddedServerError

SERVERS: dict[str, type[EmbeddedServer]] = {kind.name: kind for kind in (Postgres, Redis)}
# A server that dies more often than this is broken, and restarting it would only hide that.
MAX_DEATHS = 5
DEATHS_WITHIN = 60.0


class Keeper:
    def __init__(self, server: EmbeddedServer) -> None:
        self.server = server
        self._done = threading.Event()
        self._users_fd: int | None = None

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self._on_signal)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        threading.Thread(target=self._wait_for_last_user, daemon=True).start()
        self.server.prepare()
        deaths: deque[float] = deque(maxlen=MAX_DEATHS)
        while not self._done.is_set():
            process = self.server.start()
            try:
                self._serve(process)
            finally:
                self.server.withdraw()
                _stop(process, self.server.stop_signal)
            if self._done.is_set() or not self.server.folder.exists():
                return
            deaths.append(time.monotonic())
            if len(deaths) == MAX_DEATHS and deaths[-1] - deaths[0] < DEATHS_WITHIN:
                raise EmbeddedServerError(f"{self.server.name} dies again and again, see above")
            sys.stderr.write(f"keeper: {self.server.name} ended, starting it again\n")
            self._done.wait(0.5 * len(deaths))
            if not self._done.is_set():
                self.server.prepare()

    def _serve(self, process: subprocess.Popen[bytes]) -> None:
        """Returns when the server has died or is needed no more."""
        deadline = time.monotonic() + START_TIMEOUT
        while process.poll() is None and not self._done.is_set():
            if self.server.answers():
                self.server.announce()
                break
            if time.monotonic() > deadline:
                return
            time.sleep(0.01)
        while process.poll() is None and not self._done.wait(0.5):
            pass

    def _wait_for_last_user(self) -> None:
        self._users_fd = self.server.block_until_unused()
        self._done.set()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._done.set()


def _stop(process: subprocess.Popen[bytes], stop_signal: signal.Signals) -> None:
    """Asks, then insists. SIGQUIT makes PostgreSQL drop everything; its log brings it back."""
    for number in (stop_signal, signal.SIGQUIT, signal.SIGKILL):
        if process.poll() is not None:
            return
        process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_TIMEOUT)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("server", choices=SERVERS)
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("--not-durable", action="store_true")
    parser.add_argument(
        "--lock", type=int, required=True, help="open file that marks a living keeper"
    )
    options = parser.parse_args()
    server = SERVERS[options.server](options.data_dir, durable=not options.not_durable)
    os.set_inheritable(options.lock, False)  # the server must not hold it
    try:
        Keeper(server).run()
        server.clean_up()
    except EmbeddedServerError as error:
        raise SystemExit(f"keeper: {error}") from None
    finally:
        # First the keeper's lock, then (at exit) the users': a newcomer waiting for the latter must
        # find no keeper, and start one.
        os.close(options.lock)


if __name__ == "__main__":
    main()
