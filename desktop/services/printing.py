"""Papers of a dossier: data of the record to PDF, each print written down."""

from __future__ import annotations

from pathlib import Path

from desktop.domain.dossiers import ReturnMethod
from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.moments import local_date
from desktop.reports.writing import written_whole
from desktop.services.audit import note_seen
from desktop.services.dossier_cards import dossier_card
from desktop.services.dossier_rows import DossierCard, HandedInDocument
from desktop.services.due_explanations import explain_due
from desktop.services.office import Office
from desktop.services.settings import OfficeSettings, read_settings
from desktop.wording.dates import day, dong, limit_text, long_moment, moment, weekday, why_line
from desktop.wording.terms import term

COPY_NAMES = ("Liên 1: Lưu tại Bộ phận Một cửa", "Liên 2: Giao người nộp hồ sơ")
_DOTS = "…………………………"


def form_pdf(office: Office, form: str, code: str, paper: str | None = None) -> bytes:
    """A form of a dossier as PDF. Raises DOSSIER_NOT_FOUND, FORM_NEEDS_STATE."""
    from desktop.reports.forms.layout import load_layout
    from desktop.reports.forms.render import FormData, Letterhead, render_form

    settings = read_settings(office)
    card = dossier_card(office, code)
    values, tables = _CONTENTS[form](office, settings, card)
    head = Letterhead(
        settings.parent_body, settings.shop_name, settings.place_name, office.info.is_practice
    )
    with_copies = form == "receipt" and settings.receipt_copies > 1
    issued = office.now() if form != "receipt" else card.row.received_at
    data = FormData(
        letterhead=head,
        code=card.row.code,
        issued_on=local_date(issued),
        issued_at=issued,
        values=values,
        tables=tables,
        qr=_qr_text(office, settings, card) if form == "receipt" else "",
        copy_names=COPY_NAMES if with_copies else ("",),
    )
    usual = settings.receipt_paper if form == "receipt" else "A4"
    content = render_form(load_layout(form), data, paper or usual)
    note_seen(office, f"print.{form}", card.row.code)
    return content


def print_form(office: Office, form: str, code: str, target: Path, paper: str | None = None) -> int:
    """Writes a form into a file; gives the number of pages."""
    content = form_pdf(office, form, code, paper)
    with written_whole(target) as aside:
        aside.write_bytes(content)
    return count_pages(content)


def count_pages(content: bytes) -> int:
    """Pages of a PDF."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        return len(document)
    finally:
        document.close()


def _receipt(
    _office: Office, settings: OfficeSettings, card: DossierCard
) -> tuple[dict[str, str], dict[str, list[list[str]]]]:
    applicant, submitter, row = card.applicant, card.submitter, card.row
    by_other = bool(submitter.name)
    values = {
        "shop_name": settings.shop_name,
        "submitter": submitter.name or applicant.name,
        "submitter_id_number": (
            submitter.id_number if by_other else applicant.id_number or applicant.tax_code
        )
        or _DOTS,
        "address": applicant.address,
        "phone": (submitter.phone if by_other else applicant.phone) or _DOTS,
        "email": applicant.email or _DOTS,
        "by_other": "1" if by_other else "",
        "applicant": applicant.name,
        "applicant_details": f"(số định danh {applicant.id_number})" if applicant.id_number else "",
        "procedure": card.procedure_full_name,
        "procedure_code": card.procedure_code,
        "portal_code": row.portal_code,
        "sets": f"{card.sets:02d}",
        "certification": _certification(card),
        "limit": limit_text(card.limit),
        "received": long_moment(row.received_at),
        "due": long_moment(row.original_due_at) if row.original_due_at else "không hẹn ngày",
        "return_place": _return_place(settings, card),
        "fee": _fee_text(card),
        "office_phone": settings.phone or _DOTS,
        "received_by": card.received_by,
    }
    rows = [_document_row(n, item) for n, item in enumerate(_handed_in(card), start=1)]
    return values, {"documents": rows or [["", "(không nộp bản giấy)", "", "", ""]]}


def _due_why(
    office: Office, _settings: OfficeSettings, card: DossierCard
) -> tuple[dict[str, str], dict[str, list[list[str]]]]:
    explanation = explain_due(office, card)
    if explanation is None:
        why = "hồ sơ không có thời hạn"
        raise RuleViolation(Rule.FORM_NEEDS_STATE, form="Giải trình", code=card.row.code, why=why)
    difference = ""
    if explanation.differs:
        difference = (
            "Lưu ý: lịch nghỉ hiện nay khác lúc tiếp nhận; tính lại được ngày "
            f"{moment(explanation.computed.due_at)}. Ngày đã hẹn với người dân được giữ nguyên."
        )
    values = {
        "applicant": card.row.applicant_name,
        "procedure": card.procedure_full_name,
        "procedure_code": card.procedure_code,
        "limit": limit_text(card.limit),
        "start": moment(explanation.start),
        "original_due": moment(card.row.original_due_at),
        "due": moment(card.row.due_at),
        "difference": difference,
    }
    rows = [
        [
            f"{weekday(line.day)} {day(line.day)}",
            str(line.ordinal) if line.ordinal else ("x" if line.counted else "–"),
            why_line(line),
        ]
        for line in explanation.computed.why
    ]
    return values, {"why": rows}


_CONTENTS = {"receipt": _receipt, "due_why": _due_why}


def _handed_in(card: DossierCard) -> list[HandedInDocument]:
    return [item for item in card.documents if item.handed_in]


def _document_row(number: int, item: HandedInDocument) -> list[str]:
    document = item.document
    counts = (document.originals, document.certified_copies, document.copies)
    name = document.name if any(counts) else f"{document.name} (xuất trình)"
    return [str(number), name, *(str(count) if count else "" for count in counts)]


def _certification(card: DossierCard) -> str:
    if card.pages is None:
        return ""
    return f"; bản chính {card.pages} trang, chứng thực {card.copies or 1} bản"


def _return_place(settings: OfficeSettings, card: DossierCard) -> str:
    if card.return_method is ReturnMethod.COUNTER:
        return settings.shop_name
    where = f": {card.return_address}" if card.return_address else ""
    return f"{term(card.return_method)}{where}"


def _fee_text(card: DossierCard) -> str:
    fee = card.row.fee_vnd
    if fee is None:
        return card.fee_note or _DOTS
    text = dong(fee) if fee else "không thu"
    return f"{text} ({card.fee_note})" if card.fee_note else text


def _qr_text(office: Office, settings: OfficeSettings, card: DossierCard) -> str:
    """Minimum content of TT 01/2023/TT-VPCP Điều 26, and the appointment."""
    owner = card.applicant.id_number or card.applicant.tax_code
    parts = (
        card.row.code,
        card.procedure_code,
        owner,
        "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        f"Sổ Một Cửa – {office.info.unit_name}" + (" (THỰC HÀNH)" * office.info.is_practice),
        moment(card.row.received_at),
        moment(card.row.original_due_at),
    )
    return "|".join(parts)
