"""The invitation (giấy mời) of a province to one unit."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from desktop.domain.errors import InputRefused
from desktop.domain.packages import FORMAT_VERSION, PackageProblem, PackageRefused
from desktop.domain.scans import Scans
from desktop.sync.envelopes import check_text, open_text, sign_text
from desktop.sync.mailboxes.access import Access, access_from
from desktop.sync.records import read_instant, written_instant
from desktop.sync.signatures import INVITATION, SigningKey


@dataclass(frozen=True, slots=True)
class ProvinceKeys:
    """Who the province is and its public keys: ``sign`` checks, ``seal`` encrypts."""

    code: str
    name: str
    sign: str
    seal: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the file says; ``secret`` works once, 32 random bytes in hex.

    ``access`` opens the mailbox for this unit.
    """

    id: uuid.UUID
    province: ProvinceKeys
    unit: str
    mailbox: str
    secret: str
    made_at: datetime
    expires_at: datetime
    access: Access = field(default_factory=Access)
    # What the province asks for of the scans of dossiers.
    scans: Scans = Scans.NONE

    def to_bytes(self, key: SigningKey) -> bytes:
        """The file, signed by the province."""
        province = self.province
        data = {
            "format": "somotcua-invitation",
            "version": FORMAT_VERSION,
            "id": str(self.id),
            "province": {
                "code": province.code,
                "name": province.name,
                "sign": province.sign,
                "seal": province.seal,
            },
            "unit": self.unit,
            "mailbox": self.mailbox,
            "secret": self.secret,
            "made_at": written_instant(self.made_at),
            "expires_at": written_instant(self.expires_at),
        }
        if self.access != Access():
            data["access"] = self.access.to_data()
        if self.scans is not Scans.NONE:
            data["scans"] = str(self.scans)
        return sign_text(data, key, INVITATION)


def read_invitation(content: bytes) -> Invitation:
    """An invitation as the province wrote it. Raises PackageRefused.

    The signature proves that the file is whole; that it is the right province, the people
    who hand it over must know.
    """
    data, text, signature = open_text(content, "invitation")
    province = ProvinceKeys(**data["province"])
    check_text(text, signature, province.sign, INVITATION)
    try:
        made_at, expires_at = read_instant(data["made_at"]), read_instant(data["expires_at"])
        access = access_from(data.get("access", {}))
    except (ValueError, InputRefused):
        raise PackageRefused(PackageProblem.NOT_A_PACKAGE) from None
    assert made_at is not None
    assert expires_at is not None
    return Invitation(
        uuid.UUID(data["id"]),
        province,
        data["unit"],
        data["mailbox"],
        data["secret"],
        made_at,
        expires_at,
        access,
        Scans(data.get("scans", Scans.NONE)),
    )
