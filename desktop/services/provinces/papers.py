"""The province's papers: ranking, comparison for a projector, II.06a, profile of a unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from desktop.domain.criteria.items import Block, CriteriaItem, CriteriaSet
from desktop.domain.criteria.numbers import half_up
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.figures import Figure
from desktop.domain.figures_series import Series, SeriesKind, SeriesLine, Value
from desktop.domain.moments import local_date
from desktop.reports.province.comparison import Comparison, ComparisonRow
from desktop.reports.tables.files import writer_for
from desktop.reports.tables.table import (
    Cell,
    Kind,
    PaperHead,
    ReportTable,
    Row,
    TableColumn,
)
from desktop.services.audit import note_seen
from desktop.services.office import Office
from desktop.services.provinces.field_shares import fields_radar, profile_radar
from desktop.services.provinces.figures import Settlement
from desktop.services.provinces.profiles import UnitProfile
from desktop.services.provinces.ranking import Ranking, fields_of
from desktop.services.reports.request import find_definition
from desktop.services.reports.settlement import SETTLEMENT_COLUMNS
from desktop.services.settings import read_settings
from desktop.wording import province_papers as words
from desktop.wording import reports as report_words
from desktop.wording.criteria import SAMPLE_MARK, UNCONFIRMED_MARK, decimal
from desktop.wording.dates import day

_ENDINGS = (".pdf", ".xlsx")
_SHOWN = 10
_Points = Decimal | None


def write_ranking(office: Office, ranking: Ranking, target: Path, *, is_wide: bool = False) -> int:
    """Writes ``.pdf`` or ``.xlsx`` (``is_wide``: the comparison, PDF only); gives pages or rows.

    Raises InputRefused(UNKNOWN_CHOICE) for another ending, DISK_FULL, FILE_NOT_WRITABLE.
    """
    _check_ending(target, (".pdf",) if is_wide else _ENDINGS)
    if is_wide:
        from desktop.reports.province.comparison_pdf import write_comparison

        written = write_comparison(comparison(ranking), target)
    elif target.suffix.lower() == ".xlsx":
        from desktop.reports.province.ranking_xlsx import write_ranking_xlsx

        table = ranking_table(office, ranking)
        written = write_ranking_xlsx(table, comparison(ranking), target)
    else:
        written = writer_for(target)(ranking_table(office, ranking), target)
    note_seen(office, "province.rank", f"{ranking.criteria.code} {ranking.year}")
    return written


def write_table(office: Office, table: ReportTable, target: Path) -> int:
    """Writes any other table of the province as ``.pdf`` or ``.xlsx``."""
    _check_ending(target, _ENDINGS)
    written = writer_for(target)(table, target)
    note_seen(office, "province.export", table.name)
    return written


def ranking_table(office: Office, ranking: Ranking) -> ReportTable:
    """The ranking as a table with its charts."""
    by_field = ranking.field
    columns = tuple(
        column
        for column in _RANKING_COLUMNS
        if column.key != "survey" or any(u.result.survey is not None for u in ranking.units)
    )
    if by_field is not None:
        heading = words.FIELD_POINTS.format(field=by_field.name)
        extra = TableColumn("field", heading, Kind.PERCENT, 1.1, added=False)
        columns = (*columns[:2], extra, *columns[2:])
    rows: list[Row] = [
        {
            "rank": unit.rank,
            "name": unit.result.unit_name,
            "field": _two(unit.result.fields.get(by_field.id)) if by_field else None,
            "own": _two(unit.result.own),
            "appraised": _two(unit.result.appraised),
            "survey": _two(unit.result.survey),
            "total": _two(unit.result.total),
            "percent": _two(unit.result.percent),
            "band": unit.result.band,
            "before": _two(unit.before),
            "rank_before": unit.rank_before,
        }
        for unit in ranking.units
    ]
    title = words.RANKING_TITLE.format(year=ranking.year)
    notes = [words.RANKING_NOTE, *_missing_note(ranking)]
    if not ranking.is_published:
        notes.insert(0, words.NOT_PUBLISHED)
    return ReportTable(
        "ranking",
        title if by_field is None else f"{title} – {by_field.name.upper()}",
        _subtitle(ranking.criteria.title, ranking.is_published),
        columns,
        tuple(rows),
        None,
        replace(province_head(office), form_number=""),
        notes=(*set_marks(ranking.criteria), *notes),
        charts=_ranking_charts(ranking),
    )


def _subtitle(title: str, is_published: bool) -> str:
    """What the list is called; on the first page already whether it may still change."""
    return title if is_published else f"{title} – {words.PROVISIONAL}"


_RANKING_COLUMNS = (
    TableColumn("rank", "Hạng", Kind.NUMBER, 0.6, added=False),
    TableColumn("name", "Đơn vị", Kind.TEXT, 3.0),
    TableColumn("own", "Tự chấm", Kind.PERCENT, 0.9, ("Điểm",), added=False),
    TableColumn("appraised", "Thẩm định", Kind.PERCENT, 1.0, ("Điểm",), added=False),
    TableColumn("survey", "Khảo sát", Kind.PERCENT, 0.9, ("Điểm",), added=False),
    TableColumn("total", "Tổng", Kind.PERCENT, 0.9, ("Điểm",), added=False),
    TableColumn("percent", "Chỉ số (%)", Kind.PERCENT, 0.9, added=False),
    TableColumn("band", "Xếp loại", Kind.TEXT, 1.2),
    TableColumn("before", "Chỉ số (%)", Kind.PERCENT, 0.9, ("Năm trước",), added=False),
    TableColumn("rank_before", "Hạng", Kind.NUMBER, 0.7, ("Năm trước",), added=False),
)


def _ranking_charts(ranking: Ranking) -> tuple[Series, ...]:
    units = ranking.units
    bands = Counter(unit.result.band for unit in units if unit.result.band)
    names = [band.name for band in sorted(ranking.criteria.bands, key=lambda b: -b.lowest)]
    counted = SeriesLine("units", words.UNITS, tuple(bands[name] for name in names))
    charts = [
        Series(SeriesKind.BARS, words.BANDS_CHART, tuple(names), (counted,)),
        fields_radar(ranking),
        _top_chart(words.FIELDS_CHART, _field_means(ranking), "%"),
        _top_chart(
            words.BEST_CHART.format(count=min(_SHOWN, len(units))), _percents(units[:_SHOWN]), "%"
        ),
    ]
    if len(units) > _SHOWN:
        last = _percents(units[-_SHOWN:])
        charts.append(_top_chart(words.LAST_CHART.format(count=_SHOWN), last, "%"))
    return tuple(chart for chart in charts if not chart.is_empty)


def _percents(units: Sequence[object]) -> list[tuple[str, Value]]:
    return [(u.result.unit_name, u.result.percent) for u in units]  # type: ignore[attr-defined]


def _top_chart(title: str, rows: Sequence[tuple[str, Value]], unit: str) -> Series:
    line = SeriesLine("value", title, tuple(value for _, value in rows))
    return Series(SeriesKind.RANKED, title, tuple(name for name, _ in rows), (line,), unit)


def _field_means(ranking: Ranking) -> list[tuple[str, Value]]:
    """How much of each field's points the units reach on average, percent."""
    rows: list[tuple[str, Value]] = []
    for item in fields_of(ranking.criteria):
        if item.maximum and item.block is Block.MAIN:
            values = [unit.result.fields.get(item.id, Decimal(0)) for unit in ranking.units]
            rows.append((item.name, _share(sum(values, Decimal(0)), item, len(values))))
    return rows


def _share(points: Decimal, item: CriteriaItem, units: int = 1) -> Decimal:
    assert item.maximum
    return half_up(points * 100 / (item.maximum * max(units, 1)), 1)


def comparison(ranking: Ranking) -> Comparison:
    """Units against fields, for a projector."""
    fields = tuple(item for item in fields_of(ranking.criteria) if item.maximum)
    rows = tuple(
        ComparisonRow(
            unit.rank,
            unit.result.unit_name,
            tuple(
                (decimal(points, 2), _reached(item, points))
                for item in fields
                if item.maximum
                for points in [unit.result.fields.get(item.id, Decimal(0))]
            ),
            decimal(unit.result.percent, 2),
            unit.result.band,
        )
        for unit in ranking.units
    )
    heads = tuple((item.id, item.name, decimal(item.maximum, 2)) for item in fields)
    marks = [*set_marks(ranking.criteria)]
    if not ranking.is_published:
        marks.append(words.NOT_PUBLISHED.rstrip("."))
    title = words.COMPARISON_TITLE.format(year=ranking.year)
    # What a hall is shown: the radar tells of every field already.
    charts = tuple(c for c in _ranking_charts(ranking) if c.title != words.FIELDS_CHART)
    return Comparison(title, ranking.criteria.title, " · ".join(marks), heads, rows, charts)


def _reached(item: CriteriaItem, points: Decimal) -> float | None:
    if item.block is not Block.MAIN or not item.maximum:
        return None
    return float(points / item.maximum)


def _two(points: _Points) -> _Points:
    """With the two decimals that stand in every row of a table."""
    return None if points is None else half_up(points, 2)


def settlement_table(office: Office, found: Settlement) -> ReportTable:
    """Biểu II.06a over all units (or by field), from what the units have sent."""
    definition = find_definition("settlement")
    heading = words.ROW_HEADINGS[found.grouping]
    columns = tuple(
        replace(column, heading=heading) if column.key == "name" else column
        for column in definition.columns
    )
    rows: list[Row] = [
        {"order": n, "name": row.name, **_cells(row.figures)}
        for n, row in enumerate(found.rows, start=1)
    ]
    total: dict[str, Cell] = {"name": report_words.TOTAL_ROW, **_cells(found.total)}
    undated = found.total[Figure.UNDATED]
    problems = (words.UNDATED.format(count=undated),) if undated else ()
    biggest = sorted(found.rows, key=lambda row: -row.figures[Figure.TOTAL])[:_SHOWN]
    late = [(row.name, row.figures[Figure.SETTLED_LATE]) for row in found.rows]
    late = sorted(late, key=lambda pair: -pair[1])[:_SHOWN]
    charts = (
        _top_chart(words.MOST_DOSSIERS, [(r.name, r.figures[Figure.TOTAL]) for r in biggest], ""),
        _top_chart(words.MOST_LATE, [(name, count) for name, count in late if count], ""),
    )
    period = report_words.period_line("", found.period.start, found.period.end)
    head = replace(province_head(office), form_number=definition.form_number)
    return ReportTable(
        "province-settlement",
        definition.title,
        period,
        columns,
        tuple(rows),
        total,
        replace(head, counted_in=definition.counted_in),
        notes=(*definition.notes, words.FROM_PACKAGES),
        problems=problems,
        charts=tuple(chart for chart in charts if not chart.is_empty),
    )


def _cells(figures: object) -> dict[str, Cell]:
    return {key: figures[figure] for key, figure in SETTLEMENT_COLUMNS.items()}  # type: ignore[index]


def profile_table(office: Office, profile: UnitProfile) -> ReportTable:
    """One unit on one page: fields against best and average, years, dossiers, history."""
    columns = (
        TableColumn("name", "Lĩnh vực", Kind.TEXT, 3.4),
        TableColumn("maximum", "Tối đa", Kind.PERCENT, 0.9, added=False),
        TableColumn("points", "Đạt", Kind.PERCENT, 0.9, added=False),
        TableColumn("share", "Tỷ lệ (%)", Kind.PERCENT, 0.9, added=False),
        TableColumn("average", "Bình quân", Kind.PERCENT, 1.0, ("Toàn tỉnh",), added=False),
        TableColumn("best", "Cao nhất", Kind.PERCENT, 1.0, ("Toàn tỉnh",), added=False),
    )
    rows = tuple(
        {
            "name": field.name,
            "maximum": _two(field.maximum),
            "points": _two(field.points),
            "share": field.share,
            "average": _two(field.average),
            "best": _two(field.best),
        }
        for field in profile.fields
    )
    years = tuple(str(year) for year, _, _ in profile.years)
    line = SeriesLine("percent", words.INDEX, tuple(percent for _, percent, _ in profile.years))
    return ReportTable(
        "unit-profile",
        words.PROFILE_TITLE.format(unit=profile.unit_name.upper(), year=profile.year),
        _subtitle(profile.set_title, profile.is_published or profile.rank is None),
        columns,
        rows,
        None,
        province_head(office),
        notes=tuple(_profile_notes(profile)),
        charts=tuple(
            chart
            for chart in (
                profile_radar(profile),
                Series(SeriesKind.BARS, words.YEARS_CHART, years, (line,), "%"),
            )
            if not chart.is_empty
        ),
        landscape=False,
    )


def _profile_notes(profile: UnitProfile) -> list[str]:
    notes = []
    if profile.rank is not None:
        facts = {
            "percent": decimal(profile.percent, 2),
            "band": profile.band or "chưa xếp loại",
            "rank": profile.rank,
            "ranked": profile.ranked,
        }
        notes.append(words.PROFILE_RESULT.format_map(facts))
    figures = profile.figures
    notes.append(
        words.PROFILE_DOSSIERS.format(
            total=figures.get(Figure.TOTAL, 0),
            settled=figures.get(Figure.SETTLED, 0),
            late=figures.get(Figure.SETTLED_LATE, 0),
            progress=figures.get(Figure.IN_PROGRESS, 0),
        )
    )
    for former in profile.former:
        kind = words.WHOLE if former.whole else words.PART
        basis = f" ({former.basis})" if former.basis else ""
        facts = {"name": former.former_name, "code": former.former_code, "kind": kind}
        notes.append(words.CONTINUES.format_map({**facts, "since": day(former.since)}) + basis)
    return notes


def province_head(office: Office) -> PaperHead:
    """The letterhead of the desk."""
    settings = read_settings(office)
    return PaperHead(
        parent_body=settings.parent_body,
        unit_name=settings.shop_name,
        place=settings.place_name,
        number_line=report_words.NO_NUMBER_LINE,
        made_on=local_date(office.now()),
        right_signer=words.SIGNER,
        recipients=report_words.RECIPIENTS,
        is_practice=office.info.is_practice,
    )


def set_marks(criteria: CriteriaSet) -> tuple[str, ...]:
    """What a paper must say about a set that is a sample or was not confirmed."""
    if criteria.is_sample:
        return (SAMPLE_MARK,)
    return (UNCONFIRMED_MARK,) if criteria.unconfirmed else ()


def _missing_note(ranking: Ranking) -> list[str]:
    if not ranking.missing:
        return []
    named = ", ".join(name for _, name, _ in ranking.missing[:_SHOWN])
    more = "…" if len(ranking.missing) > _SHOWN else ""
    return [words.MISSING.format(count=len(ranking.missing), names=named + more)]


def _check_ending(target: Path, endings: Sequence[str]) -> None:
    if target.suffix.lower() not in endings:
        facts = {"text": target.name, "choices": ", ".join(endings)}
        raise InputRefused(InputProblem("file", Entry.UNKNOWN_CHOICE, facts))
