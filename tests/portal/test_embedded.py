"""The embedded servers, with real processes: who starts them, who stops them, what a kill leaves.

Each test has a data folder of its own, so the servers that other tests use are never touched.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psutil
import psycopg
import pytest
import redis

from portal.embedded import EmbeddedServerError
from portal.embedded.server import SOCKET_PATH_LIMIT
from portal.settings import base

BASE_DIR = Path(__file__).resolve().parents[2]

USER = """
import sys
from portal import embedded
print(getattr(embedded, f"ensure_{sys.argv[1]}_url")(sys.argv[2], durable=False), flush=True)
sys.stdin.read()
"""


class User:
    """A process that uses a server until it is told to end, or is killed."""

    def __init__(self, server: str, data_dir: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER, server, str(data_dir)],
            cwd=BASE_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()

    def errors(self) -> str:
        assert self.process.stderr is not None
        return self.process.stderr.read()

    def end(self) -> None:
        self.process.communicate(timeout=10)

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=10)


@pytest.fixture
def use() -> Iterator[Callable[[str, Path], User]]:
    users: list[User] = []

    def start(server: str, data_dir: Path) -> User:
        users.append(User(server, data_dir))
        return users[-1]

    yield start
    for user in users:
        if user.process.poll() is None:
            user.kill()


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    assert eventually(lambda: not processes_of(tmp_path)), processes_of(tmp_path)


def processes_of(data_dir: Path) -> list[psutil.Process]:
    """Keepers and servers of this folder, told by command line or by working folder."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.pid != os.getpid() and process.status() != psutil.STATUS_ZOMBIE:
                words = " ".join(process.cmdline())
                if f"{data_dir}/" in f"{process.cwd()}/" or (
                    ".keeper" in words and str(data_dir) in words
                ):
                    found.append(process)
    return found


def server_process(data_dir: Path, name: str) -> psutil.Process:
    return next(
        process
        for process in processes_of(data_dir)
        if name in process.name() and not process.cmdline()[0].startswith(f"{name}:")
    )


def eventually(condition: Callable[[], object], timeout: float = 15) -> bool:
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return bool(condition())


def query(url: str, sql: str = "select current_user") -> object:
    with psycopg.connect(url, connect_timeout=5) as connection:
        row = connection.execute(sql).fetchone()  # type: ignore[arg-type]
        return row and row[0]


def answers(url: str) -> bool:
    try:
        if url.startswith("postgresql"):
            return query(url) == "portal"
        return bool(redis.Redis.from_url(url, socket_timeout=2).ping())
    except (psycopg.Error, redis.RedisError):
        return False


@pytest.mark.parametrize("server", ["database", "redis"])
def test_a_lone_process_starts_its_server_and_takes_it_along(server, data_dir, use):
    user = use(server, data_dir)
    assert answers(user.url)
    user.end()
    assert eventually(lambda: not answers(user.url))


def test_the_portal_is_no_superuser_but_may_create_the_test_databases(data_dir, use):
    user = use("database", data_dir)
    assert (
        query(
            user.url,
            "select rolsuper::int * 2 + rolcreatedb::int from pg_roles"
            " where rolname = current_user",
        )
        == 1
    )
    assert query(user.url, "show max_locks_per_transaction") == "256"
    assert query(user.url, "show listen_addresses") == ""


def test_servers_of_tests_do_not_wait_for_the_disk_and_are_apart_from_the_real_ones(data_dir, use):
    user = use("database", data_dir)
    assert query(user.url, "show fsync") == "off"
    assert (data_dir / "postgres-tests").exists()
    assert not (data_dir / "postgres").exists()


@pytest.mark.parametrize("server", ["database", "redis"])
def test_several_processes_share_one_server_and_the_last_one_stops_it(server, data_dir, use):
    first, second = use(server, data_dir), use(server, data_dir)
    assert first.url == second.url
    first.end()
    time.sleep(0.3)
    assert answers(second.url)
    second.kill()
    assert eventually(lambda: not answers(second.url))


def test_two_that_arrive_together_start_one_server(data_dir, use):
    command = [sys.executable, "-c", USER, "redis", str(data_dir)]
    pipe = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    users = [subprocess.Popen(command, cwd=BASE_DIR, **pipe) for _ in range(3)]
    try:
        assert len({user.stdout.readline() for user in users}) == 1
        assert len([p for p in processes_of(data_dir) if "keeper" in " ".join(p.cmdline())]) == 1
    finally:
        for user in users:
            user.communicate(timeout=10)


@pytest.mark.parametrize(("server", "name"), [("database", "postgres"), ("redis", "redis")])
def test_a_killed_server_comes_back_at_the_same_address(server, name, data_dir, use):
    user = use(server, data_dir)
    killed = server_process(data_dir, name)
    killed.kill()
    killed.wait(5)
    assert eventually(lambda: answers(user.url))


@pytest.mark.parametrize("server", ["database", "redis"])
def test_nothing_that_a_kill_of_everything_leaves_blocks_the_next_start(server, data_dir, use):
    user = use(server, data_dir)
    for process in processes_of(data_dir):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    user.kill()
    assert answers(use(server, data_dir).url)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the next start stops the orphan")
@pytest.mark.parametrize("server", ["database", "redis"])
def test_a_killed_keeper_leaves_no_orphan_and_the_next_user_gets_a_server(server, data_dir, use):
    user = use(server, data_dir)
    keeper = next(p for p in processes_of(data_dir) if "keeper" in " ".join(p.cmdline()))
    keeper.kill()
    assert eventually(lambda: not processes_of(data_dir))
    assert answers(use(server, data_dir).url)
    user.end()


def test_a_stale_pid_file_with_the_number_of_a_living_stranger_does_not_block(data_dir, use):
    user = use("database", data_dir)
    user.end()
    assert eventually(lambda: not processes_of(data_dir))
    stale = f"{os.getpid()}\n{data_dir}/postgres-tests\n1\n5432\n{data_dir}\n\n0 0\nready\n"
    (data_dir / "postgres-tests" / "postmaster.pid").write_text(stale)
    assert answers(use("database", data_dir).url)


@pytest.mark.parametrize("server", ["database", "redis"])
def test_a_long_path_gets_a_short_socket(server, tmp_path, data_dir, use):
    deep = tmp_path / ("a-rather-long-name-of-a-folder-" * 4) / "checkout"
    deep.mkdir(parents=True)
    assert len(str(deep)) > SOCKET_PATH_LIMIT
    user = use(server, deep)
    assert answers(user.url)
    assert str(deep) not in user.url
    short = Path(parse_qs(urlsplit(user.url).query).get("host", [urlsplit(user.url).path])[0])
    user.end()
    assert eventually(lambda: not short.exists())


@pytest.mark.skipif(sys.platform != "linux", reason="reads the modes of sockets")
@pytest.mark.parametrize("server", ["database", "redis"])
def test_only_the_owner_may_reach_the_sockets(server, data_dir, use):
    parts = urlsplit(use(server, data_dir).url)
    folder = Path(parse_qs(parts.query)["host"][0]) if parts.query.startswith("host") else None
    folder = folder or Path(parts.path).parent
    assert oct(folder.stat().st_mode & 0o777) == "0o700"


def test_data_are_kept_from_one_start_to_the_next(data_dir, use):
    user = use("database", data_dir)
    with psycopg.connect(user.url) as connection:
        connection.execute("create table kept as select 42 as answer")
    user.end()
    assert query(use("database", data_dir).url, "select answer from kept") == 42


def test_a_server_that_cannot_start_says_why_and_what_to_do(data_dir, use):
    folder = data_dir / "postgres-tests"
    folder.mkdir()
    (folder / "PG_VERSION").write_text("9\n")
    errors = use("database", data_dir).errors()
    assert EmbeddedServerError.__name__ in errors
    assert "was made by PostgreSQL 9" in errors
    assert "DATABASE_URL" in errors


def test_the_keeper_stops_its_server_when_the_machine_shuts_down(data_dir, use):
    user = use("redis", data_dir)
    for process in processes_of(data_dir):
        if "keeper" in " ".join(process.cmdline()):
            process.send_signal(signal.SIGTERM)
    assert eventually(lambda: not processes_of(data_dir))
    user.end()


def test_celery_gets_the_socket_in_its_own_spelling():
    assert base.broker("unix:///a/redis.sock?db=3") == "redis+socket:///a/redis.sock?virtual_host=3"
    assert base.broker("redis://host:6379/1") == "redis://host:6379/1"
