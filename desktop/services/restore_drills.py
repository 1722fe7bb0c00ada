"""Trying a backup out: restored aside, counted, thrown away; and the paper that says so."""

from __future__ import annotations

import hashlib
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.services.backup_checks import count_inside
from desktop.services.backup_files import BackupCheck, list_backups
from desktop.services.backups import create_backup
from desktop.services.office import ATTACHMENTS_NAME, DATABASE_NAME, Office
from desktop.services.papers.content import Content
from desktop.services.printing import sheet_pdf
from desktop.services.progress import Progress
from desktop.services.restoring import restore_backup
from desktop.wording.dates import moment, number, size


@dataclass(frozen=True, slots=True)
class DrillCheck(BackupCheck):
    """What came out of a trial: counted again, by whom, when, in how many seconds."""

    dossiers: int = 0
    attachments: int = 0
    file_hash: str = ""
    tried_at: datetime | None = None
    tried_by: str = ""
    seconds: float = 0.0


def drill(office: Office, progress: Progress | None = None) -> DrillCheck:
    """Restores the newest backup into a throw-away folder, opens it and compares counts."""
    infos = list_backups(office)
    newest = infos[0].file if infos else create_backup(office).file
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="somotcua-") as scratch:
        into = Path(scratch) / "office"
        info = restore_backup(newest, into, office.now(), progress)
        counted = count_inside(into / DATABASE_NAME, office.database_key)
        files = sum(1 for p in (into / ATTACHMENTS_NAME).rglob("*") if p.is_file())
    seconds = time.monotonic() - started
    ok = counted == info.dossiers and files == info.attachments
    detail = f"{counted} hồ sơ và {files} tệp đính kèm mở lại được từ {newest.name}"
    with newest.open("rb") as file:
        file_hash = hashlib.file_digest(file, "sha256").hexdigest()
    with office.command() as work:
        work.audit("backup.drill", newest.name, ok=ok)
    who = office.user.name
    return DrillCheck(
        ok,
        detail,
        info,
        dossiers=counted or 0,
        attachments=files,
        file_hash=file_hash,
        tried_at=office.now(),
        tried_by=who,
        seconds=seconds,
    )


def drill_certificate(office: Office, found: DrillCheck) -> bytes:
    """One page as PDF for the safe and for the inspection; the print is written down."""
    assert found.info is not None
    verdict = "Bản sao lưu dùng được." if found.ok else "Bản sao lưu KHÔNG khớp, không dùng được."
    values = {
        "tried": moment(found.tried_at),
        "tried_by": found.tried_by,
        "backup": found.info.file.name,
        "made": moment(found.info.made_at),
        "size": size(found.info.bytes),
        "hash": found.file_hash,
        "verdict": verdict,
        "took": _spoken(found.seconds),
    }
    counts = [
        _count("Hồ sơ", found.info.dossiers, found.dossiers),
        _count("Tệp đính kèm", found.info.attachments, found.attachments),
    ]
    content = Content(values, found.tried_at or office.now(), {"counts": counts})
    return sheet_pdf(office, "drill", content, found.info.file.name)


def _count(what: str, expected: int, counted: int) -> dict[str, str]:
    return {"what": what, "expected": number(expected), "found": number(counted)}


def _spoken(seconds: float) -> str:
    whole = max(1, round(seconds))
    return f"{whole} giây" if whole < 120 else f"{round(whole / 60)} phút"
