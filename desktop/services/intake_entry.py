"""What the counter takes in, and whether it can be saved: checks, all at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from desktop.domain.dossiers import Channel, ReturnMethod
from desktop.domain.due_dates import Limit
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.identity_numbers import check_number
from desktop.domain.payments import Payment, fee_paid, usual_payment
from desktop.domain.text import clean, clean_lines
from desktop.services.dossier_rows import HandedInDocument, Submitter
from desktop.services.people import Applicant
from desktop.services.procedures import ProcedureRow, VersionRow

T = TypeVar("T")

_LONGEST_TEXT = 500
_LARGEST_NUMBER = 1_000_000_000
_PHONE = re.compile(r"\+?\d{8,15}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_BIRTH = re.compile(r"(?:(\d{1,2})/(\d{1,2})/)?(\d{4})")


@dataclass(frozen=True, slots=True)
class DossierInput:
    """What the counter takes in. ``documents`` None stands for the procedure's own list.

    ``received_at`` None is now. ``limit`` is asked for where the catalogue states none;
    ``no_appointment`` takes a dossier in without a due date. ``reserved_code`` is the number
    printed beforehand on the receipt that the applicant got while there was no power.
    ``payment`` None leaves it to ``usual_payment``; ``paid_on`` None is the day of reception.
    ``outside_boundary``: lodged elsewhere at ``submitted_at``, ``received_at`` is when this office,
    the competent one, got it; the clock starts there (NĐ 309/2026).
    """

    procedure_code: str
    applicant: Applicant
    submitter: Submitter = Submitter()
    documents: tuple[HandedInDocument, ...] | None = None
    channel: Channel = Channel.DIRECT
    portal_code: str = ""
    submitted_at: datetime | None = None
    received_at: datetime | None = None
    limit: Limit | None = None
    no_appointment: bool = False
    sets: int = 1
    pages: int | None = None
    copies: int | None = None
    fee_vnd: int | None = None
    fee_note: str = ""
    return_method: ReturnMethod = ReturnMethod.COUNTER
    return_address: str = ""
    note: str = ""
    reserved_code: str = ""
    payment: Payment | None = None
    paid_on: date | None = None
    outside_boundary: bool = False


def check_entry(entry: DossierInput, procedure: ProcedureRow, version: VersionRow) -> DossierInput:
    """The entry in normal form. Raises InputRefused with every problem at once."""
    problems: list[InputProblem] = []

    def checked(check: Callable[[], T], otherwise: T) -> T:
        try:
            return check()
        except InputRefused as refused:
            problems.extend(refused.problems)
            return otherwise

    applicant = _check_applicant(entry.applicant, checked)
    submitter = Submitter(
        clean(entry.submitter.name),
        checked(lambda: check_number(entry.submitter.id_number, "submitter_id_number"), ""),
        checked(lambda: _phone(entry.submitter.phone, "submitter_phone"), ""),
        clean(entry.submitter.note),
    )
    for name, value, lowest in (
        ("sets", entry.sets, 1),
        ("pages", entry.pages, 1),
        ("copies", entry.copies, 1),
        ("fee_vnd", entry.fee_vnd, 0),
    ):
        if value is not None and not lowest <= value <= _LARGEST_NUMBER:
            facts = {"value": value, "lowest": lowest, "highest": _LARGEST_NUMBER}
            problems.append(InputProblem(name, Entry.OUT_OF_RANGE, facts))
    limit = entry.limit or version.facts.limit
    if limit is None and not entry.no_appointment:
        shown = {"procedure": procedure.code}
        problems.append(InputProblem("limit", Entry.LIMIT_NEEDED, shown))
    if problems:
        raise InputRefused(*problems)
    return replace(
        entry,
        applicant=applicant,
        submitter=submitter,
        portal_code=clean(entry.portal_code),
        return_address=clean(entry.return_address),
        fee_note=clean(entry.fee_note),
        note=clean_lines(entry.note),
        limit=limit,
        fee_vnd=_fee(entry, version),
    )


def _check_applicant(
    applicant: Applicant, checked: Callable[[Callable[[], str], str], str]
) -> Applicant:
    def required_name() -> str:
        name = clean(applicant.name)
        if not name:
            raise InputRefused(InputProblem("applicant_name", Entry.REQUIRED))
        return _short(name, "applicant_name")

    return replace(
        applicant,
        name=checked(required_name, ""),
        id_number=checked(lambda: check_number(applicant.id_number), ""),
        birth_date=checked(lambda: _birth_date(applicant.birth_date), ""),
        address=checked(lambda: _short(clean(applicant.address), "address"), ""),
        phone=checked(lambda: _phone(applicant.phone, "phone"), ""),
        email=checked(lambda: _email(applicant.email), ""),
        tax_code=clean(applicant.tax_code),
    )


def _short(text: str, field: str) -> str:
    if len(text) > _LONGEST_TEXT:
        raise InputRefused(InputProblem(field, Entry.TOO_LONG, {"most": _LONGEST_TEXT}))
    return text


def _phone(text: str, field: str) -> str:
    number = re.sub(r"[\s.\-()]", "", text)
    if number and not _PHONE.fullmatch(number):
        raise InputRefused(InputProblem(field, Entry.BAD_PHONE, {"text": text}))
    return number


def _email(text: str) -> str:
    address = text.strip()
    if address and not _EMAIL.fullmatch(address):
        raise InputRefused(InputProblem("email", Entry.BAD_EMAIL, {"text": text}))
    return address


def _birth_date(text: str) -> str:
    """dd/mm/yyyy or a bare year, in one writing; papers of old people often have the year only."""
    typed = text.strip().replace("-", "/").replace(".", "/")
    if not typed:
        return ""
    if re.fullmatch(r"\d{8}", typed):
        typed = f"{typed[:2]}/{typed[2:4]}/{typed[4:]}"
    if match := re.fullmatch(r"(\d{4})/(\d{1,2})/(\d{1,2})", typed):
        typed = f"{match[3]}/{match[2]}/{match[1]}"
    match = _BIRTH.fullmatch(typed)
    problem = InputRefused(InputProblem("birth_date", Entry.NOT_A_DATE, {"text": text}))
    if match is None:
        raise problem
    if match[1] is None:
        return match[3]
    try:
        day = date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        raise problem from None
    return f"{day:%d/%m/%Y}"


def with_payment(entry: DossierInput, day: date, today: date) -> DossierInput:
    """A checked entry with its payment as it is kept. Raises InputRefused."""
    payment = entry.payment or usual_payment(entry.channel, entry.fee_vnd)
    paid = fee_paid(payment, entry.paid_on, entry.fee_vnd, day, today)
    return replace(entry, payment=paid.payment, paid_on=paid.paid_on)


def _fee(entry: DossierInput, version: VersionRow) -> int | None:
    if entry.fee_vnd is not None:
        return entry.fee_vnd
    return version.facts.fee.fee(entry.pages or 1, entry.copies or 1)


def birth_year(text: str) -> int | None:
    """The year of a birth date as stored."""
    return int(text[-4:]) if text[-4:].isdigit() and len(text) >= 4 else None


def documents_of(entry: DossierInput, version: VersionRow) -> tuple[HandedInDocument, ...]:
    """The papers of the dossier: as ticked, else the procedure's own list as complete."""
    if entry.documents is not None:
        return entry.documents
    return tuple(
        HandedInDocument(document, handed_in=document.required, position=place)
        for place, document in enumerate(version.facts.documents, start=1)
    )
