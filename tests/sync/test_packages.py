"""What goes into a package comes out; what is hostile is refused before it is unpacked."""

from __future__ import annotations

import json
import os
import resource
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.packages import (
    MIB,
    MOST_MANIFEST_BYTES,
    ItemReason,
    ItemRefused,
    PackageProblem,
    PackageRefused,
)
from desktop.sync.carrying import source_of
from desktop.sync.manifest import FilePart, Manifest, Origin, RecordsPart, read_manifest, sha256
from desktop.sync.opening import check_parts, read_files, read_head, read_items
from desktop.sync.packing import Address, PackageWriter
from desktop.sync.places import MANIFEST, SIGNATURE, part_name
from desktop.sync.records import Record, Revision, read_record
from desktop.sync.sealing import new_identity, recipient_of, seal
from desktop.sync.signatures import PACKAGE, SigningKey

DEVICE = uuid.UUID("01a204f6-93d6-7777-8307-357fedbf4713")
MADE_AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
KEY, IDENTITY = SigningKey.new(), new_identity()
DOSSIER: dict[str, Any] = {
    "code": "24259-261120-0001", "portal_code": "", "limit": None, "supplement_mode": "restart",
    "procedure": {"code": "1.004873", "name": "Xác nhận", "field": "Hộ tịch", "version": 1},
    "channel": "direct", "applicant_kind": "person", "return_method": "counter", "sets": 1,
    "fee_vnd": None, "desk": 1, "submitted_at": None, "received_at": "2026-11-20T02:00:00Z",
    "original_due_at": None, "legal_due_at": None, "due_at": None, "apologised_at": None,
    "waiting_since": None, "pauses": [], "supplement_count": 0, "state": "received",
    "ended_at": None, "timeliness": None, "finished_at": None, "returned_at": None,
    "papers": {"asked": 0, "handed_in": 0}, "files": {"papers": 0, "results": 0}, "history": [],
}  # fmt: skip


def a_record(number: int = 1, **content: Any) -> Record:
    return Record("dossier", uuid.UUID(int=number), Revision(number, DEVICE), DOSSIER | content)


def a_writer(folder: Path) -> PackageWriter:
    origin = Origin("24259", DEVICE, DEVICE, KEY.public)
    address = Address(origin, "66", recipient_of(IDENTITY), 1, None, MADE_AT)
    return PackageWriter(folder, address, recipient_of(new_identity()), KEY)


def opened(folder: Path) -> list[Record]:
    source = source_of(folder)
    head = read_head(source)
    check_parts(head, source)
    found = []
    for item in read_items(head, source, IDENTITY):
        assert item.record is not None
        found.append(item.record)
    return found


def signed(folder: Path, manifest: bytes) -> None:
    (folder / MANIFEST).write_bytes(manifest)
    (folder / SIGNATURE).write_text(KEY.sign(manifest, PACKAGE))


def refused(problem: PackageProblem) -> pytest.RaisesExc[PackageRefused]:
    return pytest.raises(PackageRefused, check=lambda error: error.problem is problem)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=50), min_size=1))
def test_records_come_out_as_they_went_in(tmp_path: Path, names: list[str]) -> None:
    procedure = DOSSIER["procedure"]
    records = [
        a_record(number, procedure=procedure | {"name": name}) for number, name in enumerate(names)
    ]
    writer = a_writer(tmp_path / "gói")
    writer.add_records(records)
    manifest = writer.finish()
    assert manifest.counts == {"dossier": len(records)}
    assert read_manifest(manifest.to_bytes()) == manifest
    assert opened(tmp_path / "gói") == records


def test_many_records_are_cut_into_parts_within_the_bounds(tmp_path: Path) -> None:
    writer = a_writer(tmp_path / "gói")
    records = [
        a_record(n, code=f"24259-{n:06d}-0001", portal_code="", procedure=_noisy(n))
        for n in range(6_000)
    ]
    writer.add_records(records)
    manifest = writer.finish()
    assert len(manifest.parts) > 1
    assert all(part.size <= 8 * MIB for part in manifest.parts)
    assert [record.id for record in opened(tmp_path / "gói")] == [record.id for record in records]


def _noisy(number: int) -> dict[str, Any]:
    """A name that no compression makes small."""
    return DOSSIER["procedure"] | {"name": os.urandom(950).hex(), "version": number + 1}


def test_files_come_out_as_they_went_in(tmp_path: Path) -> None:
    small, large = b"%PDF-1.7", os.urandom(17 * MIB)
    writer = a_writer(tmp_path / "gói")
    writer.add_records([a_record()])
    names = [writer.add_file(content) for content in (small, large)]
    manifest = writer.finish()
    kinds = [part.kind for part in manifest.parts]
    assert kinds == ["records", "file", "file", "file", "file"]
    source = source_of(tmp_path / "gói")
    head = read_head(source)
    assert list(read_files(head, source, IDENTITY)) == [(names[0], small), (names[1], large)]
    assert len(opened(tmp_path / "gói")) == 1


def test_unfinished_package_is_no_package(tmp_path: Path) -> None:
    writer = a_writer(tmp_path / "gói")
    writer.add_records([a_record()])
    assert not (tmp_path / "gói").exists()
    writer.drop()
    assert list(tmp_path.iterdir()) == []


def test_package_for_somebody_else_cannot_be_opened(tmp_path: Path) -> None:
    writer = a_writer(tmp_path / "gói")
    writer.add_records([a_record()])
    writer.finish()
    source = source_of(tmp_path / "gói")
    with refused(PackageProblem.NOT_FOR_US):
        list(read_items(read_head(source), source, new_identity()))


def a_package(folder: Path) -> dict[str, Any]:
    writer = a_writer(folder)
    writer.add_records([a_record()])
    data: dict[str, Any] = json.loads(writer.finish().to_bytes())
    return data


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"version": 2}, PackageProblem.TOO_NEW),
        ({"format": "zip"}, PackageProblem.NOT_A_PACKAGE),
        ({"number": 0}, PackageProblem.DAMAGED),
        ({"number": 1.5}, PackageProblem.DAMAGED),
        ({"number": "1"}, PackageProblem.DAMAGED),
        ({"made_at": "2026-13-40T00:00:00Z"}, PackageProblem.DAMAGED),
        ({"parts": []}, PackageProblem.DAMAGED),
        ({"parts": [{"kind": "records"}]}, PackageProblem.DAMAGED),
        ({"more": 1}, PackageProblem.DAMAGED),
        ({"previous": "x"}, PackageProblem.DAMAGED),
    ],
)
def test_manifest_outside_the_format_is_refused(
    tmp_path: Path, change: dict[str, Any], problem: PackageProblem
) -> None:
    data = a_package(tmp_path / "gói") | change
    signed(tmp_path / "gói", json.dumps(data).encode())
    with refused(problem):
        read_head(source_of(tmp_path / "gói"))


@pytest.mark.parametrize(
    "part",
    [
        {"unpacked": 64 * MIB + 1},
        {"unpacked": -1},
        {"size": 10 * MIB + 1},
        {"items": 50_001},
        {"items": 0},
        {"sha256": "../../etc/passwd"},
        {"name": "../../x"},
        {"kind": "program"},
    ],
)
def test_part_beyond_the_bounds_is_refused_before_anything_is_read(
    tmp_path: Path, part: dict[str, Any]
) -> None:
    data = a_package(tmp_path / "gói")
    data["parts"][0] |= part
    signed(tmp_path / "gói", json.dumps(data).encode())
    (tmp_path / "gói" / part_name(1)).unlink()
    with refused(PackageProblem.DAMAGED):
        read_head(source_of(tmp_path / "gói"))


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"a":' * 50_000, b"1" * 10_000,
     b'{"format": "somotcua-package", "format": "somotcua-package"}'],
)  # fmt: skip
def test_bytes_that_are_no_manifest_are_refused(content: bytes) -> None:
    with pytest.raises(PackageRefused):
        read_manifest(content)


def test_manifest_too_large_is_refused_unread() -> None:
    with refused(PackageProblem.TOO_LARGE):
        read_manifest(b" " * (MOST_MANIFEST_BYTES + 1))


def with_part(folder: Path, packed: bytes, unpacked: int, items: int) -> None:
    """A signed package with one records part of the test's own making."""
    data = a_package(folder)
    sealed = seal(packed, [recipient_of(IDENTITY)])
    (folder / part_name(1)).write_bytes(sealed)
    part = RecordsPart(len(sealed), sha256(sealed), unpacked, items)
    data["parts"] = [{name: getattr(part, name) for name in part.__dataclass_fields__}]
    signed(folder, json.dumps(data).encode())


def test_bomb_is_refused_without_unpacking_it(tmp_path: Path) -> None:
    """Half a gigabyte of zeros in a few kilobytes, declared as one megabyte."""
    bomb = zstandard.ZstdCompressor(level=19).compress(b"\0" * (512 * MIB))
    with_part(tmp_path / "gói", bomb, MIB, 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    source = source_of(tmp_path / "gói")
    with refused(PackageProblem.DAMAGED):
        list(read_items(read_head(source), source, IDENTITY))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024


@pytest.mark.parametrize("packed", [b"", b"x", b"(\xb5/\xfd" + b"\xff" * 40])
def test_part_that_is_no_zstd_is_refused(tmp_path: Path, packed: bytes) -> None:
    with_part(tmp_path / "gói", packed, 10, 1)
    source = source_of(tmp_path / "gói")
    with refused(PackageProblem.DAMAGED):
        list(read_items(read_head(source), source, IDENTITY))


@pytest.mark.parametrize("items", [1, 3])
def test_part_with_another_number_of_lines_is_refused(tmp_path: Path, items: int) -> None:
    lines = a_record(1).line() + a_record(2).line()
    with_part(tmp_path / "gói", zstandard.compress(lines), len(lines), items)
    source = source_of(tmp_path / "gói")
    with refused(PackageProblem.DAMAGED):
        list(read_items(read_head(source), source, IDENTITY))


def a_line(**changes: Any) -> bytes:
    return json.dumps(json.loads(a_record().line()) | changes).encode()


@pytest.mark.parametrize(
    ("line", "reason", "detail"),
    [
        (b"", ItemReason.NOT_JSON, ""),
        (b"{", ItemReason.NOT_JSON, ""),
        (b'{"a": NaN}', ItemReason.NOT_JSON, ""),
        (b'{"a": 1, "a": 1}', ItemReason.NOT_JSON, ""),
        (b'"\\ud800"', ItemReason.NOT_JSON, ""),
        (b"[" * 60_000, ItemReason.NOT_JSON, ""),
        (b"9" * 20_000, ItemReason.NOT_JSON, ""),
        (b" " * (513 * 1024), ItemReason.TOO_LONG, ""),
        (b"{}", ItemReason.WRONG_SHAPE, "data"),
        (a_line(kind="program"), ItemReason.UNKNOWN_KIND, "program"),
        (a_line(kind="../x"), ItemReason.WRONG_SHAPE, "kind"),
        (a_line(id="1"), ItemReason.WRONG_SHAPE, "id"),
        (a_line(revision={"counter": 2**60, "device": str(DEVICE)}), ItemReason.WRONG_SHAPE,
         "revision.counter"),
        (a_line(content=DOSSIER | {"state": "lost"}), ItemReason.WRONG_SHAPE, "state"),
        (a_line(content=DOSSIER | {"applicant_name": "An"}), ItemReason.WRONG_SHAPE, "data"),
        (a_line(content=DOSSIER | {"code": "24259-261120-0001\n"}), ItemReason.WRONG_SHAPE, "code"),
        (a_line(content=DOSSIER | {"received_at": None}), ItemReason.WRONG_SHAPE, "received_at"),
    ],
)  # fmt: skip
def test_bad_line_says_why(line: bytes, reason: ItemReason, detail: str) -> None:
    with pytest.raises(ItemRefused) as refusal:
        read_record(line)
    assert (refusal.value.reason, refusal.value.detail) == (reason, detail)


def test_file_with_a_missing_or_swapped_piece_is_refused(tmp_path: Path) -> None:
    writer = a_writer(tmp_path / "gói")
    writer.add_file(os.urandom(17 * MIB))
    manifest = writer.finish()
    source = source_of(tmp_path / "gói")
    for parts in _wrong_orders(manifest):
        signed(tmp_path / "gói", replace(manifest, parts=parts).to_bytes())
        with pytest.raises(PackageRefused):
            list(read_files(read_head(source), source, IDENTITY))


def _wrong_orders(manifest: Manifest) -> Iterator[tuple[FilePart, ...]]:
    first, second, third = (p for p in manifest.parts if isinstance(p, FilePart))
    yield first, second
    yield second, first, third
    yield first, replace(second, offset=0), third


STORED = Path(__file__).parents[1] / "data" / "packages"


@pytest.mark.parametrize("version", sorted(path.name for path in STORED.iterdir()))
def test_package_of_every_shipped_version_still_opens(version: str) -> None:
    folder = STORED / version
    source = source_of(folder / "package")
    head = read_head(source)
    check_parts(head, source)
    identity = (folder / "practice-key.txt").read_text().strip()
    records = [item.record for item in read_items(head, source, identity)]
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    assert [json.loads(record.line()) for record in records if record] == expected
    assert head.manifest.number == 1
