"""Where a mailbox is, as one line of text without any secret.

A folder is a path or ``file:///…``; WebDAV is ``https://host/path``; SFTP is
``sftp://user@host:port/path``; S3 is ``s3+https://host/bucket/prefix?region=…``. Without
encryption (``http``, ``s3+http``) only this very machine is spoken to: a password would be read
by everybody on the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit
from urllib.request import url2pathname

from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.sending import Road

__all__ = ["FarAddress", "Road", "check_address", "far_address", "mailbox_folder"]


@dataclass(frozen=True, slots=True)
class FarAddress:
    """A store over the network. ``path`` begins and ends with a slash, decoded.

    For S3 the first part of the path is the bucket.
    """

    road: Road
    is_sealed: bool
    host: str
    port: int
    path: str
    user: str = ""
    region: str = ""

    @property
    def place(self) -> str:
        """What may be shown and logged: no user, no secret."""
        return f"{self.host}:{self.port}{self.path}"


_SCHEMES = {
    "https": (Road.WEBDAV, True, 443),
    "http": (Road.WEBDAV, False, 80),
    "sftp": (Road.SFTP, True, 22),
    "s3+https": (Road.S3, True, 443),
    "s3+http": (Road.S3, False, 80),
}
_USUAL_REGION = "us-east-1"


def check_address(address: str) -> str:
    """An address as typed, empty for none. Raises InputRefused."""
    text = address.strip()
    if text and far_address(text) is None:
        mailbox_folder(text)
    return text


def far_address(address: str) -> FarAddress | None:
    """The store over the network that an address names; None for a folder.

    Raises InputRefused: BAD_MAILBOX, MAILBOX_SECRET_IN_ADDRESS, MAILBOX_NOT_SEALED.
    """
    try:
        parts = urlsplit(address)
        if parts.scheme not in _SCHEMES:
            return None
        return _far(address, parts)
    except ValueError:
        raise _unusable(address) from None


def mailbox_folder(address: str) -> Path:
    """The folder an address names. Raises InputRefused(BAD_MAILBOX) for anything else."""
    parts = urlsplit(address)
    if parts.scheme == "file" and not parts.netloc:
        path = Path(url2pathname(parts.path))
    elif "://" not in address and (len(parts.scheme) <= 1):
        path = Path(address)
    else:
        raise _unusable(address)
    if not path.is_absolute():
        raise _unusable(address)
    return path


def _far(address: str, parts: SplitResult) -> FarAddress:
    road, is_sealed, usual_port = _SCHEMES[parts.scheme]
    host = parts.hostname or ""
    if parts.password or (parts.username and road is not Road.SFTP):
        raise InputRefused(InputProblem("mailbox", Entry.MAILBOX_SECRET_IN_ADDRESS))
    if not is_sealed and not _is_this_machine(host):
        raise InputRefused(InputProblem("mailbox", Entry.MAILBOX_NOT_SEALED, {"text": address}))
    path = "/".join(["", *filter(None, unquote(parts.path).split("/")), ""])
    asked = parse_qs(parts.query, keep_blank_values=True)
    known = {"region"} if road is Road.S3 else set()
    if not host or parts.fragment or set(asked) - known or ".." in path.split("/"):
        raise _unusable(address)
    if road is Road.S3 and path == "/":
        raise _unusable(address)
    region = asked.get("region", [_USUAL_REGION])[-1] if road is Road.S3 else ""
    user = unquote(parts.username or "")
    return FarAddress(road, is_sealed, host, parts.port or usual_port, path, user, region)


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _unusable(address: str) -> InputRefused:
    return InputRefused(InputProblem("mailbox", Entry.BAD_MAILBOX, {"text": address}))
