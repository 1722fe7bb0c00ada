"""A mailbox in a bucket: AWS S3 and what speaks like it, addressed by path.

An object appears whole or not at all. ``If-None-Match: *`` keeps a name that is taken where the
server knows it (AWS, MinIO, Ceph; ``rclone serve s3`` does not).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from urllib.parse import quote
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.sync.mailboxes import Stored, checked_name, is_name
from desktop.sync.mailboxes.access import Access
from desktop.sync.mailboxes.addresses import FarAddress
from desktop.sync.mailboxes.line import Line
from desktop.sync.mailboxes.s3_signing import S3Key
from desktop.sync.mailboxes.web import MOST_ANSWER_BYTES, Answer, WebLine

_MOST_DELETED_AT_ONCE = 1_000
# What stands in the text of a refusal says more than its status.
_CODES = {
    "RequestTimeTooSkewed": Surroundings.MAILBOX_CLOCK,
    "SignatureDoesNotMatch": Surroundings.MAILBOX_SIGN_IN,
    "InvalidAccessKeyId": Surroundings.MAILBOX_SIGN_IN,
    "ExpiredToken": Surroundings.MAILBOX_SIGN_IN,
    "AccessDenied": Surroundings.MAILBOX_FORBIDDEN,
    "NoSuchBucket": Surroundings.MAILBOX_MISSING,
    "SlowDown": Surroundings.MAILBOX_BUSY,
    "QuotaExceeded": Surroundings.MAILBOX_FULL,
    "EntityTooLarge": Surroundings.MAILBOX_TOO_LARGE,
}


class S3Mailbox:
    """The five verbs on a bucket; objects may lie below a prefix."""

    is_far = True

    def __init__(self, address: FarAddress, access: Access, line: Line) -> None:
        self._web = WebLine(address, access, line)
        self._key = S3Key(access.user, access.secret, address.region)
        bucket, _, prefix = address.path.strip("/").partition("/")
        self._bucket = "/" + bucket
        self._prefix = prefix + "/" if prefix else ""
        usual = address.port == (443 if address.is_sealed else 80)
        self._host = address.host if usual else f"{address.host}:{address.port}"

    def list(self, under: str) -> list[Stored]:
        """All objects whose name begins so, page by page."""
        start = self._prefix + checked_name(under)
        found: list[Stored] = []
        token = ""
        while True:
            asked = {"list-type": "2", "prefix": start}
            if token:
                asked["continuation-token"] = token
            answer = self._ask("GET", None, asked)
            self._expect(answer, 200)
            tree = self._tree(answer)
            found.extend(self._listed(tree))
            token = _text(tree, "NextContinuationToken")
            if not token:
                break
        if not under.endswith("/"):
            found = [stored for stored in found if stored.name == under]
        return sorted(found, key=lambda stored: stored.name)

    def read(self, name: str, most: int) -> bytes | None:
        """The content up to one byte more than asked for."""
        answer = self._ask("GET", name, most=most)
        if answer.status == 404 and self._said(answer) in ("NoSuchKey", ""):
            return None
        self._expect(answer, 200)
        return answer.body[: most + 1]

    def put_new(self, name: str, content: bytes) -> None:
        """Puts; the server checks the content against the signed hash."""
        self._expect(self._ask("PUT", name, content=content, headers=_NEW_ONLY), 200)

    def rename_new(self, old: str, new: str) -> None:
        """Copies and deletes: S3 knows no renaming. A copy, too, is whole or is not there."""
        source = quote(f"{self._bucket}/{self._prefix}{checked_name(old)}")
        headers = {**_NEW_ONLY, "x-amz-copy-source": source}
        self._expect(self._ask("PUT", new, headers=headers), 200)
        self.delete(old)

    def delete(self, name: str) -> None:
        """Deletes an object, or all whose names begin so, a thousand at a time."""
        if not name.endswith("/"):
            self._expect(self._ask("DELETE", name), 200, 204, 404)
            return
        names = [stored.name for stored in self.list(name)]
        for start in range(0, len(names), _MOST_DELETED_AT_ONCE):
            self._delete_all(names[start : start + _MOST_DELETED_AT_ONCE])

    def close(self) -> None:
        """Drops the connection."""
        self._web.close()

    def _delete_all(self, names: Sequence[str]) -> None:
        keys = "".join(
            f"<Object><Key>{escape(self._prefix + name)}</Key></Object>" for name in names
        )
        body = f"<Delete><Quiet>true</Quiet>{keys}</Delete>".encode()
        checksum = base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()
        headers = {"Content-MD5": checksum, "Content-Type": "application/xml"}
        answer = self._ask("POST", None, {"delete": ""}, headers, body)
        self._expect(answer, 200)
        refused = [entry for entry in self._tree(answer).iter() if _tag(entry) == "Error"]
        if refused:
            raise self._problem(_text(refused[0], "Code"), answer)

    def _ask(
        self,
        method: str,
        name: str | None,
        query: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        content: bytes = b"",
        most: int = MOST_ANSWER_BYTES,
    ) -> Answer:
        path = self._bucket
        if name is not None:
            path += "/" + self._prefix + checked_name(name)
        path = quote(path)
        text = "&".join(
            f"{quote(key, safe='-_.~')}={quote(value, safe='-_.~')}"
            for key, value in sorted((query or {}).items())
        )
        whole = {"Host": self._host, **(headers or {})}
        signed = self._key.signed(method, path, text, whole, content, datetime.now(UTC))
        target = path + ("?" + text if text else "")
        return self._web.ask(method, target, signed, content, most)

    def _listed(self, tree: ElementTree.Element) -> Iterator[Stored]:
        for entry in tree.iter():
            if _tag(entry) == "Contents":
                name = _text(entry, "Key").removeprefix(self._prefix)
                if is_name(name) and not name.endswith("/"):
                    yield Stored(name, int(_text(entry, "Size") or 0))

    def _expect(self, answer: Answer, *wanted: int) -> None:
        if answer.status not in wanted:
            raise self._problem(self._said(answer), answer)

    def _problem(self, said: str, answer: Answer) -> EnvironmentProblem:
        code = _CODES.get(said)
        if code is None:
            return self._web.refusal(answer)
        return EnvironmentProblem(code, place=self._web.address.place)

    def _said(self, answer: Answer) -> str:
        if b"<Error" not in answer.body:
            return ""
        return _text(self._tree(answer), "Code")

    def _tree(self, answer: Answer) -> ElementTree.Element:
        place = self._web.address.place
        problem = EnvironmentProblem(Surroundings.MAILBOX_ANSWER, place=place, answer="XML")
        if b"<!DOCTYPE" in answer.body:  # entities are the only danger in XML
            raise problem
        try:
            return ElementTree.fromstring(answer.body)  # noqa: S314 - bounded, without entities
        except ElementTree.ParseError as error:
            raise problem from error


_NEW_ONLY = {"If-None-Match": "*"}


def _tag(entry: ElementTree.Element) -> str:
    """The name without its namespace: servers differ in it."""
    return entry.tag.rpartition("}")[2]


def _text(entry: ElementTree.Element, name: str) -> str:
    for child in entry:
        if _tag(child) == name:
            return (child.text or "").strip()
    return ""
