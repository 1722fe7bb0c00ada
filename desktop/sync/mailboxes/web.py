"""One HTTP connection to one server: what WebDAV and S3 share.

The standard library's client, because every answer must be seen as it is: no redirect is
followed, no status is folded into another, certificates may come from the province's own
authority, and a body leaves block by block so that it can be slowed down and stopped.
"""

from __future__ import annotations

import http.client
import select
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.sync.mailboxes.access import Access
from desktop.sync.mailboxes.addresses import FarAddress
from desktop.sync.mailboxes.line import Line

# What a server says about a failure, or a listing of a folder, never needs more.
MOST_ANSWER_BYTES = 16 * 2**20
_BLOCK = 64 * 1024
# A body that trickles in more slowly than this is given up.
_SLOWEST = 1024

_REFUSALS = {
    401: Surroundings.MAILBOX_SIGN_IN,
    403: Surroundings.MAILBOX_FORBIDDEN,
    404: Surroundings.MAILBOX_MISSING,
    407: Surroundings.MAILBOX_PROXY,
    408: Surroundings.MAILBOX_SLOW,
    409: Surroundings.MAILBOX_CONFLICT,
    412: Surroundings.MAILBOX_TAKEN,
    413: Surroundings.MAILBOX_TOO_LARGE,
    423: Surroundings.MAILBOX_LOCKED,
    429: Surroundings.MAILBOX_BUSY,
    502: Surroundings.MAILBOX_BUSY,
    503: Surroundings.MAILBOX_BUSY,
    504: Surroundings.MAILBOX_SLOW,
    507: Surroundings.MAILBOX_FULL,
}
_NOT_YET_VALID, _EXPIRED = 9, 10


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said; ``headers`` have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class WebLine:
    """Asks one server, over one connection that is kept while it lasts."""

    def __init__(self, address: FarAddress, access: Access, line: Line) -> None:
        self.address = address
        self._line = line
        self._trust = _trust(access) if address.is_sealed else None
        self._open: http.client.HTTPConnection | None = None

    def ask(
        self,
        method: str,
        target: str,
        headers: Mapping[str, str],
        content: bytes = b"",
        most: int = MOST_ANSWER_BYTES,
    ) -> Answer:
        """One question. Raises EnvironmentProblem, never for a status below 300 or from 400.

        A kept connection that the server has closed meanwhile is opened once more.
        """
        was_open = self._open is not None
        try:
            return self._ask(method, target, headers, content, most)
        except EnvironmentProblem as problem:
            if not was_open or problem.code is not Surroundings.MAILBOX_CUT or content:
                raise
        return self._ask(method, target, headers, content, most)

    def refusal(self, answer: Answer) -> EnvironmentProblem:
        """What a status that was not hoped for means."""
        code = _REFUSALS.get(answer.status)
        if code is None:
            return EnvironmentProblem(
                Surroundings.MAILBOX_ANSWER, place=self.address.place, answer=answer.status
            )
        return EnvironmentProblem(code, place=self.address.place, proxy=self.address.host)

    def close(self) -> None:
        """Drops the connection."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _ask(
        self, method: str, target: str, headers: Mapping[str, str], content: bytes, most: int
    ) -> Answer:
        self._line.check()
        place = self.address.place
        try:
            answer = self._exchange(method, target, headers, content, most)
        except TimeoutError:
            self.close()
            raise EnvironmentProblem(Surroundings.MAILBOX_SLOW, place=place) from None
        except (OSError, http.client.IncompleteRead, http.client.RemoteDisconnected) as error:
            self.close()
            raise _broken(error, place) from error
        except http.client.HTTPException as error:
            self.close()
            raise EnvironmentProblem(
                Surroundings.MAILBOX_ANSWER, place=place, answer=type(error).__name__
            ) from error
        except BaseException:
            self.close()
            raise
        if 300 <= answer.status < 400:
            to = urlsplit(answer.headers.get("location", "")).hostname or "?"
            raise EnvironmentProblem(Surroundings.MAILBOX_REDIRECTS, place=place, to=to)
        return answer

    def _exchange(
        self, method: str, target: str, headers: Mapping[str, str], content: bytes, most: int
    ) -> Answer:
        connection = self._connection()
        whole = {**headers, "Content-Length": str(len(content)), "User-Agent": "somotcua"}
        try:
            blocks = self._line.blocks(content) if content else None
            connection.request(method, target, blocks, whole)
        except (BrokenPipeError, ConnectionResetError) as error:
            # A server that refuses says so before it has read everything.
            try:
                response = connection.getresponse()
            except (OSError, http.client.HTTPException):
                raise error from None
        else:
            self._line.wait(lambda seconds: _has_answer(connection, seconds))
            response = connection.getresponse()
        with response:
            found = {name.lower(): value for name, value in response.getheaders()}
            body, is_whole = self._read(response, most)
        if response.will_close or not is_whole:
            self.close()
        return Answer(response.status, found, body)

    def _read(self, response: http.client.HTTPResponse, most: int) -> tuple[bytes, bool]:
        """The body up to a bound, and whether that was all of it."""
        bound = most + 1 if 200 <= response.status < 300 else _BLOCK
        length = response.length
        wanted = bound if length is None else min(bound, length)
        begun, chunks, size = time.monotonic(), [], 0
        while size < wanted:
            self._line.check()
            chunk = response.read1(min(_BLOCK, wanted - size))
            if not chunk:
                break
            chunks.append(chunk)
            size += len(chunk)
            if time.monotonic() - begun > self._line.answer_s + size / _SLOWEST:
                raise TimeoutError
        if length is not None and size < wanted:
            raise http.client.IncompleteRead(b"")
        return b"".join(chunks), size < bound or length == size

    def _connection(self) -> http.client.HTTPConnection:
        if self._open is None:
            self._open = self._connected()
        return self._open

    def _connected(self) -> http.client.HTTPConnection:
        address = self.address
        opened = self._line.connect(address.host, address.port)
        connection = http.client.HTTPConnection(address.host, address.port)
        if self._trust is None:
            connection.sock = opened
            return connection
        try:
            connection.sock = self._trust.wrap_socket(opened, server_hostname=address.host)
        except BaseException:
            opened.close()
            raise
        # The port is part of the name the server hears, unless it is the usual one.
        connection.default_port = 443
        return connection


def _has_answer(connection: http.client.HTTPConnection, seconds: float) -> bool:
    opened = connection.sock
    if isinstance(opened, ssl.SSLSocket) and opened.pending():
        return True
    return bool(select.select([opened], [], [], seconds)[0])


def _trust(access: Access) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if access.ca:
        try:
            context.load_verify_locations(cadata=access.ca)
        except (ssl.SSLError, ValueError, TypeError) as error:
            raise EnvironmentProblem(Surroundings.MAILBOX_CA_DAMAGED) from error
    return context


def _broken(error: Exception, place: str) -> EnvironmentProblem:
    if isinstance(error, ssl.SSLCertVerificationError):
        is_time = error.verify_code in (_NOT_YET_VALID, _EXPIRED)
        code = Surroundings.MAILBOX_CLOCK if is_time else Surroundings.MAILBOX_CERTIFICATE
        return EnvironmentProblem(code, place=place)
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError):
        return EnvironmentProblem(Surroundings.MAILBOX_ANSWER, place=place, answer="TLS")
    return EnvironmentProblem(Surroundings.MAILBOX_CUT, place=place)
