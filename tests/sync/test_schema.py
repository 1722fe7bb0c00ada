"""The migration makes what the models say, from nothing and from the version before."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Index, create_engine
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlcipher3 import dbapi2 as sqlcipher

from desktop.models import migrations, province, sync
from desktop.models.base import metadata
from desktop.services.office import Office

VERSIONS = Path(migrations.__file__).parent / "versions"
MINE = [
    metadata.tables[name]
    for name in (
        "province_links", "sent_packages", "sent_items", "unknown_receipts", "province_desks",
        "invitations", "unit_devices", "received_packages", "quarantined_items", "unit_dossiers",
        "superseded_records", "received_files",
    )
]  # fmt: skip


def _wording(statements: list[str]) -> set[str]:
    # A table that a migration rebuilt keeps its name in quotation marks.
    return {" ".join(statement.replace('"', "").split()) for statement in statements}


def _is_for_sqlite(index: Index) -> bool:
    """Some indexes stand on a province's server only."""
    return index._ddl_if is None or index._ddl_if.dialect == "sqlite"


def test_migrated_tables_are_those_of_the_models(office: Office) -> None:
    assert sync.province_links in MINE
    assert province.province_desks in MINE
    engine = create_engine("sqlite://")
    expected = [str(CreateTable(table).compile(engine)) for table in MINE]
    indexes = [index for table in MINE for index in table.indexes]
    expected += [str(CreateIndex(i).compile(engine)) for i in indexes if _is_for_sqlite(i)]
    names = tuple(table.name for table in MINE)
    with office.reading() as connection:
        rows = connection.exec_driver_sql(
            f"SELECT sql FROM sqlite_master WHERE tbl_name IN ({','.join('?' * len(names))})"
            " AND sql IS NOT NULL",
            names,
        )
        found = [row[0] for row in rows]
    assert _wording(found) == _wording(expected)


def test_office_of_the_first_version_is_lifted_with_its_content() -> None:
    connection = sqlcipher.connect(":memory:")
    connection.executescript((VERSIONS / "0001_first_office.sql").read_text(encoding="utf-8"))
    connection.execute("INSERT INTO secrets VALUES ('a', 'b')")
    connection.executescript((VERSIONS / "0005_sync.sql").read_text(encoding="utf-8"))
    assert connection.execute("SELECT * FROM secrets").fetchall() == [("a", "b")]
    assert connection.execute("SELECT count(*) FROM sent_packages").fetchone() == (0,)
    connection.close()
