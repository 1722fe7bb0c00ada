"""Results and ranking of a year: what stands now, or what was published.

A unit's result is its claims with the province's last word on each line in their place. Units
rank by the result in percent, rounded as the set says and as it is published; equal results
share a rank, and the next one counts everybody before it.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from desktop import resources
from desktop.domain.appraisals import competition_ranks
from desktop.domain.criteria.items import CriteriaItem, CriteriaSet
from desktop.domain.criteria.judging import judged_score, survey_points
from desktop.domain.criteria.scoring import SetScore
from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.roles import Permission
from desktop.models.appraisals import published_results
from desktop.services.assessments.formulas import SafeFormulas
from desktop.services.office import Office
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.storing import store_reading
from desktop.services.provinces.submissions import (
    Submission,
    find_submissions,
    find_verdicts,
    set_of,
    standing_verdicts,
)


@dataclass(frozen=True)
class UnitResult:
    """A unit's result. ``judged`` of ``lines`` have the province's word.

    ``own`` the unit's own sum; ``appraised`` what is left without the survey's points;
    ``fields`` points by the number of the top lines; ``assessment`` None for a result of which
    only the publication is known.
    """

    unit_code: str
    unit_name: str
    own: Decimal | None
    appraised: Decimal
    survey: Decimal | None
    total: Decimal
    applicable: Decimal
    percent: Decimal
    band: str
    fields: Mapping[str, Decimal]
    lines: Mapping[str, tuple[Decimal | None, bool]]
    judged: int
    assessment: uuid.UUID | None
    is_published: bool = False


@dataclass(frozen=True, slots=True)
class RankedUnit:
    """A result with its rank, by the result or by one field, and the year before."""

    rank: int
    result: UnitResult
    before: Decimal | None = None
    rank_before: int | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """A year's list, best first. ``missing``: units without a result, with the reason."""

    year: int
    criteria: CriteriaSet
    units: tuple[RankedUnit, ...]
    missing: tuple[tuple[str, str, str], ...]
    is_published: bool
    field: CriteriaItem | None = None
    decision: str = ""
    published_on: date | None = None

    @property
    def published(self) -> int:
        """How many results stand published."""
        return sum(unit.result.is_published for unit in self.units)


def rank_units(office: Office, year: int, set_code: str | None = None, field: str = "") -> Ranking:
    """The ranking of a year.

    Raises NOTHING_TO_RANK, RANKED_SET_NOT_HERE, ASSESSMENT_CHOOSE, NO_SUCH_FIELD.
    """
    office.require(Permission.RUN_PROVINCE)
    desk = require_desk(office)
    criteria, results, reasons, published = results_of(office, year, set_code)
    item = _field(criteria, field)
    before = _before(office, year - 1, criteria.code)
    values = [r.percent if item is None else r.fields.get(item.id, Decimal(0)) for r in results]
    ranks = competition_ranks(values)
    order = sorted(range(len(results)), key=lambda n: (ranks[n], results[n].unit_code))
    units = tuple(
        RankedUnit(ranks[n], results[n], *before.get(results[n].unit_code, (None, None)))
        for n in order
    )
    have = {result.unit_code for result in results}
    missing = tuple(
        (unit.code, unit.name, reasons.get(unit.code, "chưa nộp"))
        for unit in resources.communes()
        if unit.province_code == desk.code and unit.code not in have
    )
    decision, on = _decision(office, year, criteria.code)
    return Ranking(year, criteria, units, missing, published >= have, item, decision, on)


def results_of(
    office: Office, year: int, set_code: str | None = None
) -> tuple[CriteriaSet, list[UnitResult], dict[str, str], set[str]]:
    """Set, results in the order of units, why some have none, and which are published."""
    with store_reading(office) as connection:
        submissions = find_submissions(connection, year, set_code)
        code = _one_set(submissions, year)
        verdicts = find_verdicts(connection, year, code)
        published = _published(connection, year, code)
    results, reasons = [], {}
    newest: CriteriaSet | None = None
    for submission in submissions:
        try:
            criteria = set_of(office, submission)
        except RuleViolation:
            reasons[submission.unit_code] = "chấm theo bộ tiêu chí khác"
            continue
        newest = criteria
        content = published.get(submission.unit_code)
        judged = standing_verdicts(verdicts.get(submission.unit_code, {}))
        score = judged_score(criteria, submission.claims, judged, SafeFormulas())
        made = _result(submission, score, len(judged))
        results.append(made if content is None else _as_published(made, content))
    if newest is None:
        raise _of_other_sets(submissions, year)
    return newest, results, reasons, set(published)


def unit_names() -> dict[str, str]:
    """Names of the units that exist now, by code."""
    return {unit.code: unit.name for unit in resources.communes()}


def fields_of(criteria: CriteriaSet) -> tuple[CriteriaItem, ...]:
    """The top lines of a set: fields, rewards, penalties."""
    return criteria.children.get(None, ())


def _of_other_sets(submissions: list[Submission], year: int) -> RuleViolation:
    """Units have submitted, and none of their sets is here."""
    told = submissions[-1]
    return RuleViolation(
        Rule.RANKED_SET_NOT_HERE,
        count=len(submissions),
        year=str(year),
        set=told.set_code,
        version=str(told.copy["set"]["version"]),
    )


def _one_set(submissions: list[Submission], year: int) -> str:
    codes = sorted({submission.set_code for submission in submissions})
    if not codes:
        raise RuleViolation(Rule.NOTHING_TO_RANK, year=str(year))
    if len(codes) > 1:
        raise RuleViolation(Rule.ASSESSMENT_CHOOSE, year=str(year), choices=codes)
    return codes[0]


def _result(submission: Submission, score: SetScore, judged: int) -> UnitResult:
    survey = survey_points(score)
    return UnitResult(
        submission.unit_code,
        unit_names().get(submission.unit_code, submission.unit_code),
        Decimal(submission.copy["total"]),
        score.total - (survey or Decimal(0)),
        survey,
        score.total,
        score.applicable,
        score.percent,
        score.band.name if score.band else "",
        {row.item.id: row.counted for row in score.rows if row.item.parent is None},
        {
            row.item.id: (row.counted if row.is_answered else None, bool(row.applicable))
            for row in score.rows
            if row.is_scored
        },
        judged,
        submission.id,
    )


def _as_published(made: UnitResult, content: dict[str, Any]) -> UnitResult:
    """What was published stands, whatever has been computed since."""

    def points(key: str) -> Decimal | None:
        return None if content[key] is None else Decimal(content[key])

    return UnitResult(
        made.unit_code,
        made.unit_name,
        points("self"),
        Decimal(content["appraised"]),
        points("survey"),
        Decimal(content["total"]),
        Decimal(content["applicable"]),
        Decimal(content["percent"]),
        content["band"],
        {field["id"]: Decimal(field["points"]) for field in content["fields"]},
        {
            line["id"]: (
                None if line["points"] is None else Decimal(line["points"]),
                line["applies"],
            )
            for line in content["lines"]
        },
        made.judged,
        made.assessment,
        is_published=True,
    )


def _published(connection: Connection, year: int, set_code: str) -> dict[str, dict[str, Any]]:
    p = published_results.c
    query = select(p.unit_code, p.content).where(p.year == year, p.set_code == set_code)
    return {row.unit_code: row.content for row in connection.execute(query)}


def _decision(office: Office, year: int, set_code: str) -> tuple[str, date | None]:
    """The decision of the first publication, and its day; nothing before that."""
    with store_reading(office) as connection:
        contents = _published(connection, year, set_code).values()
    told = sorted((content["published_on"], content["decision"]) for content in contents)
    return (told[0][1], date.fromisoformat(told[0][0])) if told else ("", None)


def _before(office: Office, year: int, set_code: str) -> dict[str, tuple[Decimal, int]]:
    """Percent and rank of the year before, as published."""
    with store_reading(office) as connection:
        found = _published(connection, year, set_code)
    return {unit: (Decimal(content["percent"]), content["rank"]) for unit, content in found.items()}


def _field(criteria: CriteriaSet, wanted: str) -> CriteriaItem | None:
    if not wanted:
        return None
    item = criteria.by_id.get(wanted.strip())
    if item is None or item.parent is not None:
        choices = [f"{field.id} ({field.name})" for field in fields_of(criteria)]
        raise RuleViolation(Rule.NO_SUCH_FIELD, field=wanted, choices=choices)
    return item
