"""Declarations filled by the computer: the unit's own Word templates, from the dossier's data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.moments import local, local_date
from desktop.domain.text import clean, fold
from desktop.reports.writing import written_whole
from desktop.resources import DeclarationField, declaration_fields
from desktop.security.files import read_problem
from desktop.services.attachments import AddedFile, attach
from desktop.services.audit import note_seen
from desktop.services.dossier_cards import dossier_card
from desktop.services.dossier_rows import DossierCard
from desktop.services.intake_entry import birth_year
from desktop.services.office import Office
from desktop.services.outcomes import Outcome
from desktop.services.papers.dossier_values import dossier_values
from desktop.services.settings import read_settings
from desktop.wording.amounts import amount_in_words
from desktop.wording.dates import day, dong, long_day
from desktop.wording.terms import term

if TYPE_CHECKING:
    from desktop.reports.declarations import TemplateFields

_TO_WRITE = "…………………"


@dataclass(frozen=True, slots=True)
class TemplateCheck:
    """The fields of a template as written, and what in it no field answers to."""

    fields: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FilledDeclaration:
    """A filled declaration: the Word file, its text to look over, and what was left to write.

    ``missing`` names fields that are unknown, or known and empty in this dossier; dots stand in
    their place.
    """

    content: bytes
    text: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeclarationBlank:
    """One field of a template as written, what it means ("" when unknown), its value here."""

    name: str
    means: str
    value: str


def known_fields() -> tuple[DeclarationField, ...]:
    """The names that may stand in a template, with what each means."""
    return declaration_fields()


def check_template(path: Path) -> TemplateCheck:
    """The fields of a template. Raises FILE_NOT_FOUND, FILE_NOT_READABLE, NOT_A_TEMPLATE."""
    return check_content(read_template(path), path.name)


def check_content(content: bytes, file_name: str) -> TemplateCheck:
    """The fields of a template that was read. Raises NOT_A_TEMPLATE."""
    found = _fields(content, file_name)
    known = {field.name for field in declaration_fields()}
    unknown = [name for name in found.names if field_key(name) not in known]
    return TemplateCheck(found.names, (*unknown, *found.broken))


def fill_declaration(office: Office, template: Path, code: str) -> FilledDeclaration:
    """Fills a template from a dossier; writes nothing but the audit entry.

    Raises DOSSIER_NOT_FOUND, FILE_NOT_FOUND, FILE_NOT_READABLE, NOT_A_TEMPLATE.
    """
    filled = compose_declaration(office, read_template(template), template.name, code)
    note_declaration(office, code)
    return filled


def note_declaration(office: Office, code: str) -> None:
    """Writes down that a declaration with a person's data leaves the program."""
    note_seen(office, "declaration.fill", dossier_card(office, code).row.code)


def declaration_blanks(
    office: Office, content: bytes, file_name: str, code: str
) -> tuple[DeclarationBlank, ...]:
    """The fields of a template with their values in a dossier, each once, in order.

    Raises DOSSIER_NOT_FOUND, NOT_A_TEMPLATE.
    """
    values = _values_by_name(office, dossier_card(office, code))
    means = {field.name: field.means for field in declaration_fields()}
    blanks: dict[str, DeclarationBlank] = {}
    for name in _fields(content, file_name).names:
        key = field_key(name)
        blanks.setdefault(key, DeclarationBlank(name, means.get(key, ""), values.get(key, "")))
    return tuple(blanks.values())


def compose_declaration(
    office: Office,
    content: bytes,
    file_name: str,
    code: str,
    typed: Mapping[str, str] | None = None,
) -> FilledDeclaration:
    """The filled document; ``typed`` gives values by field, over what the dossier says.

    Writes nothing. Raises DOSSIER_NOT_FOUND, NOT_A_TEMPLATE.
    """
    from desktop.reports.declarations import fill, text_of

    found = _fields(content, file_name)
    values = _values_by_name(office, dossier_card(office, code))
    values |= {field_key(name): clean(text) for name, text in (typed or {}).items() if clean(text)}
    missing = [name for name in found.names if not values.get(field_key(name))]
    filled = fill(content, lambda name: values.get(field_key(name)) or _TO_WRITE)
    return FilledDeclaration(filled, text_of(filled), (*missing, *found.broken))


def save_declaration(filled: FilledDeclaration, target: Path) -> None:
    """Writes the Word file whole or not at all.

    Raises WRONG_ENDING: Word would not open it under another; DISK_FULL, FILE_NOT_WRITABLE.
    """
    if target.suffix.lower() != ".docx":
        raise RuleViolation(Rule.WRONG_ENDING, file=target.name, endings=".docx")
    with written_whole(target) as aside:
        aside.write_bytes(filled.content)


def attach_declaration(
    office: Office, code: str, template: Path, filled: FilledDeclaration
) -> AddedFile:
    """Keeps the filled declaration with the dossier."""
    return attach_filled(office, code, template.stem, filled).value


def attach_filled(
    office: Office, code: str, name: str, filled: FilledDeclaration
) -> Outcome[AddedFile]:
    """Keeps the declaration filled from the template of that name with the dossier."""
    from desktop.imports.file_kinds import FileKind

    also = frozenset({FileKind.DOCX})
    return attach(office, code, f"{name} - {code}.docx", filled.content, also=also)


def word_text(content: bytes) -> str:
    """The text of a Word file, to look over where no Word is. Raises NOT_A_TEMPLATE."""
    from desktop.reports.declarations import TemplateFault, text_of

    try:
        return text_of(content)
    except TemplateFault as fault:
        raise RuleViolation(Rule.NOT_A_TEMPLATE, file="Word", why=fault.why) from fault


def field_key(name: str) -> str:
    """A field's name as the list has it: accents, capitals and spaces do not matter."""
    return "_".join(fold(name).split())


def declaration_values(office: Office, card: DossierCard) -> dict[str, str]:
    """Everything a declaration may say, by the names of ``declarations/fields.json``."""
    return {
        **_office_part(office),
        **_people_part(card),
        **_dossier_part(office, card),
    }


def _values_by_name(office: Office, card: DossierCard) -> dict[str, str]:
    values = declaration_values(office, card)
    return {field.name: values[field.value] for field in declaration_fields()}


def _office_part(office: Office) -> dict[str, str]:
    settings, today = read_settings(office), local_date(office.now())
    return {
        "parent_body": settings.parent_body,
        "shop_name": settings.shop_name,
        "unit_name": office.info.unit_name,
        "province_name": office.info.province_name,
        "place_name": settings.place_name,
        "office_phone": settings.phone,
        "officer": office.user.name,
        "day": f"{today.day:02d}",
        "month": f"{today.month:02d}",
        "year": str(today.year),
        "long_day": long_day(today),
    }


def _people_part(card: DossierCard) -> dict[str, str]:
    applicant, submitter = card.applicant, card.submitter
    return {
        "applicant": applicant.name,
        "applicant_capitals": applicant.name.upper(),
        "id_number": applicant.id_number,
        "birth_date": applicant.birth_date,
        "birth_year": str(birth_year(applicant.birth_date) or ""),
        "sex": term(applicant.sex),
        "address": applicant.address,
        "phone": applicant.phone,
        "email": applicant.email,
        "tax_code": applicant.tax_code,
        "submitter": submitter.name or applicant.name,
        "submitter_id_number": submitter.id_number if submitter.name else applicant.id_number,
        "submitter_phone": submitter.phone if submitter.name else applicant.phone,
        "submitter_note": submitter.note,
    }


def _dossier_part(office: Office, card: DossierCard) -> dict[str, str]:
    row, received = card.row, local(card.row.received_at)
    shared = dossier_values(office, read_settings(office), card)
    same = ("procedure", "procedure_code", "service_field", "code", "portal_code", "sets", "limit")
    return {
        **{name: shared[name] for name in (*same, "return_place", "received_by")},
        "documents": "\n".join(
            f"{number}. {item.document.name}"
            for number, item in enumerate((i for i in card.documents if i.handed_in), start=1)
        ),
        "pages": str(card.pages or ""),
        "copies": str(card.copies or ""),
        "received_day": day(received.date()),
        "received_hour": f"{received:%H:%M}",
        "due_day": day(local_date(row.due_at)) if row.due_at else "",
        "fee": dong(row.fee_vnd),
        "fee_in_words": "" if row.fee_vnd is None else amount_in_words(row.fee_vnd),
        "note": row.note,
    }


def read_template(path: Path) -> bytes:
    """The template's bytes, bounded. Raises FILE_NOT_FOUND, FILE_NOT_READABLE, NOT_A_TEMPLATE."""
    from desktop.reports.declarations import LARGEST_TEMPLATE

    try:
        if path.stat().st_size > LARGEST_TEMPLATE:
            why = f"tệp lớn hơn {LARGEST_TEMPLATE // 2**20} MB"
            raise RuleViolation(Rule.NOT_A_TEMPLATE, file=path.name, why=why)
        return path.read_bytes()
    except OSError as error:
        raise read_problem(error, path) from error


def _fields(content: bytes, file_name: str) -> TemplateFields:
    from desktop.reports.declarations import TemplateFault, read_fields

    try:
        return read_fields(content)
    except TemplateFault as fault:
        raise RuleViolation(Rule.NOT_A_TEMPLATE, file=file_name, why=fault.why) from fault
