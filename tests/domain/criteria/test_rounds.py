"""Where a submission stands follows from what is there; every act of the unit at every stage."""

from __future__ import annotations

import itertools
import uuid

import pytest

from desktop.domain.criteria.progress import AssessmentState
from desktop.domain.criteria.rounds import (
    Facts,
    RoundEvent,
    Stage,
    appraisal_id,
    explanation_id,
    next_stage,
    publication_id,
    stage_of,
)
from desktop.domain.errors import Rule, RuleViolation

OPEN, HANDED_IN, APPROVED = AssessmentState


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        (Facts(OPEN), Stage.OPEN),
        (Facts(HANDED_IN), Stage.HANDED_IN),
        (Facts(APPROVED), Stage.APPROVED),
        (Facts(APPROVED, is_submitted=True), Stage.SUBMITTED),
        (Facts(OPEN, is_submitted=True), Stage.OPEN),
        (Facts(APPROVED, True, 1), Stage.APPRAISED),
        (Facts(APPROVED, True, 1, is_explained=True), Stage.EXPLAINED),
        (Facts(APPROVED, True, 2, is_explained=True), Stage.APPRAISED_AGAIN),
        (Facts(APPROVED, True, 2, True, is_published=True), Stage.PUBLISHED),
    ],
)
def test_the_stage_follows_from_what_is_there(facts: Facts, stage: Stage) -> None:
    assert stage_of(facts) is stage


@pytest.mark.parametrize("state", AssessmentState)
@pytest.mark.parametrize("is_submitted", [True, False])
def test_the_province_s_word_counts_whatever_is_known_here(
    state: AssessmentState, is_submitted: bool
) -> None:
    assert stage_of(Facts(state, is_submitted, appraised=1)) is Stage.APPRAISED
    assert stage_of(Facts(state, is_submitted, is_published=True)) is Stage.PUBLISHED


ALLOWED = {
    (Stage.APPROVED, RoundEvent.SUBMIT): Stage.SUBMITTED,
    (Stage.APPROVED, RoundEvent.TAKE_BACK): Stage.OPEN,
    (Stage.SUBMITTED, RoundEvent.TAKE_BACK): Stage.OPEN,
    (Stage.APPRAISED, RoundEvent.EXPLAIN): Stage.EXPLAINED,
    (Stage.EXPLAINED, RoundEvent.EXPLAIN): Stage.EXPLAINED,
    (Stage.APPRAISED_AGAIN, RoundEvent.EXPLAIN): Stage.APPRAISED_AGAIN,
}


@pytest.mark.parametrize(("stage", "event"), list(itertools.product(Stage, RoundEvent)))
def test_only_the_acts_of_the_table_are_possible(stage: Stage, event: RoundEvent) -> None:
    if (stage, event) in ALLOWED:
        assert next_stage(stage, event) is ALLOWED[stage, event]
        return
    with pytest.raises(RuleViolation) as refused:
        next_stage(stage, event)
    assert refused.value.code is Rule.ASSESSMENT_STAGE


def test_ids_are_made_from_what_they_are_about() -> None:
    one, other = uuid.UUID(int=1), uuid.UUID(int=2)
    assert appraisal_id(one, 1) == appraisal_id(one, 1)
    made = [
        appraisal_id(one, 1),
        appraisal_id(one, 2),
        appraisal_id(other, 1),
        explanation_id(one, "1.7", 1),
        explanation_id(one, "1.7", 2),
        explanation_id(one, "1.70", 1),
        publication_id("24259", 2026, "a"),
        publication_id("24259", 2025, "a"),
        publication_id("24259", 2026, "b"),
    ]
    assert len(set(made)) == len(made)
