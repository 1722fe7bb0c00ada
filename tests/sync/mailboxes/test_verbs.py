"""The five verbs mean the same on every road."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.sync.mailboxes import Mailbox, Stored
from desktop.sync.mailboxes.opened import open_mailbox
from tests.sync.mailboxes.servers import Served

pytestmark = pytest.mark.server


@pytest.fixture
def mailbox(served: Served) -> Iterator[Mailbox]:
    with closing(open_mailbox(served.address, served.access)) as opened:
        yield opened


def test_what_is_put_is_listed_read_renamed_and_deleted(mailbox: Mailbox, own: str) -> None:
    assert mailbox.list(own) == []
    assert mailbox.read(own + "a/x.age", 100) is None
    mailbox.put_new(own + "a/x.age", b"abc")
    mailbox.put_new(own + "b.json", b"")
    assert mailbox.list(own) == [Stored(own + "a/x.age", 3), Stored(own + "b.json", 0)]
    assert mailbox.list(own + "a/x.age") == [Stored(own + "a/x.age", 3)]
    assert mailbox.list(own + "a/x") == []
    assert mailbox.read(own + "a/x.age", 100) == b"abc"
    mailbox.rename_new(own + "a/x.age", own + "a/y.age")
    assert [stored.name for stored in mailbox.list(own + "a/")] == [own + "a/y.age"]
    mailbox.delete(own + "a/y.age")
    mailbox.delete(own + "a/y.age")
    assert mailbox.list(own) == [Stored(own + "b.json", 0)]


def test_folder_is_deleted_with_all_that_is_in_it(mailbox: Mailbox, own: str) -> None:
    for name in ("a/b/1.age", "a/b/2.age", "a/3.age", "c.age"):
        mailbox.put_new(own + name, name.encode())
    mailbox.delete(own + "a/")
    mailbox.delete(own + "a/")
    assert [stored.name for stored in mailbox.list(own)] == [own + "c.age"]


def test_no_more_is_read_than_asked_for_and_one_byte(mailbox: Mailbox, own: str) -> None:
    mailbox.put_new(own + "x.age", b"x" * 300_000)
    assert mailbox.read(own + "x.age", 10) == b"x" * 11
    assert mailbox.read(own + "x.age", 299_999) == b"x" * 300_000
    assert mailbox.read(own + "x.age", 400_000) == b"x" * 300_000


def test_content_of_a_whole_part_arrives_byte_for_byte(
    mailbox: Mailbox, served: Served, own: str
) -> None:
    content = bytes(range(256)) * 4_096 * 3
    mailbox.put_new(own + "part-0001.age", content)
    assert (served.folder / own / "part-0001.age").read_bytes() == content
    assert mailbox.read(own + "part-0001.age", len(content)) == content


def test_renaming_never_overwrites(mailbox: Mailbox, served: Served, own: str) -> None:
    """Except on ``rclone serve s3``, which knows no conditions; AWS, MinIO and Ceph do."""
    mailbox.put_new(own + "old.age", b"old")
    mailbox.put_new(own + "new.age", b"new")
    if served.name == "rclone-s3":
        pytest.skip("rclone serve s3 bỏ qua If-None-Match")
    with pytest.raises(EnvironmentProblem):
        mailbox.rename_new(own + "new.age", own + "old.age")
    assert mailbox.read(own + "old.age", 10) == b"old"
    assert mailbox.read(own + "new.age", 10) == b"new"


@pytest.mark.parametrize("name", ["../x", "units/../../x", "/etc/passwd", "", "a\\b", "A", "a//b"])
def test_name_outside_the_mailbox_is_a_bug_of_ours(mailbox: Mailbox, name: str) -> None:
    for verb in (mailbox.list, mailbox.delete, lambda n: mailbox.read(n, 1)):
        with pytest.raises(AssertionError):
            verb(name)


def test_foreign_files_beside_ours_are_left_out(mailbox: Mailbox, served: Served, own: str) -> None:
    mailbox.put_new(own + "x.age", b"abc")
    (served.folder / own / "Thumbs.db").write_bytes(b"x")
    (served.folder / own / "ghi chú.txt").write_bytes(b"x")
    assert mailbox.list(own) == [Stored(own + "x.age", 3)]


def test_mailbox_that_is_not_there_is_told(served: Served, own: str) -> None:
    if served.name == "rclone-s3":
        address = served.address.replace("hop-thu", "khong-co")
    else:
        address = served.address.rstrip("/") + "/khong-co"
    with (
        closing(open_mailbox(address, served.access)) as mailbox,
        pytest.raises(EnvironmentProblem) as problem,
    ):
        mailbox.list(own)
    expected = {"folder": Surroundings.MAILBOX_UNREACHABLE}
    assert problem.value.code is expected.get(served.name, Surroundings.MAILBOX_MISSING)
