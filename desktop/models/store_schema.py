"""The tables that hold a province's data, and laying them on a PostgreSQL server.

In a province's folder they stand beside the office's own tables and come by its migrations;
on a server they stand alone, in versions of their own: ``postgres_scripts/0001.sql`` and on.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Table, inspect, text

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.models import appraisals, province
from desktop.models.dossiers import blobs

STORE_TABLES: tuple[Table, ...] = (
    blobs,
    province.invitations,
    province.unit_devices,
    province.received_packages,
    province.quarantined_items,
    province.unit_dossiers,
    province.superseded_records,
    province.received_files,
    appraisals.province_state,
    appraisals.unit_records,
    appraisals.verdicts,
    appraisals.verdict_events,
    appraisals.appraisal_rounds,
    appraisals.line_assignments,
    appraisals.step_locks,
    appraisals.published_results,
    appraisals.letters,
    appraisals.rule_packs,
    appraisals.rule_answers,
    appraisals.unit_lineage,
)
_SCRIPTS = Path(__file__).parent / "postgres_scripts"
_VERSION = "somotcua_schema"


def is_empty(connection: Connection) -> bool:
    """Whether the server's database holds no table at all yet."""
    return not inspect(connection).get_table_names()


def lay_schema(connection: Connection) -> None:
    """Lifts a server's database to the newest version. Raises DATABASE_TOO_NEW."""
    scripts = sorted(_SCRIPTS.glob("[0-9]*.sql"))
    version = _version(connection)
    if version > len(scripts):
        raise EnvironmentProblem(Surroundings.DATABASE_TOO_NEW, found=version)
    for script in scripts[version:]:
        for statement in script.read_text(encoding="utf-8").split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)
    if version < len(scripts):
        connection.execute(text(f"UPDATE {_VERSION} SET version = :now"), {"now": len(scripts)})  # noqa: S608 - our own name


def newest_version() -> int:
    """The version of the schema that this program knows."""
    return len(list(_SCRIPTS.glob("[0-9]*.sql")))


def schema_version(connection: Connection) -> int:
    """The version of a server's database; 0 before the first."""
    return _version(connection)


def _version(connection: Connection) -> int:
    if not inspect(connection).has_table(_VERSION):
        return 0
    query = text(f"SELECT version FROM {_VERSION}")  # noqa: S608 - our own name
    return int(connection.execute(query).scalar_one())
