"""Names that hand-kept registers give a procedure."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.domain.text import clean, fold
from desktop.models.procedures import procedure_aliases


def add_aliases(connection: Connection, procedure_id: int, aliases: Iterable[str]) -> None:
    """Remembers names that hand-kept registers give a procedure."""
    rows = [
        {"alias_key": fold(clean(alias)), "alias": clean(alias), "procedure_id": procedure_id}
        for alias in aliases
        if clean(alias)
    ]
    if rows:
        statement = upsert(procedure_aliases)
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=["alias_key"],
                set_={"procedure_id": statement.excluded.procedure_id},
            ),
            rows,
        )


def read_aliases(connection: Connection) -> dict[str, int]:
    """Folded register names → procedure ids."""
    return {
        row.alias_key: row.procedure_id for row in connection.execute(select(procedure_aliases))
    }
