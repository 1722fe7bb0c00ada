"""A small HTTP server that answers as it is told: for what real servers do not give on demand."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Script:
    """What is answered to each method, and what was asked."""

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    hook: Callable[[BaseHTTPRequestHandler], bool] | None = None
    port: int = 0

    def methods(self) -> list[str]:
        return [method for method, _, _ in self.asked]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    script: Script

    def answer(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.script.asked.append((self.command, self.path, headers))
        if self.script.hook is not None and self.script.hook(self):
            return
        self.rfile.read(int(headers.get("content-length", 0)))
        status, more, body = self.script.answers.get(self.command, (201, {}, b""))
        self.send_response(status)
        for name, value in more.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keeps quiet."""


for _method in ("GET", "PUT", "DELETE", "MOVE", "MKCOL", "PROPFIND", "POST", "CONNECT"):
    setattr(_Handler, f"do_{_method}", _Handler.answer)


@contextmanager
def scripted() -> Iterator[Script]:
    """The server as long as the block lasts."""
    script = Script()
    handler = type("Handler", (_Handler,), {"script": script})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    script.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield script
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
