"""The values that every form of a dossier may use: office, people, procedure, dates, fee."""

from __future__ import annotations

from desktop.domain.dossiers import ReturnMethod
from desktop.services.dossier_rows import DossierCard, HandedInDocument
from desktop.services.office import Office
from desktop.services.papers.content import DOTS, Row
from desktop.services.settings import OfficeSettings
from desktop.wording.dates import dong, limit_text, long_moment
from desktop.wording.terms import term

NO_APPOINTMENT = "không hẹn ngày"


def office_values(office: Office, settings: OfficeSettings) -> dict[str, str]:
    """Who issues the paper."""
    return {
        "shop_name": settings.shop_name,
        "unit_name": office.info.unit_name,
        "office_phone": settings.phone or DOTS,
        "office_address": settings.address,
    }


def dossier_values(office: Office, settings: OfficeSettings, card: DossierCard) -> dict[str, str]:
    """Office, dossier, procedure, dates and fee, as the forms write them."""
    row = card.row
    return {
        **office_values(office, settings),
        **_people(card),
        "code": row.code,
        "portal_code": row.portal_code,
        "procedure": card.procedure_full_name,
        "procedure_code": card.procedure_code,
        "service_field": row.service_field,
        "received": long_moment(row.received_at),
        "received_by": card.received_by,
        "submitted": long_moment(card.submitted_at) if card.submitted_at else "",
        "limit": limit_text(card.limit),
        "original_due": long_moment(row.original_due_at) if row.original_due_at else NO_APPOINTMENT,
        "due": long_moment(row.due_at) if row.due_at else NO_APPOINTMENT,
        "sets": f"{card.sets:02d}",
        "certification": _certification(card),
        "fee": fee_text(card),
        "return_place": _return_place(settings, card),
    }


def _people(card: DossierCard) -> dict[str, str]:
    applicant, submitter = card.applicant, card.submitter
    by_other = bool(submitter.name)
    # An organisation has no identity number; a tax code must not pass for one.
    by_tax = f"{applicant.tax_code} (mã số thuế)" if applicant.tax_code else ""
    owner = applicant.id_number or by_tax
    number = submitter.id_number if by_other else owner
    details = f"(mã số thuế {applicant.tax_code})" if by_tax else ""
    if applicant.id_number:
        details = f"(số định danh {applicant.id_number})"
    return {
        "applicant": applicant.name,
        "applicant_id_number": owner or DOTS,
        "applicant_details": details,
        "submitter": submitter.name or applicant.name,
        "submitter_id_number": number or DOTS,
        "by_other": "1" if by_other else "",
        "address": applicant.address,
        "phone": (submitter.phone if by_other else applicant.phone) or DOTS,
        "email": applicant.email or DOTS,
    }


def document_row(number: int, item: HandedInDocument) -> Row:
    """One paper of the table of papers; shown only when nothing stays with the dossier."""
    document = item.document
    counts = {
        "originals": document.originals,
        "certified_copies": document.certified_copies,
        "copies": document.copies,
    }
    name = document.name if any(counts.values()) else f"{document.name} (xuất trình)"
    written = {key: str(count) if count else "" for key, count in counts.items()}
    return {"number": str(number), "name": name, **written}


def fee_text(card: DossierCard) -> str:
    """The fee with its note; dots to write on when nobody knows it."""
    fee = card.row.fee_vnd
    if fee is None:
        return card.fee_note or DOTS
    text = dong(fee) if fee else "không thu"
    return f"{text} ({card.fee_note})" if card.fee_note else text


def _certification(card: DossierCard) -> str:
    if card.pages is None:
        return ""
    return f"; bản chính {card.pages} trang, chứng thực {card.copies or 1} bản"


def _return_place(settings: OfficeSettings, card: DossierCard) -> str:
    if card.return_method is ReturnMethod.COUNTER:
        return settings.shop_name
    where = f": {card.return_address}" if card.return_address else ""
    return f"{term(card.return_method)}{where}"
