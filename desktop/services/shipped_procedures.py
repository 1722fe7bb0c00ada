"""The catalogue that the program brings along, and how a new office gets it."""

from __future__ import annotations

from sqlalchemy import select, update

from desktop import resources
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.procedures import ProcedureFacts, check_code
from desktop.models.prepared import PreparedInsert
from desktop.models.procedures import procedure_versions, procedures
from desktop.services.office import Work, new_travel_id
from desktop.services.procedure_aliases import add_aliases
from desktop.services.procedure_facts import facts_to_data

_PROCEDURE = PreparedInsert(procedures, leave_out=("id",))
_VERSION = PreparedInsert(procedure_versions, leave_out=("id",))


def shipped_facts(code: str, field: str = "procedure") -> tuple[str, ProcedureFacts]:
    """Code and facts in the program's own catalogue. Raises InputRefused(UNKNOWN_PROCEDURE)."""
    wanted = check_code(code, field)
    for known, facts, _ in resources.catalogue():
        if known == wanted:
            return known, facts
    raise InputRefused(InputProblem(field, Entry.UNKNOWN_PROCEDURE, {"text": code}))


def seed_catalogue(work: Work) -> None:
    """Lays in the shipped catalogue, each procedure as version 1 that has always held.

    Into an office that has no procedures yet: all at once, as each start waits for it.
    """
    source = f"catalogue {resources.catalogue_version()}"
    known = resources.catalogue()
    _PROCEDURE.run_many(
        work.connection,
        [
            {"uuid": new_travel_id(), "code": code, "name": facts.name, "field": facts.field}
            for code, facts, _ in known
        ],
    )
    found = work.connection.execute(select(procedures.c.code, procedures.c.id))
    ids = {row.code: row.id for row in found}
    same = {"number": 1, "source": source, "created_at": work.now, "created_by": work.user.name}
    _VERSION.run_many(
        work.connection,
        [
            {"procedure_id": ids[code], "facts": facts_to_data(facts), **same}
            for code, facts, _ in known
        ],
    )
    version = select(procedure_versions.c.id).where(
        procedure_versions.c.procedure_id == procedures.c.id
    )
    work.connection.execute(update(procedures).values(current_version_id=version.scalar_subquery()))
    for code, _, names in known:
        add_aliases(work.connection, ids[code], names)
