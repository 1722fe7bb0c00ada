"""The scanner's folder: half-written files, names used again, a stick that is pulled out."""

from __future__ import annotations

import os
from pathlib import Path

from desktop.services.scan_folder import ScanFolder


def _names(found: list[Path]) -> list[str]:
    return [path.name for path in found]


def test_a_file_is_offered_once_when_it_is_whole(tmp_path: Path) -> None:
    (tmp_path / "cũ.pdf").write_bytes(b"%PDF before the program began")
    folder = ScanFolder(tmp_path)
    assert folder.look() == []
    page = tmp_path / "scan0001.pdf"
    page.write_bytes(b"%PDF half")
    (tmp_path / "rỗng.pdf").write_bytes(b"")
    (tmp_path / "ghi chú.txt").write_bytes(b"no scan")
    (tmp_path / "thư mục.pdf").mkdir()
    assert folder.look() == []  # seen for the first time: it may still grow
    page.write_bytes(b"%PDF half and half")
    assert folder.look() == []
    assert _names(folder.look()) == ["scan0001.pdf"]
    assert folder.look() == []


def test_another_file_under_the_same_name_is_offered_again(tmp_path: Path) -> None:
    folder = ScanFolder(tmp_path)
    folder.look()
    page = tmp_path / "scan0001.pdf"
    page.write_bytes(b"one person")
    folder.look()
    assert _names(folder.look()) == ["scan0001.pdf"]
    page.write_bytes(b"next human")  # as long as the first; scanners count from 1 every morning
    os.utime(page, ns=(1, 1))
    folder.look()
    assert _names(folder.look()) == ["scan0001.pdf"]
    page.unlink()
    folder.look()
    page.write_bytes(b"one person")
    folder.look()
    assert _names(folder.look()) == ["scan0001.pdf"]


def test_a_stick_that_comes_back_does_not_offer_what_was_on_it(tmp_path: Path) -> None:
    stick, away = tmp_path / "usb", tmp_path / "pulled out"
    stick.mkdir()
    (stick / "cũ.jpg").write_bytes(b"old")
    stick.rename(away)
    folder = ScanFolder(stick)
    assert (folder.look(), folder.is_there) == ([], False)
    away.rename(stick)
    assert (folder.look(), folder.is_there) == ([], True)  # its first sight of the folder
    (stick / "mới.jpg").write_bytes(b"new")
    folder.look()
    assert _names(folder.look()) == ["mới.jpg"]
    waiting = [stick / "mới.jpg", stick / "cũ.jpg"]
    stick.rename(away)
    assert folder.look() == []
    assert folder.still_there(waiting) == waiting
    away.rename(stick)
    assert folder.look() == []
    (stick / "mới.jpg").unlink()
    assert _names(folder.still_there(waiting)) == ["cũ.jpg"]
