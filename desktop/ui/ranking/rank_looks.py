"""Rankings as rows, words and series. No Qt."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from desktop.domain.criteria.items import Block
from desktop.domain.criteria.numbers import half_up
from desktop.domain.figures_series import Series, SeriesKind, SeriesLine
from desktop.services.provinces.ranking import RankedUnit, Ranking, fields_of
from desktop.services.provinces.years import UnitYears, YearsSideBySide
from desktop.ui.widgets.cells import Cell, CellRow, Column
from desktop.wording.criteria import decimal
from desktop.wording.dates import day

NO_BAND = "chưa xếp loại"


def columns_of(ranking: Ranking) -> tuple[Column, ...]:
    """The field's points only where ranked by it, the survey only where the set has one."""
    columns = [Column("Hạng", 54, is_number=True), Column("Đơn vị")]
    if ranking.field is not None:
        tip = f"Điểm lĩnh vực {ranking.field.name}"
        columns.append(Column("Lĩnh vực", 76, is_number=True, tip=tip))
    columns += [Column("Tự chấm", 72, is_number=True), Column("Thẩm định", 90, is_number=True)]
    if has_survey(ranking):
        columns.append(Column("Khảo sát", 74, is_number=True))
    columns += [
        Column("Tổng", 62, is_number=True),
        Column("Chỉ số (%)", 84, is_number=True),
        Column("Xếp loại", 92),
        Column("Năm trước", 92, is_number=True, tip="Chỉ số (hạng) đã công bố năm trước"),
    ]
    return tuple(columns)


def has_survey(ranking: Ranking) -> bool:
    """Whether any unit has points of a survey."""
    return any(unit.result.survey is not None for unit in ranking.units)


def rank_rows(ranking: Ranking) -> list[CellRow]:
    """Ranked units, then those without a result with the reason."""
    rows = [_rank_row(ranking, unit) for unit in ranking.units]
    if ranking.missing:
        text = f"Chưa có kết quả: {len(ranking.missing)} đơn vị"
        rows.append(CellRow(("", "missing"), (Cell(text),), is_head=True))
    figures = [Cell("")] * (len(columns_of(ranking)) - 4)
    rows += [
        CellRow(
            code,
            (
                Cell("–", "muted"),
                Cell(name, "muted", tip=f"{name}: {why}"),
                *figures,
                Cell(why, "muted", tip=why),
                Cell(""),
            ),
        )
        for code, name, why in ranking.missing
    ]
    return rows


def _rank_row(ranking: Ranking, unit: RankedUnit) -> CellRow:
    result = unit.result
    mark = "" if result.is_published or not ranking.published else "hourglass"
    tip = result.unit_name if not mark else f"{result.unit_name}: chưa công bố, điểm còn thay đổi"
    cells = [Cell(str(unit.rank)), Cell(result.unit_name, "", mark, tip, "due")]
    if ranking.field is not None:
        cells.append(Cell(_two(result.fields.get(ranking.field.id, Decimal(0)))))
    cells += [Cell(_two(result.own), "muted"), Cell(_two(result.appraised))]
    if has_survey(ranking):
        cells.append(Cell(_two(result.survey)))
    before = "" if unit.before is None else f"{_two(unit.before)} ({unit.rank_before})"
    cells += [
        Cell(_two(result.total)),
        Cell(_two(result.percent)),
        Cell(result.band or NO_BAND, "" if result.band else "muted"),
        Cell(before, "muted"),
    ]
    spoken = (
        f"Hạng {unit.rank}: {result.unit_name}, {_two(result.percent)} phần trăm, "
        f"{result.band or NO_BAND}"
    )
    return CellRow(result.unit_code, tuple(cells), unit, spoken=spoken)


def standing_words(ranking: Ranking) -> tuple[str, str, str]:
    """Sign, tone and words: provisional, published, or published for some."""
    total = len(ranking.units)
    if ranking.is_published:
        by = f" theo {ranking.decision}" if ranking.decision else ""
        on = f", {day(ranking.published_on)}" if ranking.published_on else ""
        return "circle-check", "good", f"Đã công bố{by}{on}"
    if ranking.published:
        rest = total - ranking.published
        return (
            "alert-triangle",
            "due",
            f"Bản tạm tính: {rest}/{total} đơn vị chưa công bố, hạng còn thay đổi",
        )
    return "alert-triangle", "due", "Bản tạm tính, chưa công bố: điểm và hạng còn thay đổi"


def state_words(ranking: Ranking) -> str:
    """Counts under the title."""
    percents = [unit.result.percent for unit in ranking.units]
    parts = [f"{len(percents)} đơn vị có kết quả"]
    if ranking.missing:
        parts.append(f"{len(ranking.missing)} chưa có")
    if percents:
        mean = half_up(sum(percents, Decimal(0)) / len(percents), 2)
        parts.append(f"bình quân {_two(mean)} %, cao nhất {_two(max(percents))} %")
    return " · ".join(parts)


# ── charts ──────────────────────────────────────────────────────────────────────────────────


def units_series(ranking: Ranking) -> Series:
    """Every unit's result, best first."""
    labels = tuple(f"{unit.rank}. {unit.result.unit_name}" for unit in ranking.units)
    values = tuple(unit.result.percent for unit in ranking.units)
    line = SeriesLine("units", "Chỉ số", values)
    return Series(SeriesKind.RANKED, "Chỉ số của từng đơn vị (%)", labels, (line,), "%")


def bands_series(ranking: Ranking) -> Series:
    """How many units in each rating, the best first."""
    counted = Counter(unit.result.band or NO_BAND for unit in ranking.units)
    names = [band.name for band in sorted(ranking.criteria.bands, key=lambda b: -b.lowest)]
    if counted[NO_BAND]:
        names.append(NO_BAND)
    line = SeriesLine("bands", "Số đơn vị", tuple(counted[name] for name in names))
    return Series(SeriesKind.BARS, "Số đơn vị theo xếp loại", tuple(names), (line,))


def field_ids(ranking: Ranking) -> list[str]:
    """The fields of the scale, in the order of the set."""
    return [
        item.id for item in fields_of(ranking.criteria) if item.maximum and item.block is Block.MAIN
    ]


def fields_series(ranking: Ranking) -> Series:
    """How much of each field's points the units reach on average."""
    by_id = ranking.criteria.by_id
    ids = field_ids(ranking)
    values = tuple(_mean_share(ranking, item_id) for item_id in ids)
    labels = tuple(f"{item_id}. {by_id[item_id].name}" for item_id in ids)
    line = SeriesLine("fields", "Bình quân", values)
    title = "Điểm bình quân so với tối đa, theo lĩnh vực (%)"
    return Series(SeriesKind.RANKED, title, labels, (line,), "%")


def _mean_share(ranking: Ranking, item_id: str) -> Decimal:
    most = ranking.criteria.by_id[item_id].maximum
    if not most or not ranking.units:
        return Decimal(0)
    reached = sum((u.result.fields.get(item_id, Decimal(0)) for u in ranking.units), Decimal(0))
    return half_up(reached * 100 / (most * len(ranking.units)), 1)


# ── fields and years ────────────────────────────────────────────────────────────────────────


def field_columns(ranking: Ranking) -> tuple[Column, ...]:
    """A column a field, headed by its number; the tip says which."""
    by_id = ranking.criteria.by_id
    heads = tuple(
        Column(f"{item_id}. {by_id[item_id].name}", 92, is_number=True, tip=by_id[item_id].name)
        for item_id in field_ids(ranking)
    )
    return (
        Column("Hạng", 62, is_number=True),
        Column("Đơn vị"),
        *heads,
        Column("Chỉ số (%)", 94, is_number=True),
    )


def field_rows(ranking: Ranking) -> list[CellRow]:
    """Units against fields: points, coloured by the share of the maximum."""
    ids, by_id = field_ids(ranking), ranking.criteria.by_id
    rows = []
    for unit in ranking.units:
        cells = [Cell(str(unit.rank)), Cell(unit.result.unit_name)]
        for item_id in ids:
            points = unit.result.fields.get(item_id, Decimal(0))
            most = by_id[item_id].maximum or Decimal(1)
            share = float(points / most)
            tip = (
                f"{by_id[item_id].name}\n{_two(points)} trên {_two(most)} điểm, "
                f"{decimal(half_up(points * 100 / most, 1))} %"
            )
            cells.append(Cell(_two(points), tip=tip, share=share))
        cells.append(Cell(_two(unit.result.percent)))
        rows.append(CellRow(unit.result.unit_code, tuple(cells), unit))
    return rows


def year_columns(found: YearsSideBySide) -> tuple[Column, ...]:
    """A column a year, and the change to the last."""
    years = tuple(Column(str(year), 130, is_number=True) for year in found.years)
    return (Column("Đơn vị"), *years, Column("Thay đổi", 100, is_number=True))


def year_rows(found: YearsSideBySide) -> list[CellRow]:
    """Percent and rank of each year."""
    return [_year_row(unit, found.years) for unit in found.units]


def _year_row(unit: UnitYears, years: tuple[int, ...]) -> CellRow:
    cells = [Cell(unit.unit_name)]
    for year in years:
        result = unit.results.get(year)
        if result is None:
            cells.append(Cell("–", "muted"))
            continue
        text = f"{_two(result.percent)} (hạng {result.rank})"
        if result.is_published:
            cells.append(Cell(text))
        else:
            cells.append(Cell(text, "due", tip=f"{text}\nChưa công bố, còn thay đổi"))
    change = unit.change
    if change is None:
        cells.append(Cell(""))
    else:
        sign = "+" if change > 0 else ""
        tone = "good" if change > 0 else "overdue" if change < 0 else "muted"
        cells.append(Cell(f"{sign}{decimal(change, 2)}", tone))
    return CellRow(unit.unit_code, tuple(cells), unit)


def _two(value: Decimal | None) -> str:
    return "" if value is None else decimal(value, 2)
