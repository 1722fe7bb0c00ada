"""What filling from the records would change, before it is done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from desktop.domain.criteria.figures import FigureReading, FigureSource
from desktop.domain.criteria.filling import Unfilled, bound_figures, fill_line
from desktop.domain.criteria.items import CriteriaItem
from desktop.domain.criteria.scoring import NodeScore, score_line
from desktop.services.assessments.filling import SkippedLine, why_kept, year_so_far
from desktop.services.assessments.formulas import SafeFormulas
from desktop.services.assessments.office_figures import OfficeFigures
from desktop.services.assessments.records import EMPTY_LINE, find_assessment, read_lines
from desktop.services.assessments.sets import set_of_version
from desktop.services.office import Office


@dataclass(frozen=True, slots=True)
class FillChange:
    """A line, the figure read for it, its points now and then (None: no points)."""

    item: CriteriaItem
    reading: FigureReading
    before: Decimal | None
    after: NodeScore
    changes: bool


@dataclass(frozen=True, slots=True)
class FillPreview:
    """Lines that would be written, lines that would be left and why."""

    lines: tuple[FillChange, ...]
    skipped: tuple[SkippedLine, ...]

    @property
    def changed(self) -> tuple[FillChange, ...]:
        """Only the lines whose answer would be another."""
        return tuple(line for line in self.lines if line.changes)


def preview_fill(
    office: Office,
    year: int,
    set_code: str | None = None,
    *,
    replace_typed: bool = False,
    source: FigureSource | None = None,
) -> FillPreview:
    """The same as ``fill_assessment`` would do now; nothing is written."""
    with office.reading() as connection:
        row = find_assessment(connection, year, set_code)
        criteria = set_of_version(connection, row.set_id)
        records = read_lines(connection, row.id)
    wanted = frozenset(name for item in criteria.scored for name in bound_figures(item))
    first, last = year_so_far(office, year)
    readings = (source or OfficeFigures(office)).readings(wanted, first, last)
    formulas = SafeFormulas()
    lines: list[FillChange] = []
    skipped: list[SkippedLine] = []
    for item in criteria.scored:
        if item.binding is None:
            continue
        record = records.get(item.id, EMPTY_LINE)
        kept = None if replace_typed else why_kept(record)
        filling = fill_line(item, readings)
        if kept or filling.answer is None or filling.reading is None:
            figure = ", ".join(sorted(bound_figures(item)))
            reason = kept or filling.unfilled or Unfilled.NO_REGISTER
            skipped.append(SkippedLine(item.id, figure, reason))
            continue
        own = record.answer
        new = replace(filling.answer, own_points=own.own_points, why=own.why)
        before = score_line(criteria, item, own, formulas).computed
        after = score_line(criteria, item, new, formulas)
        lines.append(FillChange(item, filling.reading, before, after, new != own))
    return FillPreview(tuple(lines), tuple(skipped))
