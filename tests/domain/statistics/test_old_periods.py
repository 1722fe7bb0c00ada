"""Which words of a carried-over text still name an old period, and which are meant."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.figures import Period
from desktop.domain.statistics.old_periods import CoveredPeriod, old_mentions

D = date
QUARTER = CoveredPeriod(3, 1, 2026, Period(D(2025, 12, 15), D(2026, 3, 14)))
HALF = CoveredPeriod(6, 1, 2026, Period(D(2025, 12, 15), D(2026, 6, 14)))
NINE = CoveredPeriod(9, 1, 2026, Period(D(2025, 12, 15), D(2026, 9, 14)))
YEAR = CoveredPeriod(12, 1, 2026, Period(D(2025, 12, 15), D(2026, 12, 14)))
NEXT = CoveredPeriod(3, 1, 2027, Period(D(2026, 12, 15), D(2027, 3, 14)))


@pytest.mark.parametrize(
    ("now", "earlier", "text", "old"),
    [
        (HALF, QUARTER, "Trong quý I năm 2026, UBND xã", ["quý I năm 2026"]),
        (HALF, QUARTER, "Kết quả Quý 1/2026; Qúy I", ["Quý 1/2026", "Qúy I"]),
        (HALF, QUARTER, "3 tháng đầu năm", ["3 tháng đầu năm"]),
        (HALF, QUARTER, "6 tháng đầu năm 2026; quý II; quý III năm 2026", []),
        (HALF, QUARTER, "Phương hướng 6 tháng cuối năm 2026 và quý IV", []),
        (HALF, QUARTER, "tính đến ngày 14/3/2026", ["14/3/2026"]),
        (HALF, QUARTER, "Kế hoạch số 12/KH-UBND ngày 14/3/2026", []),
        (HALF, QUARTER, "Quyết định số 5666/QĐ-UBND ngày 14 tháng 3 năm 2026", []),
        (HALF, QUARTER, "từ ngày 20/12/2025", []),  # still inside the half year
        (NINE, HALF, "sáu tháng đầu năm 2026 và 06 tháng đầu năm",
         ["sáu tháng đầu năm 2026", "06 tháng đầu năm"]),
        (YEAR, NINE, "Chín tháng năm 2026, 9 tháng", ["Chín tháng năm 2026", "9 tháng"]),
        (YEAR, NINE, "cả năm 2026", []),
        (NEXT, YEAR, "Năm 2026, kế hoạch năm 2027", ["Năm 2026"]),
        (NEXT, YEAR, "so với cùng kỳ năm 2026; so với năm 2026", []),
        (NEXT, YEAR, "giai đoạn 2021 - 2026; nhiệm kỳ 2026 - 2031", []),
        (NEXT, YEAR, "ngày 20 tháng 5 năm 2026", ["ngày 20 tháng 5 năm 2026"]),
        (NEXT, YEAR, "quý I năm 2026", ["quý I năm 2026"]),
        (NEXT, YEAR, "quý I năm 2027; quý I", []),
        (QUARTER, None, "quý IV năm 2025; năm 2025", ["quý IV năm 2025"]),
        (YEAR, NINE, "ngày 45/13/2026; 9 thángx; thuquý I", []),
    ],
)  # fmt: skip
def test_old_periods_in_a_text(
    now: CoveredPeriod, earlier: CoveredPeriod | None, text: str, old: list[str]
) -> None:
    assert [mention.text for mention in old_mentions(text, now, earlier)] == old


def test_place_of_a_mention_is_its_line_and_column() -> None:
    text = "Dòng một.\nTrong quý I năm 2026."
    (mention,) = old_mentions(text, HALF, QUARTER)
    assert (mention.line, mention.column) == (2, 7)
    assert text[mention.start : mention.end] == "quý I năm 2026"


_PIECES = st.sampled_from(
    ["quý I", "quý IV/2025", " 6 tháng đầu năm ", "năm 2025", "14/3/2026",
     "ngày 1 tháng 2 năm 2025",
     "\n", " số 3/QĐ ngày ", "so với ", "9 tháng", "x", " "]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_mentions_stand_in_order_apart_and_say_what_stands_there(text: str) -> None:
    end = 0
    for mention in old_mentions(text, HALF, QUARTER):
        assert mention.start >= end
        assert text[mention.start : mention.end] == mention.text
        assert text.split("\n")[mention.line - 1][mention.column - 1 :].startswith(
            mention.text.split("\n")[0]
        )
        end = mention.end
