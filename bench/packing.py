"""Packing and sealing against restic, on the same files and the same disk.

Files of evidence (photographs and scans, which nothing makes smaller) and the records of a year
as lines. Ours signs, packs and seals them as the office does before it sends: records first,
then files in packages of 16 MiB, every one durable before it counts. restic backs the same
folder up into a new repository of its own (made beforehand). They take turns; the files have
been read once before, so both read from memory.
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.measured import Measured, Promise
from bench.offices import BenchOffice
from bench.peers.environment import PeerMissing
from bench.units import some_dossiers
from desktop.services.syncing.packing import MOST_FILES_BYTES, MOST_RECORDS
from desktop.sync.manifest import Origin, sha256
from desktop.sync.packing import Address, PackageWriter
from desktop.sync.records import DOSSIER, Record, Revision
from desktop.sync.sealing import new_identity, recipient_of
from desktop.sync.signatures import SigningKey

LIMIT = 1.0
_PHOTOS, _SCANS, _RECORDS, _RUNS = 300, 100, 20_000, 5
_KIB = 1024


@dataclass(frozen=True, slots=True)
class _Took:
    """Seconds on the clock and of the processor, and how much lies there afterwards."""

    seconds: float
    worked: float
    stored: int


def measure(
    office: BenchOffice,
    photos: int = _PHOTOS,
    scans: int = _SCANS,
    records: int = _RECORDS,
    runs: int = _RUNS,
) -> Measured:
    """Medians of so many turns of each."""
    # On the office's own disk: /tmp may be memory, where nothing is ever made durable.
    with TemporaryDirectory(dir=office.folder.parent) as name:
        folder = Path(name)
        evidence = folder / "tệp"
        size = _lay_files(evidence, photos, scans)
        lines = _lay_records(evidence, some_dossiers(office, 2_000), records)
        ours: list[_Took] = []
        theirs: list[_Took] = []
        missing = ""
        for _ in range(runs):
            ours.append(_pack(folder / "gói", evidence, lines))
            if not missing:
                try:
                    theirs.append(_restic(folder / "kho", evidence))
                except PeerMissing as error:
                    missing = f"; không đo được restic: {error}"
    mine = statistics.median(took.seconds for took in ours)
    other = statistics.median(took.seconds for took in theirs) if theirs else None
    size += sum(map(len, lines))
    note = f"{size / 2**20:,.0f} MiB; {size / 2**20 / mine:,.0f} MiB/giây; {_spent(ours)}"
    note += f"; restic: {_spent(theirs)}" if theirs else missing
    return Measured(
        "packing",
        f"Đóng gói và niêm phong {photos + scans} tệp và {records:,} hồ sơ",
        mine,
        "s",
        "restic sao lưu đúng những tệp ấy trên cùng đĩa",
        other,
        Promise.RATIO,
        LIMIT,
        note,
    )


def _spent(took: list[_Took]) -> str:
    worked = statistics.median(one.worked for one in took)
    return f"bộ xử lý {worked:.2f} s, trên đĩa {took[0].stored / 2**20:,.0f} MiB"


def _lay_files(folder: Path, photos: int, scans: int) -> int:
    """Files of sizes as phones and scanners make them, of bytes as packed as theirs."""
    chance, size = random.Random(7), 0
    folder.mkdir()
    for kind, count, head, most in (
        ("jpg", photos, b"\xff\xd8\xff\xe0", 900),
        ("pdf", scans, b"%PDF-1.7\n", 1_500),
    ):
        for number in range(count):
            content = head + chance.randbytes(chance.randint(100, most) * _KIB)
            (folder / f"tệp {number:04d}.{kind}").write_bytes(content)
            size += len(content)
    return size


def _lay_records(folder: Path, models: list[dict[str, Any]], records: int) -> list[bytes]:
    """The lines of dossiers; for restic the same lines in one file."""
    device = uuid.UUID(int=1)
    lines = [
        Record(
            DOSSIER,
            uuid.uuid4(),
            Revision(n + 1, device),
            {**models[n % len(models)], "code": f"24259-261101-{n:05d}"},
        ).line()
        for n in range(records)
    ]
    (folder / "hồ sơ.jsonl").write_bytes(b"".join(lines))
    return lines


def _pack(out: Path, evidence: Path, lines: list[bytes]) -> _Took:
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    files = sorted(path for path in evidence.iterdir() if path.suffix != ".jsonl")
    key, own, province = SigningKey.new(), new_identity(), recipient_of(new_identity())
    device, previous, number = uuid.uuid4(), None, 0
    started, worked = time.perf_counter(), time.process_time()
    while lines or files:
        number += 1
        origin = Origin("24259", device, device, key.public)
        address = Address(origin, "66", province, number, previous, datetime.now(UTC))
        writer = PackageWriter(out / f"{number:08d}", address, recipient_of(own), key)
        if lines:
            for line in lines[:MOST_RECORDS]:
                writer.add_line(DOSSIER, line)
            lines = lines[MOST_RECORDS:]
        else:
            files = _add_files(writer, files)
        previous = sha256(writer.finish().to_bytes())
    seconds, worked = time.perf_counter() - started, time.process_time() - worked
    return _Took(seconds, worked, _size(out))


def _add_files(writer: PackageWriter, files: list[Path]) -> list[Path]:
    """As many as one package takes; gives what is left."""
    size = 0
    for place, path in enumerate(files):
        content = path.read_bytes()
        if size and size + len(content) > MOST_FILES_BYTES:
            return files[place:]
        writer.add_file(content)
        size += len(content)
    return []


def _restic(out: Path, evidence: Path) -> _Took:
    shutil.rmtree(out, ignore_errors=True)
    _run("init", out)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    told = _run("--json", "backup", str(evidence), repository=out)
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    summary = json.loads(told.splitlines()[-1])
    assert summary["files_new"] == len(list(evidence.iterdir())), summary
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return _Took(seconds, worked, _size(out))


def _run(*arguments: str | Path, repository: Path | None = None) -> str:
    where = repository if repository is not None else arguments[-1]
    words = arguments if repository is not None else arguments[:-1]
    environment = {**os.environ, "RESTIC_PASSWORD": "do", "RESTIC_REPOSITORY": str(where)}
    try:
        done = subprocess.run(
            ["restic", "--no-cache", *words],
            check=True,
            capture_output=True,
            text=True,
            env=environment,
        )
    except FileNotFoundError:
        raise PeerMissing("chưa cài (apt-get install restic)") from None
    except subprocess.CalledProcessError as error:
        raise PeerMissing(error.stderr.strip()[-200:]) from None
    return done.stdout


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
