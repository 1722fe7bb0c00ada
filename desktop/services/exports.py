"""Writing what a list shows into a spreadsheet or CSV file; each export is written down."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.moments import local
from desktop.domain.roles import Permission
from desktop.reports.dossier_table import COLUMNS, write_csv, write_xlsx
from desktop.services.audit import note_seen
from desktop.services.dossier_filters import DossierFilter
from desktop.services.dossier_lists import dossier_ids, dossier_rows
from desktop.services.dossier_rows import DossierRow
from desktop.services.office import Office
from desktop.services.progress import Progress, Silent
from desktop.wording.payments import paid_cell
from desktop.wording.terms import term

_BLOCK = 1_000


def export_dossiers(
    office: Office, wanted: DossierFilter, target: Path, progress: Progress | None = None
) -> int:
    """Writes the list to ``.xlsx`` or ``.csv``; gives the number of dossiers.

    Raises WRONG_ENDING, DISK_FULL, FILE_NOT_WRITABLE, Cancelled.
    """
    office.require(Permission.EXPORT)
    writers = {".xlsx": write_xlsx, ".csv": write_csv}
    writer = writers.get(target.suffix.lower())
    if writer is None:
        raise RuleViolation(Rule.WRONG_ENDING, file=target.name, endings=".xlsx, .csv")
    ids = dossier_ids(office, wanted)
    rows = _rows(office, list(ids), progress or Silent())
    title = f"Danh sách hồ sơ – {office.info.unit_name}"
    if office.info.is_practice:
        title += " – DỮ LIỆU MẪU"
    writer(target, title, rows)
    note_seen(office, "dossiers.export", f"{len(ids)} hồ sơ")
    return len(ids)


def _rows(office: Office, ids: list[int], progress: Progress) -> Iterator[list[Any]]:
    for start in range(0, len(ids), _BLOCK):
        progress.check_cancelled()
        progress.step(start, len(ids), "Ghi tệp")
        for row in dossier_rows(office, ids[start : start + _BLOCK]):
            yield exported_cells(row)


def exported_cells(row: DossierRow) -> list[Any]:
    """The cells of one dossier, in the order of COLUMNS; instants as naive local time."""
    cells = [
        row.code,
        row.portal_code,
        row.procedure_name,
        row.service_field,
        row.applicant_name,
        row.id_number,
        row.phone,
        row.address,
        term(row.channel),
        _naive(row.received_at),
        _naive(row.due_at),
        _naive(row.finished_at),
        _naive(row.returned_at),
        term(row.state),
        term(row.timeliness),
        row.fee_vnd,
        row.note,
        paid_cell(row.fee_vnd, row.payment),
        row.paid_on,
        term(row.online_level),
        "Có" if row.outside_boundary else "",
    ]
    assert len(cells) == len(COLUMNS)
    return cells


def _naive(moment: Any) -> Any:
    return None if moment is None else local(moment).replace(tzinfo=None)
