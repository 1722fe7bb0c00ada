"""The whole record of an office as plain values, to compare before and after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import text

from desktop.domain.roles import Role
from desktop.models.search import NEWEST
from desktop.services.office import Office
from desktop.services.outcomes import Change
from desktop.services.setting_up import NewOffice
from desktop.services.users import NewUser, add_user
from tests.factory import ADMIN, PASSWORD, UNIT_CODE

NEW_OFFICE = NewOffice(UNIT_CODE, ADMIN, PASSWORD)


def dump(office: Office, leave_out: Iterable[str] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table by table name, the search index by the ids it knows."""
    tables: dict[str, list[tuple[Any, ...]]] = {}
    with office.reading() as connection:
        names = connection.execute(
            text(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
                " AND name NOT LIKE 'dossier_search%' AND name <> 'search_waiting'"
            )
        ).scalars()
        for name in sorted(set(names) - set(leave_out)):
            rows = connection.execute(text(f"SELECT * FROM {name}"))
            tables[name] = sorted(map(tuple, rows), key=repr)
        indexed = connection.execute(
            text(
                "SELECT :newest - id FROM dossier_search_docsize"
                " UNION ALL SELECT dossier_id FROM search_waiting"
            ),
            {"newest": NEWEST},
        )
        tables["search"] = sorted(map(tuple, indexed))
    return tables


def with_role(office: Office, role: Role, name: str = "") -> Office:
    """The same office in the hands of somebody of this role, who is added when new."""
    name = name or f"Người {role}"
    with office.reading() as connection:
        known = connection.execute(
            text("SELECT id FROM users WHERE name = :name"), {"name": name}
        ).scalar_one_or_none()
    if known is None:
        user = add_user(office, NewUser(name, role, PASSWORD)).value
    else:
        user = replace(office.user, id=known, name=name, role=role)
    return replace(office, user=user, _memory={})


def columns_of(office: Office, code: str) -> dict[str, Any]:
    """The columns of one dossier as SQLite holds them, but for its revision."""
    with office.reading() as connection:
        row = connection.execute(
            text("SELECT * FROM dossiers WHERE code = :code"), {"code": code}
        ).one()
    return {key: value for key, value in row._mapping.items() if not key.startswith("revision")}


def keep_procedures(office: Office, *codes: str) -> None:
    """Leaves only these procedures: for many short lives, and for small files."""
    statements = (
        "DELETE FROM procedure_aliases WHERE procedure_id NOT IN kept",
        "DELETE FROM procedure_versions WHERE procedure_id NOT IN kept",
        "DELETE FROM procedures WHERE id NOT IN kept",
    )
    marks = ", ".join("?" * len(codes))
    with office.command() as work:
        connection = work.connection
        connection.exec_driver_sql("CREATE TEMP TABLE kept (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql(
            f"INSERT INTO kept SELECT id FROM procedures WHERE code IN ({marks})", codes
        )
        for statement in statements:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("DROP TABLE kept")
        work.outcome(None, Change.PROCEDURES)
