"""Where a self-assessment stands, what can happen to it, and the state of a line's proof."""

from __future__ import annotations

from enum import StrEnum

from desktop.domain.errors import Rule, RuleViolation


class AssessmentState(StrEnum):
    """Open for work, handed to the leader, approved."""

    OPEN = "open"
    HANDED_IN = "handed_in"
    APPROVED = "approved"


class LineEvent(StrEnum):
    """What happens to an assessment or to one of its lines."""

    OPEN = "open"
    ANSWER = "answer"
    CLEAR = "clear"
    FILL = "fill"
    NOTE = "note"
    ASSIGN = "assign"
    ADD_EVIDENCE = "add_evidence"
    REMOVE_EVIDENCE = "remove_evidence"
    HAND_IN = "hand_in"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    REOPEN = "reopen"
    CHANGE_VERSION = "change_version"
    IMPORT = "import"
    SET_DEADLINE = "set_deadline"
    WRITE_UP = "write_up"
    SUBMIT = "submit"
    EXPLAIN = "explain"
    APPRAISE = "appraise"
    PUBLISH = "publish"


class EvidenceState(StrEnum):
    """How a line stands with its proof (tài liệu kiểm chứng)."""

    NOT_NEEDED = "not_needed"
    MISSING = "missing"
    EXPLAINED = "explained"
    PRESENT = "present"


_S, _E = AssessmentState, LineEvent
TRANSITIONS: dict[tuple[AssessmentState, LineEvent], AssessmentState] = {
    (_S.OPEN, _E.HAND_IN): _S.HANDED_IN,
    (_S.HANDED_IN, _E.SEND_BACK): _S.OPEN,
    (_S.HANDED_IN, _E.APPROVE): _S.APPROVED,
    (_S.APPROVED, _E.REOPEN): _S.OPEN,
}


def next_state(state: AssessmentState, event: LineEvent) -> AssessmentState:
    """Where an event leads. Raises RuleViolation(ASSESSMENT_STATE)."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise RuleViolation(Rule.ASSESSMENT_STATE, state=state) from None
