"""The migration makes the very tables that the models describe."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from desktop.models import assessments, migrations
from desktop.services.office import Office

TABLES = (
    assessments.criteria_sets,
    assessments.assessments,
    assessments.assessment_lines,
    assessments.assessment_events,
    assessments.evidence_documents,
    assessments.evidence_links,
    assessments.approved_copies,
)


def _plain(sql: str) -> str:
    return " ".join(sql.split()).replace("( ", "(").replace(" )", ")")


def test_migrated_tables_equal_the_models(office: Office) -> None:
    with office.reading() as connection:
        rows = connection.execute(text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"))
        made = {_plain(row.sql) for row in rows}
        assert migrations.current_revision(connection) == migrations.HEAD
    for table in TABLES:
        assert _plain(str(CreateTable(table).compile(dialect=sqlite.dialect()))) in made
        for index in table.indexes:
            assert _plain(str(CreateIndex(index).compile(dialect=sqlite.dialect()))) in made
