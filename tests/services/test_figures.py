"""Figures: sums kept by triggers, lists and the rule of the domain say the same, always."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.dossiers import SupplementMode
from desktop.domain.figures import IDENTITIES, Figure, Period, belongs
from desktop.services.clock import FixedClock
from desktop.services.dossier_filters import DossierFilter
from desktop.services.dossier_lists import dossier_ids
from desktop.services.figures import keeping
from desktop.services.figures.counting import Dimension, count_by, count_period, cover, total_of
from desktop.services.figures.keeping import rebuild_figures, wrong_sums
from desktop.services.figures.slices import FigureSlice
from desktop.services.office import Office
from desktop.services.procedures import procedure_by_code, save_procedure
from desktop.services.signing_in import sign_in
from tests.factory import ADMIN, COPY_CERTIFICATION, FRIDAY_MORNING, PASSWORD, a_received
from tests.services.lives import Lived, Script, live, periods, scripts


class Register:
    """An office that grows with every example, beside the lives that the model knows."""

    def __init__(self, office: Office, clock: FixedClock) -> None:
        self.office, self.clock = office, clock
        self.lived: list[Lived] = []

    def add(self, script: Script) -> None:
        self.lived.append(live(self.office, self.clock, script, len(self.lived)))


@pytest.fixture(scope="module")
def register(office_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    folder = tmp_path_factory.mktemp("figures") / "office"
    shutil.copytree(office_template, folder)
    clock = FixedClock(FRIDAY_MORNING)
    office = sign_in(folder, ADMIN, PASSWORD, clock)
    row = procedure_by_code(office, COPY_CERTIFICATION)
    frozen = replace(row.facts, supplement_mode=SupplementMode.FREEZE)
    save_procedure(office, COPY_CERTIFICATION, frozen, date(2026, 1, 1))
    yield Register(office, clock)
    office.close()


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(st.lists(scripts, min_size=1, max_size=5), st.lists(periods, min_size=1, max_size=3))
def test_sums_lists_and_the_rule_of_the_domain_agree_for_any_period(
    register: Register, added: list[Script], spans: list[tuple[date, date]]
) -> None:
    for script in added:
        register.add(script)
    for start, end in spans:
        period = Period(start, end)
        counted = count_period(register.office, period)
        for figure in Figure:
            expected = {one.id for one in register.lived if belongs(figure, one.life, period)}
            wanted = DossierFilter(figure=FigureSlice(figure, period))
            listed = set(dossier_ids(register.office, wanted))
            assert listed == expected, (figure, period)
            assert counted[figure] == len(expected), (figure, period)
    assert wrong_sums(register.office) == 0


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(st.lists(scripts, max_size=3), periods, st.integers(0, 40))
def test_identities_hold_and_what_is_in_hand_is_carried_over(
    register: Register, added: list[Script], span: tuple[date, date], more: int
) -> None:
    for script in added:
        register.add(script)
    period = Period(*span)
    counted = count_period(register.office, period)
    for whole, parts in IDENTITIES:
        assert counted[whole] == sum(counted[part] for part in parts)
    following = Period(period.end + timedelta(days=1), period.end + timedelta(days=1 + more))
    after = count_period(register.office, following)
    assert after[Figure.CARRIED_OVER] == counted[Figure.IN_PROGRESS]


@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(periods)
def test_rows_of_every_split_add_up_to_the_whole(
    register: Register, span: tuple[date, date]
) -> None:
    period = Period(*span)
    whole = count_period(register.office, period)
    for dimension in Dimension:
        assert total_of(count_by(register.office, period, (dimension,)).values()) == whole
    rows = count_by(register.office, period, (Dimension.PROCEDURE, Dimension.OFFICER))
    assert total_of(rows.values()) == whole


@given(st.integers(-400, 400), st.integers(0, 300))
def test_a_period_is_covered_by_blocks_and_days_without_gap_or_overlap(
    first: int, days: int
) -> None:
    covered = [day for _, start, end in cover(first, first + days) for day in range(start, end + 1)]
    assert covered == list(range(first, first + days + 1))


def test_a_wrong_sum_is_found_by_the_health_check_and_mended_by_a_rebuild(office: Office) -> None:
    a_received(office)
    with office.command() as work:
        work.connection.exec_driver_sql("UPDATE figure_sums SET received = received + 1")
    wrong = wrong_sums(office)  # every row of the sums: days and blocks
    assert wrong >= 2
    assert rebuild_figures(office).value == wrong
    assert wrong_sums(office) == 0


def test_estimates_of_an_almost_empty_register_do_not_slow_a_bulk_load(office: Office) -> None:
    """One dossier, the office closed, then a register of years: hours instead of a minute."""
    a_received(office)
    with office.command() as work:
        work.connection.exec_driver_sql("ANALYZE")

        def walks_everything() -> bool:
            plan = f"EXPLAIN QUERY PLAN {keeping._ADD_RANGE}"
            rows = work.connection.exec_driver_sql(plan, (2, 50_000)).all()
            return any(row[3] == "SCAN m" for row in rows)

        assert walks_everything()
        keeping.add_range(work.connection, 2, 2)
        assert not walks_everything()
