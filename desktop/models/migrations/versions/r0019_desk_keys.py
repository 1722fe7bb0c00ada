"""New keys among the desks of one unit, and a desk that leads after the founding one was lost."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0019"
down_revision = "0017"


def upgrade() -> None:
    """Runs the frozen statements beside this file."""
    statements = Path(__file__).with_name("0019_desk_keys.sql").read_text(encoding="utf-8")
    for statement in statements.split(";\n"):
        if statement.strip():
            op.execute(statement)
