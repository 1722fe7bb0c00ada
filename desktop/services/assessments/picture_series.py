"""The pictures of an assessment as series for charts, tables and the clipboard."""

from __future__ import annotations

from decimal import Decimal

from desktop.domain.criteria.numbers import plain
from desktop.domain.criteria.pictures import StepKind, WaterfallStep
from desktop.domain.figures_series import Series, SeriesKind, SeriesLine, Value
from desktop.services.assessments.pictures import Pictures, RadarField, YearPoint
from desktop.wording.criteria import STEP_NAMES, percent, points
from desktop.wording.scoring import PICTURE_WORDS

NOW, LAST_YEAR, AVERAGE, BEST = "now", "last_year", "average", "best"


def radar_series(found: Pictures) -> Series:
    """Every field in percent of what applies: now, last year, mean and best of the province."""
    sides = {
        NOW: [f.field.percent for f in found.radar],
        LAST_YEAR: [f.last_year for f in found.radar],
        AVERAGE: [f.average for f in found.radar],
        BEST: [f.best for f in found.radar],
    }
    lines = tuple(
        SeriesLine(key, PICTURE_WORDS[key].format(year=found.year, before=found.year - 1), values)
        for key, side in sides.items()
        if any(values := tuple(_tenth(v) for v in side))
    )
    labels = tuple(f"{f.field.id}. {f.field.name}" for f in found.radar)
    return Series(SeriesKind.RADAR, PICTURE_WORDS["radar"], labels, lines, "%")


def waterfall_series(found: Pictures) -> Series:
    """From the maximum over what each field lost to the points that are left."""
    labels = tuple(_step_name(step) for step in found.waterfall)
    values: tuple[Value, ...] = tuple(Decimal(plain(step.change)) for step in found.waterfall)
    line = SeriesLine("change", PICTURE_WORDS["change"], values)
    return Series(SeriesKind.WATERFALL, PICTURE_WORDS["waterfall"], labels, (line,), "điểm")


def year_notes(found: Pictures) -> tuple[str, ...]:
    """What stands under each year: rating and rank as published, else the unit's own rating."""
    return tuple(_year_note(point) for point in found.years)


def fields_table(found: Pictures) -> list[list[str]]:
    """The radar as rows: field, points of maximum, percent, last year, mean, best."""
    return [_field_row(field) for field in found.radar]


def steps_table(found: Pictures) -> list[list[str]]:
    """The waterfall as rows: step, change, points left."""
    return [[_step_name(s), _signed(s), points(s.end)] for s in found.waterfall]


def years_table(found: Pictures) -> list[list[str]]:
    """The years as rows: year, own result, published result, rating, rank."""
    return [
        [
            str(point.year),
            "–" if point.own is None else percent(point.own),
            "–" if point.published is None else percent(point.published),
            point.band or point.own_band,
            "–" if point.rank is None else f"{point.rank}/{point.ranked}",
        ]
        for point in found.years
    ]


def _field_row(field: RadarField) -> list[str]:
    share = field.field
    others = (share.percent, field.last_year, field.average, field.best)
    return [
        f"{share.id}. {share.name}",
        f"{points(share.points)} / {points(share.applicable)}",
        *("–" if value is None else percent(_tenth(value) or Decimal(0)) for value in others),
    ]


def _step_name(step: WaterfallStep) -> str:
    if step.kind is StepKind.FIELD:
        return f"{step.id}. {step.name}"
    return STEP_NAMES[step.kind]


def _signed(step: WaterfallStep) -> str:
    if step.kind in (StepKind.MAXIMUM, StepKind.TOTAL):
        return points(step.end)
    sign = "+" if step.change > 0 else "−" if step.change < 0 else ""
    return f"{sign}{points(abs(step.change))}"


def _year_note(point: YearPoint) -> str:
    if point.rank is not None:
        return f"{point.band}, hạng {point.rank}/{point.ranked}"
    return f"tự chấm: {point.own_band}" if point.own_band else "chưa có kết quả"


def _tenth(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(Decimal("0.1"))
