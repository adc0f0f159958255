"""Pages that a process holds are sent early, and are the very pages that Django would send."""

import datetime as dt
import io

import pytest
import time_machine

from portal.early import EarlyAnswers
from shared.published import page_cache, revisions

pytestmark = pytest.mark.django_db


class Server:
    """The early answers around an application that only notes that it was asked."""

    def __init__(self, host):
        self.host = host
        self.asked = 0
        self.application = EarlyAnswers(self._late)

    def _late(self, environ, start_response):
        self.asked += 1
        start_response("200 OK", [])
        return [b"late"]

    def get(self, path="/", **environ):
        sent = {}

        def start_response(status, headers):
            sent["status"], sent["headers"] = status, headers

        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "HTTP_HOST": self.host,
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
        } | environ
        body = b"".join(self.application(environ, start_response))
        return sent["status"], sent["headers"], body


@pytest.fixture(autouse=True)
def _long_leases(monkeypatch):
    page_cache.recent.clear()
    monkeypatch.setattr(revisions, "LEASE_SECONDS", 60.0)
    yield
    page_cache.recent.clear()


@pytest.fixture
def visited(lipova, client_for):
    """A server whose process has just answered for Lipová, and what it said."""
    client = client_for(lipova)
    client.get("/")
    return Server(lipova.host), client.get("/")


def test_the_same_answer_without_a_query(visited, django_assert_num_queries):
    server, late = visited
    with django_assert_num_queries(0):
        status, headers, body = server.get()
    assert server.asked == 0
    assert status == "200 OK"
    assert body == late.content
    assert {name.lower(): value for name, value in headers} == {
        name.lower(): value for name, value in late.items()
    }
    assert len(headers) == len({name.lower() for name, _value in headers})
    assert all(type(part) is str for header in headers for part in header)


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_COOKIE": "session=somebody"},
        {"HTTP_AUTHORIZATION": "Basic x"},
        {"HTTP_IF_NONE_MATCH": "*"},
        {"REQUEST_METHOD": "POST"},
        {"REQUEST_METHOD": "HEAD"},
        {"QUERY_STRING": "unknown=1"},
        {"PATH_INFO": "/kontakty/"},
        {"PATH_INFO": "/admin/"},
        {"HTTP_HOST": "sluknov.sever.localhost"},
        {"HTTP_HOST": "nowhere.example"},
        {"HTTP_HOST": "bad host!"},
        {"HTTP_HOST": "lipova.sever.localhost:1"},
        {"HTTP_ACCEPT_ENCODING": "gzip"},
    ],
)
def test_whatever_else_goes_the_long_way(visited, environ):
    server, _late = visited
    assert server.get(**environ)[2] == b"late"
    assert server.asked == 1


def test_a_lease_that_is_over_goes_the_long_way(visited, lipova):
    server, _late = visited
    page_cache.recent.lease(lipova.schema_name, 0, -1000.0)
    server.get()
    assert server.asked == 1


def test_a_site_that_is_closed_or_behind_goes_the_long_way(visited, lipova):
    from tenants.registry.middleware import hosts

    server, _late = visited
    site = hosts.known(lipova.host)
    site.migration_leaves = {**site.migration_leaves, "roles": "0000_before"}
    server.get()
    site.migration_leaves = lipova.migration_leaves
    site.state = "archived"
    server.get()
    assert server.asked == 2


# --- Feeds, of which most who ask have the newest one -----------------------------------------


@pytest.fixture
def fed(lipova, client_for):
    """A server whose process has just sent Lipová's feed, and its ETag."""
    client = client_for(lipova)
    client.get("/kalendar.ics")
    return Server(lipova.host), client.get("/kalendar.ics")


def test_an_unchanged_feed_is_said_to_be_so_without_a_query(fed, django_assert_num_queries):
    server, late = fed
    with django_assert_num_queries(0):
        status, headers, body = server.get("/kalendar.ics", HTTP_IF_NONE_MATCH=late["ETag"])
    assert (status, body, server.asked) == ("304 Not Modified", b"", 0)
    found = {name.lower(): value for name, value in headers}
    for name in ("ETag", "Cache-Control", "Vary", "Last-Modified", "Access-Control-Allow-Origin"):
        assert found.get(name.lower()) == late.headers.get(name), name
    assert not {"content-length", "content-type", "content-encoding"} & set(found)


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"HTTP_IF_NONE_MATCH": '"another"'},
        {"HTTP_COOKIE": "sessionid=somebody"},
        {"HTTP_ACCEPT_ENCODING": "gzip"},
        {"QUERY_STRING": "kategorie=sport"},
        {"HTTP_HOST": "sluknov.sever.localhost"},
        {"REQUEST_METHOD": "HEAD"},
    ],
)
def test_any_other_request_for_the_feed_goes_the_long_way(fed, environ):
    server, late = fed
    asked = {"HTTP_IF_NONE_MATCH": late["ETag"]} | environ if environ else {}
    assert server.get("/kalendar.ics", **asked)[2] == b"late"


def test_a_feed_that_has_changed_is_not_said_to_be_the_same(fed, lipova, client_for):
    from shared.kernel import clock

    server, late = fed
    number = revisions.from_database(lipova.schema_name)
    page_cache.recent.lease(lipova.schema_name, number + 1, 1e9)
    assert server.get("/kalendar.ics", HTTP_IF_NONE_MATCH=late["ETag"])[2] == b"late"
    page_cache.recent.lease(lipova.schema_name, number, 1e9)
    assert server.get("/kalendar.ics", HTTP_IF_NONE_MATCH=late["ETag"])[2] == b""
    tomorrow = clock.now() + dt.timedelta(days=1)
    with time_machine.travel(tomorrow, tick=False):
        page_cache.recent.lease(lipova.schema_name, number, 1e9)
        lipova_again = server.get("/kalendar.ics", HTTP_IF_NONE_MATCH=late["ETag"])
    assert lipova_again[2] == b"late"
