"""From a request to a finished table: rows, typed figures, checks, the lines of the paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from desktop.domain.errors import Entry, InputProblem, InputRefused, Rule, RuleViolation
from desktop.domain.figures import Period
from desktop.domain.figures_periods import NamedPeriod
from desktop.domain.moments import local_date
from desktop.domain.text import fold
from desktop.reports.tables.table import Cell, Kind, PaperHead, ReportTable, Row, TableColumn, shown
from desktop.services.figures.slices import FigureSlice
from desktop.services.office import Office
from desktop.services.outcomes import Outcome
from desktop.services.reports import lists, settlement, summaries
from desktop.services.reports.catalogue import Grouping
from desktop.services.reports.grouped import ROW_HEADINGS
from desktop.services.reports.overrides import Override, overrides_of, type_over, typed_cell
from desktop.services.reports.request import Built, ReportRequest, line_name, make_request
from desktop.services.settings import read_settings
from desktop.wording import reports as words
from desktop.wording.dates import day, moment

BUILDERS: dict[str, Callable[[Office, ReportRequest], Built]] = {
    "settlement": settlement.build_settlement,
    "settlement-07a": settlement.build_07a,
    "register-extract": lists.build_register_extract,
    "overdue": lists.build_overdue,
    "daily": summaries.build_daily,
    "certification-book": lists.build_certification_book,
    "civil-status-book": lists.build_civil_status_book,
    "fees": summaries.build_fees,
    "comparison": summaries.build_comparison,
    "working-time": summaries.build_working_time,
    "officers": summaries.build_officers,
}
COMPARED_COLUMNS = ("now", "before")
_MOST_PROBLEMS = 20
_WHICH_LINE = ("order", "name", "code")  # what finds a line again is never typed over


@dataclass(frozen=True, slots=True)
class BuiltReport:
    """A report with what stands behind its cells and what was typed over them."""

    request: ReportRequest
    table: ReportTable
    built: Built
    overrides: tuple[Override, ...]

    def slice_of(self, row_name: str, column_key: str) -> FigureSlice:
        """The list behind a cell. Raises InputRefused for a place that is not there,
        RuleViolation(NO_LIST_BEHIND) for a cell that counts nothing.
        """
        place, _row, column = find_cell(self.table, row_name, column_key)
        figure = self.built.figures.get(column_key)
        if place is None:
            scope: FigureSlice | None = (
                FigureSlice(next(iter(self.built.figures.values())), self.request.counted)
                if self.built.figures
                else None
            )
        else:
            scope = self.built.scopes[place] if self.built.scopes else None
            if self.built.row_figures and column_key in COMPARED_COLUMNS:
                figure = self.built.row_figures[place]
        if figure is None or scope is None:
            raise RuleViolation(Rule.NO_LIST_BEHIND, row=row_name, column=column.heading)
        return replace(scope, figure=figure, **self.built.narrow.get(column_key, {}))


def build_report(
    office: Office, name: str, period: Period | NamedPeriod, by: str = ""
) -> BuiltReport:
    """Builds a report as of now. Raises InputRefused for an unknown name or grouping."""
    return build(office, make_request(name, period, by))


def build(office: Office, request: ReportRequest) -> BuiltReport:
    """The same for a checked request."""
    definition = request.definition
    request = replace(request, today=local_date(office.now()))
    built = BUILDERS[definition.name](office, request)
    columns = _columns(request)
    rows, total, notes = list(built.rows), built.total, []
    overrides = overrides_of(office, request)
    lost: list[str] = []
    for override in overrides:
        placed = _apply(rows, total, columns, override)
        if placed is None:
            lost.append(words.GONE_OVERRIDE.format_map(_override_words(columns, override)))
        else:
            total = placed
            line = words.OVERRIDDEN if override.computed else words.OVERRIDDEN_EMPTY
            notes.append(line.format_map(_override_words(columns, override)))
    table = ReportTable(
        name=definition.name,
        title=definition.title,
        subtitle=words.period_line(request.period.label, request.days.start, request.days.end),
        columns=columns,
        rows=tuple(rows),
        total=total,
        head=paper_head(office, request),
        notes=(*definition.notes, *built.notes, *_unfinished(request), *notes),
        problems=(
            *_not_begun(request),
            *built.problems,
            *lost,
            *_not_adding_up(request, columns, rows, total),
        ),
        charts=tuple(chart for chart in built.charts if not chart.is_empty),
        landscape=definition.landscape,
    )
    return BuiltReport(request, table, built, overrides)


def override_cell(
    office: Office, request: ReportRequest, row: str, column_key: str, value: str, reason: str
) -> Outcome[Override]:
    """Types a figure over a cell of a report.

    Raises InputRefused, RuleViolation(CELL_NOT_TYPED) for a cell that says which line it is.
    """
    report = build(office, request)
    built = report.built
    bare = replace(report.table, rows=built.rows, total=built.total)
    place, found, column = find_cell(bare, row, column_key)
    if column.key in _WHICH_LINE:
        raise RuleViolation(Rule.CELL_NOT_TYPED, column=column.heading)
    name = words.TOTAL_ROW if place is None else line_name(found)
    return type_over(office, request, (name, column), found.get(column_key), value, reason)


def find_cell(
    table: ReportTable, row_name: str, column_key: str
) -> tuple[int | None, Row, TableColumn]:
    """Place of the row (None: totals), the row, the column. Raises InputRefused."""
    column = next((one for one in table.columns if one.key == column_key), None)
    if column is None:
        facts = {"text": column_key, "choices": ", ".join(one.key for one in table.columns)}
        raise InputRefused(InputProblem("report_column", Entry.UNKNOWN_CHOICE, facts))
    wanted = fold(row_name)
    for place, row in enumerate(table.rows):
        if wanted in (fold(line_name(row)), str(row.get("order", ""))):
            return place, row, column
    if table.total is not None and wanted in (fold(words.TOTAL_ROW), "total"):
        return None, table.total, column
    names = [line_name(row) for row in table.rows[:12]]
    facts = {"text": row_name, "choices": ", ".join([*names, words.TOTAL_ROW])}
    raise InputRefused(InputProblem("report_row", Entry.UNKNOWN_CHOICE, facts))


def paper_head(office: Office, request: ReportRequest) -> PaperHead:
    """The lines around the table, from the office's settings and the definition."""
    settings, definition = read_settings(office), request.definition
    return PaperHead(
        parent_body=settings.parent_body,
        unit_name=settings.shop_name,
        place=settings.place_name,
        number_line=words.NO_NUMBER_LINE,
        form_number=definition.form_number,
        made_on=local_date(office.now()),
        receiver=definition.receiver,
        counted_in=definition.counted_in,
        recipients=words.RECIPIENTS,
        is_practice=office.info.is_practice,
    )


def _unfinished(request: ReportRequest) -> tuple[str, ...]:
    if request.counted == request.days or _not_begun(request):
        return ()
    return (words.UNFINISHED_PERIOD.format(day=day(request.counted.end)),)


def _not_begun(request: ReportRequest) -> tuple[str, ...]:
    if request.today is None or request.days.start <= request.today:
        return ()
    return (words.PERIOD_NOT_BEGUN.format(day=day(request.days.start)),)


def _columns(request: ReportRequest) -> tuple[TableColumn, ...]:
    """The definition's columns; the first names what the rows stand for."""
    usual = request.definition.groupings[0]
    if request.grouping in (usual, Grouping.NONE):
        return request.definition.columns
    heading = ROW_HEADINGS[request.grouping]
    return tuple(
        replace(column, heading=heading) if column.key == "name" else column
        for column in request.definition.columns
    )


def _apply(
    rows: list[Row], total: Row | None, columns: Sequence[TableColumn], override: Override
) -> Row | None:
    """Puts a typed figure in its place and keeps the row of totals its sum; None without one."""
    column = next((one for one in columns if one.key == override.column_key), None)
    if column is None:
        return None
    value = typed_cell(override.value, column)
    if total is not None and override.row_name == words.TOTAL_ROW:
        return {**total, column.key: value}
    for place, row in enumerate(rows):
        if override.row_name == line_name(row):
            old = row.get(column.key)
            rows[place] = {**row, column.key: value}
            return _added(total, column, old, value) if total is not None else {}
    return None


def _added(total: Row, column: TableColumn, old: Cell, value: Cell) -> Row:
    sum_then = total.get(column.key)
    if not column.added or not isinstance(value, int):
        return total
    # Of a column that the record does not know, the sum is that of what was typed.
    before = sum_then if isinstance(sum_then, int) else 0
    return {**total, column.key: before + value - (old if isinstance(old, int) else 0)}


def _override_words(columns: Sequence[TableColumn], override: Override) -> dict[str, str]:
    column = next((one for one in columns if one.key == override.column_key), None)
    value = shown(typed_cell(override.value, column), column.kind) if column else override.value
    name = _column_name(column) if column else override.column_key
    return {
        "row": override.row_name,
        "column": name,
        "value": value,
        "computed": override.computed,
        "user": override.user_name,
        "at": moment(override.at),
        "reason": override.reason.rstrip("."),
    }


def _column_name(column: TableColumn) -> str:
    return column.number or " – ".join((*column.above, column.heading))


def _not_adding_up(
    request: ReportRequest, columns: Sequence[TableColumn], rows: Sequence[Row], total: Row | None
) -> tuple[str, ...]:
    """Rows in which a sum differs from its parts, or an identity of the form fails."""
    by_key = {column.key: column for column in columns}
    sides: list[tuple[tuple[str, ...], tuple[str, ...]]]
    sides = [((column.key,), column.sum_of) for column in columns if column.sum_of]
    sides += [(left, right) for left, right in request.definition.identities]
    found: list[str] = []
    for row in (*rows, *([total] if total else [])):
        for left, right in sides:
            sums = [_sum(row, left), _sum(row, right)]
            if sums[0] != sums[1]:
                facts = {
                    "row": line_name(row),
                    "left": _listed(by_key, left),
                    "right": _listed(by_key, right),
                    "left_sum": shown(sums[0], Kind.NUMBER),
                    "right_sum": shown(sums[1], Kind.NUMBER),
                }
                found.append(words.NOT_ADDING_UP.format_map(facts))
    if len(found) > _MOST_PROBLEMS:
        more = words.MORE_PROBLEMS.format(count=len(found) - _MOST_PROBLEMS)
        return (*found[:_MOST_PROBLEMS], more)
    return tuple(found)


def _sum(row: Row, keys: Sequence[str]) -> Decimal | int:
    return sum(value for key in keys if isinstance(value := row.get(key), (int, Decimal)))


def _listed(by_key: Mapping[str, TableColumn], keys: Sequence[str]) -> str:
    return " + ".join(_column_name(by_key[key]) for key in keys)
