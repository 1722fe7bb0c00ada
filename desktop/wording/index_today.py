"""Words of the index on the Today page: where it stands, the next step, last days, news."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from desktop.wording.criteria import percent, points
from desktop.wording.dates import day
from desktop.wording.province import PACK_KINDS

_DEADLINES = {
    "score": "Hạn tự chấm năm {year}",
    "submit": "Hạn nộp bản tự chấm năm {year}",
    "explain": "Hạn giải trình năm {year}",
    "my_lines": "{count} dòng giao cho bạn, sớm nhất",
}


_TURNS = {
    "approve": "Bản tự chấm năm {year} đang chờ bạn duyệt",
    "sent_back": "Bản tự chấm năm {year}, lãnh đạo yêu cầu sửa: “{remark}”",
    "submit": "Bản tự chấm năm {year} đã duyệt, chưa nộp cho tỉnh",
}


class Standing(Protocol):
    """The score of one assessment."""

    @property
    def total(self) -> Decimal:
        """Points."""
        ...

    @property
    def applicable(self) -> Decimal:
        """Points that could be reached."""
        ...

    @property
    def percent(self) -> Decimal:
        """The result."""
        ...

    @property
    def band(self) -> str:
        """The rating."""
        ...


class Due(Protocol):
    """A last day."""

    @property
    def kind(self) -> str:
        """What runs out."""
        ...

    @property
    def on(self) -> date:
        """The day."""
        ...

    @property
    def year(self) -> int:
        """Of which year's assessment."""
        ...

    @property
    def count(self) -> int:
        """How many lines."""
        ...


class Word(Protocol):
    """A message of the province."""

    @property
    def kind(self) -> str:
        """Which."""
        ...

    @property
    def on(self) -> date:
        """When it came."""
        ...

    @property
    def facts(self) -> Mapping[str, Any]:
        """What it says."""
        ...

    @property
    def year(self) -> int:
        """Of which year's assessment."""
        ...


class Waiting(Protocol):
    """Something that waits for this person."""

    @property
    def kind(self) -> str:
        """What."""
        ...

    @property
    def year(self) -> int:
        """Of which year's assessment."""
        ...

    @property
    def remark(self) -> str:
        """What the leader said."""
        ...


def turn_text(turn: Waiting) -> str:
    """Bản tự chấm năm 2026 đang chờ bạn duyệt."""
    return _TURNS[str(turn.kind)].format(year=turn.year, remark=turn.remark)


def standing_text(found: Standing) -> str:
    """50,58 / 100 điểm (50,58 %), Trung bình."""
    band = found.band or "chưa xếp loại"
    return (
        f"{points(found.total)} / {points(found.applicable)} điểm "
        f"({percent(found.percent)}), {band}"
    )


def deadline_text(due: Due, today: date) -> str:
    """Hạn tự chấm năm 2026: 05/01/2027, còn 46 ngày."""
    left = (due.on - today).days
    when = "hôm nay" if not left else f"còn {left} ngày" if left > 0 else f"đã quá {-left} ngày"
    what = _DEADLINES[str(due.kind)].format(year=due.year, count=due.count)
    return f"{what}: {day(due.on)}, {when}"


def news_text(news: Word) -> str:
    """27/03/2026: kết quả năm 2025: 83,34 %, Tốt, hạng 56/102."""
    return f"{day(news.on)}: {_NEWS[str(news.kind)](news)}"


def _published(news: Word) -> str:
    f = news.facts
    return (
        f"kết quả năm {news.year}: {percent(f['percent'])}, {f['band']}, "
        f"hạng {f['rank']}/{f['ranked']}"
    )


def _appraised(news: Word) -> str:
    f = news.facts
    asked = f"; {f['asked']} dòng cần giải trình" if f["asked"] else ""
    return f"tỉnh thẩm định vòng {f['round']} năm {news.year}: {percent(f['percent'])}{asked}"


def _rules(news: Word) -> str:
    waits = ", chờ bạn xem" if news.facts["waits"] else ", đã áp dụng"
    return f"tỉnh gửi {PACK_KINDS[news.facts['kind']]} mới{waits}"


_NEWS = {"published": _published, "appraised": _appraised, "rules": _rules}
