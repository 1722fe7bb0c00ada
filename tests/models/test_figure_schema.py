"""Migration 0002: same schema as the models, old offices are counted, saving keeps them right."""

from __future__ import annotations

import re
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from desktop.domain.figures import Figure
from desktop.models import migrations
from desktop.models.base import metadata
from desktop.models.engine import Database
from desktop.models.summaries import MEASURES, figure_sums
from desktop.services.clock import FixedClock
from desktop.services.door import PRACTICE_PASSWORD
from desktop.services.figures.counting import count_period
from desktop.services.figures.keeping import wrong_sums
from desktop.services.office import Office
from desktop.services.signing_in import sign_in
from tests.factory import ADMIN, FRIDAY_MORNING, PASSWORD, PRACTICE_OFFICE_ADMIN
from tests.services.register_of_november import NOVEMBER, fill

TABLES = ("figure_sums", "figure_pauses", "figure_overrides", "issued_reports", "issued_files")
KEY = bytes(range(32))


@pytest.mark.parametrize("name", TABLES)
def test_migrated_table_is_the_one_that_the_models_declare(tmp_path: Path, name: str) -> None:
    migrated, declared = Database(tmp_path / "m.db", KEY), Database(tmp_path / "d.db", KEY)
    try:
        with migrated.writing() as connection:
            migrations.upgrade(connection)
            first = connection.exec_driver_sql(f"PRAGMA table_xinfo({name})").all()
            indexes = connection.exec_driver_sql(f"PRAGMA index_list({name})").all()
        with declared.writing() as connection:
            metadata.create_all(connection)
            second = connection.exec_driver_sql(f"PRAGMA table_xinfo({name})").all()
            others = connection.exec_driver_sql(f"PRAGMA index_list({name})").all()
    finally:
        migrated.close()
        declared.close()
    assert first == second
    assert {row[1:4] for row in indexes} == {row[1:4] for row in others}
    assert first


def test_measures_are_the_columns_of_the_sums() -> None:
    assert tuple(column.name for column in figure_sums.columns)[6:] == MEASURES


def test_office_of_the_first_schema_is_counted_when_it_is_lifted(
    office: Office, office_folder: Path, tmp_path: Path
) -> None:
    fill(office)
    now = count_period(office, NOVEMBER)
    with office.command() as work:
        _back_to_the_first_schema(work.connection)
    office.close()
    old = tmp_path / "old"
    shutil.copytree(office_folder, old)
    lifted = sign_in(old, ADMIN, PASSWORD, FixedClock(FRIDAY_MORNING))
    try:
        assert count_period(lifted, NOVEMBER) == now
        assert now[Figure.TOTAL] == 11
        assert wrong_sums(lifted) == 0
        assert (old / "backups" / "before-upgrade-0001.db").exists()
    finally:
        lifted.close()


def _back_to_the_first_schema(connection: object) -> None:
    run = connection.exec_driver_sql  # type: ignore[attr-defined]
    for kind in ("trigger", "view"):
        names = run("SELECT name FROM sqlite_master WHERE type = ?", (kind,)).scalars().all()
        for name in names:
            run(f"DROP {kind} {name}")
    first = files("desktop.models.migrations.versions").joinpath("0001_first_office.sql")
    kept = set(re.findall(r"CREATE (?:VIRTUAL )?TABLE (\w+)", first.read_text(encoding="utf-8")))
    later = run("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid DESC")
    for name in later.scalars().all():
        if name not in kept and not name.startswith(("dossier_search", "alembic", "sqlite")):
            run(f"DROP TABLE {name}")
    made = set(re.findall(r"CREATE (?:UNIQUE )?INDEX (\w+)", first.read_text(encoding="utf-8")))
    indexes = run("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    for name in set(indexes.scalars().all()) - made:
        run(f"DROP INDEX {name}")
    for name in ("payment", "paid_on", "online_level", "outside_boundary"):
        run(f"ALTER TABLE dossiers DROP COLUMN {name}")
    run("UPDATE alembic_version SET version_num = '0001'")


def test_office_filled_in_bulk_has_right_sums_and_triggers_at_work(
    practice_template: Path, tmp_path: Path
) -> None:
    folder, clock = tmp_path / "practice", FixedClock(FRIDAY_MORNING)
    shutil.copytree(practice_template, folder)
    office = sign_in(folder, PRACTICE_OFFICE_ADMIN, PRACTICE_PASSWORD, clock)
    try:
        assert wrong_sums(office) == 0
        fill(office)
        assert wrong_sums(office) == 0
        with office.reading() as connection:
            resting = connection.exec_driver_sql("SELECT count(*) FROM figure_pauses")
            assert resting.scalar_one() == 0
            counted = connection.exec_driver_sql(
                "SELECT span, sum(received) FROM figure_sums GROUP BY span"
            ).all()
        assert counted == [(1, 413), (32, 413)]
    finally:
        office.close()
