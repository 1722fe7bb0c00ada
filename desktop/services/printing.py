"""Printing papers: collects what a form says, takes the layout of the day, draws the PDF.

What each form says stands in ``services.papers``; every print is written down in the audit.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.moments import local_date
from desktop.pdf_files import opened_pdf
from desktop.reports.writing import written_whole
from desktop.services.dossier_cards import dossier_card
from desktop.services.office import Office
from desktop.services.papers.catalogue import CONTENTS, FormOffer, printable_forms
from desktop.services.papers.content import Content, Printing
from desktop.services.papers.layouts import drawn_with, layout_of_day
from desktop.services.papers.lists import LISTS, cards_of
from desktop.services.papers.qr_texts import qr_text
from desktop.services.settings import OfficeSettings, read_settings

if TYPE_CHECKING:
    from desktop.reports.forms.paper import FormData, Letterhead

__all__ = [
    "COPY_NAMES",
    "FormOffer",
    "count_pages",
    "form_pdf",
    "list_pdf",
    "print_form",
    "printable_forms",
    "save_pdf",
    "sheet_pdf",
]

COPY_NAMES = ("Liên 1: Lưu tại Bộ phận Một cửa", "Liên 2: Giao người nộp hồ sơ")
_USUAL_PAPER = "A4"


def form_pdf(
    office: Office, form: str, code: str, paper: str | None = None, number: int | None = None
) -> bytes:
    """A form of a dossier as PDF; ``number`` chooses among several events, else the latest.

    Raises DOSSIER_NOT_FOUND, FORM_NEEDS_STATE, LAYOUT_BROKEN.
    """
    from desktop.reports.forms.render import render_form

    settings = read_settings(office)
    card = dossier_card(office, code)
    content = CONTENTS[form](Printing(office, settings, card, number))
    owner = card.applicant.id_number or card.applicant.tax_code
    qr = ""
    if content.paper_name:
        qr = qr_text(
            office,
            card.row.code,
            content.paper_name,
            content.issued_at,
            card.procedure_code,
            owner,
            content.promised_at,
        )
    is_receipt = form == "receipt"
    copies = COPY_NAMES if is_receipt and settings.receipt_copies > 1 else ("",)
    data = _form_data(office, settings, content, card.row.code, qr, copies)
    usual = settings.receipt_paper if is_receipt else _USUAL_PAPER
    layout = layout_of_day(office, form, data.issued_on)
    with drawn_with(layout):
        pdf = render_form(layout, data, paper or usual)
    _note_printed(office, form, [card.row.code])
    return pdf


def list_pdf(
    office: Office,
    form: str,
    codes: Iterable[str],
    *,
    to: str = "",
    giver: str = "",
    paper: str | None = None,
) -> bytes:
    """A paper about several dossiers: ``hand_over``, ``results`` or ``return_list``.

    Raises NOTHING_CHOSEN, DOSSIER_NOT_FOUND, FORM_NEEDS_STATE, LAYOUT_BROKEN.
    """
    from desktop.reports.forms.render import render_form

    cards = cards_of(office, codes)
    content = LISTS[form](office, cards, to, giver)
    data = _form_data(office, read_settings(office), content, "", "", ("",))
    layout = layout_of_day(office, form, data.issued_on)
    with drawn_with(layout):
        pdf = render_form(layout, data, paper or _USUAL_PAPER)
    _note_printed(office, form, [card.row.code for card in cards])
    return pdf


def sheet_pdf(office: Office, form: str, content: Content, subject: str) -> bytes:
    """A paper about the office itself as PDF; ``subject`` is what the audit says was printed."""
    from desktop.reports.forms.render import render_form

    data = _form_data(office, read_settings(office), content, "", "", ("",))
    layout = layout_of_day(office, form, data.issued_on)
    with drawn_with(layout):
        pdf = render_form(layout, data, _USUAL_PAPER)
    _note_printed(office, form, [subject])
    return pdf


def print_form(
    office: Office,
    form: str,
    code: str,
    target: Path,
    paper: str | None = None,
    number: int | None = None,
) -> int:
    """Writes a form into a file; gives the number of pages. Raises WRONG_ENDING."""
    check_pdf_name(target)
    return save_pdf(form_pdf(office, form, code, paper, number), target)


def check_pdf_name(target: Path) -> None:
    """Pages under the name of a Word file would open nowhere. Raises WRONG_ENDING."""
    if target.suffix.lower() not in ("", ".pdf"):
        raise RuleViolation(Rule.WRONG_ENDING, file=target.name, endings=".pdf")


def save_pdf(content: bytes, target: Path) -> int:
    """Writes a PDF whole or not at all; gives its pages.

    Raises WRONG_ENDING, DISK_FULL, FILE_NOT_WRITABLE.
    """
    check_pdf_name(target)
    with written_whole(target) as aside:
        aside.write_bytes(content)
    return count_pages(content)


def count_pages(content: bytes) -> int:
    """Pages of a PDF."""
    with opened_pdf(content) as document:
        return len(document)


def letterhead_of(office: Office, settings: OfficeSettings) -> Letterhead:
    """The lines over every paper of the office."""
    from desktop.reports.forms.paper import Letterhead

    return Letterhead(
        settings.parent_body, settings.shop_name, settings.place_name, office.info.is_practice
    )


def _form_data(
    office: Office,
    settings: OfficeSettings,
    content: Content,
    code: str,
    qr: str,
    copy_names: tuple[str, ...],
) -> FormData:
    from desktop.reports.forms.paper import FormData

    return FormData(
        letterhead_of(office, settings),
        code,
        local_date(content.issued_at),
        content.values,
        content.tables,
        qr,
        copy_names,
    )


def _note_printed(office: Office, form: str, codes: list[str]) -> None:
    with office.command() as work:
        for code in codes:
            work.audit(f"print.{form}", code)
