"""Fetching an address that a person has typed, without becoming her way into our network.

Only https; every address that the name resolves to must be global, and the connection goes to the
very address that was checked. Redirects are followed by hand and checked like the first address.
The body is capped before and after decompression, and one deadline covers everything, also a
server that sends a byte now and then. Nothing is read from the environment.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import email.utils
import enum
import http.client
import io
import ipaddress
import queue
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from typing import Any, cast
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

MAX_BYTES = 5 * 1024 * 1024
CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 20.0
MAX_REDIRECTS = 5
MAX_URL = 2000
USER_AGENT = "portal-svazku-obci/1.0 (calendar import)"

_CHUNK = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Trouble(enum.StrEnum):
    """Why an address could not be fetched; whoever shows it finds the words."""

    BAD_ADDRESS = "bad_address"
    CREDENTIALS = "credentials"
    OWN_HOST = "own_host"
    UNKNOWN_HOST = "unknown_host"
    INSIDE = "inside"
    UNREACHABLE = "unreachable"
    NO_TLS = "no_tls"
    CERTIFICATE = "certificate"
    TOO_SLOW = "too_slow"
    TOO_BIG = "too_big"
    BROKEN_ANSWER = "broken_answer"
    CUT_OFF = "cut_off"
    REDIRECTS = "redirects"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    GONE = "gone"
    TOO_OFTEN = "too_often"
    SERVER_ERROR = "server_error"
    STATUS = "status"


class FetchError(Exception):
    """Nothing usable came back. `retry_after` is in seconds, where the server named a time."""

    def __init__(
        self, trouble: Trouble, detail: str = "", *, retry_after: int | None = None
    ) -> None:
        super().__init__(f"{trouble}: {detail}" if detail else str(trouble))
        self.trouble = trouble
        self.detail = detail
        self.retry_after = retry_after


@dataclasses.dataclass(frozen=True)
class Answer:
    """What came back; `body` is empty where the server says that nothing has changed."""

    url: str
    body: bytes = b""
    not_modified: bool = False
    etag: str = ""
    last_modified: str = ""
    content_type: str = ""


def is_global(address: str) -> bool:
    """Whether an IP address is of the public internet, also when it is wrapped into IPv6."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        # These carry an IPv4 address that a gateway on the way would unwrap.
        if ip in _NAT64 or ip in _NAT64_LOCAL or ip.sixtofour or ip.teredo:
            return False
        if ip.ipv4_mapped is not None:
            return is_global(str(ip.ipv4_mapped))
        if ip in _COMPATIBLE:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.ip_network("64:ff9b:1::/48")
_COMPATIBLE = ipaddress.ip_network("::/96")


def resolve(host: str, port: int, seconds: float = CONNECT_SECONDS) -> list[str]:
    """The addresses of a host. getaddrinfo knows no time limit, so a thread waits for it."""
    answers: queue.SimpleQueue[list[Any] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answers.get(timeout=seconds)
    except queue.Empty:
        raise FetchError(Trouble.TOO_SLOW, host) from None
    if isinstance(found, Exception):
        raise FetchError(Trouble.UNKNOWN_HOST, host) from found
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclasses.dataclass(frozen=True)
class Policy:
    """What may be reached. The defaults are the production's; a test that needs a server on its
    own machine passes another policy, for which there is no setting on purpose."""

    refuses_host: Callable[[str], bool] = lambda host: False
    #: Host, port, and for how many seconds it may take.
    resolve: Callable[[str, int, float], list[str]] = resolve
    allows_address: Callable[[str], bool] = is_global
    make_context: Callable[[], ssl.SSLContext] = ssl.create_default_context
    connect_seconds: float = CONNECT_SECONDS
    total_seconds: float = TOTAL_SECONDS
    max_bytes: int = MAX_BYTES


def secure_url(text: str) -> str:
    """The https address that somebody means by `text`: webcal and http become https.

    Raises FetchError. The host is in lower case and in ASCII, the fragment is gone.
    """
    text = text.strip()
    if len(text) > MAX_URL or re.search(r"[\x00-\x20\x7f\\]", text):
        raise FetchError(Trouble.BAD_ADDRESS, text[:100])
    # Several programs show "webcal:https://…" or leave the scheme out.
    text = re.sub(r"^webcals?:(//)?(?=https?:)", "", text, flags=re.IGNORECASE)
    scheme, separator, rest = text.partition("://")
    if not separator:
        if re.match(r"[a-z][a-z0-9+.-]*:(?!\d)", text, re.IGNORECASE):
            raise FetchError(Trouble.BAD_ADDRESS, text[:100])
        scheme, rest = "https", text.lstrip("/")
    if scheme.lower() not in {"https", "http", "webcal", "webcals"}:
        raise FetchError(Trouble.BAD_ADDRESS, text[:100])
    try:
        parts = urlsplit(f"https://{rest}")
        port, host = parts.port, (parts.hostname or "").rstrip(".")
    except ValueError:
        raise FetchError(Trouble.BAD_ADDRESS, text[:100]) from None
    if parts.username is not None or parts.password is not None:
        raise FetchError(Trouble.CREDENTIALS)
    if scheme.lower() in {"http", "webcal"} and port == 80:
        port = None
    try:
        name = host if ":" in host else host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise FetchError(Trouble.BAD_ADDRESS, text[:100]) from None
    if not re.fullmatch(r"[a-z0-9_.:-]{1,253}", name) or not (port is None or _is_offered(port)):
        raise FetchError(Trouble.BAD_ADDRESS, text[:100])
    netloc = f"[{name}]" if ":" in name else name
    if port not in (None, 443):
        netloc = f"{netloc}:{port}"
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/?%:@!$&'()*+,;=~-._")
    return urlunsplit(SplitResult("https", netloc, path, query, ""))


def _is_offered(port: int) -> bool:
    """The ports below 1024 belong to other services, which a request could be made to disturb."""
    return port == 443 or port >= 1024


def get(
    url: str, *, etag: str = "", last_modified: str = "", policy: Policy | None = None
) -> Answer:
    """Fetch an address. With `etag` or `last_modified` the answer may be that nothing changed.

    Raises FetchError for everything else than a whole body or a 304.
    """
    policy = policy or Policy()
    deadline = time.monotonic() + policy.total_seconds
    url = secure_url(url)
    conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {name: value for name, value in conditions.items() if value}
    for _hop in range(MAX_REDIRECTS + 1):
        answer = _once(url, headers, policy, deadline)
        if isinstance(answer, Answer):
            return answer
        url = secure_url(answer)
    raise FetchError(Trouble.REDIRECTS, url)


def _once(url: str, headers: dict[str, str], policy: Policy, deadline: float) -> Answer | str:
    """One request: the answer, or the address that it redirects to."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 443
    if policy.refuses_host(host):
        raise FetchError(Trouble.OWN_HOST, host)
    try:
        addresses = policy.resolve(host, port, min(policy.connect_seconds, _left(deadline)))
        if not addresses:
            raise FetchError(Trouble.UNKNOWN_HOST, host)
        # All of them: a name with one good and one bad address is somebody's trick.
        if not all(policy.allows_address(address) for address in addresses):
            raise FetchError(Trouble.INSIDE, host)
        with _connect(addresses, port, host, policy, deadline) as channel:
            target = urlunsplit(("", "", parts.path, parts.query, ""))
            channel.sendall(_request(parts.netloc, target, headers))
            return _receive(channel, url, headers, policy, deadline)
    except ssl.SSLCertVerificationError as error:
        raise FetchError(Trouble.CERTIFICATE, error.verify_message) from error
    except TimeoutError as error:
        raise FetchError(Trouble.TOO_SLOW, host) from error
    except ssl.SSLError as error:
        raise FetchError(Trouble.NO_TLS, host) from error
    except http.client.IncompleteRead as error:
        raise FetchError(Trouble.CUT_OFF, host) from error
    except (http.client.HTTPException, ValueError) as error:
        raise FetchError(Trouble.BROKEN_ANSWER, type(error).__name__) from error
    except OSError as error:
        raise FetchError(Trouble.UNREACHABLE, host) from error


def _connect(
    addresses: list[str], port: int, host: str, policy: Policy, deadline: float
) -> ssl.SSLSocket:
    """To the first of the checked addresses that answers; the name is only used for TLS."""
    connect_by = min(deadline, time.monotonic() + policy.connect_seconds)
    last: OSError | None = None
    for address in addresses:
        try:
            plain = socket.create_connection((address, port), timeout=_left(connect_by))
            break
        except OSError as error:
            last = error
    else:
        raise last or TimeoutError
    try:
        plain.settimeout(_left(connect_by))
        return policy.make_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _request(netloc: str, target: str, headers: dict[str, str]) -> bytes:
    lines = {
        "Host": netloc,
        "User-Agent": USER_AGENT,
        "Accept": "text/calendar, */*;q=0.1",
        "Accept-Encoding": "gzip",
        "Connection": "close",
        **headers,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if _is_plain(value))
    return f"GET {target} HTTP/1.1\r\n{head}\r\n".encode("latin-1")


def _is_plain(value: str) -> bool:
    return value.isascii() and value.isprintable()


class _Timed(io.RawIOBase):
    """The bytes of a socket until the deadline, however slowly they come."""

    def __init__(self, channel: socket.socket, deadline: float) -> None:
        self._channel = channel
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._channel.settimeout(_left(self._deadline))
        return self._channel.recv_into(buffer)


class _AsSocket:
    """All that HTTPResponse wants of a socket."""

    def __init__(self, reader: io.RawIOBase) -> None:
        self._reader = reader

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self._reader)


def _receive(
    channel: ssl.SSLSocket, url: str, headers: dict[str, str], policy: Policy, deadline: float
) -> Answer | str:
    as_socket = cast("socket.socket", _AsSocket(_Timed(channel, deadline)))
    with http.client.HTTPResponse(as_socket, method="GET") as response:
        response.begin()
        status = response.status
        if status in _REDIRECTS and (location := response.getheader("Location")):
            return urljoin(url, location.strip())
        if status == 304 and headers:
            return Answer(url, not_modified=True)
        if status != 200:
            raise _refusal(response)
        return Answer(
            url,
            body=b"".join(_body(response, policy.max_bytes)),
            etag=_short(response.getheader("ETag")),
            last_modified=_short(response.getheader("Last-Modified")),
            content_type=_short(response.getheader("Content-Type")),
        )


def _short(value: str | None) -> str:
    """A header's value, unless it is too strange to be kept and sent back."""
    value = (value or "").strip()
    return value if len(value) <= 255 and _is_plain(value) else ""


def _refusal(response: http.client.HTTPResponse) -> FetchError:
    status = response.status
    trouble = {
        401: Trouble.FORBIDDEN,
        403: Trouble.FORBIDDEN,
        404: Trouble.NOT_FOUND,
        410: Trouble.GONE,
        429: Trouble.TOO_OFTEN,
    }.get(status, Trouble.SERVER_ERROR if status >= 500 else Trouble.STATUS)
    wait = _seconds(response.getheader("Retry-After"))
    return FetchError(trouble, str(status), retry_after=wait)


def _seconds(value: str | None) -> int | None:
    """Retry-After: a number of seconds or a date."""
    value = (value or "").strip()
    if re.fullmatch(r"\d{1,9}", value):
        return int(value)
    try:
        until = email.utils.parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=dt.UTC)
    return max(0, int((until - dt.datetime.now(dt.UTC)).total_seconds()))


def _body(response: http.client.HTTPResponse, limit: int) -> Iterator[bytes]:
    encoding = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if encoding not in {"identity", "", "gzip", "x-gzip"}:
        raise FetchError(Trouble.BROKEN_ANSWER, encoding[:40])
    if response.length is not None and response.length > limit:
        raise FetchError(Trouble.TOO_BIG)
    chunks = _capped(_raw(response), limit)
    return _capped(_gunzip(chunks), limit) if "gzip" in encoding else chunks


def _raw(response: http.client.HTTPResponse) -> Iterator[bytes]:
    while chunk := response.read(_CHUNK):
        yield chunk
    # HTTPResponse raises for a chunked body that ends too early, but not for a counted one.
    if response.length:
        raise FetchError(Trouble.CUT_OFF)


def _capped(chunks: Iterator[bytes], limit: int) -> Iterator[bytes]:
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total > limit:
            raise FetchError(Trouble.TOO_BIG)
        yield chunk


def _gunzip(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """In small steps, so that a bomb is noticed long before it has unfolded."""
    try:
        reader = zlib.decompressobj(wbits=31)
        for chunk in chunks:
            while chunk:
                yield reader.decompress(chunk, _CHUNK)
                chunk = reader.unconsumed_tail
                if reader.eof:
                    chunk = reader.unused_data
                    if chunk:  # another member follows, as `cat a.gz b.gz` makes them
                        reader = zlib.decompressobj(wbits=31)
    except zlib.error as error:
        raise FetchError(Trouble.BROKEN_ANSWER, "gzip") from error
    if not reader.eof:
        raise FetchError(Trouble.CUT_OFF)
