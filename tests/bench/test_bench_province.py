"""The measures of the province work on a few units: figures come out, promises are judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import desks, province, stick
from bench.cluster import programs
from bench.offices import BenchOffice
from tests.sync.test_packages import DOSSIER


@pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed")
def test_loading_is_compared_with_a_bare_copy_of_the_same_rows() -> None:
    found = province.measure_with([DOSSIER], units=2, each=30)
    assert found.ratio is not None
    assert found.ratio > 0
    assert found.limit == 2.0
    assert "2 gói × 30 hồ sơ" in found.what
    assert "máy chủ" in found.note


def test_desks_are_merged_until_their_registers_are_equal(tmp_path: Path) -> None:
    found = desks.measure(BenchOffice(tmp_path, 0, "", 0.0), desks=2, each=3)
    assert found.figure > 0
    assert found.limit == pytest.approx(120.0 * 6 / 5_000)
    assert "2 quầy × 3 hồ sơ" in found.what


def test_stick_of_many_units_is_taken_in_and_ranked() -> None:
    found = stick.measure_with([DOSSIER], units=3, each=4)
    assert found.figure > 0
    assert "3 gói" in found.what
