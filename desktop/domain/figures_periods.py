"""Reporting periods (kỳ báo cáo): presets that a rule of closing days gives, and any days.

A preset closes on a day of its last month (14: NĐ 09/2019/NĐ-CP Điều 12) or at the month's
end, and begins on the day after the one before it closed. Which presets there are is data.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.figures import Period
from desktop.domain.moments import POSSIBLE_YEARS

_ROMAN = ("", "I", "II", "III", "IV")
_HALVES = ("", "đầu", "cuối")
_WRITTEN = re.compile(r"^(\d{4})(?:-(?:([A-Z]+)(\d{1,2})|(\d)(T)|(\d{1,2})))?(@14)?$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Preset:
    """A kind of period: its length in months and the day on which it closes (0: month's end)."""

    key: str
    name: str
    label: str
    code: str
    months: int
    closes_on: int
    confirmed: bool

    @property
    def count(self) -> int:
        """How many of them a year has; nine months are counted from January only."""
        return 12 // self.months

    def period(self, year: int, number: int) -> Period:
        """The days of the n-th period of a year, from 1."""
        last = number * self.months
        before = _closing(year, last - self.months, self.closes_on)
        return Period(before + timedelta(days=1), _closing(year, last, self.closes_on))

    def named(self, year: int, number: int) -> NamedPeriod:
        """The n-th period of a year with its words."""
        words: dict[str, int | str] = {"year": year, "number": number}
        if self.count == 4:
            words["roman"] = _ROMAN[number]
        if self.count == 2:
            words["half"] = _HALVES[number]
        return NamedPeriod(self.period(year, number), self.label.format_map(words), self.key)

    def holding(self, day: date) -> NamedPeriod:
        """The one that a day falls into; after its close, the last one of nine months."""
        numbered = [(y, n) for y in (day.year, day.year + 1) for n in range(1, self.count + 1)]
        for year, number in numbered:
            if day in self.period(year, number):
                return self.named(year, number)
        return self.named(day.year, self.count)


@dataclass(frozen=True, slots=True)
class NamedPeriod:
    """Days with the words for a title; ``preset`` is empty for days chosen freely."""

    period: Period
    label: str
    preset: str = ""


def named(period: Period, presets: Sequence[Preset]) -> NamedPeriod:
    """The period as a preset calls it, else by its days."""
    for preset in reversed(presets):
        for year in (period.end.year, period.end.year + 1):
            for number in range(1, preset.count + 1):
                if _is_possible(year) and preset.period(year, number) == period:
                    return preset.named(year, number)
    return NamedPeriod(period, "")


def before(period: Period, presets: Sequence[Preset]) -> NamedPeriod:
    """The period before, of the same kind; of free days, as many days right before.

    Nine months are compared with the nine months of the year before.
    """
    known = named(period, presets)
    for preset in presets:
        if preset.key == known.preset:
            year, number = _place(preset, period)
            if number > 1:
                return preset.named(year, number - 1)
            return preset.named(year - 1, preset.count)
    end = period.start - timedelta(days=1)
    return named(Period(end - timedelta(days=period.days - 1), end), presets)


def parse_period(text: str, presets: Sequence[Preset]) -> NamedPeriod:
    """2026 · 2026-09 · 2026-Q3 · 2026-H1 · 2026-9T by the calendar; with @14 as reports close.

    Raises InputRefused(UNKNOWN_CHOICE).
    """
    found = _WRITTEN.match(text.strip().upper())
    if found is not None:
        year, code, closes = int(found[1]), found[2] or "", 14 if found[7] else 0
        number = int(found[3] or found[6] or 1)
        months = {"Q": 3, "H": 6}.get(code, 1 if found[6] else 12)
        if found[5]:
            months, number = int(found[4]), 1
        for preset in presets:
            same = preset.months == months and preset.closes_on == closes
            if same and _is_possible(year) and 1 <= number <= preset.count:
                return preset.named(year, number)
    choices = "2026, 2026-09, 2026-Q3, 2026-H1, 2026-9T, 2026-Q3@14"
    raise InputRefused(
        InputProblem("period", Entry.UNKNOWN_CHOICE, {"text": text, "choices": choices})
    )


def _is_possible(year: int) -> bool:
    return POSSIBLE_YEARS[0] < year < POSSIBLE_YEARS[1]


def _place(preset: Preset, period: Period) -> tuple[int, int]:
    for year in (period.end.year, period.end.year + 1):
        for number in range(1, preset.count + 1):
            if preset.period(year, number) == period:
                return year, number
    raise AssertionError("a named period has a place")


def _closing(year: int, month: int, closes_on: int) -> date:
    """The closing day of a month; month 0 is December of the year before."""
    if month == 0:
        year, month = year - 1, 12
    if closes_on:
        return date(year, month, closes_on)
    following = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
    return following - timedelta(days=1)
