"""The catalogue of procedures: look up, edit by new version, switch off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.moments import local_date
from desktop.domain.procedures import ProcedureFacts, VersionSpan, check_code
from desktop.domain.roles import Permission
from desktop.domain.text import clean, fold
from desktop.models.prepared import run
from desktop.models.procedures import procedure_versions, procedures
from desktop.services.office import Office, Work, new_travel_id
from desktop.services.outcomes import Change, Outcome
from desktop.services.procedure_facts import facts_from_data, facts_to_data


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version in a procedure's history."""

    id: int
    number: int
    span: VersionSpan
    facts: ProcedureFacts
    source: str
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """A procedure with the version that holds now."""

    id: int
    code: str
    is_active: bool
    version: VersionRow
    use_count: int
    last_used_at: datetime | None

    @property
    def facts(self) -> ProcedureFacts:
        """What the version that holds now says."""
        return self.version.facts

    @property
    def span(self) -> VersionSpan:
        """The days on which that version holds."""
        return self.version.span

    @property
    def shown_name(self) -> str:
        """The name short enough for a column."""
        return self.facts.short_name or self.facts.name


def list_procedures(office: Office) -> tuple[ProcedureRow, ...]:
    """All procedures, most used first, then by field and name."""

    def build() -> tuple[ProcedureRow, ...]:
        with office.reading() as connection:
            joined = select(procedures, procedure_versions).join(
                procedure_versions, procedure_versions.c.id == procedures.c.current_version_id
            )
            rows = [_procedure_row(row) for row in connection.execute(joined).mappings()]
        rows.sort(key=lambda p: (-p.use_count, fold(p.facts.field), fold(p.facts.name)))
        return tuple(rows)

    return office.remembered("procedures", frozenset({Change.PROCEDURES}), build)


def procedure_by_code(office: Office, code: str, field: str = "procedure") -> ProcedureRow:
    """The procedure with a national code. Raises InputRefused(UNKNOWN_PROCEDURE)."""
    wanted = check_code(code, field)
    for row in list_procedures(office):
        if row.code == wanted:
            return row
    raise InputRefused(InputProblem(field, Entry.UNKNOWN_PROCEDURE, {"text": code}))


def versions_of(office: Office, procedure_id: int) -> tuple[VersionRow, ...]:
    """A procedure's versions, newest first."""
    with office.reading() as connection:
        return _versions(connection, procedure_id)


def version_on(connection: Connection, procedure_id: int, day: date) -> VersionRow:
    """The version that held on a day; before the first one, the first."""
    versions = _versions(connection, procedure_id)
    return next((v for v in versions if v.span.holds_on(day)), versions[-1])


def version_for(connection: Connection, procedure: ProcedureRow, day: date) -> VersionRow:
    """Like ``version_on``, without a query when the version that holds now held on the day."""
    if not procedure.span.holds_on(day):
        return version_on(connection, procedure.id, day)
    return procedure.version


def save_procedure(
    office: Office, code: str, facts: ProcedureFacts, valid_from: date | None = None
) -> Outcome[bool]:
    """Stores what a procedure says from a day on; equal facts change nothing (False)."""
    office.require(Permission.EDIT_PROCEDURES)
    checked = check_facts(facts)
    with office.command() as work:
        changed = store_facts(work, check_code(code), checked, "hand", valid_from)
        if not changed:
            return work.outcome(False)
        work.audit("procedure.save", code)
        return work.outcome(True, Change.PROCEDURES)


def switch_procedure(office: Office, code: str, is_active: bool) -> Outcome[None]:
    """Switches a procedure on or off for new dossiers; old ones keep it."""
    office.require(Permission.EDIT_PROCEDURES)
    row = procedure_by_code(office, code)
    with office.command() as work:
        work.connection.execute(
            update(procedures).where(procedures.c.id == row.id).values(is_active=is_active)
        )
        work.audit("procedure.switch", row.code, is_active=is_active)
        return work.outcome(None, Change.PROCEDURES)


def check_facts(facts: ProcedureFacts) -> ProcedureFacts:
    """Facts in normal form. Raises InputRefused for missing names or a limit out of range."""
    problems = []
    if not clean(facts.name):
        problems.append(InputProblem("procedure_name", Entry.REQUIRED))
    if not clean(facts.field):
        problems.append(InputProblem("service_field", Entry.REQUIRED))
    if (facts.limit_value is None) != (facts.limit_unit is None):
        problems.append(InputProblem("limit", Entry.REQUIRED))
    if problems:
        raise InputRefused(*problems)
    _ = facts.limit  # raises when out of range
    return facts


def store_facts(
    work: Work, code: str, facts: ProcedureFacts, source: str, valid_from: date | None = None
) -> bool:
    """Adds the procedure or a new version of it inside a command; False when nothing differs."""
    connection = work.connection
    row = connection.execute(
        select(procedures.c.id, procedures.c.current_version_id).where(procedures.c.code == code)
    ).one_or_none()
    if row is None:
        _insert_procedure(work, code, facts, source, valid_from)
        return True
    latest = _versions(connection, row.id)[0]
    if latest.facts == facts:
        return False
    start = valid_from or local_date(work.now)
    if latest.span.valid_from is None or latest.span.valid_from < start:
        connection.execute(
            update(procedure_versions)
            .where(procedure_versions.c.id == latest.id)
            .values(valid_to=start - timedelta(days=1))
        )
    _insert_version(work, row.id, latest.number + 1, facts, source, start)
    return True


def _insert_procedure(
    work: Work, code: str, facts: ProcedureFacts, source: str, valid_from: date | None
) -> int:
    procedure_id: int = work.connection.execute(
        insert(procedures)
        .values(uuid=new_travel_id(), code=code, name=facts.name, field=facts.field)
        .returning(procedures.c.id)
    ).scalar_one()
    _insert_version(work, procedure_id, 1, facts, source, valid_from)
    return procedure_id


def _insert_version(
    work: Work,
    procedure_id: int,
    number: int,
    facts: ProcedureFacts,
    source: str,
    valid_from: date | None,
) -> None:
    version_id = work.connection.execute(
        insert(procedure_versions)
        .values(
            procedure_id=procedure_id,
            number=number,
            valid_from=valid_from,
            facts=facts_to_data(facts),
            source=source,
            created_at=work.now,
            created_by=work.user.name,
        )
        .returning(procedure_versions.c.id)
    ).scalar_one()
    work.connection.execute(
        update(procedures)
        .where(procedures.c.id == procedure_id)
        .values(current_version_id=version_id, name=facts.name, field=facts.field)
    )


def _versions(connection: Connection, procedure_id: int) -> tuple[VersionRow, ...]:
    rows = connection.execute(
        select(procedure_versions)
        .where(procedure_versions.c.procedure_id == procedure_id)
        .order_by(procedure_versions.c.number.desc())
    )
    return tuple(
        VersionRow(
            row.id,
            row.number,
            VersionSpan(row.valid_from, row.valid_to),
            facts_from_data(row.facts),
            row.source,
            row.created_at,
            row.created_by,
        )
        for row in rows
    )


def _procedure_row(row: Any) -> ProcedureRow:
    return ProcedureRow(
        id=row[procedures.c.id],
        code=row[procedures.c.code],
        is_active=row[procedures.c.is_active],
        version=VersionRow(
            row[procedure_versions.c.id],
            row[procedure_versions.c.number],
            VersionSpan(row[procedure_versions.c.valid_from], row[procedure_versions.c.valid_to]),
            facts_from_data(row[procedure_versions.c.facts]),
            row[procedure_versions.c.source],
            row[procedure_versions.c.created_at],
            row[procedure_versions.c.created_by],
        ),
        use_count=row[procedures.c.use_count],
        last_used_at=row[procedures.c.last_used_at],
    )


_COUNT_USE = "UPDATE procedures SET use_count = use_count + 1, last_used_at = ? WHERE id = ?"


def count_uses(work: Work, procedure_id: int) -> None:
    """Counts one more dossier, so that the list offers the most used first."""
    now = int(work.now.timestamp())
    run(work.connection, _COUNT_USE, (now, procedure_id))


def count_fields(office: Office) -> list[tuple[str, int]]:
    """Fields (lĩnh vực) with the number of procedures, by name."""
    with office.reading() as connection:
        rows = connection.execute(
            select(procedures.c.field, func.count()).group_by(procedures.c.field)
        ).all()
    return sorted(((row[0], row[1]) for row in rows), key=lambda pair: fold(pair[0]))
