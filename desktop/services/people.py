"""People seen before: found by number, phone or name, to complete a form from few letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, literal_column, or_, select

from desktop.domain.dossiers import ApplicantKind, DossierState, Sex
from desktop.domain.text import fold
from desktop.models.dossiers import dossiers
from desktop.models.people import people
from desktop.models.prepared import PreparedInsert, first_value, processor, run
from desktop.services.office import Office, Work, new_travel_id
from desktop.services.procedures import list_procedures


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who asks (chủ hồ sơ). ``birth_date`` is dd/mm/yyyy or a year, as the paper has it."""

    name: str
    kind: ApplicantKind = ApplicantKind.PERSON
    id_number: str = ""
    birth_date: str = ""
    sex: Sex | None = None
    address: str = ""
    phone: str = ""
    email: str = ""
    tax_code: str = ""


@dataclass(frozen=True, slots=True)
class LastDossier:
    """A short mention of an earlier dossier; the procedure by its short name."""

    code: str
    procedure_name: str
    received_at: datetime
    state: DossierState


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person of the office's own records, with the last dossiers, newest first."""

    id: int
    applicant: Applicant
    last_seen_at: datetime
    last_dossiers: tuple[LastDossier, ...] = ()


def find_people(office: Office, text: str, limit: int = 8) -> list[KnownPerson]:
    """People whose number, phone, tax code or name begins with the text, last seen first."""
    typed = text.strip()
    if len(typed) < 3:
        return []
    key = fold(typed)
    with office.reading() as connection:
        if typed.replace(" ", "").isdigit():
            digits = typed.replace(" ", "")
            ranges = [_prefix(column, digits) for column in _NUMBER_COLUMNS]
            condition = or_(*ranges[:-1], and_(ranges[-1], _HAS_TAX_CODE))
        else:
            condition = _prefix(people.c.name_key, key)
        rows = connection.execute(
            select(people).where(condition).order_by(people.c.last_seen_at.desc()).limit(limit)
        ).all()
        return [_known(row) for row in rows]


def person_by_number(office: Office, id_number: str, last: int = 3) -> KnownPerson | None:
    """The person with this identity number and the last dossiers."""
    return _one_with_dossiers(office, people.c.id_number == id_number, last)


def person_with_dossiers(office: Office, person_id: int, last: int = 3) -> KnownPerson | None:
    """A found person with the last dossiers."""
    return _one_with_dossiers(office, people.c.id == person_id, last)


def _one_with_dossiers(
    office: Office, condition: ColumnElement[bool], last: int
) -> KnownPerson | None:
    names = {row.id: row.shown_name for row in list_procedures(office)}
    with office.reading() as connection:
        row = connection.execute(select(people).where(condition)).one_or_none()
        return _with_dossiers(connection, row, last, names) if row else None


_ID_BY_NUMBER = "SELECT id FROM people WHERE id_number = ?"
# The plus keeps the other indexes out: thousands share a name, few a phone or a tax code.
_ID_BY_PHONE = (
    "SELECT id FROM people"
    " WHERE phone = ? AND +name_key = ? AND (? = '' OR +id_number IS NULL) LIMIT 1"
)
_ID_BY_TAX_CODE = (
    "SELECT id FROM people WHERE tax_code = ? AND tax_code <> '' AND +name_key = ?"
    " AND (? = '' OR +id_number IS NULL) LIMIT 1"
)
_ADD_PERSON = PreparedInsert(people, "RETURNING id", leave_out=("id",))


def remember_person(work: Work, applicant: Applicant, person_id: int | None) -> int:
    """The id of the person's record, made or brought up to date inside a command.

    ``person_id`` is what ``same_person`` has found. What a later dossier leaves empty does not
    wipe what is known.
    """
    connection = work.connection
    values: dict[str, Any] = {
        "kind": applicant.kind,
        "name": applicant.name,
        "name_key": fold(applicant.name),
        "id_number": applicant.id_number or None,
        "birth_date": applicant.birth_date,
        "sex": applicant.sex,
        "address": applicant.address,
        "phone": applicant.phone,
        "email": applicant.email,
        "tax_code": applicant.tax_code,
    }
    if person_id is None:
        values |= {"uuid": new_travel_id(), "last_seen_at": work.now}
        return int(_ADD_PERSON.run(connection, values))
    _bring_up_to_date(connection, person_id, {**values, "last_seen_at": work.now})
    return person_id


_STORED = {column.name: processor(column) for column in people.columns}


def _bring_up_to_date(connection: Connection, person_id: int, values: dict[str, Any]) -> None:
    """Writes what is new only: a column that stays as it is would rewrite its index too."""
    wanted = {
        name: process(values[name]) if (process := _STORED[name]) else values[name]
        for name in values
    }
    names = ", ".join(wanted)
    kept = run(connection, f"SELECT {names} FROM people WHERE id = ?", (person_id,)).fetchone()  # noqa: S608 - our own column names
    new = {
        name: value
        for (name, value), known in zip(wanted.items(), kept, strict=True)
        if value not in ("", None, known)
    }
    if new:
        sets = ", ".join(f"{name} = ?" for name in new)
        run(connection, f"UPDATE people SET {sets} WHERE id = ?", (*new.values(), person_id))  # noqa: S608 - our own column names


def same_person(connection: Connection, applicant: Applicant) -> int | None:
    """The record of this person: by number; without one by name and tax code or phone."""
    number, name_key = applicant.id_number, fold(applicant.name)
    found: int | None = None
    if number:
        found = first_value(connection, _ID_BY_NUMBER, (number,))
    if found is None and applicant.tax_code:
        found = first_value(connection, _ID_BY_TAX_CODE, (applicant.tax_code, name_key, number))
    elif found is None and applicant.phone:
        found = first_value(connection, _ID_BY_PHONE, (applicant.phone, name_key, number))
    return found


_NUMBER_COLUMNS = (people.c.id_number, people.c.phone, people.c.tax_code)
# Literally as the partial index says it, else SQLite cannot use that index.
_HAS_TAX_CODE: ColumnElement[bool] = literal_column("people.tax_code <> ''")


def _prefix(column: Any, text: str) -> Any:
    """A range that an index serves, unlike LIKE on a column of another collation."""
    return (column >= text) & (column < text + "\U0010ffff")


def _known(row: Any, last: tuple[LastDossier, ...] = ()) -> KnownPerson:
    applicant = Applicant(
        name=row.name,
        kind=row.kind,
        id_number=row.id_number or "",
        birth_date=row.birth_date,
        sex=row.sex,
        address=row.address,
        phone=row.phone,
        email=row.email,
        tax_code=row.tax_code,
    )
    return KnownPerson(row.id, applicant, row.last_seen_at, last)


def _with_dossiers(
    connection: Connection, row: Any, last: int, names: dict[int, str]
) -> KnownPerson:
    found = connection.execute(
        select(
            dossiers.c.code,
            dossiers.c.procedure_id,
            dossiers.c.received_at,
            dossiers.c.state,
        )
        .where(dossiers.c.person_id == row.id)
        .order_by(dossiers.c.id.desc())
        .limit(last)
    ).all()
    return _known(
        row,
        tuple(LastDossier(code, names[of], at, state) for code, of, at, state in found),
    )
