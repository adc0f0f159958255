"""A wire between the portal and one of its servers, which a test can cut and mend."""

from __future__ import annotations

import contextlib
import socket
import threading


class Wire:
    """Listens on 127.0.0.1 and passes everything on to `target`: (host, port) or a socket's path.

    `cut()` refuses connections and drops the open ones, as a stopped server does. `freeze()` takes
    connections and answers nothing, as a server does that is out of breath.
    """

    def __init__(self, target: tuple[str, int] | str) -> None:
        self._target = target
        self._pairs: set[tuple[socket.socket, socket.socket]] = set()
        self._lock = threading.Lock()
        self._flowing = threading.Event()
        self._flowing.set()
        self._listener: socket.socket | None = None
        self.port = 0
        self.mend()

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.cut()

    def mend(self) -> None:
        self._flowing.set()
        if self._listener is not None:
            return
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen(128)
        self.port = listener.getsockname()[1]
        self._listener = listener
        threading.Thread(target=self._accept, args=[listener], daemon=True).start()

    def freeze(self) -> None:
        self._flowing.clear()

    def cut(self) -> None:
        listener, self._listener = self._listener, None
        if listener is not None:
            with contextlib.suppress(OSError):  # close alone leaves the thread in accept()
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        with self._lock:
            pairs, self._pairs = self._pairs, set()
        for pair in pairs:
            self._close(pair)
        self._flowing.set()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _address = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._connect, args=[near], daemon=True).start()

    def _connect(self, near: socket.socket) -> None:
        self._flowing.wait()
        is_path = isinstance(self._target, str)
        far = socket.socket(socket.AF_UNIX if is_path else socket.AF_INET)
        pair = (near, far)
        try:
            far.connect(self._target)
        except OSError:
            self._close(pair)
            return
        with self._lock:
            if self._listener is None:
                self._close(pair)
                return
            self._pairs.add(pair)
        for source, sink in (pair, pair[::-1]):
            threading.Thread(target=self._pass_on, args=[source, sink, pair], daemon=True).start()

    def _pass_on(
        self, source: socket.socket, sink: socket.socket, pair: tuple[socket.socket, socket.socket]
    ) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self._flowing.wait()
                sink.sendall(data)
        with self._lock:
            self._pairs.discard(pair)
        self._close(pair)

    @staticmethod
    def _close(pair: tuple[socket.socket, socket.socket]) -> None:
        for end in pair:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
