"""A folder that somebody names: the last one is made, a stick that was pulled out is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.target_folders import make_folder


def _missing(folder: Path) -> Path:
    with pytest.raises(EnvironmentProblem) as refused:
        make_folder(folder)
    assert refused.value.code is Surroundings.FOLDER_MISSING
    return Path(str(refused.value.facts["folder"]))


def test_only_the_last_folder_is_made(tmp_path: Path) -> None:
    make_folder(tmp_path)
    make_folder(tmp_path / "tháng 11")
    assert (tmp_path / "tháng 11").is_dir()
    assert _missing(tmp_path / "gõ nhầm" / "a" / "b") == tmp_path / "gõ nhầm"
    assert not (tmp_path / "gõ nhầm").exists()


def test_where_sticks_are_put_nothing_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = (str(tmp_path / "mnt"), str(tmp_path / "media" / "*"))
    monkeypatch.setattr("desktop.target_folders._MOUNT_PLACES", places)
    (tmp_path / "mnt").mkdir()
    (tmp_path / "media" / "an" / "CÓ ĐÂY").mkdir(parents=True)
    assert _missing(tmp_path / "mnt" / "o") == tmp_path / "mnt" / "o"
    assert _missing(tmp_path / "media" / "an" / "USB") == tmp_path / "media" / "an" / "USB"
    make_folder(tmp_path / "media" / "an" / "CÓ ĐÂY" / "báo cáo")
    assert (tmp_path / "media" / "an" / "CÓ ĐÂY" / "báo cáo").is_dir()
