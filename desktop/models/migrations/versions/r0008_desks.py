"""The desks of one unit: peers, invitations, packages among them, versions, losing versions."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Runs the frozen statements beside this file."""
    statements = Path(__file__).with_name("0008_desks.sql").read_text(encoding="utf-8")
    for statement in statements.split(";\n"):
        if statement.strip():
            op.execute(statement)
