"""Schema versions. Operations are frozen: they import nothing of ours but this package.

``upgrade`` creates a database from nothing as well as it lifts an old one: one path.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

# The newest revision in ``versions``; a test keeps the two equal. Known without importing
# Alembic, so that an ordinary start does not pay for it.
HEAD = "0021"
_ORDER = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
    "0010",
    "0011",
    "0017",
    "0019",
    "0020",
    "0021",
)


def current_revision(connection: Connection) -> str | None:
    """The revision stored in the database, None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def is_newer(revision: str) -> bool:
    """Whether a later version of the program wrote this database."""
    return revision not in _ORDER


def upgrade(connection: Connection) -> None:
    """Lifts the schema to HEAD inside the caller's transaction."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)

    def steps(revision: tuple[str, ...] | str, _context: object) -> object:
        return script._upgrade_revs("head", revision)  # type: ignore[arg-type]

    with EnvironmentContext(config, script, fn=steps) as environment:
        environment.configure(connection=connection)
        environment.run_migrations()
