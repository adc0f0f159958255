"""`manage.py run` as people use it: a real start on an empty folder, a stop, a kill, a second start."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

BASE_DIR = Path(__file__).resolve().parents[2]
FIRST_START = 240  # seconds; migrations and demonstration data on a slow machine
LATER_START = 60


class Run:
    """The portal in a process of its own, on a free port and with a data folder of its own."""

    def __init__(self, data_dir: Path, port: int, *arguments: str) -> None:
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("DATABASE_", "REDIS_", "PYTEST_", "PORTAL_", "DJANGO_"))
        }
        environment |= {"PORTAL_DATA_DIR": str(data_dir), "PORT": str(port)}
        self.port = port
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "run", *arguments],
            cwd=BASE_DIR,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        self.lines += iter(self.process.stdout.readline, "")

    @property
    def output(self) -> str:
        return "".join(self.lines)

    def wait_until_up(self, timeout: float) -> float:
        began = time.monotonic()
        while "The portal runs" not in self.output or "Ctrl-C" not in self.output:
            assert self.process.poll() is None, self.output
            assert time.monotonic() - began < timeout, self.output
            time.sleep(0.1)
        return time.monotonic() - began

    def stop(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(60)

    def get(self, host: str, path: str) -> tuple[int, str]:
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with contextlib.closing(client):
            client.request("GET", path, headers={"Host": host})
            response = client.getresponse()
            return response.status, response.read().decode()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("portal")


@pytest.fixture
def runs() -> Iterator[list[Run]]:
    started: list[Run] = []
    yield started
    for run in started:
        if run.process.poll() is None:
            run.process.kill()
            run.process.wait()


def portal_processes(data_dir: Path, port: int) -> list[str]:
    """Whatever serves this folder or this port: supervisor, children, keepers, servers."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            words = process.cmdline()
            if process.pid == os.getpid() or process.status() == psutil.STATUS_ZOMBIE:
                continue
            environment = process.environ()
            served = environment.get("PORTAL_DATA_DIR") == str(data_dir)
            if served or any(str(data_dir) in word for word in words):
                found.append(" ".join(words))
    return found


def eventually_nothing_runs(data_dir: Path, port: int) -> bool:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if not portal_processes(data_dir, port):
            return True
        time.sleep(0.1)
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="reads the environment of processes")
def test_one_command_from_an_empty_folder_to_the_portal_and_back(data_dir, port, runs):
    """One story in one test, because its first start takes most of a minute."""
    first = Run(data_dir, port, "--only", "sever", "lipova")
    runs.append(first)
    first.wait_until_up(FIRST_START)
    for host in ("sever.localhost", "lipova.sever.localhost"):
        status, page = first.get(host, "/")
        assert status == 200
        assert "<h1" in page
    assert first.get("nobody.localhost", "/")[0] == 404
    assert first.get("sever.localhost", "/kalendar.ics")[1].startswith("BEGIN:VCALENDAR")
    assert f"http://lipova.sever.localhost:{port}/" in first.output
    assert "redakce@sever.example" in first.output
    assert "sever-demo" in first.output
    assert "starting again" not in first.output

    # A second one is told what to do, and the first one does not notice.
    second = Run(data_dir, port)
    runs.append(second)
    assert second.process.wait(60) == 1
    assert f"kill {first.process.pid}" in second.output

    # Ctrl-C stops all of it.
    assert first.stop(signal.SIGINT) == 0
    assert "Stopped." in first.output
    assert eventually_nothing_runs(data_dir, port), portal_processes(data_dir, port)

    # The data are still there, and no demonstration is made a second time. Links follow the port.
    third = Run(data_dir, port := free_port())
    runs.append(third)
    third.wait_until_up(LATER_START)
    assert "demonstration" not in third.output.split("The portal runs")[0]
    assert third.get("lipova.sever.localhost", "/")[0] == 200
    calendar = third.get("sever.localhost", "/kalendar.ics")[1].replace("\r\n ", "")
    assert f"http://lipova.sever.localhost:{port}/kalendar/" in calendar
    assert f":{first.port}/" not in calendar

    # A kill leaves nothing that blocks the next start.
    third.process.kill()
    third.process.wait()
    fourth = Run(data_dir, port)
    runs.append(fourth)
    fourth.wait_until_up(LATER_START)
    assert fourth.stop(signal.SIGTERM) == 0
    assert eventually_nothing_runs(data_dir, port), portal_processes(data_dir, port)


def test_a_taken_port_is_said_before_anything_else_is_done(tmp_path, runs):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        taken = listener.getsockname()[1]
        run = Run(tmp_path, taken)
        runs.append(run)
        assert run.process.wait(60) == 1
    assert f"Port {taken}" in run.output
    assert f"make run PORT={taken + 1}" in run.output
    assert "Migrating" not in run.output
