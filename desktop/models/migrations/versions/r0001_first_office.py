"""The first schema: office, people, procedures, calendar, dossiers, journal, search."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Runs the frozen statements beside this file."""
    statements = Path(__file__).with_name("0001_first_office.sql").read_text(encoding="utf-8")
    for statement in statements.split(";\n"):
        if statement.strip():
            op.execute(statement)
