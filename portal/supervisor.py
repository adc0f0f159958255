"""Runs the portal's processes in the foreground: prefixes their lines, restarts those that die,
and stops all of them in order. Knows nothing of Django; `manage.py run` says what is to be run.

Every child leads a session of its own. Ctrl-C therefore reaches only the supervisor, which can stop
the children one after the other, and whatever a child has started can be found and ended with it.
"""

import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, TextIO

import psutil

from portal.embedded.server import dies_with_parent

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
MAX_PAUSE = 30.0
STEADY_AFTER = 60.0  # a child that ran this long starts again with the shortest pause
HOPELESS_AFTER = 4  # deaths before it was ever ready: a mistake that no restart mends
COLOURS = ("36", "33", "35", "32", "34")


class SupervisorError(RuntimeError):
    """Something the person at the terminal must do; the message says what."""


class StopRequested(BaseException):
    """Ctrl-C or SIGTERM during the preparations. Not an Exception, so that no step swallows it."""


@dataclass
class Program:
    """What to run, and how long it may take to stop when asked by SIGTERM."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: Path | None = None
    patience: float = 10.0


class Console:
    """Lines of several processes on one terminal, each whole and with the name of its origin."""

    def __init__(self, names: Sequence[str] = (), stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._lock = threading.Lock()
        self._width = max((len(name) for name in names), default=0)
        colourful = self._stream.isatty() and "NO_COLOR" not in os.environ
        self._colours = dict(zip(names, COLOURS, strict=False)) if colourful else {}

    def line(self, text: str, origin: str = "") -> None:
        if origin:
            label = f"{origin:<{self._width}} |"
            if colour := self._colours.get(origin):
                label = f"\x1b[{colour}m{label}\x1b[0m"
            text = f"{label} {text}"
        # A closed terminal must not keep us from stopping the children.
        with self._lock, contextlib.suppress(OSError, ValueError):
            self._stream.write(text + "\n")
            self._stream.flush()


class Child:
    def __init__(self, program: Program, console: Console) -> None:
        self.program = program
        self._console = console
        self._process: subprocess.Popen[str] | None = None
        self._started = 0.0
        self._deaths = 0
        self._restart_at = 0.0
        self.ready = False

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def hopeless(self) -> bool:
        return not self.ready and self._deaths >= HOPELESS_AFTER

    def start(self) -> None:
        self._started = time.monotonic()
        self._process = subprocess.Popen(
            self.program.command,
            cwd=self.program.cwd,
            env={**os.environ, **self.program.env, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=dies_with_parent(signal.SIGTERM),
        )
        threading.Thread(target=self._copy_lines, args=[self._process], daemon=True).start()

    def _copy_lines(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with contextlib.suppress(ValueError):  # closed under our hands while stopping
            for line in process.stdout:
                self._console.line(line.rstrip(), self.program.name)

    def tend(self) -> bool:
        """Restarts the child when it has died; returns whether its process is another one now."""
        if self._process is None:
            if time.monotonic() < self._restart_at:
                return False
            self.start()
            return True
        code = self._process.poll()
        if code is None:
            return False
        self._sweep()
        self._process = None
        if time.monotonic() - self._started > STEADY_AFTER:
            self._deaths = 0
        pause = min(2.0**self._deaths, MAX_PAUSE)
        self._deaths += 1
        self._restart_at = time.monotonic() + pause
        reason = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        self._console.line(f"ended by {reason}; starting again in {pause:.0f} s", self.program.name)
        return True

    def ask_to_stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)

    def wait_for_stop(self, hurry: Callable[[], bool]) -> None:
        """Waits as long as the program may take, then ends whatever is left of its session."""
        if self._process is None:
            return
        deadline = time.monotonic() + self.program.patience
        while self._process.poll() is None and time.monotonic() < deadline and not hurry():
            time.sleep(0.05)
        if self._process.poll() is None:
            self._console.line("did not stop in time, ending it", self.program.name)
        self._sweep()
        self._process.wait()
        self._process = None

    def _sweep(self) -> None:
        """Ends what the child left in its session: workers of a killed server hold its port."""
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)


class Supervisor:
    """A context manager: holds the lock and the signals, and stops every child at its end."""

    def __init__(self, run_dir: Path, programs: Sequence[Program], console: Console) -> None:
        self._run_dir = run_dir
        self._console = console
        self._children = [Child(program, console) for program in programs]
        self._started: list[Child] = []
        self._lock_fd: int | None = None
        self._signals = 0
        self._interruptible = True
        self._old_handlers: dict[signal.Signals, object] = {}

    # ---- life ----

    def __enter__(self) -> "Supervisor":
        self._run_dir.mkdir(parents=True, exist_ok=True)
        for number in STOP_SIGNALS:
            self._old_handlers[number] = signal.signal(number, self._on_signal)
        try:
            self._take_lock()
            self._stop_leftovers()
        except BaseException:
            self._restore()
            raise
        return self

    def __exit__(self, *_exc: object) -> None:
        self._interruptible = False
        self._write_state("stopping")
        # In the order of their start: first nothing new comes in, last the queue's worker ends.
        for child in self._started:
            child.ask_to_stop()
            child.wait_for_stop(hurry=lambda: self._signals > 1)

    def close(self) -> None:
        """After the last thing that the next run must wait for."""
        self._children_file.unlink(missing_ok=True)
        self._restore()

    def _restore(self) -> None:
        for number, handler in self._old_handlers.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        if self._lock_fd is not None:
            os.close(self._lock_fd)
            self._lock_fd = None

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        self._signals += 1
        if self._signals == 2 and not self._interruptible:
            self._console.line("Stopping at once.")
        if self._interruptible:
            self._interruptible = False
            self._console.line(f"\n{signal.Signals(number).name}: stopping …")
            raise StopRequested

    # ---- work ----

    def start(self, names: Sequence[str]) -> None:
        for child in self._children:
            if child.program.name in names:
                self._started.append(child)
                child.start()
        self._write_children()

    def wait_until(self, ready: Callable[[], bool], timeout: float) -> None:
        """Tends the children until `ready` says so."""
        deadline = time.monotonic() + timeout
        while not ready():
            self._tend()
            for child in self._started:
                if child.hopeless:
                    raise SupervisorError(
                        f"{child.program.name} does not start; its lines above say why."
                    )
            if time.monotonic() > deadline:
                raise SupervisorError(f"Not ready after {timeout:.0f} s; the lines above say why.")
            time.sleep(0.1)
        for child in self._started:
            child.ready = True

    def tend_for_ever(self, every_few_seconds: Callable[[], None]) -> None:
        """Until a signal comes, which ends this with StopRequested."""
        while True:
            for _ in range(25):
                self._tend()
                time.sleep(0.2)
            every_few_seconds()

    def _tend(self) -> None:
        changed = [child.tend() for child in self._started]  # every one of them, hence no generator
        if any(changed):
            self._write_children()

    # ---- one run at a time, and none in the way of the next ----

    @property
    def _state_file(self) -> Path:
        return self._run_dir / "supervisor.json"

    @property
    def _children_file(self) -> Path:
        return self._run_dir / "children.json"

    def _take_lock(self) -> None:
        self._lock_fd = os.open(
            self._run_dir / "supervisor.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
        )
        told = False
        deadline = time.monotonic() + 60
        while True:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(self._lock_fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            state = _read_json(self._state_file)
            # One that has just lost its `make` needs a moment to notice, hence no refusal at once.
            patient = state.get("state") == "stopping" or time.monotonic() < deadline - 58
            if not patient or time.monotonic() > deadline:
                raise SupervisorError(
                    f"The portal runs already from this folder (process {state.get('pid', '?')}). "
                    f"Stop it with Ctrl-C in its terminal or with: kill {state.get('pid', '…')}\n"
                    "A second one needs a folder and a port of its own: "
                    "PORTAL_DATA_DIR=… PORT=… make run"
                )
            if not told and state.get("state") == "stopping":
                told = True
                self._console.line("The previous run is still stopping, waiting for it …")
            time.sleep(0.1)
        self._write_state("running")

    def _write_state(self, state: str) -> None:
        _write_json(self._state_file, {"pid": os.getpid(), "state": state})

    def _write_children(self) -> None:
        entries = []
        for child in self._started:
            if child.pid is not None:
                with contextlib.suppress(psutil.Error):
                    entries.append([child.pid, psutil.Process(child.pid).create_time()])
        _write_json(self._children_file, {"children": entries})

    def _stop_leftovers(self) -> None:
        """Ends children of a run that was killed. On Linux the kernel has done so mostly."""
        leftovers = list(_members(_read_json(self._children_file).get("children", [])))
        if not leftovers:
            return
        self._console.line("Stopping what a killed run has left …")
        for process in leftovers:
            with contextlib.suppress(psutil.Error):
                process.terminate()
        _, stubborn = psutil.wait_procs(leftovers, timeout=8)
        for process in stubborn:
            with contextlib.suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(stubborn, timeout=5)


def _members(leaders: Sequence[tuple[int, float]]) -> Iterator[psutil.Process]:
    """Living processes in the sessions of these children, which may be dead themselves.

    A number alone proves nothing, it may have been given to another process since. While any member
    of a session lives its number is not given away, so only a leader born later is a stranger.
    """
    sessions = {}
    for pid, created in leaders:
        try:
            stranger = abs(psutil.Process(pid).create_time() - created) > 1
        except psutil.Error:
            stranger = False
        if not stranger:
            sessions[pid] = created
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            session = os.getsid(process.pid)
            if session in sessions and process.create_time() >= sessions[session] - 1:
                yield process


def require_free_port(host: str, port: int) -> None:
    """Raises SupervisorError with the name of who has it, when that can be seen."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise SupervisorError(
                f"Port {port} is not for ordinary users. Choose one above 1023: make run PORT=8000"
            ) from None
        except OSError as error:
            raise SupervisorError(
                f"Port {port} on {host} is taken{_owner_of(port)} ({error.strerror}). "
                f"Stop that program, or choose another port: make run PORT={port + 1}"
            ) from None


def _owner_of(port: int) -> str:
    with contextlib.suppress(psutil.Error, OSError):
        for connection in psutil.net_connections("tcp"):
            listens = connection.status == psutil.CONN_LISTEN and connection.laddr.port == port
            if listens and connection.pid is not None:
                return f" by {psutil.Process(connection.pid).name()} (process {connection.pid})"
    return ""


def stop_with_parent() -> None:
    """Lets us be stopped when the one who started us is: `make` dies, we must not stay.

    A kill is told by the kernel. SIGINT sent to make alone, not to the terminal's whole group, is
    not: make waits for its child then, having dropped its handler, and that can be seen.
    """
    parent = os.getppid()
    arrange = dies_with_parent(signal.SIGTERM, parent=parent)
    if arrange is None:
        return
    arrange()
    if _catches(parent, signal.SIGINT):
        threading.Thread(target=_interrupt_like, args=[parent], daemon=True).start()


def _interrupt_like(parent: int) -> None:
    while _catches(parent, signal.SIGINT):
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGINT)


def _catches(pid: int, number: signal.Signals) -> bool:
    """Whether a process has a handler for the signal; Linux only."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught.split()[1], 16) >> (number - 1) & 1)


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text())
    except (OSError, ValueError):  # never written, or written half by a run that was killed
        return {}
    return content if isinstance(content, dict) else {}


def _write_json(path: Path, content: object) -> None:
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(content))
    draft.replace(path)
