"""Words of the forecast: its sum in sentences, how sure it is, how good such ones were before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from desktop.domain.criteria.forecast import Basis
from desktop.domain.criteria.numbers import ZERO, half_up
from desktop.wording import dates
from desktop.wording.criteria import decimal, percent, points, why_text

BASIS_SHORT: dict[Basis, str] = {
    Basis.SEASON: "mùa năm trước",
    Basis.PACE: "nhịp từ đầu năm",
    Basis.AS_IS: "như hiện nay",
    Basis.LAST_YEAR: "điểm năm trước",
}


class Step(Protocol):
    """One step of the sum."""

    @property
    def kind(self) -> str:
        """Which one."""
        ...

    @property
    def facts(self) -> Mapping[str, Any]:
        """Its numbers."""
        ...


class Tried(Protocol):
    """What trying the method on a finished year gave."""

    @property
    def year(self) -> int:
        """The year."""
        ...

    @property
    def as_of(self) -> date:
        """The day that was gone back to."""
        ...

    @property
    def mean_error(self) -> Decimal:
        """Mean error of a line without its sign."""
        ...

    @property
    def total_error(self) -> Decimal:
        """Error of the sum."""
        ...

    @property
    def inside(self) -> int:
        """Lines whose range held."""
        ...

    @property
    def lines(self) -> tuple[Any, ...]:
        """All of them."""
        ...


def reason_text(step: Step) -> str:
    """One step in a sentence."""
    return _STEPS[str(step.kind)](step.facts)


def backtest_text(tried: Tried) -> str:
    """How good the method was: "Nếu dự báo vào ngày 30/09/2025 …"."""
    if not tried.lines:
        return f"Năm {tried.year} sổ không có dòng nào đủ số liệu để thử lại."
    sign = "cao hơn" if tried.total_error > ZERO else "thấp hơn"
    off = (
        f"cả bộ {sign} {points(abs(tried.total_error))} điểm"
        if tried.total_error
        else "cả bộ không lệch"
    )
    return (
        f"Thử lại trên năm {tried.year}: nếu dự báo vào ngày {dates.day(tried.as_of)} thì mỗi dòng "
        f"lệch trung bình {points(tried.mean_error)} điểm so với kết quả cả năm, {off}; "
        f"{tried.inside}/{len(tried.lines)} dòng nằm trong khoảng đã nói."
    )


def backtest_line(tried: Tried) -> str:
    """The same in one short line."""
    if not tried.lines:
        return f"Năm {tried.year} sổ không có dòng nào đủ số liệu để thử lại."
    sign = "+" if tried.total_error > ZERO else "−" if tried.total_error < ZERO else ""
    return (
        f"Thử lại trên năm {tried.year}: mỗi dòng lệch {points(tried.mean_error)} điểm, "
        f"cả bộ {sign}{points(abs(tried.total_error))}; "
        f"{tried.inside}/{len(tried.lines)} dòng đúng khoảng."
    )


def _about(value: Decimal) -> str:
    """A number of cases, whole: "khoảng 34" where days of a month were shared out."""
    whole = half_up(value, 0)
    return decimal(whole) if whole == value else f"khoảng {decimal(whole)}"


def _so_far(f: Mapping[str, Any]) -> str:
    until = f"Từ đầu năm đến {dates.day(f['day'])}"
    if f["whole"] is None:
        return f"{until}: {decimal(f['part'])} trường hợp."
    return f"{until}: {decimal(f['part'])} / {decimal(f['whole'])} đạt."


def _season(f: Mapping[str, Any]) -> str:
    year, same = f["year"], f"{f['day']:%d/%m}"
    bound = " (chỉ lấy từ 0,5 đến 2 lần)" if f["is_clamped"] else ""
    return (
        f"Năm {year}: {_about(f['before'])} trường hợp đến {same}, {_about(f['after'])} sau đó. "
        f"Năm nay bằng {decimal(half_up(f['busier'], 2))} lần{bound} → "
        f"còn thêm {decimal(f['to_come'])} trường hợp."
    )


def _pace(f: Mapping[str, Any]) -> str:
    return (
        f"Theo nhịp từ đầu năm: {decimal(f['cases'])} trường hợp / {decimal(f['passed'])} ngày × "
        f"{decimal(f['left'])} ngày còn lại → thêm {decimal(f['to_come'])} trường hợp."
    )


def _good_share(f: Mapping[str, Any]) -> str:
    if not f["whole"]:
        return "Chưa có trường hợp nào để biết tỷ lệ đạt; tính là 0 %."
    share = Decimal(f["part"]) * 100 / Decimal(f["whole"])
    since = f"{f['since']:%m/%Y}"
    return (
        f"Từ tháng {since}: {decimal(Decimal(f['part']))} / {decimal(Decimal(f['whole']))} đạt "
        f"({percent(half_up(share, 2))}) → trong {decimal(f['to_come'])} trường hợp sắp tới có "
        f"{_about(f['good'])} đạt."
    )


def _year_end(f: Mapping[str, Any]) -> str:
    if f["whole"] is None:
        return f"Cuối năm: {_about(f['part'])} trường hợp."
    return f"Cuối năm: {_about(f['part'])} / {_about(f['whole'])} đạt."


def _points(f: Mapping[str, Any]) -> str:
    said = why_text(f["why"]) if f["why"] is not None else f"{points(f['points'])} điểm"
    return f"Theo cách tính của dòng: {said}."


def _range(f: Mapping[str, Any]) -> str:
    how = (
        f"độ lệch của {f['months']} tháng gần đây"
        if f["months"]
        else "chưa đủ tháng nên lấy mức chung"
    )
    return (
        f"Phần sắp tới có thể đạt hơn hoặc kém {percent(half_up(f['spread'], 2))} ({how}): "
        f"từ {_about(f['part_low'])} đến {_about(f['part_high'])} / {_about(f['whole'])} → "
        f"{points(f['low'])} đến {points(f['high'])} điểm."
    )


def _range_of_count(f: Mapping[str, Any]) -> str:
    return (
        "Số sắp tới có thể lệch một phần ba: "
        f"từ {_about(f['part_low'])} đến {_about(f['part_high'])} trường hợp → "
        f"{points(f['low'])} đến {points(f['high'])} điểm."
    )


def _last_year(f: Mapping[str, Any]) -> str:
    return (
        f"Dòng chưa có câu trả lời: lấy điểm năm trước ({points(f['points'])}); "
        "nếu không làm gì thì 0 điểm."
    )


def _as_is(f: Mapping[str, Any]) -> str:
    return f"Không có trong sổ hồ sơ theo tháng: giữ như hiện nay ({points(f['now'])} điểm)."


_STEPS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "as_is": _as_is,
    "last_year": _last_year,
    "so_far": _so_far,
    "season": _season,
    "pace": _pace,
    "good_share": _good_share,
    "year_end": _year_end,
    "points": _points,
    "range": _range,
    "range_of_count": _range_of_count,
}
