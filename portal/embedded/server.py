"""What both embedded servers share: folders, locks, attaching to them and keeping them alive.

Files of a server `postgres` in the folder `run` of the data directory:

postgres.users   shared lock: held by every process that uses the server;
                 exclusive: the keeper is taking the server down, or nobody uses it
postgres.keeper  exclusive lock: a keeper is alive
postgres.url     the address; exists only while the server answers
"""

import contextlib
import ctypes
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import psutil

from . import account

START_TIMEOUT = 60.0  # generous: the first start creates the cluster, on a slow disk
STOP_TIMEOUT = 20.0
LOG_LIMIT = 5_000_000
# sun_path holds 108 bytes on Linux and 104 on macOS, the closing zero included.
SOCKET_PATH_LIMIT = 103
PR_SET_PDEATHSIG = 1


class EmbeddedServerError(RuntimeError):
    """The server could not be started; the message is meant for the person at the terminal."""


class EmbeddedServer(ABC):
    name: ClassVar[str]
    socket_name: ClassVar[str]
    stop_signal: ClassVar[signal.Signals]
    replacement: ClassVar[str]  # the environment variable that names a real server instead

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self.data_dir = data_dir
        self.durable = durable
        self.label = self.name if durable else f"{self.name}-tests"
        self.folder = data_dir / self.label
        self.run_dir = data_dir / "run"
        self.log = data_dir / "log" / f"{self.label}.log"
        self.url_file = self.run_dir / f"{self.label}.url"
        self._users_file = self.run_dir / f"{self.label}.users"
        self._keeper_file = self.run_dir / f"{self.label}.keeper"
        self._users_fd: int | None = None

    # ---- for those who use the server ----

    @property
    def url(self) -> str:
        return self.url_file.read_text().strip()

    def attach(self) -> None:
        """Marks this process as a user, and starts the server unless it is up already."""
        try:
            self.run_dir.mkdir(parents=True, exist_ok=True)
            self._users_fd = _open_lock(self._users_file)
        except PermissionError as error:
            raise EmbeddedServerError(
                f"{self.data_dir} belongs to another user ({error}). Run as that user, or choose "
                f"another folder with PORTAL_DATA_DIR, or set {self.replacement}."
            ) from error
        # Waits here while a keeper is taking the server down; it will be started anew below.
        fcntl.flock(self._users_fd, fcntl.LOCK_SH)
        try:
            self._ensure_keeper()
        except BaseException:
            self.detach()
            raise

    def revive(self) -> None:
        """For a long-lived user: brings the server back when its keeper was killed."""
        self._ensure_keeper()

    def detach(self) -> None:
        if self._users_fd is not None:
            os.close(self._users_fd)
            self._users_fd = None

    def wait_until_stopped(self, timeout: float) -> bool:
        start = time.monotonic()
        while self._keeper_alive():
            waited = time.monotonic() - start
            # A keeper that grants shared locks still after a while has other users.
            if waited > timeout or (waited > 1 and not _is_locked(self._users_file, fcntl.LOCK_SH)):
                return False
            time.sleep(0.02)
        return True

    def _ensure_keeper(self) -> None:
        with self._keeper_starting():
            if not self._keeper_alive():
                self.url_file.unlink(missing_ok=True)
                self._spawn_keeper()
            deadline = time.monotonic() + START_TIMEOUT
            while not self.url_file.exists():
                if not self._keeper_alive():
                    raise EmbeddedServerError(self._failure("did not start"))
                if time.monotonic() > deadline:
                    raise EmbeddedServerError(
                        self._failure(f"did not answer in {START_TIMEOUT:.0f} s")
                    )
                time.sleep(0.01)

    @contextlib.contextmanager
    def _keeper_starting(self) -> Iterator[None]:
        """Two processes that arrive together start one keeper."""
        fd = _open_lock(self.run_dir / f"{self.label}.starting")
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)
            yield
        finally:
            os.close(fd)

    def _spawn_keeper(self) -> None:
        """Starts the keeper and returns once it holds its lock.

        It gets a session of its own: Ctrl-C reaches every process of the terminal's group, and the
        database must outlive those that still want to finish a transaction.
        """
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        keeper_fd = _open_lock(self._keeper_file)
        fcntl.flock(keeper_fd, fcntl.LOCK_EX)
        # The lock belongs to the open file: the keeper inherits it, there is no moment without.
        try:
            with self.log.open("ab") as log:
                # Run from the folder above as `embedded.keeper`: importing `portal` would import
                # Celery and with it, sooner or later, the settings, which call us.
                subprocess.Popen(
                    [
                        sys.executable,
                        "-m",
                        f"{Path(__file__).parent.name}.keeper",
                        self.name,
                        str(self.data_dir),
                    ]
                    + ([] if self.durable else ["--not-durable"])
                    + ["--lock", str(keeper_fd)],
                    cwd=Path(__file__).resolve().parents[1],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    pass_fds=[keeper_fd],
                )
        finally:
            os.close(keeper_fd)

    def _keeper_alive(self) -> bool:
        # Asking with a shared lock, two who ask at once do not take each other for the keeper.
        return _is_locked(self._keeper_file, fcntl.LOCK_SH)

    def _failure(self, what: str) -> str:
        try:
            tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
        except OSError:
            tail = ""
        return (
            f"The embedded {self.name} {what}. The end of {self.log}:\n{tail}\n"
            f"A server of your own is used instead when {self.replacement} is set."
        )

    # ---- for the keeper ----

    @abstractmethod
    def prepare(self) -> None:
        """Everything before the start: creates the data, removes what a killed run left behind."""

    @abstractmethod
    def command(self) -> list[str]: ...

    @abstractmethod
    def environment(self) -> dict[str, str]: ...

    @abstractmethod
    def answers(self) -> bool: ...

    @abstractmethod
    def make_url(self) -> str:
        """The address; called once the server answers, so it may create what the portal needs."""

    def start(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                self.command(),
                cwd=self.folder,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=dies_with_parent(self.stop_signal),
                **account.run_as(),
            )

    def announce(self) -> None:
        # Written aside and renamed: whoever sees the file sees all of it.
        draft = self.url_file.with_suffix(".new")
        draft.write_text(self.make_url() + "\n")
        draft.replace(self.url_file)

    def withdraw(self) -> None:
        self.url_file.unlink(missing_ok=True)

    def clean_up(self) -> None:
        """After the end: a socket's folder outside of the data would stay there for ever."""
        if self.socket_dir.parent != self.run_dir:
            shutil.rmtree(self.socket_dir, ignore_errors=True)

    def block_until_unused(self) -> int:
        """Returns when the last user is gone; new ones wait until the returned file is closed."""
        fd = _open_lock(self._users_file)
        fcntl.flock(fd, fcntl.LOCK_EX)
        return fd

    def stop_leftovers(self, *programs: str) -> None:
        """Ends servers on our folder that survived their keeper.

        Told by program and working folder, not by the number in a pid file: after a crash or in a
        fresh container the same number may belong to anything.
        """
        leftovers = []
        for process in psutil.process_iter(["name"]):
            if process.info["name"] and process.info["name"].startswith(programs):
                with contextlib.suppress(psutil.Error, OSError):
                    if Path(process.cwd()) == self.folder:
                        process.send_signal(self.stop_signal)
                        leftovers.append(process)
        _, stubborn = psutil.wait_procs(leftovers, timeout=STOP_TIMEOUT)
        for process in stubborn:
            with contextlib.suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(stubborn, timeout=5)

    @property
    def socket_dir(self) -> Path:
        """Next to the data, or in the system's temporary folder when that path is too long."""
        beside = self.run_dir / f"{self.label}.sock"
        if len(os.fsencode(beside / self.socket_name)) <= SOCKET_PATH_LIMIT:
            return beside
        digest = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        candidates = [Path(tempfile.gettempdir()), Path("/tmp")]  # noqa: S108 - see make_socket_dir
        for parent in candidates:
            folder = parent / f"portal-{os.geteuid()}-{digest}"
            if len(os.fsencode(folder / self.socket_name)) <= SOCKET_PATH_LIMIT:
                return folder
        raise EmbeddedServerError(f"No folder is short enough for a socket; tried {candidates}.")

    def make_socket_dir(self) -> None:
        folder = self.socket_dir
        if folder.parent != self.run_dir:
            # A shared folder: what stands there must be ours and no link prepared by somebody else.
            with contextlib.suppress(FileExistsError):
                folder.mkdir(mode=0o700)
            allowed = {os.geteuid(), account.run_as().get("user")}
            if folder.is_symlink() or folder.stat().st_uid not in allowed:
                raise EmbeddedServerError(f"{folder} belongs to somebody else; remove it first.")
        account.own(folder)


def dies_with_parent(
    signal_number: signal.Signals, parent: int | None = None
) -> Callable[[], None] | None:
    """A `preexec_fn`: the kernel sends the signal when the parent is gone, even after kill -9.

    Only Linux can; elsewhere the next start finds and stops what was left (`stop_leftovers`).
    """
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)  # loaded here: little is safe between fork and exec
    expected = os.getpid() if parent is None else parent

    def set_signal() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(signal_number), 0, 0, 0)
        if os.getppid() != expected:  # it died in between
            os.kill(os.getpid(), signal_number)

    return set_signal


def _open_lock(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _is_locked(path: Path, mode: int) -> bool:
    """Whether a lock of this mode is refused; takes it for an instant to find out."""
    try:
        fd = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(fd, mode | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(fd)
