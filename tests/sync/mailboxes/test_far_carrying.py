"""Large packages over bad lines: whole in the end, and almost nothing twice."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.domain.packages import PIECE_BYTES
from desktop.sync.carrying import source_in, take_away
from desktop.sync.far_carrying import FarCarrier
from desktop.sync.laid import LaidList
from desktop.sync.mailboxes import Mailbox
from desktop.sync.mailboxes.opened import open_mailbox
from desktop.sync.manifest import Manifest, Origin, sha256
from desktop.sync.opening import check_parts, read_files, read_head
from desktop.sync.packing import Address, PackageWriter
from desktop.sync.places import PackagePlace, part_name, piece_name
from desktop.sync.sealing import new_identity, recipient_of
from desktop.sync.signatures import SigningKey
from tests.sync.mailboxes.bad_line import BadLine
from tests.sync.mailboxes.servers import Served

pytestmark = pytest.mark.server


@dataclass(frozen=True)
class Parcel:
    """A finished package in a folder, and what opens it."""

    folder: Path
    place: PackagePlace
    manifest: Manifest
    identity: str

    def carrier(self, mailbox: Mailbox, laid: LaidList, whole_s: float = 20) -> FarCarrier:
        return FarCarrier(
            mailbox, self.place, self.folder, laid, whole_s=whole_s, pause=lambda s: wait(s / 10)
        )

    def laid(self, mailbox: str = "") -> LaidList:
        return LaidList(self.folder, mailbox)

    def proved(self, mailbox: Mailbox) -> list[bytes]:
        """The files, read back out of the mailbox and proved as the province proves them."""
        source = source_in(mailbox, self.place)
        head = read_head(source)
        check_parts(head, source)
        return [content for _, content in read_files(head, source, self.identity)]


def parcel(folder: Path, *files: bytes) -> Parcel:
    """A package of files, sealed and signed."""
    key, identity = SigningKey.new(), new_identity()
    origin = Origin("24259", uuid.uuid4(), uuid.uuid4(), key.public)
    made_at = datetime(2026, 11, 20, 2, tzinfo=UTC)
    address = Address(origin, "66", recipient_of(identity), 1, None, made_at)
    writer = PackageWriter(folder / "gói", address, recipient_of(new_identity()), key)
    for content in files:
        writer.add_file(content)
    manifest = writer.finish()
    place = PackagePlace(origin.unit, origin.device, origin.chain, 1)
    return Parcel(folder / "gói", place, manifest, identity)


@pytest.fixture
def mailbox(served: Served) -> Iterator[Mailbox]:
    with closing(open_mailbox(served.address, served.access)) as opened:
        yield opened


def through(served: Served, line: BadLine) -> Mailbox:
    address = served.address.replace(f":{served.port}", f":{line.port}")
    return open_mailbox(address, served.access)


def wait(seconds: float) -> None:
    Event().wait(seconds)


FAR = ("nginx", "rclone_webdav", "openssh", "rclone_s3")
far = pytest.mark.parametrize("served", FAR, indirect=True)


@far
def test_package_arrives_whole_and_goes_away_whole(
    mailbox: Mailbox, served: Served, tmp_path: Path
) -> None:
    files = [b"a" * 10, os.urandom(300_000)]
    sent = parcel(tmp_path, *files)
    laid = sent.laid()
    size = sent.carrier(mailbox, laid, whole_s=0).lay()
    assert size > sent.manifest.stored_bytes
    assert sent.proved(mailbox) == files
    pieces = sorted((served.folder / sent.place.prefix / "part-0002.age.d").iterdir())
    joined = b"".join(piece.read_bytes() for piece in pieces)
    assert len(pieces) == 13
    assert sha256(joined) == sent.manifest.parts[1].sha256
    assert sent.carrier(mailbox, laid).lay() == 0
    assert sent.carrier(mailbox, sent.laid()).lay(look_again=True) == 0
    take_away(mailbox, sent.place)
    assert mailbox.list(sent.place.prefix) == []


@pytest.mark.parametrize("served", ["nginx", "openssh"], indirect=True)
def test_line_that_is_cut_again_and_again_costs_under_one_part_in_twenty(
    served: Served, tmp_path: Path
) -> None:
    """2.5 MB over a line that is cut after every 600 KB, as 30 KB/s is that breaks each 20 s."""
    files = [os.urandom(1_500_000), os.urandom(1_000_000)]
    sent = parcel(tmp_path, *files)
    with closing(BadLine(served.port, cut_bytes=600_000)) as line:
        with closing(through(served, line)) as mailbox:
            size = sent.carrier(mailbox, sent.laid(), whole_s=0).lay()
        assert line.cuts >= 4
        assert line.up < 1.11 * sent.manifest.stored_bytes  # with headers and questions
    with closing(open_mailbox(served.address, served.access)) as mailbox:
        assert sent.proved(mailbox) == files
    whole = sent.manifest.stored_bytes + len((sent.folder / "manifest.json").read_bytes())
    assert size < 1.05 * whole


@pytest.mark.parametrize("served", ["nginx"], indirect=True)
def test_fast_line_carries_parts_whole_and_a_cut_turns_to_pieces(
    served: Served, tmp_path: Path
) -> None:
    files = [os.urandom(200_000), os.urandom(900_000), os.urandom(300_000)]
    sent = parcel(tmp_path, *files)
    with closing(BadLine(served.port, cut_bytes=700_000)) as line:
        with closing(through(served, line)) as mailbox:
            laid = sent.laid()
            sent.carrier(mailbox, laid).lay()
        assert laid.was_cut
    with closing(open_mailbox(served.address, served.access)) as mailbox:
        assert sent.proved(mailbox) == files


@pytest.mark.parametrize("served", ["nginx", "rclone_s3"], indirect=True)
def test_package_that_the_mailbox_lost_is_sent_again(
    mailbox: Mailbox, served: Served, tmp_path: Path
) -> None:
    files = [os.urandom(200_000), b"b" * 50]
    sent = parcel(tmp_path, *files)
    sent.carrier(mailbox, sent.laid()).lay()
    take_away(mailbox, sent.place)
    assert sent.carrier(mailbox, sent.laid()).lay() > sent.manifest.stored_bytes
    assert sent.proved(mailbox) == files


@pytest.mark.parametrize("served", ["rclone_webdav", "openssh"], indirect=True)
def test_piece_that_was_torn_or_lost_is_found_by_looking_again(
    mailbox: Mailbox, tmp_path: Path
) -> None:
    files = [os.urandom(200_000)]
    sent = parcel(tmp_path, *files)
    sent.carrier(mailbox, sent.laid()).lay()
    torn, lost = (sent.place.prefix + piece_name(part_name(1), index) for index in (2, 4))
    mailbox.delete(torn)
    mailbox.put_new(torn, b"torn")
    mailbox.delete(lost)
    assert sent.carrier(mailbox, sent.laid()).lay(look_again=True) == 2 * PIECE_BYTES
    assert sent.proved(mailbox) == files


@far
def test_reply_that_was_lost_is_looked_for_and_nothing_is_sent_twice(
    mailbox: Mailbox, served: Served, tmp_path: Path
) -> None:
    """The list says "begun" and the mailbox has it: as after a kill between the two."""
    sent = parcel(tmp_path, os.urandom(200_000))
    sent.carrier(mailbox, sent.laid()).lay()
    lines = (sent.folder / "laid.txt").read_text().splitlines()
    begun = [line for line in lines if line.startswith(("mailbox", "begin"))]
    (sent.folder / "laid.txt").write_text("\n".join(begun) + "\nlaid 12")
    assert sent.carrier(mailbox, sent.laid()).lay() == 0
    (sent.folder / "laid.txt").unlink()
    sent.carrier(mailbox, sent.laid()).lay()
    assert len(sent.proved(mailbox)) == 1


def test_list_of_another_mailbox_is_not_believed(tmp_path: Path) -> None:
    laid = LaidList(tmp_path, "https://cu.example.vn/")
    laid.lay("part-0001.age", "0" * 64)
    assert LaidList(tmp_path, "https://cu.example.vn/").has("part-0001.age", "0" * 64)
    assert not LaidList(tmp_path, "https://moi.example.vn/").has("part-0001.age", "0" * 64)


@pytest.mark.parametrize("served", ["nginx"], indirect=True)
def test_line_that_stays_dead_is_told_after_a_few_tries(served: Served, tmp_path: Path) -> None:
    sent = parcel(tmp_path, b"x")
    waits: list[float] = []
    with closing(BadLine(served.port)) as line:
        port = line.port
    dead = open_mailbox(served.address.replace(f":{served.port}", f":{port}"), served.access)
    carrier = replace_pause(sent.carrier(dead, sent.laid()), waits.append)
    with closing(dead), pytest.raises(EnvironmentProblem) as problem:
        carrier.lay()
    assert problem.value.code is Surroundings.MAILBOX_NO_LINE
    assert waits == [1.0, 2.0]


def replace_pause(carrier: FarCarrier, pause: Callable[[float], None]) -> FarCarrier:
    carrier.pause = pause
    return carrier
