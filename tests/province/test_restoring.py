"""The operator's scripts: a database set up, backed up, and a desk restored from nothing."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from desktop.domain.errors import EnvironmentProblem, Rule, RuleViolation, Surroundings
from desktop.domain.packages import PackageOutcome
from desktop.services.clock import FixedClock
from desktop.services.provinces.probing import DatabaseUse, look_at_database, look_from
from desktop.services.provinces.setting_up import NewProvince, create_province
from desktop.services.provinces.status import province_status
from desktop.services.provinces.storing import move_database
from desktop.services.restoring import restore_backup
from desktop.services.signing_in import sign_in
from desktop.services.syncing.joining import send_everything_again
from tests.conftest import CHEAP
from tests.factory import ADMIN, PASSWORD
from tests.postgres import SECRET, Cluster
from tests.sync.stage import Stage

SCRIPTS = Path(__file__).parents[2] / "installer" / "province"


def run(cluster: Cluster, script: str, *arguments: object, **more: str) -> str:
    """A script of the operator against the private server; gives what it printed."""
    environment = {
        **os.environ, "PGHOST": str(cluster.folder), "PGUSER": "ban_tinh",
        "PGPASSFILE": str(cluster.passfile), **more,
    }  # fmt: skip
    line = ["sh", str(SCRIPTS / script), *map(str, arguments)]
    done = subprocess.run(line, check=True, capture_output=True, text=True, env=environment)
    assert SECRET not in done.stdout + done.stderr
    return done.stdout


def test_set_up_script_makes_a_database_that_only_its_user_may_enter(
    cluster: Cluster, tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    passfile = tmp_path / "pgpass"
    said = run(cluster, "set-up-postgresql.sh", "tinh_moi", "nguoi_tinh", passfile)
    address = said.split("Địa chỉ: ")[1].strip()
    assert passfile.stat().st_mode & 0o777 == 0o600
    password = passfile.read_text(encoding="utf-8").strip().rsplit(":", 1)[1]
    assert len(password) == 48
    assert password not in said
    monkeypatch.setenv("PGPASSFILE", str(passfile))
    create_province(
        tmp_path / "tỉnh", NewProvince("66", ADMIN, PASSWORD, database=address), clock, CHEAP
    )
    with closing(sign_in(tmp_path / "tỉnh", ADMIN, PASSWORD, clock)) as office:
        assert look_from(office, address).use is DatabaseUse.OURS
    assert look_at_database(address).use is DatabaseUse.OTHER_DESK
    with pytest.raises(subprocess.CalledProcessError):
        run(cluster, "set-up-postgresql.sh", "tinh_moi", "nguoi_tinh", passfile)


@pytest.mark.parametrize("province", ["postgresql"], indirect=True)
def test_desk_is_restored_from_nothing_and_missing_packages_come_again(
    stage: Stage, address: str, cluster: Cluster, tmp_path: Path
) -> None:
    kept = stage.receive("Đào")
    stage.round()
    secret = tmp_path / "mật khẩu"
    secret.write_text(PASSWORD, encoding="utf-8")
    into = tmp_path / "sao lưu"
    program = f"{shlex.quote(sys.executable)} -m desktop"
    more = {"SOMOTCUA": program, "PYTHONPATH": str(Path(__file__).parents[2])}
    folder = stage.province.folder
    run(cluster, "back-up.sh", address, folder, ADMIN, secret, into, **more)
    later = stage.receive("Lê")
    stage.round()
    assert set(stage.loaded()) == {kept, later}
    stage.province.close()

    # The machine is gone: a new folder, a new database.
    name = address.split("/")[3].split("?")[0]
    cluster.run("dropdb", name)
    fresh = cluster.create(name + "_moi")
    (dump,), (backup,) = into.glob("*.dump"), [p for p in into.iterdir() if p.suffix != ".dump"]
    cluster.run("pg_restore", "--no-owner", "--exit-on-error", "--dbname", name + "_moi", str(dump))
    again = tmp_path / "tỉnh mới"
    restore_backup(backup, again, stage.clock.now())
    desk = sign_in(again, ADMIN, PASSWORD, stage.clock)
    with pytest.raises(EnvironmentProblem) as refused:
        province_status(desk)
    assert refused.value.code in (Surroundings.DATABASE_REFUSES, Surroundings.DATABASE_UNREACHABLE)
    other = cluster.create(name + "_khac")
    with pytest.raises(RuleViolation) as foreign:
        move_database(desk, other)
    assert foreign.value.code is Rule.DATABASE_OF_OTHER_DESK
    move_database(desk, fresh)
    restored = Stage(stage.unit, desk, stage.stick, stage.clock, stage.folder)
    assert set(restored.loaded()) == {kept}

    send_everything_again(restored.unit)
    (package,) = restored.round()
    assert package.outcome is PackageOutcome.ACCEPTED_WITH_NOTES
    assert set(restored.loaded()) == {kept, later}
    desk.close()
