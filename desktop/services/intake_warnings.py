"""What the counter should look at again before saving: warnings, never walls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection

from desktop.domain.dossiers import OPEN_STATES, Channel, DossierState, ReturnMethod
from desktop.domain.due_dates import DueDate, compute_due
from desktop.domain.identity_numbers import NumberWarning, number_meaning, number_warnings
from desktop.models.prepared import run
from desktop.services.calendar import read_calendar
from desktop.services.clock_check import clock_trouble_of
from desktop.services.intake_entry import DossierInput, birth_year
from desktop.services.office import Office
from desktop.services.people import same_person
from desktop.services.procedures import procedure_by_code
from desktop.wording.dates import moment
from desktop.wording.terms import term


class IntakeWarning(StrEnum):
    """What the counter should look at again; never a wall."""

    SAME_OPEN = "same_open"
    DOCUMENT_MISSING = "document_missing"
    RECEIVED_IN_FUTURE = "received_in_future"
    PORTAL_CODE_MISSING = "portal_code_missing"
    RETURN_ADDRESS_MISSING = "return_address_missing"
    CLOCK_BEHIND = "clock_behind"
    CLOCK_AHEAD = "clock_ahead"


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning with its facts: codes of dossiers, names of papers."""

    code: IntakeWarning | NumberWarning
    facts: tuple[str, ...] = ()


def preview_due(office: Office, entry: DossierInput) -> DueDate | None:
    """The due date that saving now would give; None without an appointment or a limit."""
    procedure = procedure_by_code(office, entry.procedure_code)
    limit = entry.limit or procedure.facts.limit
    if entry.no_appointment or limit is None:
        return None
    return compute_due(entry.received_at or office.now(), limit, read_calendar(office))


def intake_warnings(office: Office, entry: DossierInput) -> tuple[Warned, ...]:
    """What to look at before saving."""
    with office.reading() as connection:
        person_id = same_person(connection, entry.applicant)
        return warnings_of(connection, office, entry, office.now(), person_id)


def warnings_of(
    connection: Connection,
    office: Office,
    entry: DossierInput,
    now: datetime,
    person_id: int | None,
) -> tuple[Warned, ...]:
    """The warnings inside a transaction; ``person_id`` is the applicant's record, None without."""
    applicant = entry.applicant
    said = _said_by(applicant.id_number)
    found = [
        Warned(code, said.get(code, ()))
        for code in number_warnings(
            applicant.id_number, applicant.sex, birth_year(applicant.birth_date)
        )
    ]
    same = _same_open(connection, office, entry, person_id)
    if same:
        found.append(Warned(IntakeWarning.SAME_OPEN, same))
    missing = tuple(
        item.document.name
        for item in entry.documents or ()
        if item.document.required and not item.handed_in
    )
    if missing:
        found.append(Warned(IntakeWarning.DOCUMENT_MISSING, missing))
    if entry.channel is Channel.ONLINE and not entry.portal_code:
        found.append(Warned(IntakeWarning.PORTAL_CODE_MISSING))
    if entry.return_method is ReturnMethod.POST and not entry.return_address:
        found.append(Warned(IntakeWarning.RETURN_ADDRESS_MISSING))
    if entry.received_at and entry.received_at > now + timedelta(minutes=5):
        found.append(Warned(IntakeWarning.RECEIVED_IN_FUTURE, (moment(entry.received_at),)))
    trouble = clock_trouble_of(connection, now, is_practice=office.info.is_practice)
    if trouble is not None:
        code = IntakeWarning.CLOCK_BEHIND if trouble.is_behind else IntakeWarning.CLOCK_AHEAD
        # First of all: the number and the due date beside it are wrong with the clock.
        found.insert(0, Warned(code, (moment(now), moment(trouble.last_written_at))))
    return tuple(found)


def _said_by(number: str) -> dict[NumberWarning, tuple[str, ...]]:
    """What a personal number says, for the warning that contradicts it."""
    meaning = number_meaning(number)
    if meaning is None:
        return {}
    return {
        NumberWarning.SEX_DIFFERS: (term(meaning.sex).lower(),),
        NumberWarning.BIRTH_YEAR_DIFFERS: (str(meaning.birth_year),),
    }


def _same_open(
    connection: Connection, office: Office, entry: DossierInput, person_id: int | None
) -> tuple[str, ...]:
    """Codes of open dossiers of the same person under the same procedure."""
    if person_id is None or not entry.procedure_code:
        return ()
    procedure = procedure_by_code(office, entry.procedure_code)
    return tuple(code for (code,) in run(connection, _SAME_OPEN, (person_id, procedure.id)))


_STATES = ", ".join(f"'{state}'" for state in (*OPEN_STATES, DossierState.FINISHED))
# The plus keeps the other indexes out: nobody has as many dossiers as a procedure.
_SAME_OPEN = (
    "SELECT code FROM dossiers"  # noqa: S608 - our own states
    f" WHERE person_id = ? AND +procedure_id = ? AND +state IN ({_STATES}) LIMIT 5"
)
