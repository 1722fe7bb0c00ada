"""Results of the units through the years, side by side: what was published, and what stands now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from desktop.domain.roles import Permission
from desktop.models.appraisals import published_results
from desktop.services.office import Office
from desktop.services.provinces.ranking import Ranking
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.storing import store_reading

_MOST_YEARS = 5


@dataclass(frozen=True, slots=True)
class YearResult:
    """One unit in one year; not ``is_published``: it may still change."""

    percent: Decimal
    rank: int
    band: str
    is_published: bool = True


@dataclass(frozen=True, slots=True)
class UnitYears:
    """One unit's results by year."""

    unit_code: str
    unit_name: str
    results: Mapping[int, YearResult]

    @property
    def change(self) -> Decimal | None:
        """The newest result less the one before; None with fewer than two in a row."""
        years = sorted(self.results)[-2:]
        if len(years) < 2 or years[1] - years[0] != 1:
            return None
        return self.results[years[1]].percent - self.results[years[0]].percent


@dataclass(frozen=True, slots=True)
class YearsSideBySide:
    """The years, oldest first, and the units in the order of the newest ranking."""

    years: tuple[int, ...]
    units: tuple[UnitYears, ...]


def years_side_by_side(office: Office, ranking: Ranking) -> YearsSideBySide:
    """Up to five years by the set of a ranking, the ranking's own year among them.

    Units that only earlier years know stand at the end.
    """
    office.require(Permission.RUN_PROVINCE)
    require_desk(office)
    p = published_results.c
    first = ranking.year - _MOST_YEARS + 1
    query = select(p.unit_code, p.year, p.content).where(
        p.set_code == ranking.criteria.code, p.year >= first, p.year < ranking.year
    )
    found: dict[str, dict[int, YearResult]] = {}
    names: dict[str, str] = {}
    for unit in ranking.units:
        result = unit.result
        names[result.unit_code] = result.unit_name
        found[result.unit_code] = {
            ranking.year: YearResult(
                result.percent, unit.rank, result.band, unit.result.is_published
            )
        }
    with store_reading(office) as connection:
        for row in connection.execute(query.order_by(p.year, p.unit_code)):
            content = row.content
            found.setdefault(row.unit_code, {})[row.year] = YearResult(
                Decimal(content["percent"]), content["rank"], content["band"]
            )
    years = sorted({year for results in found.values() for year in results})
    return YearsSideBySide(
        tuple(years),
        tuple(
            UnitYears(code, names.get(code, code), dict(sorted(results.items())))
            for code, results in found.items()
        ),
    )
