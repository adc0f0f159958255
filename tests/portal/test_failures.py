"""The database or Redis goes away under a running portal, and comes back."""

from __future__ import annotations

import json
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from tests import database, servers
from tests.people import PASSWORD
from tests.portal_process import Answer, Clerk, Portal, wait_for
from tests.wire import Wire

RUNNING = f"{database.PREFIX}_failures"
BOTH_WORKERS = 12  # requests, after which each of the two has most probably answered some
WITHIN = 30  # seconds for the portal to notice that something is back


@pytest.fixture(scope="module")
def to_database() -> Iterator[Wire]:
    known = settings.DATABASES["default"]
    host, port = str(known["HOST"]), int(known["PORT"] or 5432)
    target = f"{host}/.s.PGSQL.{port}" if host.startswith("/") else (host or "127.0.0.1", port)
    with Wire(target) as wire:
        yield wire


@pytest.fixture(scope="module")
def to_redis() -> Iterator[Wire]:
    parts = urlsplit(servers.redis_url(servers.FAILURES_REDIS))
    target = parts.path if parts.scheme == "unix" else (parts.hostname or "", parts.port or 6379)
    with Wire(target) as wire:
        yield wire


def _redis_through(wire: Wire) -> str:
    parts = urlsplit(servers.redis_url(servers.FAILURES_REDIS))
    person = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
    return f"redis://{person}127.0.0.1:{wire.port}/{servers.FAILURES_REDIS}"


@pytest.fixture(scope="module")
def portal(database_template: str, to_database: Wire, to_redis: Wire) -> Iterator[Portal]:
    servers.empty_redis(servers.FAILURES_REDIS)
    with database.server() as holder:
        database._drop(holder, RUNNING)
        holder.execute(database._copy(RUNNING, database_template))
    portal = Portal(
        port=servers.free_port(),
        data_dir=Path(settings.DATA_DIR) / "failures",
        database_url=servers.database_url(RUNNING, host="127.0.0.1", port=str(to_database.port)),
        redis_url=_redis_through(to_redis),
    )
    try:
        with portal:
            yield portal
    finally:
        servers.empty_redis(servers.FAILURES_REDIS)
        with database.server() as holder:
            database._drop(holder, RUNNING)


@pytest.fixture(autouse=True)
def _whole_again(portal: Portal, to_database: Wire, to_redis: Wire) -> Iterator[None]:
    """Each test begins and ends with everything there, and no restart helps it."""
    born = portal.process
    yield
    to_database.mend()
    to_redis.mend()
    wait_for(lambda: ready(portal).get("cache") == "ok", WITHIN, "everything to be back")
    assert ready(portal)["status"] == "ready"
    assert portal.process is born
    assert "starting again" not in portal.output
    assert "Traceback" not in portal.output.partition("web    |")[0]


def ready(portal: Portal) -> dict[str, Any]:
    return json.loads(portal.get("lipova", "/readyz").body)


def warm(portal: Portal, path: str) -> Answer:
    """A page that both workers have served and that is in the cache."""
    answers = [portal.get("lipova", path) for _ in range(BOTH_WORKERS)]
    assert {answer.status for answer in answers} == {200}
    return answers[-1]


def assert_plainly_unavailable(answer: Answer) -> None:
    assert answer.status == 503
    assert int(answer.headers["retry-after"]) > 0
    assert answer.headers["content-type"].startswith("text/html")
    assert "no-store" in answer.headers["cache-control"]
    assert "Portál teď chvíli neodpovídá" in answer.text
    for secret in ("Traceback", "OperationalError", "127.0.0.1", "psycopg"):
        assert secret not in answer.text


def test_without_the_database_cached_pages_come_and_others_say_so(
    portal: Portal, to_database: Wire
) -> None:
    home = warm(portal, "/")
    to_database.cut()

    assert portal.get("lipova", "/healthz").status == 200
    answer = portal.get("lipova", "/readyz")
    assert answer.status == 503
    assert json.loads(answer.body) == {
        "status": "not ready",
        "database": "away",
        "migrations": "unknown",
        "cache": "ok",
    }
    for _ in range(BOTH_WORKERS):
        cached = portal.get("lipova", "/")
        assert cached.status == 200
        assert cached.body == home.body
    for path in ("/kontakty/", "/hledat/?q=obec", "/admin/login/", "/admin/", "/tu-nic-neni/"):
        assert_plainly_unavailable(portal.get("lipova", path))
    # The host's site is remembered for longer than the few seconds it is trusted without asking.
    time.sleep(6)
    assert portal.get("lipova", "/").body == home.body

    to_database.mend()
    wait_for(lambda: portal.get("lipova", "/kontakty/").status == 200, WITHIN, "the page")
    for _ in range(BOTH_WORKERS):
        assert portal.get("lipova", "/kontakty/").status == 200


def test_feed_without_the_database_is_whole_or_says_to_come_later(
    portal: Portal, to_database: Wire
) -> None:
    feed = warm(portal, "/kalendar.ics")
    to_database.cut()
    for _ in range(BOTH_WORKERS):
        answer = portal.get("lipova", "/kalendar.ics")
        if answer.status == 200:
            assert answer.body == feed.body
        else:
            assert_plainly_unavailable(answer)


def test_connections_that_the_database_has_closed_are_no_visitors_business(
    portal: Portal,
) -> None:
    warm(portal, "/kontakty/")
    with database.server() as holder:
        holder.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [RUNNING]
        )
    for _ in range(BOTH_WORKERS):
        assert portal.get("lipova", "/hledat/?q=obec").status == 200


def test_a_database_that_takes_no_connections(portal: Portal) -> None:
    """As during a restore: the server answers, this database does not."""
    home = warm(portal, "/")
    with database.server() as holder:
        holder.execute(f"ALTER DATABASE {RUNNING} ALLOW_CONNECTIONS false")
        try:
            holder.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [RUNNING],
            )
            assert ready(portal)["database"] == "away"
            assert_plainly_unavailable(portal.get("lipova", "/aktuality/"))
            assert portal.get("lipova", "/").body == home.body
        finally:
            holder.execute(f"ALTER DATABASE {RUNNING} ALLOW_CONNECTIONS true")
    wait_for(lambda: portal.get("lipova", "/aktuality/").status == 200, WITHIN, "the page")


@pytest.mark.parametrize("how", ["cut", "freeze"])
def test_without_redis_every_page_comes(how: str, portal: Portal, to_redis: Wire) -> None:
    warm(portal, "/")
    getattr(to_redis, how)()

    began = time.monotonic()
    answer = portal.get("lipova", "/readyz")
    assert answer.status == 200  # slower is not broken
    assert json.loads(answer.body)["cache"] == "away"
    assert portal.get("lipova", "/healthz").status == 200
    for path in (
        "/",
        "/kontakty/",
        "/hledat/?q=obec",
        "/kalendar/",
        "/kalendar.ics",
        "/admin/login/",
    ):
        for _ in range(2):
            assert portal.get("lipova", path).status == 200, path
    assert portal.get("", "/kalendar.ics").status == 200
    assert time.monotonic() - began < 30

    to_redis.mend()
    wait_for(lambda: ready(portal)["cache"] == "ok", WITHIN, "Redis to be seen again")


def test_clerk_logs_in_and_works_without_redis(portal: Portal, to_redis: Wire) -> None:
    portal.manage("-c", _as_program("from tests.people import People; People().clerk('lipova')"))
    to_redis.cut()
    clerk = Clerk(portal, "lipova", "editor-lipova@test.example", PASSWORD)
    assert clerk.get("/admin/kalendar/").status == 200
    to_redis.mend()
    wait_for(lambda: ready(portal)["cache"] == "ok", WITHIN, "Redis")
    assert clerk.get("/admin/kalendar/").status == 200


def test_with_both_away_the_portal_says_so_and_recovers(
    portal: Portal, to_database: Wire, to_redis: Wire
) -> None:
    home = warm(portal, "/")
    to_database.cut()
    to_redis.cut()
    assert portal.get("lipova", "/healthz").status == 200
    answer = portal.get("lipova", "/readyz")
    assert answer.status == 503
    body = json.loads(answer.body)
    assert (body["database"], body["cache"]) == ("away", "away")
    for path in ("/hledat/?q=obec", "/uredni-deska/", "/admin/"):
        assert_plainly_unavailable(portal.get("lipova", path))
    # A worker may still hold the page itself; then it is the right one.
    answer = portal.get("lipova", "/")
    if answer.status == 200:
        assert answer.body == home.body
    else:
        assert_plainly_unavailable(answer)

    to_database.mend()
    wait_for(lambda: portal.get("lipova", "/kontakty/").status == 200, WITHIN, "the database")
    to_redis.mend()
    wait_for(lambda: ready(portal)["cache"] == "ok", WITHIN, "Redis")
    assert warm(portal, "/").status == 200


def test_worker_goes_on_after_both_were_away(
    portal: Portal, to_database: Wire, to_redis: Wire
) -> None:
    to_database.cut()
    to_redis.cut()
    time.sleep(3)
    to_redis.mend()
    to_database.mend()
    wait_for(lambda: ready(portal).get("status") == "ready", WITHIN, "the portal")
    _invite(portal, "po-vypadku@test.example")
    _wait_for_mail(portal, "po-vypadku@test.example")


def test_invitation_written_without_redis_is_sent_later(portal: Portal, to_redis: Wire) -> None:
    """The message is lost, the invitation is not: beat looks for those that were never sent."""
    to_redis.cut()
    began = time.monotonic()
    _invite(portal, "bez-fronty@test.example")
    assert time.monotonic() - began < 40  # most of it is the start of a Python with Django
    to_redis.mend()
    portal.manage(
        "-c",
        _as_program(
            """
            import datetime as dt
            from tenants.accounts.models import Invitation
            from tenants.roles.tasks import OVERDUE, send_overdue_invitations

            lost = Invitation.objects.get(email="bez-fronty@test.example")
            lost.created_at -= OVERDUE + dt.timedelta(seconds=1)
            lost.save()
            send_overdue_invitations.delay()
            """
        ),
    )
    _wait_for_mail(portal, "bez-fronty@test.example")


# -- what people and programs do -----------------------------------------------------------------


def _as_program(body: str) -> str:
    return f"import django\ndjango.setup()\n{textwrap.dedent(body)}"


def _invite(portal: Portal, address: str) -> None:
    portal.manage(
        "-c",
        _as_program(
            f"""
            from django_tenants.utils import schema_context
            from tenants.roles import services
            from tenants.roles.enums import Role
            from tests.people import People

            administrator = People().administrator("lipova")
            with schema_context("lipova"):
                services.invite({address!r}, Role.AUTHOR, actor=administrator)
            """
        ),
    )


def _wait_for_mail(portal: Portal, address: str, seconds: float = 60) -> None:
    folder = portal.data_dir / "mail"
    wait_for(
        lambda: any(address in file.read_text() for file in folder.glob("*.log")),
        seconds,
        lambda: f"the mail to {address}:\n{portal.output[-4000:]}",
        pause=0.5,
    )
