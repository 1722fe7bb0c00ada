"""What the QR of a paper says: TT 01/2023/TT-VPCP Điều 26."""

from __future__ import annotations

from datetime import datetime

from desktop.services.office import Office
from desktop.wording.dates import moment


def qr_text(
    office: Office,
    code: str,
    paper_name: str,
    issued_at: datetime,
    procedure_code: str = "",
    owner: str = "",
    promised_at: datetime | None = None,
) -> str:
    """Code, procedure, owner's identifier, paper, issuing system, time, and the appointment."""
    system = f"Sổ Một Cửa – {office.info.unit_name}" + (" (THỰC HÀNH)" * office.info.is_practice)
    parts = [code, procedure_code, owner, paper_name, system, moment(issued_at)]
    if promised_at is not None:
        parts.append(moment(promised_at))
    return "|".join(parts)
