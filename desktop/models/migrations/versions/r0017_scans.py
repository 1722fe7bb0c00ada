"""Hashes of scans that leave for the province, so that none has to be opened again to be told."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0017"
down_revision = "0011"


def upgrade() -> None:
    """Runs the frozen statements beside this file."""
    statements = Path(__file__).with_name("0017_scans.sql").read_text(encoding="utf-8")
    for statement in statements.split(";\n"):
        if statement.strip():
            op.execute(statement)
