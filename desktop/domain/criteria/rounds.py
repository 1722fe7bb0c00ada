"""What follows the leader's approval: submitted, appraised, explained, appraised again, published.

Where a submission stands is not kept in a column: it follows from what is there. So packages may
arrive in any order and any number of times, and every device that has the same records says the
same. Ids of what both sides write are made from what they are about: whoever writes the record
again, a restored province or a second desk, writes the same one.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.criteria.progress import AssessmentState
from desktop.domain.errors import Rule, RuleViolation

FIRST_ROUND, LAST_ROUND = 1, 2


class Verdict(StrEnum):
    """What the province says of a line."""

    AGREED = "agreed"
    CHANGED = "changed"
    NEEDS_EXPLANATION = "needs_explanation"
    NOT_ASSESSED = "not_assessed"


class Stage(StrEnum):
    """How far a self-assessment has come, the unit's work and the province's word together."""

    OPEN = "open"
    HANDED_IN = "handed_in"
    APPROVED = "approved"
    SUBMITTED = "submitted"
    APPRAISED = "appraised"
    EXPLAINED = "explained"
    APPRAISED_AGAIN = "appraised_again"
    PUBLISHED = "published"


class RoundEvent(StrEnum):
    """What the unit does after the approval."""

    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    EXPLAIN = "explain"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is there about one assessment; ``appraised`` is the highest closed round, 0 for none."""

    state: AssessmentState
    is_submitted: bool = False
    appraised: int = 0
    is_explained: bool = False
    is_published: bool = False


def stage_of(facts: Facts) -> Stage:
    """Where it stands. The province's word counts whatever is known here of the submission."""
    if facts.is_published:
        return Stage.PUBLISHED
    if facts.appraised >= LAST_ROUND:
        return Stage.APPRAISED_AGAIN
    if facts.appraised:
        return Stage.EXPLAINED if facts.is_explained else Stage.APPRAISED
    if facts.is_submitted and facts.state is AssessmentState.APPROVED:
        return Stage.SUBMITTED
    return Stage(facts.state.value)


# Where the unit may still act after the approval, and what becomes of it.
ROUND_MOVES: dict[tuple[Stage, RoundEvent], Stage] = {
    (Stage.APPROVED, RoundEvent.SUBMIT): Stage.SUBMITTED,
    (Stage.APPROVED, RoundEvent.TAKE_BACK): Stage.OPEN,
    (Stage.SUBMITTED, RoundEvent.TAKE_BACK): Stage.OPEN,
    (Stage.APPRAISED, RoundEvent.EXPLAIN): Stage.EXPLAINED,
    (Stage.EXPLAINED, RoundEvent.EXPLAIN): Stage.EXPLAINED,
    (Stage.APPRAISED_AGAIN, RoundEvent.EXPLAIN): Stage.APPRAISED_AGAIN,
}


def next_stage(stage: Stage, event: RoundEvent) -> Stage:
    """Where an act of the unit leads. Raises RuleViolation(ASSESSMENT_STAGE)."""
    try:
        return ROUND_MOVES[stage, event]
    except KeyError:
        raise RuleViolation(Rule.ASSESSMENT_STAGE, stage=stage) from None


def appraisal_id(assessment: uuid.UUID, round_number: int) -> uuid.UUID:
    """The id of the province's word on an assessment in a round."""
    return uuid.uuid5(assessment, f"appraisal/{round_number}")


def explanation_id(assessment: uuid.UUID, item_id: str, round_number: int) -> uuid.UUID:
    """The id of the unit's explanation of a line after a round."""
    return uuid.uuid5(assessment, f"explanation/{round_number}/{item_id}")


def publication_id(unit: str, year: int, set_code: str) -> uuid.UUID:
    """The id of a unit's published result of a year by a set."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"somotcua:publication/{unit}/{year}/{set_code}")
