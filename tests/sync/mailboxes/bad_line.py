"""A line between a sender and a server: counted, slowed down, cut again and again."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress

_BLOCK = 2_048


class BadLine:
    """Forwards 127.0.0.1 ports; cuts every connection after so many bytes up, or seconds."""

    def __init__(
        self, target: int, *, cut_bytes: int = 0, cut_s: float = 0, bytes_per_s: int = 0
    ) -> None:
        self.up = 0
        self.cuts = 0
        self._target = target
        self._cut_bytes, self._cut_s, self._rate = cut_bytes, cut_s, bytes_per_s
        self._window = 0
        self._free_at = 0.0
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._closed = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        if cut_s:
            self._threads.append(threading.Thread(target=self._cut_by_time, daemon=True))
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Ends the line and everything on it."""
        self._closed.set()
        # A listening socket that is only closed would leave ``accept`` waiting.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._cut()
        for thread in list(self._threads):
            thread.join(5)

    def _accept(self) -> None:
        while not self._closed.is_set():
            try:
                near, _ = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                return
            for one in (near, far):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._open |= {near, far}
            for source, sink, is_up in ((near, far, True), (far, near, False)):
                thread = threading.Thread(
                    target=self._pump, args=(source, sink, is_up), daemon=True
                )
                self._threads.append(thread)
                thread.start()

    def _pump(self, source: socket.socket, sink: socket.socket, is_up: bool) -> None:
        try:
            while block := source.recv(_BLOCK if self._rate else 16 * 1024):
                if is_up:
                    self._count(len(block))
                sink.sendall(block)
        except OSError:
            pass
        finally:
            self._drop(source, sink)

    def _count(self, size: int) -> None:
        with self._lock:
            self.up += size
            self._window += size
            is_over = 0 < self._cut_bytes <= self._window
            if self._rate:
                now = time.monotonic()
                wait = max(self._free_at - now, 0)
                self._free_at = max(self._free_at, now) + size / self._rate
        if is_over:
            self._cut()
            raise OSError("cut")
        if self._rate and wait:
            self._closed.wait(wait)

    def _cut_by_time(self) -> None:
        while not self._closed.wait(self._cut_s):
            self._cut()

    def _cut(self) -> None:
        with self._lock:
            self._window = 0
            self.cuts += bool(self._open)
            victims, self._open = self._open, set()
        self._drop(*victims)

    def _drop(self, *sockets: socket.socket) -> None:
        with self._lock:
            self._open -= set(sockets)
        for one in sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
