"""The measures of the province work on a few units: figures come out, promises are judged."""

from __future__ import annotations

import pytest

from bench import province, stick
from bench.cluster import programs
from tests.sync.test_packages import DOSSIER


@pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed")
def test_loading_is_compared_with_a_bare_copy_of_the_same_rows() -> None:
    found = province.measure_with([DOSSIER], units=2, each=30)
    assert found.ratio is not None
    assert found.ratio > 0
    assert found.limit == 2.0
    assert "2 gói × 30 hồ sơ" in found.what
    assert "máy chủ" in found.note


def test_stick_of_many_units_is_taken_in_and_ranked() -> None:
    found = stick.measure_with(DOSSIER, units=3, each=4)
    assert found.figure > 0
    assert "3 gói" in found.what
