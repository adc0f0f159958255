"""Granian as a child of the benchmark, with the options of `make run`."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType

import psutil

from portal.embedded.server import dies_with_parent
from portal.management.commands.run import granian
from tests.benchmarks.client import Target, Visitor
from tests.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
READY_WITHIN = 60.0
STOPPED_WITHIN = 15.0


class Web:
    """`with Web("portal.wsgi:application", {...}) as web: …`"""

    def __init__(
        self, application: str, environment: dict[str, str], port: int | None = None
    ) -> None:
        self.application, self.environment = application, environment
        self.port = port or free_port()

    def __enter__(self) -> Web:
        self.process = subprocess.Popen(
            granian(self.application, "127.0.0.1", self.port, WORKERS),
            cwd=ROOT,
            env=os.environ | self.environment,
            stdout=subprocess.DEVNULL,
            preexec_fn=dies_with_parent(signal.SIGTERM),
        )
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self.process.terminate()
        try:
            self.process.wait(STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            for process in psutil.Process(self.process.pid).children(recursive=True):
                process.kill()
            self.process.kill()
            self.process.wait()

    def wait_for(self, target: Target) -> None:
        deadline = time.monotonic() + READY_WITHIN
        while True:
            try:
                with contextlib.closing(Visitor(target)) as visitor:
                    visitor.get()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def cpu_seconds(self) -> float:
        """Processor time of the server and its workers so far, as exact as a hundredth."""
        parent = psutil.Process(self.process.pid)
        times = [each.cpu_times() for each in (parent, *parent.children(recursive=True))]
        return sum(each.user + each.system for each in times)
