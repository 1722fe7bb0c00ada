"""Figures kept by triggers, figures typed over them, and issued reports."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Runs the frozen statements beside this file; the last one counts what is there already.

    Statements are set apart by an empty line: a trigger holds semicolons of its own.
    """
    statements = Path(__file__).with_name("0002_figures.sql").read_text(encoding="utf-8")
    for statement in statements.split(";\n\n"):
        if statement.strip():
            op.execute(statement)
