"""What a unit submitted, with the set it is scored by, as the appraiser needs it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, select

from desktop.domain.criteria.items import CriteriaSet
from desktop.domain.criteria.judging import Claim, Judged
from desktop.domain.criteria.rounds import Verdict
from desktop.domain.criteria.set_data import set_from_data
from desktop.domain.errors import Rule, RuleViolation
from desktop.models.appraisals import unit_records, verdicts
from desktop.models.assessments import criteria_sets
from desktop.services.assessments.sets import set_hash, shipped_sets
from desktop.services.office import Office
from desktop.services.outcomes import Change
from desktop.sync.records import ASSESSMENT, EXPLANATION, read_instant

Verdicts = dict[int, dict[str, Judged]]


@dataclass(frozen=True)
class Submission:
    """One unit's submitted self-assessment. Points are sizes."""

    unit_code: str
    id: uuid.UUID
    year: int
    set_code: str
    content: dict[str, Any]
    received_at: datetime

    @property
    def copy(self) -> dict[str, Any]:
        """The frozen copy that the unit's leader approved."""
        copy: dict[str, Any] = self.content["copy"]
        return copy

    @property
    def submitted_at(self) -> datetime:
        """When the unit submitted, as it signed."""
        found = read_instant(self.content["submitted_at"])
        assert found is not None
        return found

    @property
    def set_sha256(self) -> str:
        """Which set exactly."""
        return str(self.copy["set"]["sha256"])

    @cached_property
    def lines(self) -> dict[str, dict[str, Any]]:
        """The claimed lines by their number."""
        return {line["id"]: line for line in self.copy["lines"]}

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """What goes into the sum, line by line."""
        return {item: _claim(line) for item, line in self.lines.items()}


def find_submissions(
    connection: Connection, year: int, set_code: str | None = None, unit: str | None = None
) -> list[Submission]:
    """Every submission of a year in the order of units."""
    r = unit_records.c
    query = select(unit_records).where(r.kind == ASSESSMENT, r.year == year)
    if set_code is not None:
        query = query.where(r.set_code == set_code)
    if unit is not None:
        query = query.where(r.unit_code == unit)
    rows = connection.execute(query.order_by(r.unit_code, r.set_code))
    return [
        Submission(row.unit_code, row.uuid, row.year, row.set_code, row.content, row.received_at)
        for row in rows
    ]


def find_submission(
    connection: Connection, unit: str, year: int, set_code: str | None = None
) -> Submission:
    """A unit's submission. Raises NOTHING_SUBMITTED, ASSESSMENT_CHOOSE."""
    found = find_submissions(connection, year, set_code, unit.strip())
    if not found:
        raise RuleViolation(Rule.NOTHING_SUBMITTED, unit=unit, year=str(year))
    if len(found) > 1:
        choices = [submission.set_code for submission in found]
        raise RuleViolation(Rule.ASSESSMENT_CHOOSE, year=str(year), choices=choices)
    return found[0]


def find_explanations(
    connection: Connection, year: int, set_code: str, unit: str | None = None
) -> dict[tuple[str, str, int], dict[str, Any]]:
    """Explanations by unit, line and round; withdrawn ones left out."""
    r = unit_records.c
    query = select(unit_records).where(
        r.kind == EXPLANATION, r.year == year, r.set_code == set_code
    )
    if unit is not None:
        query = query.where(r.unit_code == unit)
    return {
        (row.unit_code, row.content["item"], row.content["round"]): row.content
        for row in connection.execute(query)
        if not row.content["withdrawn"]
    }


def find_verdicts(
    connection: Connection, year: int, set_code: str, unit: str | None = None
) -> dict[str, Verdicts]:
    """Verdicts by unit, round and line."""
    v = verdicts.c
    query = select(verdicts).where(v.year == year, v.set_code == set_code)
    if unit is not None:
        query = query.where(v.unit_code == unit)
    found: dict[str, Verdicts] = {}
    for row in connection.execute(query):
        of_round = found.setdefault(row.unit_code, {}).setdefault(row.round, {})
        of_round[row.item_id] = Judged(
            Verdict(row.verdict),
            None if row.points is None else Decimal(row.points),
            row.applies,
            row.note,
            row.department,
            row.appraiser,
        )
    return found


def standing_verdicts(found: Verdicts, last_round: int = 99) -> dict[str, Judged]:
    """The last word on each line up to a round."""
    standing: dict[str, Judged] = {}
    for number in sorted(found):
        if number <= last_round:
            standing |= found[number]
    return standing


def set_of(office: Office, submission: Submission) -> CriteriaSet:
    """The very set a submission is scored by. Raises SET_NOT_HERE when the desk has another."""
    known = sets_by_hash(office).get(submission.set_sha256)
    if known is None or known.code != submission.set_code:
        facts = {"set": submission.set_code, "version": submission.copy["set"]["version"]}
        raise RuleViolation(Rule.SET_NOT_HERE, unit=submission.unit_code, **facts)
    return known


def sets_by_hash(office: Office) -> dict[str, CriteriaSet]:
    """Every version of every set that the desk knows, by the hash of its content."""

    def build() -> dict[str, CriteriaSet]:
        with office.reading() as connection:
            rows = connection.execute(select(criteria_sets.c.sha256, criteria_sets.c.content)).all()
        stored = {row.sha256: set_from_data(row.content) for row in rows}
        return {set_hash(criteria): criteria for criteria in shipped_sets()} | stored

    return office.remembered("sets by hash", frozenset({Change.CRITERIA}), build)


def _claim(line: dict[str, Any]) -> Claim:
    applies = line["kind"] != "not_applicable"
    is_answered = line["kind"] is not None or line["own"] is not None
    return Claim(Decimal(line["counted"]), applies, is_answered)
