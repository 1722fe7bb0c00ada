"""The words of the newest dossiers, before they go into the search index together."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Runs the frozen statements beside this file."""
    statements = Path(__file__).with_name("0011_search_waiting.sql").read_text(encoding="utf-8")
    for statement in statements.split(";\n"):
        if statement.strip():
            op.execute(statement)
