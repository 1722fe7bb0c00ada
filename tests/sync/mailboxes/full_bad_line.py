"""The hard case in full, by hand: 200 MB of evidence, 30 KB/s, a cut every 20 s, kills at random.

    python -m tests.sync.mailboxes.full_bad_line --speed 20

``--speed`` makes line, cuts and kills so many times faster (1 takes two hours). Bytes are
counted on the line; what an undisturbed line would carry is worked out from the requests.
Needs nginx with its WebDAV modules, as the tests do.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from sqlalchemy import select

from desktop.domain.packages import PackageOutcome
from desktop.models.province import received_files
from desktop.services.attachments import blob_store
from desktop.services.clock import FixedClock
from desktop.services.office import Office
from desktop.services.provinces.collecting import collect
from desktop.services.provinces.inviting import invite
from desktop.services.provinces.mailboxes import set_desk_mailbox
from desktop.services.provinces.setting_up import NewProvince, create_province
from desktop.services.setting_up import NewOffice, create_office
from desktop.services.signing_in import sign_in
from desktop.services.syncing.joining import join
from desktop.services.syncing.sending import run
from tests.conftest import CHEAP
from tests.factory import ADMIN, FRIDAY_MORNING, PASSWORD, UNIT_CODE
from tests.sync.mailboxes import servers
from tests.sync.mailboxes.bad_line import BadLine
from tests.sync.mailboxes.servers import Served
from tests.sync.mailboxes.test_whole_way import with_files
from tests.sync.stage import Stage, set_mailbox

_RATE, _CUT_S, _KILL_S = 30_000, 20.0, 300.0


def _stage(folder: Path) -> Stage:
    clock = FixedClock(FRIDAY_MORNING)
    create_office(folder / "office", NewOffice(UNIT_CODE, ADMIN, PASSWORD), clock, CHEAP)
    create_province(folder / "tỉnh", NewProvince("66", ADMIN, PASSWORD), clock, CHEAP)
    offices = (sign_in(folder / name, ADMIN, PASSWORD, clock) for name in ("office", "tỉnh"))
    unit, province = offices
    return Stage(unit, province, folder, clock, folder)


def _connect(stage: Stage, served: Served, line: BadLine) -> None:
    set_desk_mailbox(stage.province, served.address, served.access)
    file = invite(stage.province, UNIT_CODE, stage.folder / "x.json", served.access).value.file
    join(stage.unit, file)
    run(stage.unit)
    address = served.address.replace(f":{served.port}", f":{line.port}")
    set_mailbox(stage.unit, address, served.access)


def _send(folder: Path, speed: float) -> int:
    """Starts the sender again and again until it ends by itself; gives the number of kills."""
    chance, kills = random.Random(2026), 0
    while True:
        command = [sys.executable, "-m", "tests.sync.mailboxes.killed_run", str(folder)]
        with subprocess.Popen([*command, str(speed)], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            try:
                code = process.wait(chance.uniform(0.2, 2) * _KILL_S / speed)
            except subprocess.TimeoutExpired:
                process.kill()
                kills += 1
            else:
                if code == 0:
                    return kills


def _check(province: Office, files: list[bytes]) -> None:
    found = collect(province).value
    assert [p.outcome for p in found] == [PackageOutcome.ACCEPTED] * len(found), found
    with province.reading() as connection:
        rows = connection.execute(select(received_files)).all()
    store = blob_store(province)
    assert sorted(store.get(row.blob) for row in rows) == sorted(files)


def main(speed: float, megabytes: int) -> None:
    """Runs it and prints what was counted."""
    files = [os.urandom(50_000_000) for _ in range(megabytes // 50)]
    with tempfile.TemporaryDirectory() as temporary, servers.nginx(Path(temporary)) as served:
        stage = _stage(Path(temporary))
        line = BadLine(served.port, cut_s=_CUT_S / speed, bytes_per_s=int(_RATE * speed))
        with closing(line):
            _connect(stage, served, line)
            with_files(stage, *files)
            stage.unit.close()
            begun, before = time.monotonic(), line.up
            kills = _send(stage.unit.folder, speed)
            seconds, up = time.monotonic() - begun, line.up - before
        stored = served.folder / "province"
        pieces = [p for p in stored.rglob("*") if p.is_file() and p.parent.suffix == ".d"]
        # Method, place, name and password, length and the like, as counted for one request.
        asked = 420 * len(pieces)
        payload = sum(p.stat().st_size for p in stored.rglob("*") if p.is_file())
        _check(stage.province, files)
        print(f"{payload} bytes in {len(pieces)} pieces; {seconds:.0f} s at {speed:g} times")
        print(f"{line.cuts} cuts, {kills} kills; {up} bytes on the line, of them ~{asked} headers")
        print(f"sent again: {(up - payload - asked) / payload:.1%} (at most, with questions)")
        stage.province.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--speed", type=float, default=20)
    parser.add_argument("--megabytes", type=int, default=200)
    chosen = parser.parse_args()
    main(chosen.speed, chosen.megabytes)
