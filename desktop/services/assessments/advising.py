"""Advice on an open assessment: what to do next, what if, the shortest way to a rating."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, Decimal

from desktop.domain.criteria.advice import Step, Way, next_steps, way_to
from desktop.domain.criteria.answers import Answer, AnswerKind, check_inputs, parse_value
from desktop.domain.criteria.items import Band, CriteriaSet
from desktop.domain.criteria.numbers import ZERO
from desktop.domain.criteria.points import Why
from desktop.domain.criteria.progress import EvidenceState
from desktop.domain.criteria.scoring import score_set
from desktop.domain.errors import Entry, InputProblem, InputRefused, Rule, RuleViolation
from desktop.domain.moments import local_date
from desktop.domain.text import fold
from desktop.services.assessments.formulas import SafeFormulas
from desktop.services.assessments.records import find_assessment, read_lines, scored_item
from desktop.services.assessments.sets import set_of_version
from desktop.services.assessments.sheets import ScoreSheet, answers_of, score_sheet
from desktop.services.office import Office

# How a person supposes that a line has no value.
_KINDS = {"khong ap dung": AnswerKind.NOT_APPLICABLE, "khong phat sinh": AnswerKind.NO_CASE}


@dataclass(frozen=True, slots=True)
class AtRisk:
    """Points claimed without proof or explanation."""

    item_id: str
    name: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Supposed:
    """A line with another answer: its points as written and as supposed, and why so many."""

    item_id: str
    name: str
    before: Decimal
    after: Decimal
    why: Why | None


@dataclass(frozen=True, slots=True)
class Advice:
    """Where the assessment stands, the steps, the way to a target, points at risk.

    ``percent`` and ``band`` are with what is supposed, ``now`` is without, ``everything`` with
    all steps done.
    """

    now: Decimal
    percent: Decimal
    everything: Decimal
    band: Band | None
    steps: tuple[Step, ...]
    out_of_reach: tuple[Step, ...]
    way: Way | None
    at_risk: tuple[AtRisk, ...]
    supposed: tuple[Supposed, ...] = ()


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
    Raises InputRefused on ``band`` (UNKNOWN_CHOICE) and ``what_if``.
    """
    sheet = score_sheet(office, year, set_code)
    criteria, answers = _read(office, year, set_code)
    supposed = _supposed(criteria, what_if or {})
    answers |= supposed
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
    rows = [score.row(item_id) for item_id in supposed]
    return Advice(
        sheet.score.percent,
        score.percent,
        score_set(criteria, {**answers, **{s.item.id: s.answer for s in steps}}, formulas).percent,
        score.band,
        steps,
        beyond,
        way,
        tuple(at_risk),
        tuple(
            Supposed(r.item.id, r.item.name, sheet.line(r.item.id).counted, r.counted, r.why)
            for r in rows
        ),
    )


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
        kind = _KINDS.get(fold(text).strip())
        if kind is AnswerKind.NO_CASE and item.no_case_points is None:
            raise RuleViolation(Rule.NO_CASE_UNSAID, item=item_id)
        if kind is not None:
            found[item_id] = Answer(kind)
            continue
        if item.rule is None:
            raise RuleViolation(Rule.LINE_WITHOUT_RULE, item=item_id)
        if not text.strip():
            facts = {"text": f"{item_id}="}
            raise InputRefused(InputProblem("what_if", Entry.NOT_A_SUPPOSITION, facts))
        try:
            inputs = parse_value(item.rule, text)
            check_inputs(item, inputs)
        except InputRefused as refused:
            first = refused.problems[0]
            facts = {**first.facts, "line": item_id}
            raise InputRefused(replace(first, field="what_if", facts=facts)) from refused
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
