"""The bench works on a small office: figures come out, promises are judged, peers are named."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from bench import (
    assessment,
    memory,
    packing,
    paging,
    register,
    register_import,
    saving,
    search,
    settlement,
    spreadsheet,
    start,
)
from bench.__main__ import main
from bench.measured import Measured, Promise, percentile
from bench.offices import BenchOffice, made_office
from bench.report import table
from tests.conftest import CHEAP

DOSSIERS = 150


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> BenchOffice:
    """An office of a few dossiers, made like the big one."""
    return made_office(tmp_path_factory.mktemp("bench") / "office", DOSSIERS, CHEAP)


def test_search_measures_every_letter_typed(small: BenchOffice) -> None:
    found = search.measure(small, samples=2, with_peer=False)
    assert found.figure > 0
    assert found.limit == 10.0
    assert found.peer_figure is None


def test_saving_is_compared_with_a_bare_commit_in_a_copy(small: BenchOffice) -> None:
    before = (small.folder / "office.db").read_bytes()
    found, content = saving.measure(small, saves=5)
    assert all(one.ratio is not None and one.ratio > 0 for one in (found, content))
    assert (found.limit, content.limit) == (5.0, None)
    assert (small.folder / "office.db").read_bytes() == before
    assert not list(small.folder.parent.glob("*-copy"))


def test_paging_goes_through_the_real_list(small: BenchOffice) -> None:
    found = paging.measure(small, presses=12)
    assert found.figure > 0
    assert found.peer_figure is None


@pytest.mark.skipif(os.name != "posix", reason="memory is read from /proc")
def test_whole_processes_reach_work_and_tell_their_memory(small: BenchOffice) -> None:
    started, occupied = start.measure(small, runs=1, warm=False), memory.measure(small)
    assert started.ratio is not None
    assert occupied.figure > 10
    assert occupied.peer_figure


def test_register_is_held_to_its_share_of_the_minute(small: BenchOffice) -> None:
    found = register_import.measure(small, lines=60)
    assert found.figure > 0
    assert found.limit == pytest.approx(60 * 60 / 50_000)


def test_the_settlement_of_the_year_is_counted_from_the_office(small: BenchOffice) -> None:
    found = settlement.measure(small, runs=2, with_peer=False)
    assert 0 < found.figure < 10_000
    assert found.limit == 100.0
    assert found.peer_figure is None


@pytest.mark.skipif(os.name != "posix", reason="memory is read from /proc")
def test_a_register_and_a_spreadsheet_are_written_in_processes_of_their_own(
    small: BenchOffice,
) -> None:
    drawn, occupied = register.measure(small, runs=1, with_peer=False)
    assert drawn.met is False  # without the peer nothing is promised to be kept
    assert "hồ sơ ra PDF" in drawn.what
    assert occupied.figure > 10
    written = spreadsheet.measure(small, runs=1)
    assert written.what.startswith(f"Xuất {DOSSIERS} hồ sơ")
    assert written.ratio is not None
    assert not list(small.folder.parent.glob("*/*.xlsx"))


def test_packing_is_held_against_restic_and_without_it_counts_as_not_kept(
    small: BenchOffice,
) -> None:
    found = packing.measure(small, photos=3, scans=1, records=50, runs=1)
    assert "4 tệp và 50 hồ sơ" in found.what
    assert "bộ xử lý" in found.note
    if shutil.which("restic") is None:
        assert found.met is False
        assert "restic" in found.note
    else:
        assert found.peer_figure


def test_the_assessment_is_filled_in_a_copy_and_three_hundred_lines_counted(
    small: BenchOffice,
) -> None:
    before = (small.folder / "office.db").read_bytes()
    filled, sheet = assessment.measure(small, runs=1)
    assert (filled.limit, sheet.limit) == (2.0, 100.0)
    assert (small.folder / "office.db").read_bytes() == before


def test_a_cached_office_is_used_again_until_the_size_changes(tmp_path: Path) -> None:
    made = made_office(tmp_path / "office", 5, CHEAP)
    stamp = (made.folder / "office.db").stat().st_mtime_ns
    assert made_office(made.folder, 5) == made
    assert (made.folder / "office.db").stat().st_mtime_ns == stamp
    assert made_office(made.folder, 6, CHEAP).dossiers == 6


def test_the_command_prints_a_table_and_writes_json(
    small: BenchOffice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "bench.json"
    line = ["--only", "saving", "--dossiers", str(DOSSIERS)]
    code = main([*line, "--cache", str(small.folder), "--out", str(out)])
    document = json.loads(out.read_text(encoding="utf-8"))
    assert [one["name"] for one in document["results"]] == ["saving", "saving_content"]
    assert code == (0 if document["results"][0]["met"] else 1)
    assert "≤ 5 lần" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("figure", "peer", "promise", "limit", "met"),
    [
        (9.0, None, Promise.FIGURE, 10.0, True),
        (11.0, 1000.0, Promise.FIGURE, 10.0, False),
        (10.0, 2.0, Promise.RATIO, 5.0, True),
        (10.1, 2.0, Promise.RATIO, 5.0, False),
        (10.0, None, Promise.RATIO, 5.0, False),
        (10.0, 2.0, Promise.RATIO, None, None),
    ],
)
def test_a_promise_is_kept_up_to_its_limit_and_never_without_the_peer(
    figure: float, peer: float | None, promise: Promise, limit: float | None, met: bool | None
) -> None:
    one = Measured("name", "what", figure, "ms", "peer", peer, promise, limit)
    assert one.met is met
    assert ("KHÔNG ĐẠT" in table([one], {})) is (met is False)


def test_an_answer_that_the_peer_contradicts_keeps_no_promise_however_fast() -> None:
    one = Measured("name", "what", 1.0, "ms", "peer", 5.0, Promise.FIGURE, 10.0, agrees=False)
    assert one.met is False
    assert "KHÔNG ĐẠT" in table([one], {})


def test_the_ninety_fifth_percentile_leaves_five_of_a_hundred_above() -> None:
    assert percentile([float(n) for n in range(100)], 0.95) == 95.0
    assert percentile([3.0], 0.95) == 3.0
