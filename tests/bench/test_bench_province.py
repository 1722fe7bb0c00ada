"""The measures of the province work on a few units: figures come out, promises are judged."""

from __future__ import annotations

import pytest

from bench import province, stick
from bench.cluster import programs
from bench.offices import BenchOffice, made_office


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> BenchOffice:
    """An office of a few dossiers, made like the big one."""
    return made_office(tmp_path_factory.mktemp("bench") / "office", 5)


@pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed")
def test_loading_is_compared_with_a_bare_copy_of_the_same_rows(small: BenchOffice) -> None:
    found = province.measure(small, units=2, each=30)
    assert found.ratio is not None
    assert found.ratio > 0
    assert found.limit == 2.0


def test_stick_of_many_units_is_taken_in_and_ranked(small: BenchOffice) -> None:
    found = stick.measure(small, units=3, each=4)
    assert found.figure > 0
    assert "3 gói" in found.what
