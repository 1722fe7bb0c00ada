"""Text that still names an old period: "quý I", "6 tháng đầu năm 2026", a date, a year.

Carried-over text is a starting point; what it says of the period before must be mended. A
mention is told when the period it names closed before the reported one does, or when it names,
without a year, the kind of the period that the text came from. Comparisons ("cùng kỳ năm
2025"), programmes of several years and numbers of documents are meant as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from desktop.domain.figures import Period


@dataclass(frozen=True, slots=True)
class CoveredPeriod:
    """What a report covers: how many months, which of the year, and its days."""

    months: int
    number: int
    year: int
    days: Period


@dataclass(frozen=True, slots=True)
class OldMention:
    """Words that name an old period: where they stand (from 0), line and column (from 1)."""

    start: int
    end: int
    line: int
    column: int
    text: str


_YEAR = r"(?:\s*(?:năm|/|-|\.|,)?\s*(?P<year>20\d\d)(?!\d))?"
_QUARTER = re.compile(
    rf"\b(?:qu[ýíyi]|qúy)\s*(?P<which>IV|III|II|I|[1-4])(?![\w]){_YEAR}", re.IGNORECASE
)
_MONTHS = re.compile(
    r"\b(?P<count>0?3|ba|0?6|sáu|0?9|chín)\s+tháng(?!\w)"
    rf"(?:\s+(?P<half>đầu|cuối))?(?:\s+năm(?!\s*20))?{_YEAR}",
    re.IGNORECASE,
)
_WHOLE_YEAR = re.compile(r"\bnăm\s+(?P<year>20\d\d)(?!\d)", re.IGNORECASE)
_DATE = re.compile(r"(?<![\d/])(?P<d>[0-3]?\d)[/.-](?P<m>[01]?\d)[/.-](?P<y>20\d\d)(?!\d)")
_LONG_DATE = re.compile(
    r"\bngày\s+(?P<d>[0-3]?\d)\s+tháng\s+(?P<m>[01]?\d)\s+năm\s+(?P<y>20\d\d)(?!\d)",
    re.IGNORECASE,
)
# What may stand right before a mention that is meant as it stands.
_COMPARED = re.compile(r"(?:cùng kỳ|so với|giai đoạn|nhiệm kỳ)[\s,()]*(?:của\s+|với\s+)?$", re.I)
_DOCUMENT = re.compile(r"(?:/[A-ZĐ]{2,}[\w-]*|\bsố\s+\d+[\w/-]*)\s*,?\s*(?:ký\s+)?(?:ngày\s*)?$")
_SPAN = re.compile(r"^\s*[-–]\s*20\d\d")
_COUNTS = {"3": 3, "03": 3, "ba": 3, "6": 6, "06": 6, "sáu": 6, "9": 9, "09": 9, "chín": 9}
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}


def old_mentions(
    text: str, now: CoveredPeriod, earlier: CoveredPeriod | None
) -> tuple[OldMention, ...]:
    """Every mention of an old period in a text (NFC), in its order; none overlaps another."""
    found: list[tuple[int, int]] = []
    for start, end in _candidates(text, now, earlier):
        if not any(start < other_end and other < end for other, other_end in found):
            found.append((start, end))
    return tuple(_placed(text, start, end) for start, end in sorted(found))


def _candidates(
    text: str, now: CoveredPeriod, earlier: CoveredPeriod | None
) -> Iterator[tuple[int, int]]:
    """Names of periods first, then days: a year inside them is theirs."""
    claimed: list[tuple[int, int]] = []
    for pattern in (_QUARTER, _MONTHS):
        for match in pattern.finditer(text):
            end = match.start() + len(match[0].rstrip(" ,.-/"))
            claimed.append((match.start(), end))
            if not _is_meant(text, match) and _is_old_name(match, now, earlier):
                yield match.start(), end
    for pattern in (_LONG_DATE, _DATE):
        for match in pattern.finditer(text):
            claimed.append(match.span())
            if not _DOCUMENT.search(text[: match.start()]) and _is_old_day(match, now, earlier):
                yield match.span()
    for match in _WHOLE_YEAR.finditer(text):
        inside = any(start <= match.start() < end for start, end in claimed)
        if not inside and not _is_meant(text, match) and _is_old_year(match, now, earlier):
            yield match.span()


def _is_meant(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()]
    return bool(_COMPARED.search(before) or _SPAN.match(text[match.end() :]))


def _is_old_name(match: re.Match[str], now: CoveredPeriod, earlier: CoveredPeriod | None) -> bool:
    months, number = _named(match)
    year = int(match["year"]) if match["year"] else None
    if (months, number) == (now.months, now.number) and year in (None, now.year):
        return False
    if year is None and earlier is not None:
        same_kind = (months, number) == (earlier.months, earlier.number)
        if same_kind:
            return True
    closes = (year or now.year, months * number)
    return closes < (now.year, now.months * now.number)


def _named(match: re.Match[str]) -> tuple[int, int]:
    """Months and number: quý II is (3, 2), 6 tháng cuối năm is (6, 2)."""
    groups = match.groupdict()
    if "which" in groups:
        which = match["which"].upper()
        return 3, _ROMAN.get(which) or int(which)
    months = _COUNTS[match["count"].lower()]
    last = (match["half"] or "").lower() == "cuối"
    return months, 12 // months if last else 1


def _is_old_day(match: re.Match[str], now: CoveredPeriod, earlier: CoveredPeriod | None) -> bool:
    """A day of the period before that is not of this one, or the day on which that one closed."""
    try:
        day = date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return False
    if earlier is None:
        return False
    if day == earlier.days.end and day != now.days.end:
        return True
    return day in earlier.days and day not in now.days


def _is_old_year(match: re.Match[str], now: CoveredPeriod, earlier: CoveredPeriod | None) -> bool:
    year = int(match["year"])
    return earlier is not None and year == earlier.year != now.year


def _placed(text: str, start: int, end: int) -> OldMention:
    line_start = text.rfind("\n", 0, start) + 1
    return OldMention(
        start, end, text.count("\n", 0, start) + 1, start - line_start + 1, text[start:end]
    )
