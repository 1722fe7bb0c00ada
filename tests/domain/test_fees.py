"""Fees: the certification fee page by page, and every other kind of rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop import resources
from desktop.domain.fees import FeeKind, FeeRule

CERTIFICATION = FeeRule(
    FeeKind.COPY_PAGES,
    first_pages=2,
    first_rate_vnd=2_000,
    next_rate_vnd=1_000,
    cap_vnd=200_000,
)


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        (1, 2_000),
        (2, 4_000),
        (3, 5_000),
        (10, 12_000),
        (197, 199_000),
        (198, 200_000),
        (199, 200_000),
        (1_000, 200_000),
    ],
)
def test_certification_fee_goes_by_pages_of_the_original(pages: int, expected: int) -> None:
    assert CERTIFICATION.fee(pages) == expected
    assert CERTIFICATION.fee(pages, copies=3) == 3 * expected


def test_shipped_certification_rule_is_the_one_of_the_circular() -> None:
    rule = next(f.fee for code, f, _ in resources.catalogue() if code == "2.000815")
    assert [rule.fee(pages) for pages in (1, 2, 3, 198, 199)] == [
        2_000,
        4_000,
        5_000,
        200_000,
        200_000,
    ]
    assert rule.needs_pages


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (FeeRule(FeeKind.FREE), 0),
        (FeeRule(FeeKind.FIXED, amount_vnd=400_000), 400_000),
        (FeeRule(FeeKind.PER_COPY, amount_vnd=8_000), 24_000),
        (FeeRule(FeeKind.COUNCIL, published_vnd=10_000), None),
        (FeeRule(FeeKind.UNKNOWN), None),
    ],
)
def test_kind_of_fee_decides_what_three_copies_cost(rule: FeeRule, expected: int | None) -> None:
    assert rule.fee(pages=5, copies=3) == expected
    assert not rule.needs_pages


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (FeeRule(FeeKind.FREE), 0),
        (FeeRule(FeeKind.FREE, published_vnd=5_000), 5_000),
        (FeeRule(FeeKind.FIXED, amount_vnd=400_000), 400_000),
        (CERTIFICATION, 2_000),
        (FeeRule(FeeKind.COUNCIL), None),
        (FeeRule(FeeKind.COUNCIL, published_vnd=0), 0),
        (FeeRule(FeeKind.UNKNOWN), None),
    ],
)
def test_list_shows_the_published_amount_before_the_rule_s_own(
    rule: FeeRule, expected: int | None
) -> None:
    assert rule.listed_vnd == expected


@given(st.integers(1, 500), st.integers(1, 20))
def test_more_pages_never_cost_less_and_no_copy_costs_more_than_the_cap(
    pages: int, copies: int
) -> None:
    fee, more = CERTIFICATION.fee(pages, copies), CERTIFICATION.fee(pages + 1, copies)
    assert fee is not None
    assert more is not None
    assert fee <= more <= 200_000 * copies
