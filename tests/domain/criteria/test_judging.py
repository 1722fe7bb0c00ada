"""The province's score: last words in place of claims, exact at the edges of bands and ranks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.appraisals import Lock, Standing, competition_ranks, is_locked, mean, standing
from desktop.domain.criteria.items import Band, Block, CriteriaItem, CriteriaSet, ItemKind, Scorer
from desktop.domain.criteria.judging import (
    Claim,
    Judged,
    check_points,
    judged_score,
    survey_points,
    verdict_of,
)
from desktop.domain.criteria.rounds import Verdict
from desktop.domain.errors import InputRefused
from desktop.services.assessments.formulas import SafeFormulas

D = Decimal


def line(number: str, maximum: str, **more: object) -> CriteriaItem:
    values = {"kind": ItemKind.CRITERION, **more}
    return CriteriaItem(number, None, name=number, maximum=D(maximum), **values)  # type: ignore[arg-type]


SET = CriteriaSet(
    "bộ", "Bộ", "", 2026, "", "1",
    (
        line("1", "60"),
        line("2", "20"),
        line("3", "20", scorer=Scorer.SURVEY),
        line("+", "2", block=Block.BONUS),
        line("-", "3", block=Block.DEDUCTION),
    ),
    bands=(Band("Xuất sắc", D(90)), Band("Tốt", D(80)), Band("Khác", D(0))),
)  # fmt: skip
CLAIMS = {"1": Claim(D("54")), "2": Claim(D("18"))}


def said(points: str | None, verdict: Verdict = Verdict.CHANGED, applies: bool = True) -> Judged:
    return Judged(verdict, None if points is None else D(points), applies)


@pytest.mark.parametrize(
    ("judged", "percent", "band"),
    [
        ({}, "72.00", "Khác"),
        ({"3": said("18")}, "90.00", "Xuất sắc"),
        ({"3": said("17.99")}, "89.99", "Tốt"),
        ({"3": said("7.99")}, "79.99", "Khác"),
        ({"3": said("8")}, "80.00", "Tốt"),
        ({"3": said("18"), "-": said("0.01")}, "89.99", "Tốt"),
        ({"3": said("17"), "+": said("1")}, "90.00", "Xuất sắc"),
        # What does not apply leaves the maximum: 72 of 80.
        ({"3": said("0", applies=False)}, "90.00", "Xuất sắc"),
        # What nobody assessed gives nothing and stays in the maximum.
        ({"1": said(None, Verdict.NOT_ASSESSED)}, "18.00", "Khác"),
    ],
)
def test_result_and_rating_are_exact_at_the_edges(
    judged: dict[str, Judged], percent: str, band: str
) -> None:
    score = judged_score(SET, CLAIMS, judged, SafeFormulas())
    assert score.percent == D(percent)
    assert score.band is not None
    assert score.band.name == band


def test_survey_is_told_apart_and_unknown_before_it_is_entered() -> None:
    assert survey_points(judged_score(SET, CLAIMS, {}, SafeFormulas())) is None
    score = judged_score(SET, CLAIMS, {"3": said("12.5")}, SafeFormulas())
    assert survey_points(score) == D("12.5")


def test_points_are_rounded_as_the_set_says_and_stay_within_the_line() -> None:
    assert check_points(SET, SET.by_id["1"], D("1.005")) == D("1.01")
    assert check_points(SET, SET.by_id["-"], D("-1")) == D(1)
    for item, points in (("1", "60.01"), ("1", "-1"), ("-", "3.5")):
        with pytest.raises(InputRefused):
            check_points(SET, SET.by_id[item], D(points))


@pytest.mark.parametrize(
    ("claim", "points", "applies", "verdict"),
    [
        (Claim(D(3)), D(3), True, Verdict.AGREED),
        (Claim(D(3)), D("2.5"), True, Verdict.CHANGED),
        (Claim(D(0), applies=False), D(0), False, Verdict.AGREED),
        (Claim(D(0), applies=False), D(1), True, Verdict.CHANGED),
        (Claim(D(3)), D(0), False, Verdict.CHANGED),
        (Claim(D(0), is_answered=False), D(0), True, Verdict.CHANGED),
        (Claim(D(3)), None, True, Verdict.NOT_ASSESSED),
    ],
)
def test_verdict_follows_from_claim_and_points(
    claim: Claim, points: Decimal | None, applies: bool, verdict: Verdict
) -> None:
    assert verdict_of(claim, points, applies) is verdict


def test_equal_results_share_a_rank_and_the_next_counts_them_all() -> None:
    results = [D("80"), D("92.5"), D("92.50"), D("70"), D("80.00"), D("80.01")]
    assert competition_ranks(results) == [4, 1, 1, 6, 4, 3]
    assert competition_ranks([]) == []


@given(st.lists(st.decimals(0, 100, places=2), max_size=40))
def test_rank_is_one_more_than_the_number_of_better_ones(results: list[Decimal]) -> None:
    ranks = competition_ranks(results)
    assert ranks == [1 + sum(other > result for other in results) for result in results]


def test_mean_of_nothing_is_nothing() -> None:
    assert mean([]) is None
    assert mean([D(1), D(2)]) == D("1.5")


@pytest.mark.parametrize(
    ("sent", "today", "heard", "expected"),
    [
        (date(2027, 1, 31), date(2027, 3, 1), True, Standing.SENT),
        (date(2027, 2, 1), date(2027, 3, 1), True, Standing.SENT_LATE),
        (None, date(2027, 1, 31), True, Standing.EXPECTED),
        (None, date(2027, 2, 1), True, Standing.LATE),
        (None, date(2027, 2, 1), False, Standing.NEVER),
    ],
)
def test_unit_stands_by_the_day_it_submitted_and_the_last_day_is_open(
    sent: date | None, today: date, heard: bool, expected: Standing
) -> None:
    assert standing(sent, Lock(date(2027, 1, 31)), today, ever_heard=heard) is expected
    assert not is_locked(None, today)
