"""Fetching addresses of strangers: against real servers with TLS, slow, huge and lying ones."""

from __future__ import annotations

import gzip
import ssl
import time
import zlib

import pytest

from shared.kernel import http
from shared.kernel.http import FetchError, Policy, Trouble, get, is_global, secure_url
from tests.foreign_server import HOST, ForeignServer, answer, make_certificates

BODY = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    return make_certificates(tmp_path_factory.mktemp("ca"))


@pytest.fixture
def server(certificates):
    with ForeignServer(certificates, answer(BODY)) as running:
        yield running


def trouble_of(server, url=None, **policy):
    started = time.monotonic()
    with pytest.raises(FetchError) as caught:
        get(url or server.url, policy=server.policy(**policy))
    assert time.monotonic() - started < 10
    return caught.value.trouble


# --- What works -------------------------------------------------------------------------------


def test_a_body_comes_back_with_what_a_later_question_needs(server):
    server.handler = answer(BODY, ETag='"abc"', Last_Modified="Mon, 23 Nov 2026 10:00:00 GMT")
    found = get(server.url, policy=server.policy())
    assert found.body == BODY
    assert (found.etag, found.last_modified) == ('"abc"', "Mon, 23 Nov 2026 10:00:00 GMT")
    assert found.content_type == "text/calendar"


def test_the_checked_address_is_asked_under_the_name(server):
    get(server.url, policy=server.policy())
    first, headers = server.requests[0]
    assert first == "GET /kalendar.ics HTTP/1.1"
    assert headers["Host"] == f"{HOST}:{server.port}"
    assert server.names == [HOST]
    assert headers["Accept-Encoding"] == "gzip"
    assert "Cookie" not in headers


def test_nothing_new_is_an_answer(server):
    server.handler = answer(b"", "304 Not Modified")
    found = get(
        server.url,
        etag='"abc"',
        last_modified="Mon, 23 Nov 2026 10:00:00 GMT",
        policy=server.policy(),
    )
    assert found.not_modified
    _first, headers = server.requests[0]
    assert headers["If-None-Match"] == '"abc"'
    assert headers["If-Modified-Since"] == "Mon, 23 Nov 2026 10:00:00 GMT"


def test_nothing_new_without_a_question_is_no_answer(server):
    server.handler = answer(b"", "304 Not Modified")
    assert trouble_of(server) is Trouble.STATUS


def test_compressed_and_chunked_bodies(server):
    packed = gzip.compress(BODY[:10]) + gzip.compress(BODY[10:])
    server.handler = answer(packed, Content_Encoding="gzip")
    assert get(server.url, policy=server.policy()).body == BODY

    def chunked(_headers, _path, channel):
        channel.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for part in (BODY[:7], BODY[7:]):
            channel.sendall(b"%x\r\n%s\r\n" % (len(part), part))
        channel.sendall(b"0\r\n\r\n")

    server.handler = chunked
    assert get(server.url, policy=server.policy()).body == BODY


def test_redirects_are_followed(server):
    def redirect(_headers, path, channel):
        if path == "/kalendar.ics":
            channel.sendall(b"HTTP/1.1 302 Found\r\nLocation: /jinde?a=b\r\n\r\n")
        else:
            answer(BODY)(_headers, path, channel)

    server.handler = redirect
    found = get(server.url, policy=server.policy())
    assert found.body == BODY
    assert found.url == f"https://{HOST}:{server.port}/jinde?a=b"


def test_a_proxy_of_the_environment_is_not_asked(server, monkeypatch):
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert get(server.url, policy=server.policy()).body == BODY


# --- Where it must not go ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("0.0.0.0", "100.64.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1"),
        *("::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::", "::127.0.0.1"),
        "nonsense",
    ],
)
def test_addresses_that_are_not_of_the_public_internet(address):
    assert not is_global(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
def test_addresses_of_the_public_internet(address):
    assert is_global(address)


def test_the_default_policy_reaches_no_server_of_this_machine(server):
    with pytest.raises(FetchError) as caught:
        get(f"https://localhost:{server.port}/")
    assert caught.value.trouble is Trouble.INSIDE
    with pytest.raises(FetchError) as caught:
        get(f"https://127.0.0.1:{server.port}/")
    assert caught.value.trouble is Trouble.INSIDE
    assert server.requests == []


def test_one_bad_address_among_good_ones_is_enough(server):
    mixed = {"resolve": lambda host, port, seconds: ["93.184.216.34", "10.0.0.1"]}
    assert trouble_of(server, **mixed, allows_address=is_global) is Trouble.INSIDE


def test_a_redirect_to_the_inside_is_refused(server):
    server.handler = answer(b"", "302 Found", Location="https://vnitrni.example/latest/meta-data")
    resolve = {HOST: ["127.0.0.1"], "vnitrni.example": ["169.254.169.254"]}
    assert trouble_of(server, resolve=lambda host, port, seconds: resolve[host]) is Trouble.INSIDE
    assert len(server.requests) == 1


def test_a_name_is_resolved_once(server):
    """DNS rebinding: a good address for the check, the inside for the connection."""
    answers = [["127.0.0.1"], ["10.0.0.1"]]
    asked = []

    def resolve(host, port, seconds):
        asked.append(host)
        return answers.pop(0)

    assert get(server.url, policy=server.policy(resolve=resolve)).body == BODY
    assert asked == [HOST]


def test_a_redirect_resolves_and_checks_anew(server):
    server.handler = answer(b"", "302 Found", Location=server.url)
    answers = [["127.0.0.1"], ["10.0.0.1"]]
    assert trouble_of(server, resolve=lambda host, port, seconds: answers.pop(0)) is Trouble.INSIDE


def test_own_hosts_are_refused_before_anybody_is_asked(server):
    refused = trouble_of(server, refuses_host=lambda host: host == HOST)
    assert refused is Trouble.OWN_HOST
    assert server.requests == []


def test_a_redirect_to_another_scheme_is_refused(server):
    server.handler = answer(b"", "302 Found", Location="file:///etc/passwd")
    assert trouble_of(server) is Trouble.BAD_ADDRESS


def test_a_redirect_loop_ends(server):
    server.handler = answer(b"", "301 Moved", Location=server.url)
    assert trouble_of(server) is Trouble.REDIRECTS
    assert len(server.requests) == http.MAX_REDIRECTS + 1


# --- Servers that mean no good ----------------------------------------------------------------


def test_a_certificate_of_nobody(server):
    assert trouble_of(server, make_context=ssl.create_default_context) is Trouble.CERTIFICATE


def test_a_certificate_for_another_name(server):
    url = server.url.replace(HOST, "jiny.example")
    assert trouble_of(server, url) is Trouble.CERTIFICATE


def test_a_server_without_tls():
    import socket
    import threading

    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        channel, _address = listener.accept()
        channel.recv(1000)
        channel.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        channel.close()

    threading.Thread(target=serve, daemon=True).start()
    policy = Policy(resolve=lambda h, p, s: ["127.0.0.1"], allows_address=lambda a: True)
    with pytest.raises(FetchError) as caught:
        get(f"https://{HOST}:{listener.getsockname()[1]}/", policy=policy)
    assert caught.value.trouble is Trouble.NO_TLS
    listener.close()


def test_a_body_that_is_too_big_by_its_own_word(server):
    server.handler = answer(b"x", Content_Length=str(10**9))
    assert trouble_of(server) is Trouble.TOO_BIG


def test_a_body_without_an_end(server):
    sent = []

    def endless(_headers, _path, channel):
        channel.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            channel.sendall(b"x" * 65536)
            sent.append(65536)

    server.handler = endless
    assert trouble_of(server) is Trouble.TOO_BIG
    assert sum(sent) < 4 * http.MAX_BYTES


@pytest.mark.parametrize("times", [1, 3])
def test_a_compressed_bomb(server, times):
    bomb = b"\0" * (300 * 1024 * 1024)
    packer = zlib.compressobj(9, wbits=31)
    packed = packer.compress(bomb) + packer.flush()
    server.handler = answer(packed * times, Content_Encoding="gzip")
    assert len(packed) < 400_000
    assert trouble_of(server) is Trouble.TOO_BIG


def test_other_compressions_are_not_undone(server):
    server.handler = answer(b"x", Content_Encoding="br")
    assert trouble_of(server) is Trouble.BROKEN_ANSWER


@pytest.mark.parametrize("where", ["headers", "body", "handshake"])
def test_a_server_that_sends_a_byte_now_and_then(server, where):
    def drip(_headers, _path, channel):
        if where == "body":
            channel.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        else:
            channel.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(200):
            channel.sendall(b"a")
            time.sleep(0.1)

    server.handler = drip
    if where == "handshake":
        server._answer = lambda plain: time.sleep(5)
    started = time.monotonic()
    found = trouble_of(server, total_seconds=1.0, connect_seconds=1.0)
    assert found is Trouble.TOO_SLOW
    assert time.monotonic() - started < 2


def test_endless_informational_answers(server):
    def inform(_headers, _path, channel):
        while True:
            channel.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
            time.sleep(0.01)

    server.handler = inform
    assert trouble_of(server, total_seconds=1.0) is Trouble.TOO_SLOW


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", Trouble.CUT_OFF),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nshort",
            Trouble.CUT_OFF,
        ),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nnot gzip", Trouble.BROKEN_ANSWER),
        (
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
            + gzip.compress(BODY, mtime=0)[:-9],
            Trouble.CUT_OFF,
        ),
        (b"SSH-2.0-OpenSSH\r\n\r\n", Trouble.BROKEN_ANSWER),
        (b"HTTP/1.1 200 OK\r\nA: " + b"x" * 70_000 + b"\r\n\r\n", Trouble.BROKEN_ANSWER),
        (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n", Trouble.BROKEN_ANSWER),
        (b"", Trouble.BROKEN_ANSWER),
    ],
)
def test_answers_that_are_none(server, head, expected):
    server.handler = lambda _headers, _path, channel: channel.sendall(head)
    assert trouble_of(server) is expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("401 Unauthorized", Trouble.FORBIDDEN),
        ("403 Forbidden", Trouble.FORBIDDEN),
        ("404 Not Found", Trouble.NOT_FOUND),
        ("410 Gone", Trouble.GONE),
        ("429 Too Many Requests", Trouble.TOO_OFTEN),
        ("500 Oops", Trouble.SERVER_ERROR),
        ("503 Service Unavailable", Trouble.SERVER_ERROR),
        ("204 No Content", Trouble.STATUS),
        ("302 Found", Trouble.STATUS),  # without a Location
    ],
)
def test_answers_other_than_the_calendar(server, status, expected):
    server.handler = answer(b"", status)
    assert trouble_of(server) is expected


def test_retry_after_in_both_forms(server):
    from email.utils import formatdate

    for value in ("120", formatdate(time.time() + 120, usegmt=True)):
        server.handler = answer(b"", "429 Too Many Requests", Retry_After=value)
        with pytest.raises(FetchError) as caught:
            get(server.url, policy=server.policy())
        assert 110 <= caught.value.retry_after <= 120
    server.handler = answer(b"", "503 Oops", Retry_After="soon")
    with pytest.raises(FetchError) as caught:
        get(server.url, policy=server.policy())
    assert caught.value.retry_after is None


def test_nobody_there():
    policy = Policy(resolve=lambda h, p, s: ["127.0.0.1"], allows_address=lambda a: True)
    with pytest.raises(FetchError) as caught:
        get("https://nikdo.example:1025/", policy=policy)
    assert caught.value.trouble is Trouble.UNREACHABLE


def test_a_name_that_nobody_has():
    with pytest.raises(FetchError) as caught:
        get("https://tohle-jmeno-nikdo-nema.invalid/")
    assert caught.value.trouble in {Trouble.UNKNOWN_HOST, Trouble.TOO_SLOW}


def test_a_resolver_that_never_answers(monkeypatch):
    monkeypatch.setattr(http.socket, "getaddrinfo", lambda *args, **kwargs: time.sleep(3))
    started = time.monotonic()
    with pytest.raises(FetchError) as caught:
        http.resolve("pomaly.example", 443, seconds=0.2)
    assert caught.value.trouble is Trouble.TOO_SLOW
    assert time.monotonic() - started < 1


def test_slow_names_count_for_the_whole(server):
    """Each redirect asks for a name again; without the deadline six of them would take half a minute."""
    server.handler = answer(b"", "302 Found", Location=server.url)
    given = []

    def resolve(host, port, seconds):
        given.append(seconds)
        time.sleep(min(seconds, 0.2))
        return ["127.0.0.1"]

    started = time.monotonic()
    assert trouble_of(server, resolve=resolve, total_seconds=0.5) is Trouble.TOO_SLOW
    assert time.monotonic() - started < 1
    assert given[0] <= 0.5
    assert given == sorted(given, reverse=True)


# --- Addresses --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("webcal://Knihovna.example/a.ics", "https://knihovna.example/a.ics"),
        ("webcal:https://knihovna.example/a.ics", "https://knihovna.example/a.ics"),
        ("http://knihovna.example:80/a.ics", "https://knihovna.example/a.ics"),
        ("https://knihovna.example:443", "https://knihovna.example/"),
        ("knihovna.example/a.ics?b=c#d", "https://knihovna.example/a.ics?b=c"),
        (
            " https://škola.example/kalendář.ics ",
            "https://xn--kola-f6a.example/kalend%C3%A1%C5%99.ics",
        ),
        ("https://[2606:2800:220:1::1]:8443/x", "https://[2606:2800:220:1::1]:8443/x"),
    ],
)
def test_addresses_become_https(typed, expected):
    assert secure_url(typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        *("", "ftp://knihovna.example/", "file:///etc/passwd", "javascript:alert(1)"),
        *(
            "https://",
            "https://a b.example/",
            "https://a.example/\r\nX: y",
            "https://a.example:22/",
        ),
        *(
            "https://a.example:99999/",
            "https://a\\b.example/",
            "https://[::1",
            "data:text/calendar,x",
        ),
        "https://" + "a" * 3000,
    ],
)
def test_what_is_no_address(typed):
    with pytest.raises(FetchError) as caught:
        secure_url(typed)
    assert caught.value.trouble is Trouble.BAD_ADDRESS


def test_a_name_and_a_password_do_not_belong_into_an_address():
    with pytest.raises(FetchError) as caught:
        secure_url("https://jana:tajne@knihovna.example/")
    assert caught.value.trouble is Trouble.CREDENTIALS
    assert "tajne" not in str(caught.value)
