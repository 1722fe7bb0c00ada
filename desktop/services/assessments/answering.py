"""Answering a line: a value, not applicable, no case, own points with their reason, a note."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from desktop.domain.criteria.answers import (
    Answer,
    AnswerKind,
    Inputs,
    check_inputs,
    inputs_to_data,
    parse_value,
)
from desktop.domain.criteria.items import Block, CriteriaItem, Scorer
from desktop.domain.criteria.numbers import ZERO, half_up
from desktop.domain.criteria.progress import LineEvent
from desktop.domain.criteria.scoring import NodeScore, score_line
from desktop.domain.errors import Entry, InputProblem, InputRefused, Rule, RuleViolation
from desktop.domain.roles import Permission
from desktop.domain.text import clean, clean_lines
from desktop.services.assessments.formulas import SafeFormulas
from desktop.services.assessments.opening import answer_data
from desktop.services.assessments.records import OpenAssessment, scored_item
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome

LONGEST_NOTE = 4_000


@dataclass(frozen=True, slots=True)
class AnswerEntry:
    """What a person says about a line; None leaves a part as it is.

    ``value`` is text as typed, ``inputs`` the same already taken apart by a screen;
    ``drop_points`` takes own points back.
    """

    value: str | None = None
    inputs: Inputs | None = None
    not_applicable: bool = False
    no_case: bool = False
    clear: bool = False
    points: Decimal | None = None
    why: str | None = None
    note: str | None = None
    drop_points: bool = False


def answer_line(
    office: Office, year: int, item_id: str, entry: AnswerEntry, set_code: str | None = None
) -> Outcome[NodeScore]:
    """Stores an answer and gives the line's new score; history keeps the one before.

    Raises InputRefused (value, points, why, note), LINE_*, NO_CASE_UNSAID, ASSESSMENT_*.
    """
    office.require(Permission.ASSESS)
    with office.command() as work:
        opened = OpenAssessment.to_change(work, year, set_code)
        if write_answer(opened, item_id, entry):
            opened.touch()
            work.audit("assessment.answer", f"{opened.row.set_code} {year} {item_id}")
        item = scored_item(opened.criteria, item_id)
        score = score_line(opened.criteria, item, opened.line(item_id).answer, SafeFormulas())
        return work.outcome(score, Change.ASSESSMENTS)


def write_answer(opened: OpenAssessment, item_id: str, entry: AnswerEntry) -> bool:
    """The same inside a command; whether anything changed. Raises before it writes."""
    item = scored_item(opened.criteria, item_id)
    before = opened.line(item_id)
    answer = _with_own_points(opened, item, _answer(item, before.answer, entry), entry)
    _check_texts(entry)
    changed = answer != before.answer
    if changed:
        was, said = answer_data(opened, item_id), answer_data(opened, item_id, answer)
        opened.note(_event(entry), item_id, before=was, after=said)
        reading = before.reading if answer.inputs == before.answer.inputs else None
        opened.write_line(
            item_id,
            kind=answer.kind,
            inputs=inputs_to_data(answer.inputs),
            own_points=None if answer.own_points is None else str(answer.own_points),
            why=answer.why,
            reading=reading,
            answered_at=opened.work.now,
            answered_by=opened.work.user.name,
        )
        opened.lines[item_id] = replace(before, item_id=item_id, answer=answer, reading=reading)
    note = before.note if entry.note is None else clean_lines(entry.note)
    if note != before.note:
        opened.note(LineEvent.NOTE, item_id, before=before.note, after=note)
        opened.write_line(item_id, note=note)
        opened.lines[item_id] = replace(opened.line(item_id), item_id=item_id, note=note)
    return changed or note != before.note


def _event(entry: AnswerEntry) -> LineEvent:
    return LineEvent.CLEAR if entry.clear else LineEvent.ANSWER


def _answer(item: CriteriaItem, before: Answer, entry: AnswerEntry) -> Answer:
    """The answer without a look at own points."""
    if entry.clear:
        return Answer()
    if entry.not_applicable:
        return replace(before, kind=AnswerKind.NOT_APPLICABLE, own_points=None, why=_why(entry))
    if entry.no_case:
        if item.no_case_points is None:
            raise RuleViolation(Rule.NO_CASE_UNSAID, item=item.id)
        return replace(before, kind=AnswerKind.NO_CASE, own_points=None, why=_why(entry))
    if entry.value is None and entry.inputs is None:
        return before
    if item.rule is None:
        raise RuleViolation(Rule.LINE_WITHOUT_RULE, item=item.id)
    inputs = entry.inputs
    if inputs is None:
        inputs = parse_value(item.rule, entry.value or "")
    check_inputs(item, inputs)
    return Answer(AnswerKind.VALUE, inputs)


def _with_own_points(
    opened: OpenAssessment, item: CriteriaItem, answer: Answer, entry: AnswerEntry
) -> Answer:
    """Own points need a reason where they differ from what the rule gives."""
    if entry.drop_points:
        return replace(answer, own_points=None, why="")
    if entry.points is None:
        return answer
    if item.scorer is not Scorer.UNIT:
        raise RuleViolation(Rule.LINE_NOT_SELF_SCORED, item=item.id)
    if answer.kind is AnswerKind.NOT_APPLICABLE:
        answer = replace(answer, kind=None)
    # Penalties are written below nothing and kept as sizes; elsewhere a minus is a slip.
    points = abs(entry.points) if item.block is Block.DEDUCTION else entry.points
    highest = item.maximum or ZERO
    if not ZERO <= points <= highest:
        facts = {"value": entry.points, "lowest": ZERO, "highest": highest}
        raise InputRefused(InputProblem("points", Entry.OUT_OF_RANGE, facts))
    places = opened.criteria.rounding.points
    if points != half_up(points, places):
        said = {"value": entry.points, "places": places}
        raise InputRefused(InputProblem("points", Entry.TOO_MANY_DECIMALS, said))
    computed = score_line(opened.criteria, item, answer, SafeFormulas()).computed
    if points == computed:
        return replace(answer, own_points=None, why="")
    why = _why(entry) or answer.why
    if not why:
        raise InputRefused(InputProblem("why", Entry.REQUIRED))
    return replace(answer, own_points=points, why=why)


def _why(entry: AnswerEntry) -> str:
    return clean(entry.why or "")


def _check_texts(entry: AnswerEntry) -> None:
    for field, text in (("why", entry.why), ("note", entry.note)):
        if text is not None and len(text) > LONGEST_NOTE:
            raise InputRefused(InputProblem(field, Entry.TOO_LONG, {"most": LONGEST_NOTE}))
