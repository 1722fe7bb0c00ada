"""How much of each field's points units reach: the best, the average, the least, one unit."""

from __future__ import annotations

from decimal import Decimal

from desktop.domain.criteria.items import Block, CriteriaItem
from desktop.domain.criteria.numbers import half_up
from desktop.domain.figures_series import Series, SeriesKind, SeriesLine, Value
from desktop.services.provinces.profiles import UnitProfile
from desktop.services.provinces.ranking import Ranking, fields_of
from desktop.wording import province_papers as words


def scale_fields(ranking: Ranking) -> tuple[CriteriaItem, ...]:
    """The fields of the scale: rewards and penalties have no share."""
    fields = fields_of(ranking.criteria)
    return tuple(item for item in fields if item.maximum and item.block is Block.MAIN)


def fields_radar(ranking: Ranking) -> Series:
    """Best, average and least of all units around one centre, field by field, percent."""
    fields = scale_fields(ranking)
    shares = [_shares(ranking, item) for item in fields]
    lines = (
        SeriesLine("average", words.AVERAGE, tuple(_mean(values) for values in shares)),
        SeriesLine("best", words.BEST, tuple(max(values, default=None) for values in shares)),
        SeriesLine("least", words.LEAST, tuple(min(values, default=None) for values in shares)),
    )
    names = tuple(f"{item.id}. {item.name}" for item in fields)
    return Series(SeriesKind.RADAR, words.RADAR_CHART, names, lines, "%")


def profile_radar(profile: UnitProfile, *, named: bool = True) -> Series:
    """One unit beside the average and the best; ``named`` False heads the axes by number alone."""
    fields = [field for field in profile.fields if field.is_scale and field.maximum]

    def shares(values: list[Decimal | None]) -> tuple[Value, ...]:
        return tuple(
            None if value is None else half_up(value * 100 / field.maximum, 1)
            for value, field in zip(values, fields, strict=True)
        )

    lines = (
        SeriesLine("unit", words.UNIT_LINE, shares([f.points for f in fields])),
        SeriesLine("average", words.AVERAGE, shares([f.average for f in fields])),
        SeriesLine("best", words.BEST, shares([f.best for f in fields])),
    )
    names = tuple(f"{field.id}. {field.name}" if named else field.id for field in fields)
    return Series(SeriesKind.RADAR, words.RADAR_CHART, names, lines, "%")


def _shares(ranking: Ranking, item: CriteriaItem) -> list[Decimal]:
    assert item.maximum
    reached = (unit.result.fields.get(item.id, Decimal(0)) for unit in ranking.units)
    return [half_up(points * 100 / item.maximum, 1) for points in reached]


def _mean(values: list[Decimal]) -> Value:
    return half_up(sum(values, Decimal(0)) / len(values), 1) if values else None
