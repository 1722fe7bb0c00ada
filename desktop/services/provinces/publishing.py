"""Publishing a year's results: from now on they stand, and travel to the units."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from desktop.domain.appraisals import competition_ranks, mean
from desktop.domain.criteria.items import Block, CriteriaSet
from desktop.domain.criteria.numbers import half_up, plain
from desktop.domain.criteria.rounds import publication_id
from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.moments import local_date
from desktop.domain.roles import Permission
from desktop.domain.text import clean
from desktop.models.appraisals import published_results
from desktop.models.upserts import upsert
from desktop.province.desks import ProvinceDesk
from desktop.province.state import next_revision
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change, Outcome
from desktop.services.provinces.ranking import (
    RankedUnit,
    Ranking,
    UnitResult,
    fields_of,
    rank_units,
    results_of,
)
from desktop.services.provinces.rounds import round_work
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.storing import store_command


@dataclass(frozen=True, slots=True)
class Published:
    """How many units are published now, how many records are new or changed, who is left out."""

    published: int
    written: int
    skipped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishingOutlook:
    """What publishing would do now, before anything is done.

    ``ranking``: as it would be published; ``skipped``: submitted and not appraised by anybody;
    ``open_rounds``: would be published although no round has gone out to them.
    """

    ranking: Ranking
    skipped: tuple[str, ...]
    already: int
    open_lines: int
    unsettled: int
    open_rounds: tuple[str, ...]

    @property
    def ready(self) -> int:
        """How many units would stand published."""
        return len(self.ranking.units)


def publishing_outlook(office: Office, year: int, set_code: str | None = None) -> PublishingOutlook:
    """What ``publish`` would do. Raises NOTHING_TO_PUBLISH and what ``publish`` raises."""
    office.require(Permission.LEAD_APPRAISAL)
    ranking = rank_units(office, year, set_code)
    _criteria, _results, _reasons, published = results_of(office, year, set_code)
    work = {unit.unit_code: unit for unit in round_work(office, year, set_code).units}
    units = [unit.result for unit in ranking.units]
    ready = [u for u in units if u.judged or u.unit_code in published]
    if not ready:
        raise RuleViolation(Rule.NOTHING_TO_PUBLISH, year=str(year))
    codes = {result.unit_code for result in ready}
    left = [result.unit_name for result in units if result.unit_code not in codes]
    fresh = [result for result in ready if result.unit_code not in published]
    tallies = [work[result.unit_code].tally for result in fresh]
    return PublishingOutlook(
        replace(ranking, units=_ranked_among(ranking, codes)),
        tuple(left),
        len(codes & published),
        sum(tally.open for tally in tallies),
        sum(tally.unsettled for tally in tallies),
        tuple(r.unit_name for r in fresh if not work[r.unit_code].closed_round),
    )


def _ranked_among(ranking: Ranking, codes: set[str]) -> tuple[RankedUnit, ...]:
    """Ranks among the units that are published: others do not count."""
    kept = [unit for unit in ranking.units if unit.result.unit_code in codes]
    ranks = competition_ranks([unit.result.percent for unit in kept])
    return tuple(replace(unit, rank=rank) for unit, rank in zip(kept, ranks, strict=True))


def publish(
    office: Office,
    year: int,
    decision: str = "",
    published_on: date | None = None,
    set_code: str | None = None,
) -> Outcome[Published]:
    """Publishes every unit on whose lines the province has given its word.

    A unit that nobody has appraised yet is left out and named. Published again (a late unit),
    ranks are told anew; points of what was published stay. Raises NOTHING_TO_PUBLISH,
    NOTHING_TO_RANK, ASSESSMENT_CHOOSE.
    """
    office.require(Permission.LEAD_APPRAISAL)
    desk = require_desk(office)
    criteria, results, _reasons, published = results_of(office, year, set_code)
    ready = [r for r in results if r.judged or r.unit_code in published]
    if not ready:
        raise RuleViolation(Rule.NOTHING_TO_PUBLISH, year=str(year))
    day = published_on or local_date(office.now())
    contents = _contents(criteria, ready, year, clean(decision), day)
    with store_command(office) as (work, connection):
        written = sum(_store(connection, desk, work, content) for content in contents)
        work.audit("province.publish", f"{criteria.code} {year}", units=len(ready))
        skipped = tuple(r.unit_code for r in results if r not in ready)
        value = Published(len(ready), written, skipped)
        return work.outcome(value, Change.ASSESSMENTS, Change.SYNC)


def _contents(
    criteria: CriteriaSet, results: list[UnitResult], year: int, decision: str, day: date
) -> list[dict[str, Any]]:
    ranks = competition_ranks([result.percent for result in results])
    return [
        {
            "unit": result.unit_code,
            "assessment": str(result.assessment) if result.assessment else None,
            "year": year,
            "set": criteria.code,
            "version": criteria.version,
            "set_title": criteria.title,
            "decision": decision,
            "published_on": day.isoformat(),
            "self": _text(result.own),
            "appraised": plain(result.appraised),
            "survey": _text(result.survey),
            "total": plain(result.total),
            "applicable": plain(result.applicable),
            "percent": plain(result.percent),
            "band": result.band,
            "rank": rank,
            "ranked": len(results),
            "fields": _fields(criteria, result, results),
            "lines": [
                {"id": item, "points": _text(points), "applies": applies}
                for item, (points, applies) in result.lines.items()
            ],
        }
        for result, rank in zip(results, ranks, strict=True)
    ]


def _fields(
    criteria: CriteriaSet, result: UnitResult, results: list[UnitResult]
) -> list[dict[str, Any]]:
    rows = []
    for item in fields_of(criteria):
        values = [other.fields.get(item.id, Decimal(0)) for other in results]
        best = min(values) if item.block is Block.DEDUCTION else max(values)
        average = mean(values)
        rounded = None if average is None else half_up(average, criteria.rounding.total)
        rows.append(
            {
                "id": item.id,
                "name": item.name,
                "maximum": plain(item.maximum or Decimal(0)),
                "points": plain(result.fields.get(item.id, Decimal(0))),
                "best": plain(best),
                "average": _text(rounded),
            }
        )
    return rows


def _text(points: Decimal | None) -> str | None:
    return None if points is None else plain(points)


def _store(connection: Connection, desk: ProvinceDesk, work: Work, content: dict[str, Any]) -> bool:
    """Whether the record is new or says something else than before."""
    record_id = publication_id(content["unit"], content["year"], content["set"])
    p = published_results.c
    before = connection.execute(select(p.content).where(p.uuid == record_id)).scalar_one_or_none()
    if before is not None:
        # A result that stands keeps its day and its decision.
        content |= {key: before[key] for key in ("published_on", "decision", "version")}
        if before == content:
            return False
    values = {
        "unit_code": content["unit"],
        "year": content["year"],
        "set_code": content["set"],
        "counter": next_revision(connection, desk).counter,
        "published_at": work.now,
        "published_by": work.user.name,
        "content": content,
    }
    connection.execute(
        upsert(connection, published_results)
        .values(uuid=record_id, **values)
        .on_conflict_do_update(index_elements=["uuid"], set_=values)
    )
    return True
