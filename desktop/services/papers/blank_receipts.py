"""Receipts with a number and a QR and lines to write on, for the day without power."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.domain.moments import local_date
from desktop.reports.writing import written_whole
from desktop.services.audit import note_seen
from desktop.services.office import Office
from desktop.services.outcomes import Outcome
from desktop.services.papers.dossier_values import office_values
from desktop.services.papers.layouts import drawn_with, layout_of_day
from desktop.services.papers.qr_texts import qr_text
from desktop.services.printing import COPY_NAMES, check_pdf_name, count_pages, letterhead_of
from desktop.services.reserved_codes import reserve_codes
from desktop.services.settings import read_settings
from desktop.wording.dates import day

if TYPE_CHECKING:
    from desktop.reports.forms.paper import FormData

FORM = "blank_receipt"
_NAME = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả (in sẵn số)"


@dataclass(frozen=True, slots=True)
class BlankReceipts:
    """What was printed: pages and the numbers on them, in order."""

    pages: int
    codes: tuple[str, ...]


def print_blank_receipts(
    office: Office, count: int, target: Path, on: date | None = None, paper: str | None = None
) -> Outcome[BlankReceipts]:
    """Reserves numbers and writes their receipts, every copy, into one file.

    The numbers are written down before the file: a failed print wastes numbers, never gives
    one twice; they stay in the list of unused ones and can be spoiled.
    Raises as ``reserve_codes``, and DISK_FULL, FILE_NOT_WRITABLE, LAYOUT_BROKEN.
    """
    check_pdf_name(target)
    used_on = on or local_date(office.now())
    layout_of_day(office, FORM, used_on)  # a broken layout must not cost numbers
    with written_whole(target) as aside:
        aside.touch()  # nor a folder that cannot be written to
        outcome = reserve_codes(office, count, used_on)
        content = blank_receipts_pdf(office, outcome.value, used_on, paper)
        aside.write_bytes(content)
    note_seen(office, f"print.{FORM}", f"{outcome.value[0]} – {outcome.value[-1]}")
    return Outcome(BlankReceipts(count_pages(content), outcome.value), outcome.changes)


def reserve_blank_receipts(
    office: Office, count: int, on: date | None = None
) -> Outcome[tuple[str, ...]]:
    """Reserves the numbers of receipts that are drawn next; a broken layout costs none.

    Raises as ``reserve_codes``, and LAYOUT_BROKEN.
    """
    layout_of_day(office, FORM, on or local_date(office.now()))
    return reserve_codes(office, count, on)


def noted_blank_receipts_pdf(office: Office, codes: tuple[str, ...], on: date) -> bytes:
    """The receipts of reserved numbers, with an entry in the audit chain."""
    content = blank_receipts_pdf(office, codes, on)
    note_seen(office, f"print.{FORM}", f"{codes[0]} – {codes[-1]}")
    return content


def blank_receipts_pdf(
    office: Office, codes: tuple[str, ...], on: date, paper: str | None = None
) -> bytes:
    """The receipts of numbers that are reserved already, for a second print too."""
    from desktop.reports.forms.render import render_forms

    layout = layout_of_day(office, FORM, on)
    papers = [_paper(office, code, on) for code in codes]
    with drawn_with(layout):
        return render_forms(layout, papers, paper or read_settings(office).receipt_paper)


def _paper(office: Office, code: str, on: date) -> FormData:
    from desktop.reports.forms.paper import FormData

    settings = read_settings(office)
    copies = COPY_NAMES if settings.receipt_copies > 1 else ("",)
    values = office_values(office, settings) | {"code": code, "day": day(on)}
    qr = qr_text(office, code, _NAME, office.now())
    letterhead = letterhead_of(office, settings)
    return FormData(letterhead, code, on, values, {"documents": []}, qr, copies)
