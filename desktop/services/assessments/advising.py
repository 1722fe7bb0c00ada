"""Advice on an open assessment: what to do next, what if, the shortest way to a rating."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from desktop.domain.criteria.advice import Step, Way, next_steps, way_to
from desktop.domain.criteria.answers import Answer, AnswerKind, check_inputs, parse_value
from desktop.domain.criteria.items import Band, CriteriaSet
from desktop.domain.criteria.numbers import ZERO
from desktop.domain.criteria.progress import EvidenceState
from desktop.domain.criteria.scoring import SetScore, score_set
from desktop.domain.errors import Entry, InputProblem, InputRefused, Rule, RuleViolation
from desktop.domain.moments import local_date
from desktop.domain.text import fold
from desktop.services.assessments.formulas import SafeFormulas
from desktop.services.assessments.records import find_assessment, read_lines, scored_item
from desktop.services.assessments.sets import set_of_version
from desktop.services.assessments.sheets import ScoreSheet, answers_of, score_sheet
from desktop.services.office import Office


@dataclass(frozen=True, slots=True)
class AtRisk:
    """Points claimed without proof or explanation."""

    item_id: str
    name: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Advice:
    """Where the assessment stands, the steps, the way to a target, points at risk."""

    percent: Decimal
    band: Band | None
    steps: tuple[Step, ...]
    out_of_reach: tuple[Step, ...]
    way: Way | None
    at_risk: tuple[AtRisk, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The score now and as it would be."""

    before: SetScore
    after: SetScore


def advise(
    office: Office,
    year: int,
    set_code: str | None = None,
    *,
    target: str = "",
    what_if: Mapping[str, str] | None = None,
) -> Advice:
    """Steps by points still to win; with a band, the shortest way there.

    ``what_if`` gives values of lines that are supposed instead of the stored ones.
    Raises InputRefused(UNKNOWN_CHOICE) on ``band``.
    """
    sheet = score_sheet(office, year, set_code)
    criteria, answers = _read(office, year, set_code)
    answers |= _supposed(criteria, what_if or {})
    formulas, room = SafeFormulas(), _room(office, sheet)
    way = None
    if target:
        band = _band(criteria, target)
        way = way_to(criteria, answers, band.lowest, formulas, room)
    at_risk = sorted(
        (
            AtRisk(line.id, line.item.name, line.counted)
            for line in sheet.lines
            if line.evidence_state is EvidenceState.MISSING and line.counted > ZERO
        ),
        key=lambda risk: -risk.points,
    )
    score = score_set(criteria, answers, formulas)
    found = next_steps(criteria, answers, formulas, room)
    steps = tuple(step for step in found if step.is_within_reach)
    beyond = tuple(step for step in found if not step.is_within_reach)
    return Advice(score.percent, score.band, steps, beyond, way, tuple(at_risk))


def what_if(
    office: Office, year: int, values: Mapping[str, str], set_code: str | None = None
) -> WhatIf:
    """The score with other values in some lines; nothing is stored."""
    criteria, answers = _read(office, year, set_code)
    formulas = SafeFormulas()
    supposed = {**answers, **_supposed(criteria, values)}
    return WhatIf(score_set(criteria, answers, formulas), score_set(criteria, supposed, formulas))


def _room(office: Office, sheet: ScoreSheet) -> dict[str, Decimal]:
    """New cases that a filled line can expect until the year ends, at the pace so far."""
    today = local_date(office.now())
    left = max((date(sheet.assessment.year, 12, 31) - today).days, 0)
    found = {}
    for line in sheet.lines:
        reading = line.reading
        if reading is not None and reading.whole is not None:
            days = (reading.last_day - reading.first_day).days + 1
            found[line.id] = (reading.whole * left / days).to_integral_value(ROUND_CEILING)
    return found


def _read(office: Office, year: int, set_code: str | None) -> tuple[CriteriaSet, dict[str, Answer]]:
    with office.reading() as connection:
        row = find_assessment(connection, year, set_code)
        criteria = set_of_version(connection, row.set_id)
        return criteria, answers_of(read_lines(connection, row.id))


def _supposed(criteria: CriteriaSet, values: Mapping[str, str]) -> dict[str, Answer]:
    found = {}
    for item_id, text in values.items():
        item = scored_item(criteria, item_id)
        if item.rule is None:
            raise RuleViolation(Rule.LINE_WITHOUT_RULE, item=item_id)
        inputs = parse_value(item.rule, text)
        check_inputs(item, inputs)
        found[item_id] = Answer(AnswerKind.VALUE, inputs)
    return found


def _band(criteria: CriteriaSet, name: str) -> Band:
    for band in criteria.bands:
        if fold(band.name) == fold(name).strip():
            return band
    choices = ", ".join(band.name for band in criteria.bands)
    raise InputRefused(
        InputProblem("band", Entry.UNKNOWN_CHOICE, {"text": name, "choices": choices})
    )
