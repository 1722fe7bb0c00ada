"""Kinds of periods and outlines of text, read from ``resources/periodic`` and checked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, TypeVar

from desktop.domain.errors import (
    Entry,
    EnvironmentProblem,
    InputProblem,
    InputRefused,
    Surroundings,
)
from desktop.domain.figures import Period
from desktop.domain.figures_periods import Preset
from desktop.domain.moments import POSSIBLE_YEARS
from desktop.domain.statistics.old_periods import CoveredPeriod
from desktop.domain.text import fold
from desktop.resource_paths import resource_path
from desktop.services.reports.catalogue import presets

T = TypeVar("T")
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class ReportKind:
    """A period that is reported on (kỳ báo cáo): which one of the year, after which preset."""

    key: str
    name: str
    label: str
    preset: str
    number: int

    @property
    def rule(self) -> Preset:
        """The preset that gives its days."""
        return next(one for one in presets() if one.key == self.preset)

    def days(self, year: int) -> Period:
        """Its days by the rule of closing days."""
        return self.rule.period(year, self.number)

    def words(self, year: int) -> str:
        """6 tháng đầu năm 2026."""
        return self.label.format(year=year)

    def covered(self, year: int, days: Period) -> CoveredPeriod:
        """What the text of such a report speaks of."""
        return CoveredPeriod(self.rule.months, self.number, year, days)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the text. ``writes`` False: a heading over other parts."""

    key: str
    number: str
    heading: str
    level: int = 0
    required: bool = False
    hint: str = ""
    writes: bool = True

    @property
    def name(self) -> str:
        """II.1 is called by its own number: "1. Cải cách thể chế"."""
        return f"{self.number}. {self.heading}" if self.number else self.heading


@dataclass(frozen=True, slots=True)
class Outline:
    """A report's paper and sections. ``confirmed`` False: no official source was seen."""

    report: str
    version: str
    name: str
    title: str
    abstract: str
    number_line: str
    annex_title: str
    opening: str
    closing: str
    form: str
    kinds: tuple[str, ...]
    signer: tuple[str, ...]
    recipients: tuple[str, ...]
    source: str
    confirmed: bool
    sections: tuple[Section, ...]


@cache
def report_kinds() -> tuple[ReportKind, ...]:
    """All kinds, in the order of a menu. Raises RESOURCES_DAMAGED."""
    return _loaded("kinds.json", lambda data: tuple(ReportKind(**k) for k in data["kinds"]))


def find_kind(key: str) -> ReportKind:
    """By its key or its name. Raises InputRefused(UNKNOWN_CHOICE)."""
    for kind in report_kinds():
        if fold(key.strip()) in (kind.key, fold(kind.name)):
            return kind
    facts = {"text": key, "choices": ", ".join(f"{k.key} ({k.name})" for k in report_kinds())}
    raise InputRefused(InputProblem("period_kind", Entry.UNKNOWN_CHOICE, facts))


def check_year(year: int) -> int:
    """Raises InputRefused(OUT_OF_RANGE)."""
    lowest, highest = POSSIBLE_YEARS[0] + 1, POSSIBLE_YEARS[1] - 1
    if not lowest <= year <= highest:
        facts = {"value": year, "lowest": lowest, "highest": highest}
        raise InputRefused(InputProblem("year", Entry.OUT_OF_RANGE, facts))
    return year


@cache
def outlines() -> tuple[Outline, ...]:
    """Reports that have text. Raises RESOURCES_DAMAGED."""
    names = sorted(path.name for path in resource_path("periodic", "outlines").glob("*.json"))
    return tuple(_loaded(f"outlines/{name}", _shipped) for name in names)


def find_outline(report: str) -> Outline | None:
    """The outline of a report; None for a statistics form, which has no text."""
    return next((one for one in outlines() if one.report == report), None)


def outline_to_data(outline: Outline) -> dict[str, Any]:
    """As it is kept with an opened report."""
    return asdict(outline)


def outline_from_data(data: Mapping[str, Any]) -> Outline:
    """What was kept."""
    lists = {name: tuple(data[name]) for name in ("kinds", "signer", "recipients")}
    sections = tuple(Section(**section) for section in data["sections"])
    return Outline(**{**data, **lists, "sections": sections})


def _shipped(data: dict[str, Any]) -> Outline:
    return outline_from_data({k: v for k, v in data.items() if k != "format"})


def _loaded(name: str, build: Callable[[dict[str, Any]], T]) -> T:
    try:
        data = json.loads(resource_path("periodic", name).read_text(encoding="utf-8"))
        if data["format"] != _FORMAT:
            raise ValueError(data["format"])
        return build(data)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EnvironmentProblem(Surroundings.RESOURCES_DAMAGED, file=f"periodic/{name}") from error
