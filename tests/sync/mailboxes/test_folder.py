"""The five verbs on a folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.sync.carrying import lay_file
from desktop.sync.mailboxes import Stored
from desktop.sync.mailboxes.folder import FolderMailbox
from desktop.wording.problems import message
from tests.sync.bad_luck import disk_that_takes

NAME = "units/24259/x.receipt.json"


@pytest.fixture
def mailbox(tmp_path: Path) -> FolderMailbox:
    return FolderMailbox(tmp_path)


def test_what_is_put_is_listed_read_renamed_and_deleted(mailbox: FolderMailbox) -> None:
    assert mailbox.list("units/") == []
    assert mailbox.read(NAME, 100) is None
    mailbox.put_new(NAME, b"abc")
    assert mailbox.list("units/") == [Stored(NAME, 3)]
    assert mailbox.list("province/") == []
    assert mailbox.read(NAME, 100) == b"abc"
    mailbox.rename_new(NAME, "units/24259/y.json")
    assert [stored.name for stored in mailbox.list("units/")] == ["units/24259/y.json"]
    mailbox.delete("units/24259/y.json")
    mailbox.delete("units/24259/y.json")
    assert list((mailbox.folder / "somotcua").iterdir()) == []


def test_no_more_is_read_than_asked_for_and_one_byte(mailbox: FolderMailbox) -> None:
    mailbox.put_new(NAME, b"x" * 1_000)
    assert mailbox.read(NAME, 10) == b"x" * 11


def test_name_that_is_taken_is_never_overwritten(mailbox: FolderMailbox) -> None:
    mailbox.put_new(NAME, b"abc")
    mailbox.put_new("units/b", b"new")
    with pytest.raises(EnvironmentProblem):
        mailbox.put_new(NAME, b"new")
    with pytest.raises(EnvironmentProblem):
        mailbox.rename_new("units/b", NAME)
    assert mailbox.read(NAME, 10) == b"abc"


@pytest.mark.parametrize("name", ["../x", "units/../../x", "/etc/passwd", "", "a\\b", "A", "a//b"])
def test_name_outside_the_mailbox_is_a_bug_of_ours(mailbox: FolderMailbox, name: str) -> None:
    with pytest.raises(AssertionError):
        mailbox.read(name, 10)


def test_links_are_not_followed(mailbox: FolderMailbox, tmp_path: Path) -> None:
    mailbox.put_new(NAME, b"abc")
    (tmp_path / "bí mật").write_text("x")
    (tmp_path / "somotcua/units/24259/z.receipt.json").symlink_to(tmp_path / "bí mật")
    assert [stored.name for stored in mailbox.list("units/")] == [NAME]


def test_stick_that_is_locked_against_writing_is_told_by_its_name(
    mailbox: FolderMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(EnvironmentProblem) as refused:
        mailbox.put_new("province/24259/part-0001.age", b"x")
    assert refused.value.code is Surroundings.PLACE_READ_ONLY
    assert refused.value.facts["folder"] == mailbox.folder


def test_stick_that_was_pulled_out_is_told(tmp_path: Path) -> None:
    mailbox = FolderMailbox(tmp_path / "usb")
    for verb in (
        lambda: mailbox.list("units/"),
        lambda: mailbox.read(NAME, 10),
        lambda: mailbox.put_new(NAME, b""),
    ):
        with pytest.raises(EnvironmentProblem) as problem:
            verb()
        assert problem.value.code is Surroundings.MAILBOX_UNREACHABLE
    assert not (tmp_path / "usb").exists()


def test_torn_file_of_an_earlier_try_is_replaced(mailbox: FolderMailbox) -> None:
    mailbox.put_new(NAME + ".part", b"ab")
    mailbox.put_new(NAME, b"abX")
    assert lay_file(mailbox, NAME, b"abc") == 3
    assert lay_file(mailbox, NAME, b"abc") == 0
    assert mailbox.list("units/") == [Stored(NAME, 3)]


def test_what_is_laid_where_a_stick_was_pulled_out_goes_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox = FolderMailbox(tmp_path)
    mailbox.put_new("to/a", b"1")
    real = Path.stat

    def elsewhere(path: Path, **how: Any) -> os.stat_result:
        """The empty folder that a stick leaves behind: of another disk."""
        found = real(path, **how)
        return os.stat_result((*found[:2], found.st_dev + 1, *found[3:10]))

    monkeypatch.setattr(Path, "stat", elsewhere)
    with pytest.raises(EnvironmentProblem) as pulled:
        mailbox.put_new("to/b", b"2")
    assert pulled.value.code is Surroundings.MAILBOX_UNREACHABLE
    monkeypatch.undo()
    assert [stored.name for stored in mailbox.list("to/")] == ["to/a"]


@pytest.mark.skipif(os.name == "nt", reason="limits of the process are of Unix")
def test_full_stick_is_called_a_stick_and_keeps_no_half_file(tmp_path: Path) -> None:
    mailbox = FolderMailbox(tmp_path)
    with disk_that_takes(10), pytest.raises(EnvironmentProblem) as full:
        mailbox.put_new("to/a", b"x" * 20_000)
    assert full.value.code is Surroundings.MAILBOX_STICK_FULL
    assert f"USB hoặc thư mục {tmp_path} đã hết chỗ." in message(full.value).what
    assert mailbox.list("to/") == []
