"""An HTTP client that costs next to nothing, so that what is measured is the server.

`http.client` spends as long on an answer as the portal does on a cached page, and would draw every
ratio towards one.
"""

from __future__ import annotations

import json
import re
import selectors
import socket
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_TIMEOUT = 30.0


@dataclass(frozen=True)
class Target:
    """One address, asked over and over in the words of a browser without cookies."""

    port: int
    host: str
    path: str = "/"
    #: What the visitor has already: the answer is a 304 then.
    etag: str = ""

    @property
    def request(self) -> bytes:
        known = f"If-None-Match: {self.etag}\r\n" if self.etag else ""
        return (
            f"GET {self.path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n"
            "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n"
            "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
            "Accept-Language: cs,en;q=0.5\r\nAccept-Encoding: gzip, deflate, br\r\n"
            f"{known}Connection: keep-alive\r\n\r\n"
        ).encode()


class _Answer:
    """Bytes of one answer as they come in."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.missing: int | None = None  # until the head is complete

    def feed(self, chunk: bytes) -> bool:
        """Whether the answer is complete now."""
        if not chunk:
            raise ConnectionError("the server closed the connection")
        self.data += chunk
        if self.missing is None:
            end = self.data.find(b"\r\n\r\n")
            if end < 0:
                return False
            head = bytes(self.data[:end])
            if head.startswith(b"HTTP/1.1 304"):
                self.missing = end + 4
                return True
            if not head.startswith(b"HTTP/1.1 200"):
                raise ConnectionError(head[:100].decode(errors="replace"))
            length = _LENGTH.search(head)
            if length is None:
                raise ConnectionError("the answer does not say how long it is")
            self.missing = end + 4 + int(length[1])
        return len(self.data) >= self.missing


class Visitor:
    """One connection that is kept alive."""

    def __init__(self, target: Target) -> None:
        self.request = target.request
        self.socket = socket.create_connection(("127.0.0.1", target.port), timeout=_TIMEOUT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self) -> bytes:
        """The whole answer, head and body. Raises ConnectionError for any status but 200."""
        answer = _Answer()
        self.socket.sendall(self.request)
        while not answer.feed(self.socket.recv(262_144)):
            pass
        return bytes(answer.data)

    def latencies(self, count: int, pause: float = 0.0) -> list[float]:
        """Seconds of each of `count` visits, one after another."""
        found = []
        for _ in range(count):
            if pause:
                time.sleep(pause)
            began = time.perf_counter()
            self.get()
            found.append(time.perf_counter() - began)
        return found

    def close(self) -> None:
        self.socket.close()


def load(target: Target, *, connections: int, seconds: float) -> tuple[int, float]:
    """Answers, and the seconds that they took, to that many visitors at once without a pause."""
    visitors = [Visitor(target) for _ in range(connections)]
    selector = selectors.DefaultSelector()
    done = 0
    try:
        for visitor in visitors:
            visitor.socket.setblocking(False)
            selector.register(visitor.socket, selectors.EVENT_READ, (visitor, [_Answer()]))
            visitor.socket.sendall(visitor.request)
        began = time.perf_counter()
        end = began + seconds
        while time.perf_counter() < end or not done:
            events = selector.select(_TIMEOUT)
            if not events:
                raise TimeoutError(f"no answer for {_TIMEOUT} s")
            for key, _mask in events:
                visitor, slot = key.data
                if slot[0].feed(visitor.socket.recv(262_144)):
                    done += 1
                    slot[0] = _Answer()
                    visitor.socket.sendall(visitor.request)
        return done, time.perf_counter() - began
    finally:
        selector.close()
        for visitor in visitors:
            visitor.close()


def load_from_another_process(
    target: Target, *, connections: int, seconds: float
) -> tuple[int, float]:
    """`load` with an interpreter of its own, so that the benchmark itself does not slow it."""
    words = json.dumps({"target": asdict(target), "connections": connections, "seconds": seconds})
    answer = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.client", words],
        cwd=Path(__file__).resolve().parents[2],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=seconds + 2 * _TIMEOUT,
    )
    done, took = json.loads(answer.stdout)
    return done, took


if __name__ == "__main__":
    order = json.loads(sys.argv[1])
    order["target"] = Target(**order["target"])
    print(json.dumps(load(**order)))
