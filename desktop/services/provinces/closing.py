"""Closing a round: the province's whole word on a unit's lines becomes a record that travels."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from desktop.domain.appraisals import ROUNDS
from desktop.domain.criteria.items import CriteriaSet
from desktop.domain.criteria.judging import NO_CLAIM, Claim, Judged, judged_score, verdict_of
from desktop.domain.criteria.numbers import ZERO, plain
from desktop.domain.criteria.rounds import Verdict, appraisal_id
from desktop.domain.errors import Cancelled, Entry, InputProblem, InputRefused, Rule, RuleViolation
from desktop.domain.roles import Permission
from desktop.domain.text import clean_lines
from desktop.models.appraisals import appraisal_rounds
from desktop.models.upserts import upsert
from desktop.province.desks import ProvinceDesk
from desktop.province.state import next_revision
from desktop.services.assessments.formulas import SafeFormulas
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change, Outcome
from desktop.services.progress import Progress, Silent
from desktop.services.provinces.appraising import (
    closed_rounds,
    refuse_published,
    write_verdict,
)
from desktop.services.provinces.assigning import Assignment, assignments
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.storing import store_command
from desktop.services.provinces.submissions import (
    Submission,
    find_submission,
    find_verdicts,
    set_of,
    standing_verdicts,
)
from desktop.sync.records import written_instant


@dataclass(frozen=True, slots=True)
class Closing:
    """How a round is closed. ``agree_rest``: lines without a verdict are agreed as claimed;
    otherwise they go out as not assessed. ``explain_until``: the last day for explanations."""

    round: int
    agree_rest: bool = False
    explain_until: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClosedRound:
    """What went out: counts of lines by verdict, and the province's sum."""

    unit_code: str
    round: int
    verdicts: Mapping[Verdict, int]
    total: str
    percent: str
    band: str


@dataclass(frozen=True, slots=True)
class ClosedRounds:
    """What went out of ``asked`` units, and what did not with its reason."""

    closed: tuple[ClosedRound, ...]
    refused: tuple[tuple[str, RuleViolation], ...]
    asked: int


def close_round(
    office: Office, unit: str, year: int, closing: Closing, set_code: str | None = None
) -> Outcome[ClosedRound]:
    """Writes the record of a round for one unit; closing again sends it anew, corrected.

    Raises NOTHING_SUBMITTED, SET_NOT_HERE, RESULTS_PUBLISHED, ROUND_NOT_OPEN.
    """
    office.require(Permission.LEAD_APPRAISAL)
    desk = require_desk(office)
    if closing.round not in ROUNDS:
        facts = {"value": closing.round, "lowest": ROUNDS[0], "highest": ROUNDS[-1]}
        raise InputRefused(InputProblem("round", Entry.OUT_OF_RANGE, facts))
    with store_command(office) as (work, connection):
        submission = find_submission(connection, unit, year, set_code)
        criteria = set_of(office, submission)
        refuse_published(connection, submission)
        closed = closed_rounds(connection, submission)
        if any(number > closing.round for number in closed):
            raise RuleViolation(Rule.ROUND_CLOSED, unit=unit, round=closing.round)
        if closing.round > 1 and 1 not in closed:
            raise RuleViolation(Rule.ROUND_NOT_OPEN, unit=unit, round=closing.round)
        lines = _lines(connection, work, criteria, submission, closing)
        content = _content(criteria, submission, closing, lines, work)
        _store(connection, desk, work, submission, closing.round, content)
        work.audit("province.close", f"{unit} {year}", round=closing.round)
        counted = {v: sum(j.verdict is v for j in lines.values()) for v in Verdict}
        value = ClosedRound(
            submission.unit_code,
            closing.round,
            {verdict: count for verdict, count in counted.items() if count},
            content["total"],
            content["percent"],
            content["band"],
        )
        return work.outcome(value, Change.ASSESSMENTS, Change.SYNC)


def close_rounds(
    office: Office,
    units: Sequence[str],
    year: int,
    closing: Closing,
    set_code: str | None = None,
    progress: Progress | None = None,
) -> Outcome[ClosedRounds]:
    """Closes the round of many units, one after the other, each whole; what refuses is named.

    Cancelled in the middle, the units before stay closed and their word goes out.
    """
    progress = progress or Silent()
    closed: list[ClosedRound] = []
    refused: list[tuple[str, RuleViolation]] = []
    for place, unit in enumerate(units):
        progress.step(place, len(units), unit)
        try:
            progress.check_cancelled()
        except Cancelled:
            break
        try:
            closed.append(close_round(office, unit, year, closing, set_code).value)
        except RuleViolation as violation:
            refused.append((unit, violation))
    value = ClosedRounds(tuple(closed), tuple(refused), len(units))
    return Outcome(value, frozenset({Change.ASSESSMENTS, Change.SYNC}))


def _lines(
    connection: Connection,
    work: Work,
    criteria: CriteriaSet,
    submission: Submission,
    closing: Closing,
) -> dict[str, Judged]:
    """A verdict for every scored line: of this round, of the round before, or for the rest."""
    found = find_verdicts(connection, submission.year, submission.set_code, submission.unit_code)
    standing = standing_verdicts(found.get(submission.unit_code, {}), closing.round)
    who = assignments(connection, criteria, submission.year, submission.unit_code)
    lines: dict[str, Judged] = {}
    for item in criteria.scored:
        judged = standing.get(item.id)
        if judged is None:
            judged = _rest(submission.claims.get(item.id, NO_CLAIM), who[item.id], closing)
            if judged.verdict is not Verdict.NOT_ASSESSED:
                write_verdict(connection, work, submission, item.id, closing.round, judged)
        lines[item.id] = judged
    return lines


def _rest(claim: Claim, who: Assignment, closing: Closing) -> Judged:
    if not closing.agree_rest or (not claim.is_answered and claim.applies):
        return Judged(Verdict.NOT_ASSESSED, None, claim.applies, "", who.department, who.appraiser)
    points = claim.points if claim.applies else ZERO
    verdict = verdict_of(claim, points, claim.applies)
    return Judged(verdict, points, claim.applies, "", who.department, who.appraiser)


def _content(
    criteria: CriteriaSet,
    submission: Submission,
    closing: Closing,
    lines: dict[str, Judged],
    work: Work,
) -> dict[str, Any]:
    score = judged_score(criteria, submission.claims, lines, SafeFormulas())
    until = closing.explain_until
    return {
        "unit": submission.unit_code,
        "assessment": str(submission.id),
        "year": submission.year,
        "set": submission.set_code,
        "version": submission.copy["set"]["version"],
        "copy": submission.content["sha256"],
        "round": closing.round,
        "closed_at": written_instant(work.now),
        "explain_until": until.isoformat() if until else None,
        "total": plain(score.total),
        "applicable": plain(score.applicable),
        "percent": plain(score.percent),
        "band": score.band.name if score.band else "",
        "note": clean_lines(closing.note),
        "lines": [_line(item_id, judged) for item_id, judged in lines.items()],
    }


def _line(item_id: str, judged: Judged) -> dict[str, Any]:
    return {
        "id": item_id,
        "verdict": str(judged.verdict),
        "points": None if judged.points is None else plain(judged.points),
        "applies": judged.applies,
        "note": judged.note,
        "department": judged.department,
        "appraiser": judged.appraiser,
    }


def _store(
    connection: Connection,
    desk: ProvinceDesk,
    work: Work,
    submission: Submission,
    round_number: int,
    content: dict[str, Any],
) -> None:
    record_id: uuid.UUID = appraisal_id(submission.id, round_number)
    values = {
        "unit_code": submission.unit_code,
        "year": submission.year,
        "set_code": submission.set_code,
        "round": round_number,
        "counter": next_revision(connection, desk).counter,
        "closed_at": work.now,
        "closed_by": work.user.name,
        "content": content,
    }
    connection.execute(
        upsert(connection, appraisal_rounds)
        .values(uuid=record_id, **values)
        .on_conflict_do_update(index_elements=["uuid"], set_=values)
    )


def highest_closed(connection: Connection, year: int) -> dict[tuple[str, str], int]:
    """Unit and set → the highest closed round of a year."""
    a = appraisal_rounds.c
    query = (
        select(a.unit_code, a.set_code, func.max(a.round))
        .where(a.year == year)
        .group_by(a.unit_code, a.set_code)
    )
    return {(row[0], row[1]): row[2] for row in connection.execute(query)}
