"""How this machine reaches the network: proxy, speed limit, patience, and a way to stop."""

from __future__ import annotations

import base64
import http.client
import socket
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from desktop.domain.errors import EnvironmentProblem, Surroundings

BLOCK = 16 * 1024
NO_PROXY = "none"
# A small buffer of the system: what "was sent" is then nearly what has left.
_SEND_BUFFER = 128 * 1024
_STEP_S = 0.3


@dataclass
class Throttle:
    """Lets at most so many bytes a second pass, 0 for any; a pause earns half a second at most."""

    bytes_per_s: int = 0
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _free_at: float = 0.0

    def take(self, size: int) -> None:
        """Waits until so many bytes may leave."""
        if self.bytes_per_s <= 0:
            return
        now = self.now()
        wait = self._free_at - now
        if wait > 0:
            self.sleep(wait)
        self._free_at = max(self._free_at, now - 0.5) + size / self.bytes_per_s


@dataclass
class Line:
    """What one turn uses. ``proxy``: empty as the system says, "none", or ``http://host:port``.

    ``check`` raises Cancelled when the user has had enough; it is asked between blocks.
    """

    proxy: str = ""
    throttle: Throttle = field(default_factory=Throttle)
    check: Callable[[], None] = lambda: None
    connect_s: float = 10
    answer_s: float = 60

    def blocks(self, content: bytes) -> Iterator[bytes]:
        """The content at the pace of the limit."""
        for start in range(0, len(content), BLOCK):
            self.check()
            block = content[start : start + BLOCK]
            self.throttle.take(len(block))
            yield block

    def wait(self, ready: Callable[[float], bool]) -> None:
        """Waits for an answer in short steps, so that the user can stop. Raises TimeoutError."""
        begun = time.monotonic()
        while not ready(_STEP_S):
            self.check()
            if time.monotonic() - begun > self.answer_s:
                raise TimeoutError

    def connect(self, host: str, port: int, *, is_web: bool = True) -> socket.socket:
        """A connection to a host, through the proxy where there is one.

        The system's proxy is for the web; what is no web takes only one that was set for it.
        Raises EnvironmentProblem: MAILBOX_NO_LINE, MAILBOX_SLOW, MAILBOX_PROXY.
        """
        proxy = self._proxy_for(host, is_web)
        try:
            if proxy is None:
                opened = socket.create_connection((host, port), timeout=self.connect_s)
            else:
                opened = self._tunnel(proxy, host, port)
        except TimeoutError:
            raise EnvironmentProblem(Surroundings.MAILBOX_SLOW, place=host) from None
        except OSError as error:
            raise EnvironmentProblem(Surroundings.MAILBOX_NO_LINE, place=host) from error
        opened.settimeout(self.answer_s)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return opened

    def _proxy_for(self, host: str, is_web: bool) -> str | None:
        if self.proxy == NO_PROXY or not (self.proxy or is_web):
            return None
        if self.proxy:
            return self.proxy
        found = getproxies()
        address = found.get("https") or found.get("all")
        return None if address is None or proxy_bypass(host) else address

    def _tunnel(self, proxy: str, host: str, port: int) -> socket.socket:
        parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        shown = f"{parts.hostname}:{parts.port or 80}"
        road = http.client.HTTPConnection(
            parts.hostname or "", parts.port or 80, timeout=self.connect_s
        )
        headers = {}
        if parts.username:
            words = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            token = base64.b64encode(words.encode()).decode()
            headers["Proxy-Authorization"] = f"Basic {token}"
        road.set_tunnel(host, port, headers)
        try:
            road.connect()
        except TimeoutError:
            raise
        except (OSError, http.client.HTTPException) as error:
            road.close()
            # The Python of Debian 12 leaves the answer unread in a frame: the line stayed open.
            traceback.clear_frames(error.__traceback__)
            raise EnvironmentProblem(Surroundings.MAILBOX_PROXY, proxy=shown) from error
        assert road.sock is not None
        opened: socket.socket = road.sock
        return opened
