"""A mailbox on a WebDAV server (RFC 4918): nginx, rclone, Nextcloud, Apache and their like.

No server keeps every promise: nginx and rclone ignore ``If-None-Match`` on PUT, and a cut PUT
may leave a torn file. Whoever puts therefore puts aside, compares the size, and renames; MOVE
with ``Overwrite: F`` is kept by all of them.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from urllib.parse import quote, unquote, urlsplit
from xml.etree import ElementTree

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.sync.mailboxes import Stored, checked_name, is_name
from desktop.sync.mailboxes.access import Access
from desktop.sync.mailboxes.addresses import FarAddress
from desktop.sync.mailboxes.line import Line
from desktop.sync.mailboxes.web import Answer, WebLine

_DEEPEST = 12
_ASK_SIZES = (
    b'<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop>'
    b"<resourcetype/><getcontentlength/></prop></propfind>"
)


class WebDavMailbox:
    """The five verbs over WebDAV. The folder of the address itself must be there."""

    is_far = True

    def __init__(self, address: FarAddress, access: Access, line: Line) -> None:
        self._web = WebLine(address, access, line)
        self._base = quote(address.path)
        scheme = "https" if address.is_sealed else "http"
        usual = address.port == (443 if address.is_sealed else 80)
        host = f"[{address.host}]" if ":" in address.host else address.host
        self._origin = f"{scheme}://{host}" + ("" if usual else f":{address.port}")
        self._headers: dict[str, str] = {}
        self._folders: set[str] = set()
        if access.user or access.secret:
            token = base64.b64encode(f"{access.user}:{access.secret}".encode()).decode()
            self._headers["Authorization"] = f"Basic {token}"

    def list(self, under: str) -> list[Stored]:
        """All files below a name, folder by folder: not every server lists a whole tree."""
        if not under.endswith("/"):
            return [entry for entry in self._children(under) or () if isinstance(entry, Stored)]
        entries = self._children(under)
        if entries is None:
            self._check_there()
            return []
        found: list[Stored] = []
        for entry in entries:
            found.extend([entry] if isinstance(entry, Stored) else self.list(entry))
        return sorted(found, key=lambda stored: stored.name)

    def read(self, name: str, most: int) -> bytes | None:
        """The content up to one byte more than asked for."""
        answer = self._ask("GET", self._target(name), most=most)
        if answer.status == 404:
            return None
        self._expect(answer, 200)
        return answer.body[: most + 1]

    def put_new(self, name: str, content: bytes) -> None:
        """Makes the folders first, for not every server makes them, and puts."""
        target = self._target(name)
        self._make_folder(name.rpartition("/")[0])
        new_only = {"If-None-Match": "*", "Content-Type": "application/octet-stream"}
        answer = self._ask("PUT", target, new_only, content)
        if answer.status >= 400:
            self._folders.clear()
        self._expect(answer, 200, 201, 204)

    def rename_new(self, old: str, new: str) -> None:
        """Moves; the server refuses a name that is taken."""
        target, path = self._target(old), self._target(new)
        answer = self._move(target, self._origin + path)
        if answer.status in (400, 502):
            # Behind a gateway the server knows itself under another name than we do.
            answer = self._move(target, path)
        self._expect(answer, 201, 204)

    def delete(self, name: str) -> None:
        """Deletes a file, or a folder with all that is in it."""
        headers = {"Depth": "infinity"} if name.endswith("/") else {}
        self._folders.clear()
        answer = self._ask("DELETE", self._target(name), headers)
        self._expect(answer, 200, 202, 204, 404)

    def close(self) -> None:
        """Drops the connection."""
        self._web.close()

    def _move(self, target: str, destination: str) -> Answer:
        return self._ask("MOVE", target, {"Destination": destination, "Overwrite": "F"})

    def _make_folder(self, name: str) -> None:
        """The deepest first: mostly it is there, or only it is missing."""
        if not name or name in self._folders:
            return
        target = self._target(name + "/")
        answer = self._ask("MKCOL", target)
        if answer.status in (404, 409) and "/" in name:
            self._make_folder(name.rpartition("/")[0])
            answer = self._ask("MKCOL", target)
        if answer.status in (404, 409):
            self._check_there()
        # 405: it is there already.
        self._expect(answer, 201, 405)
        self._folders.add(name)

    def _check_there(self) -> None:
        answer = self._ask("PROPFIND", self._base, {"Depth": "0"}, _ASK_SIZES)
        self._expect(answer, 207)

    def _children(self, name: str) -> tuple[Stored | str, ...] | None:
        """Files and folders (as names) right below, or the file itself; None when not there."""
        depth = "1" if name.endswith("/") else "0"
        answer = self._ask("PROPFIND", self._target(name), {"Depth": depth}, _ASK_SIZES)
        if answer.status == 404:
            return None
        self._expect(answer, 207)
        try:
            return tuple(e for e in self._entries(answer.body) if _is_inside(e, name))
        except (ElementTree.ParseError, ValueError) as error:
            raise self._not_understood() from error

    def _entries(self, body: bytes) -> Iterator[Stored | str]:
        if b"<!DOCTYPE" in body:  # entities are the only danger in XML, and none is needed
            raise ValueError("doctype")
        tree = ElementTree.fromstring(body)  # noqa: S314 - bounded, and without entities
        for response in tree.iter("{DAV:}response"):
            path = unquote(urlsplit(response.findtext("{DAV:}href", "").strip()).path)
            name = path.removeprefix(unquote(self._base))
            is_folder = name.endswith("/") or response.find(".//{DAV:}collection") is not None
            if not path.startswith(unquote(self._base)) or not is_name(name.rstrip("/")):
                continue
            if is_folder:
                yield name.rstrip("/") + "/"
            else:
                yield Stored(name, int(response.findtext(".//{DAV:}getcontentlength") or 0))

    def _not_understood(self) -> EnvironmentProblem:
        place = self._web.address.place
        return EnvironmentProblem(Surroundings.MAILBOX_ANSWER, place=place, answer="XML")

    def _ask(
        self,
        method: str,
        target: str,
        headers: dict[str, str] | None = None,
        content: bytes = b"",
        most: int | None = None,
    ) -> Answer:
        whole = {**self._headers, **(headers or {})}
        if most is None:
            return self._web.ask(method, target, whole, content)
        return self._web.ask(method, target, whole, content, most)

    def _expect(self, answer: Answer, *wanted: int) -> None:
        if answer.status not in wanted:
            raise self._web.refusal(answer)

    def _target(self, name: str) -> str:
        return self._base + quote(checked_name(name))


def _is_inside(entry: Stored | str, asked: str) -> bool:
    """Whether it may answer what was asked: right below the folder, or the file itself."""
    if isinstance(entry, str):
        # Deeper than any place of ours, a listing could only be a trap without an end.
        return entry.startswith(asked) and entry != asked and entry.count("/") <= _DEEPEST
    return entry.name.startswith(asked) if asked.endswith("/") else entry.name == asked
