"""One unit through the years: result, fields, dossiers, and what it continues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from desktop.domain.appraisals import mean
from desktop.domain.criteria.items import Block
from desktop.domain.criteria.numbers import half_up
from desktop.domain.figures import Figure, Period
from desktop.domain.roles import Permission
from desktop.models.appraisals import published_results
from desktop.services.office import Office
from desktop.services.provinces.figures import province_settlement
from desktop.services.provinces.inviting import unit_of
from desktop.services.provinces.lineage import FormerUnit, codes_through_time, read_former
from desktop.services.provinces.ranking import Ranking, fields_of, rank_units
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.storing import store_reading


@dataclass(frozen=True, slots=True)
class ProfileField:
    """A field of the set: what the unit reached, and the others.

    ``is_scale`` False for rewards and penalties: no share of theirs is a matter of reaching.
    """

    id: str
    name: str
    maximum: Decimal
    points: Decimal
    share: Decimal | None
    average: Decimal | None
    best: Decimal | None
    is_scale: bool = True


@dataclass(frozen=True, slots=True)
class UnitProfile:
    """A unit in a year. ``years``: year, percent and the code under which it was published;
    results of former units that it continues whole stand among them."""

    unit_code: str
    unit_name: str
    year: int
    set_title: str
    rank: int | None
    ranked: int
    percent: Decimal | None
    band: str
    fields: tuple[ProfileField, ...]
    years: tuple[tuple[int, Decimal, str], ...]
    figures: Mapping[Figure, int]
    former: tuple[FormerUnit, ...]
    is_published: bool = False


def unit_profile(
    office: Office,
    unit_code: str,
    year: int,
    set_code: str | None = None,
    ranking: Ranking | None = None,
) -> UnitProfile:
    """The profile; ``ranking`` spares making the list of that year again.

    Raises UNKNOWN_UNIT, UNIT_OF_OTHER_PROVINCE, NOTHING_TO_RANK.
    """
    office.require(Permission.RUN_PROVINCE)
    unit = unit_of(require_desk(office), unit_code)
    if ranking is None or ranking.field is not None:
        ranking = rank_units(office, year, set_code)
    mine = next((u for u in ranking.units if u.result.unit_code == unit.code), None)
    period = Period(date(year, 1, 1), date(year, 12, 31))
    counted = province_settlement(office, period, unit=unit.code)
    with store_reading(office) as connection:
        codes = codes_through_time(connection, unit.code)
        former = tuple(read_former(connection, unit.code))
        p = published_results.c
        query = select(p.year, p.unit_code, p.content).where(
            p.unit_code.in_(codes), p.set_code == ranking.criteria.code
        )
        years = tuple(
            (row.year, Decimal(row.content["percent"]), row.unit_code)
            for row in connection.execute(query.order_by(p.year, p.unit_code))
        )
    return UnitProfile(
        unit.code,
        unit.name,
        year,
        ranking.criteria.title,
        mine.rank if mine else None,
        len(ranking.units),
        mine.result.percent if mine else None,
        mine.result.band if mine else "",
        _fields(ranking, unit.code),
        years,
        counted.total,
        former,
        mine.result.is_published if mine else False,
    )


def _fields(ranking: Ranking, unit_code: str) -> tuple[ProfileField, ...]:
    places = ranking.criteria.rounding.total
    rows = []
    results = [unit.result for unit in ranking.units]
    for item in fields_of(ranking.criteria):
        values = {r.unit_code: r.fields.get(item.id, Decimal(0)) for r in results}
        if unit_code not in values:
            continue
        points, maximum = values[unit_code], item.maximum or Decimal(0)
        average = mean(values.values())
        best = min if item.block is Block.DEDUCTION else max
        rows.append(
            ProfileField(
                item.id,
                item.name,
                maximum,
                points,
                half_up(points * 100 / maximum, 1) if maximum else None,
                None if average is None else half_up(average, places),
                best(values.values()),
                item.block is Block.MAIN,
            )
        )
    return tuple(rows)
