"""The schema: migrations give what the tables say; every stored office opens; newer ones do not."""

from __future__ import annotations

import importlib
import pkgutil
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from desktop import models
from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.models import migrations
from desktop.models.base import metadata
from desktop.models.engine import Database
from desktop.services.attachments import open_attachment
from desktop.services.clock import FixedClock
from desktop.services.doctor import examine
from desktop.services.dossier_filters import DossierFilter
from desktop.services.dossier_lists import count_dossiers, first_dossiers
from desktop.services.signing_in import reset_with_recovery_code, sign_in
from desktop.wording.problems import message
from tests.data.make_office import OFFICES
from tests.factory import ADMIN, PASSWORD, a_received
from tests.services.files import a_png
from tests.services.record import dump

# Every table counts, also those that only the province's desk uses.
for _module in pkgutil.iter_modules(models.__path__):
    importlib.import_module(f"desktop.models.{_module.name}")

KEY = bytes(range(32))
# No SQLAlchemy table stands for these; see models/search.py and Alembic. Views and triggers
# stand in the migrations alone; the tests of figures hold them equal to a recount.
BESIDE_METADATA = ("dossier_search", "alembic_version")


def database(folder: Path, name: str) -> Database:
    return Database(folder / name, KEY)


def schema(base: Database) -> dict[str, Any]:
    """Columns, indexes with their conditions, foreign keys and checks, table by table."""
    found: dict[str, Any] = {}
    with base.reading() as connection:
        objects = connection.execute(text("SELECT type, name, tbl_name, sql FROM sqlite_master"))
        for kind, name, table, sql in objects.all():
            if name.startswith((*BESIDE_METADATA, "sqlite_")) or kind in ("trigger", "view"):
                continue
            if kind == "index":
                found[f"index {name}"] = (table, _plain(sql))
                continue
            columns = connection.execute(text(f"PRAGMA table_xinfo({name})")).all()
            keys = connection.execute(text(f"PRAGMA foreign_key_list({name})")).all()
            found[f"table {name}"] = {
                "columns": [tuple(column) for column in columns],
                "foreign keys": sorted((k[2], k[3], k[4]) for k in keys),
                "checks": sorted(
                    re.findall(r"CONSTRAINT \w+ CHECK \(.*?\)\)?(?=,|\s*\))", _plain(sql))
                ),
                "constraints": sorted(re.findall(r"CONSTRAINT (\w+)", sql)),
                "without rowid": "WITHOUT ROWID" in sql.upper(),
            }
    return found


def _plain(sql: str | None) -> str:
    return re.sub(r"\s+", " ", sql or "").replace('"', "").strip()


def test_migrated_schema_equals_the_tables(tmp_path: Path) -> None:
    migrated, declared = database(tmp_path, "a.db"), database(tmp_path, "b.db")
    with migrated.writing() as connection:
        migrations.upgrade(connection)
        assert migrations.current_revision(connection) == migrations.HEAD
    with declared.writing() as connection:
        metadata.create_all(connection)
    want, have = schema(declared), schema(migrated)
    assert sorted(have) == sorted(want)
    for name in want:
        assert have[name] == want[name], name
    migrated.close()
    declared.close()


def test_head_is_the_newest_of_the_scripts() -> None:
    versions = Path(migrations.__file__).parent / "versions"
    numbers = sorted(path.name[1:5] for path in versions.glob("r[0-9]*.py"))
    assert numbers == list(migrations._ORDER)
    assert numbers[-1] == migrations.HEAD


def unpacked(stored: Path, folder: Path) -> str:
    with zipfile.ZipFile(stored) as archive:
        archive.extractall(folder)
    return (folder / "recovery.txt").read_text()


@pytest.mark.parametrize("stored", sorted(OFFICES.glob("*.zip")), ids=lambda path: path.stem)
def test_stored_office_of_every_version_opens_and_works_on(
    stored: Path, tmp_path: Path, clock: FixedClock
) -> None:
    folder = tmp_path / "office"
    recovery = unpacked(stored, folder)
    was_old = revision_of(folder) != migrations.HEAD
    office = sign_in(folder, ADMIN, PASSWORD, clock)
    assert (folder / "backups").exists() == was_old
    assert count_dossiers(office, DossierFilter("nguoi mau")) == 3
    (with_file,) = [r for r in first_dossiers(office, DossierFilter()) if r.has_files]
    assert open_attachment(office, 1).content == a_png("mẫu")
    assert with_file.applicant_name == "Người mẫu Một"
    assert a_received(office).code not in [
        r.code for r in first_dossiers(office, DossierFilter("mau"))
    ]
    assert [c.detail for c in examine(office) if not c.ok] == []
    office.close()
    reset_with_recovery_code(folder, recovery, ADMIN, "Mat-khau-khac-1!", clock).close()


def test_there_is_a_stored_office() -> None:
    assert [path.stem for path in OFFICES.glob("*.zip")]


def revision_of(folder: Path) -> str | None:
    from desktop.security import key_file

    key = key_file.unwrap(key_file.load(folder).users[ADMIN], PASSWORD)
    assert key is not None
    base = Database(folder / "office.db", key)
    try:
        with base.reading() as connection:
            return migrations.current_revision(connection)
    finally:
        base.discard()


def set_revision(folder: Path, clock: FixedClock, revision: str | None) -> None:
    office = sign_in(folder, ADMIN, PASSWORD, clock)
    with office.database.writing() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
        if revision:
            connection.execute(
                text("INSERT INTO alembic_version VALUES (:number)"), {"number": revision}
            )
    office.close()


def test_office_of_a_newer_program_is_refused_with_words_and_left_alone(
    office_folder: Path, clock: FixedClock
) -> None:
    set_revision(office_folder, clock, "9999")
    before = (office_folder / "office.db").read_bytes()
    with pytest.raises(EnvironmentProblem) as raised:
        sign_in(office_folder, ADMIN, PASSWORD, clock)
    assert raised.value.code is Surroundings.DATABASE_TOO_NEW
    assert "phiên bản mới hơn" in message(raised.value).what
    assert "9999" in message(raised.value).what
    assert (office_folder / "office.db").read_bytes() == before


NEXT = """
from alembic import op
revision, down_revision = "9001", "{head}"
def upgrade():
    op.execute("CREATE TABLE tomorrow (id INTEGER NOT NULL)")
    op.execute("{last}")
"""


def tomorrow(monkeypatch: pytest.MonkeyPatch, folder: Path, last: str) -> None:
    """Puts the program of tomorrow in place: one more script, and a head that knows it."""
    package = folder / "migrations"
    shutil.copytree(Path(migrations.__file__).parent, package)
    script = NEXT.format(head=migrations.HEAD, last=last)
    (package / "versions" / "r9001_tomorrow.py").write_text(script)
    monkeypatch.setattr(migrations, "__file__", str(package / "__init__.py"))
    monkeypatch.setattr(migrations, "_ORDER", (*migrations._ORDER, "9001"))
    monkeypatch.setattr(migrations, "HEAD", "9001")


def test_old_office_is_copied_and_then_lifted(
    office_folder: Path, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = sign_in(office_folder, ADMIN, PASSWORD, clock)
    a_received(office)
    before, old = dump(office), migrations.HEAD
    office.close()
    tomorrow(monkeypatch, tmp_path, "INSERT INTO tomorrow VALUES (1)")
    lifted = sign_in(office_folder, ADMIN, PASSWORD, clock)
    after = dump(lifted)
    assert after.pop("tomorrow") == [(1,)]
    assert after.pop("alembic_version") == [("9001",)]
    assert before.pop("alembic_version") == [(old,)]
    assert after == before
    lifted.close()
    copy = office_folder / "backups" / f"before-upgrade-{old}.db"
    assert copy.with_suffix(".keys.json").read_bytes() == (office_folder / "keys.json").read_bytes()
    base = Database(copy, lifted.database_key)
    with base.reading() as connection:
        assert migrations.current_revision(connection) == old
        assert connection.execute(text("SELECT count(*) FROM dossiers")).scalar_one() == 1
    base.discard()


def test_lift_that_fails_half_way_changes_nothing(
    office_folder: Path, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = sign_in(office_folder, ADMIN, PASSWORD, clock)
    before = dump(office)
    office.close()
    with monkeypatch.context() as patch:
        tomorrow(patch, tmp_path, "INSERT INTO nowhere VALUES (1)")
        with pytest.raises(Exception, match="nowhere"):
            sign_in(office_folder, ADMIN, PASSWORD, clock)
    again = sign_in(office_folder, ADMIN, PASSWORD, clock)
    assert dump(again) == before
    again.close()


@pytest.mark.parametrize("content", [b"", b"x" * 5000])
def test_database_file_that_is_none_is_told_and_left_alone(
    office_folder: Path, clock: FixedClock, content: bytes
) -> None:
    (office_folder / "office.db").write_bytes(content)
    with pytest.raises(EnvironmentProblem) as raised:
        sign_in(office_folder, ADMIN, PASSWORD, clock)
    assert raised.value.code is Surroundings.DATABASE_DAMAGED
    assert (office_folder / "office.db").read_bytes() == content


def test_missing_database_is_told(office_folder: Path, clock: FixedClock) -> None:
    (office_folder / "office.db").unlink()
    with pytest.raises(EnvironmentProblem) as raised:
        sign_in(office_folder, ADMIN, PASSWORD, clock)
    assert raised.value.code is Surroundings.DATABASE_DAMAGED
    assert not (office_folder / "office.db").exists()
