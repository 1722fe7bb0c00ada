"""What opens a mailbox: kept in the encrypted database, never in a log, a list or an argument."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from desktop.domain.errors import Entry, InputProblem, InputRefused

MOST_ACCESS_BYTES = 64 * 1024
_FINGERPRINT = re.compile(r"^SHA256:[A-Za-z0-9+/]{43}$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Access:
    """Who comes and what proves it; what the other side must prove.

    ``user`` and ``secret`` are a name and password, or the two keys of S3. ``private_key`` is
    an OpenSSH key as text, for SFTP. ``host_key`` is the fingerprint that the SFTP server must
    show, "SHA256:…" as ``ssh-keygen -lf`` prints it. ``ca`` are certificates (PEM) of an
    authority of the province's own.
    """

    user: str = ""
    secret: str = field(default="", repr=False)
    private_key: str = field(default="", repr=False)
    host_key: str = ""
    ca: str = field(default="", repr=False)

    def to_data(self) -> dict[str, str]:
        """What is not empty, for the invitation and the vault."""
        return {key: value for key, value in asdict(self).items() if value}

    def public_part(self) -> Access:
        """What everybody who comes needs and nobody must hide: no name, no secret."""
        return Access(host_key=self.host_key, ca=self.ca)

    def completed_by(self, other: Access) -> Access:
        """Takes from the other what is missing here."""
        gaps = {key: value for key, value in other.to_data().items() if not getattr(self, key)}
        return replace(self, **gaps)


def access_from(data: dict[str, Any]) -> Access:
    """The access out of its data. Raises InputRefused for a fingerprint that is none."""
    found = Access(**{name: str(data.get(name, "")) for name in _NAMES})
    if found.host_key and not _FINGERPRINT.match(found.host_key):
        problem = InputProblem("access", Entry.BAD_HOST_KEY, {"text": found.host_key[:80]})
        raise InputRefused(problem)
    return found


def read_access(text: str) -> Access:
    """An access file: ``name: value`` lines; PEM blocks stand below ``private-key:`` and ``ca:``.

    Raises InputRefused for a name that is not known.
    """
    data: dict[str, str] = {}
    name = ""
    for line in text.splitlines():
        start, colon, value = line.partition(":")
        key = start.strip().replace("-", "_")
        # Inside a PEM block no line but its own header lines could hold a colon.
        if colon and (not name or key in _NAMES):
            if key not in _NAMES:
                facts = {"text": start.strip()[:40], "choices": _SHOWN}
                raise InputRefused(InputProblem("access", Entry.UNKNOWN_KEY, facts))
            data[key] = value.strip()
            name = key if key in _BLOCKS and not value.strip() else ""
        elif name:
            data[name] += line.rstrip() + "\n"
        elif line.strip() and not line.lstrip().startswith("#"):
            facts = {"text": line.strip()[:12] + "…", "choices": _SHOWN}
            raise InputRefused(InputProblem("access", Entry.UNKNOWN_KEY, facts))
    return access_from(data)


_NAMES = tuple(entry.name for entry in fields(Access))
_BLOCKS = ("private_key", "ca")
_SHOWN = ", ".join(name.replace("_", "-") for name in _NAMES)
