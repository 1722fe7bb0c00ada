"""Files inside a package: stored once, encrypted, listed in the receipt by their hash."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import select

from desktop.domain.packages import PackageOutcome
from desktop.models.province import received_files
from desktop.services.attachments import blob_store, damaged_attachments
from desktop.services.syncing.links import device_keys, read_link
from desktop.sync.carrying import lay_package
from desktop.sync.mailboxes.folder import FolderMailbox
from desktop.sync.manifest import Origin, sha256
from desktop.sync.packing import Address, PackageWriter
from desktop.sync.places import PackagePlace
from desktop.sync.sealing import recipient_of
from tests.factory import UNIT_CODE
from tests.sync.stage import Stage, folder_of, receipt_text, receipts_on


def lay_files(stage: Stage, folder: Path, *contents: bytes) -> PackagePlace:
    """A second package of this device that holds files, signed with its real key."""
    with stage.unit.reading() as connection:
        link, keys = read_link(connection), device_keys(connection)
    assert link is not None
    origin = Origin(UNIT_CODE, link.device, link.chain, keys.signing.public)
    address = Address(
        origin, "66", link.province.seal, link.next_number, link.last_manifest, stage.clock.moment
    )
    writer = PackageWriter(folder / "gói", address, recipient_of(keys.identity), keys.signing)
    for content in contents:
        writer.add_file(content)
    manifest = writer.finish()
    place = PackagePlace(UNIT_CODE, link.device, link.chain, manifest.number)
    lay_package(FolderMailbox(stage.stick), place, folder / "gói", len(manifest.parts))
    return place


def test_files_arrive_whole_once_and_are_named_in_the_receipt(stage: Stage, tmp_path: Path) -> None:
    small, large = b"%PDF-1.7 nh\xe1\xbb\x8f", os.urandom(9 * 2**20)
    lay_files(stage, tmp_path, small, large, small)
    for _ in range(2):
        (found,) = stage.collect()
        assert found.outcome is PackageOutcome.ACCEPTED
    [rows] = stage.dump(received_files)
    store = blob_store(stage.province)
    assert {row.sha256: store.get(row.blob) for row in rows} == {
        sha256(content): content for content in (small, large)
    }
    assert damaged_attachments(stage.province) == (2, [])
    texts = [receipt_text(content) for content in receipts_on(stage.stick).values()]
    newest = max(texts, key=lambda text: text["number"])
    assert [(i["kind"], i["id"]) for i in newest["items"]] == [
        ("file", sha256(content)) for content in (small, large, small)
    ]
    for path in stage.province.folder.rglob("*"):
        assert not path.is_file() or small not in path.read_bytes()


def test_file_that_lacks_its_last_piece_changes_nothing(stage: Stage, tmp_path: Path) -> None:
    place = lay_files(stage, tmp_path, os.urandom(9 * 2**20))
    (folder_of(stage.stick, place) / "part-0002.age").unlink()
    (found,) = stage.collect()
    assert [p.code for p in found.problems] == ["incomplete"]
    with stage.province.reading() as connection:
        assert connection.execute(select(received_files)).all() == []
