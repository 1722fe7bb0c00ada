"""Where the round stands and what runs out next, in words and tones. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.domain.criteria.rounds import Stage
from desktop.services.assessments.stages import RoundStatus
from desktop.ui.scoring.presentation import Tone
from desktop.wording.dates import day
from desktop.wording.rounds import LOCK_WORDS, STEP_NAMES, deadline_text, submission_text

_SOON_DAYS = 7
_STEPS = tuple(STEP_NAMES)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the round: done, or the next one to come, or later."""

    name: str
    is_done: bool
    is_next: bool


def steps_of(stage: Stage) -> tuple[Step, ...]:
    """All steps. The first one is done when the assessment is handed in."""
    at = _STEPS.index(stage)
    following = at if stage is Stage.OPEN else at + 1
    return tuple(
        Step(name, place < following, place == following)
        for place, name in enumerate(STEP_NAMES.values())
    )


def step_words(stage: Stage) -> str:
    """For screen readers: bước 5 trên 8, sắp tới: Thẩm định 1."""
    steps = steps_of(stage)
    place = next((n for n, step in enumerate(steps, start=1) if step.is_next), None)
    if place is None:
        return "Đã xong cả 8 bước"
    return f"Bước {place} trên {len(steps)}: {steps[place - 1].name}"


def deadline_words(status: RoundStatus, today: date) -> tuple[str, Tone]:
    """What runs out next in this stage; empty without a deadline."""
    row, stage = status.assessment, status.stage
    named: list[tuple[str, date | None]] = []
    if stage is Stage.OPEN:
        named = [("Hạn tự chấm", row.score_until), ("Hạn nộp tỉnh", row.submit_until)]
    elif stage in (Stage.HANDED_IN, Stage.APPROVED):
        named = [("Hạn nộp tỉnh", row.submit_until)]
    elif stage in (Stage.APPRAISED, Stage.EXPLAINED, Stage.APPRAISED_AGAIN):
        named = [("Hạn giải trình", status.explain_until)]
    known = [(name, until) for name, until in named if until is not None]
    if not known:
        return "", Tone.MUTED
    name, until = min(known, key=lambda one: one[1])
    left = (until - today).days
    tone = Tone.OVERDUE if left < 0 else Tone.DUE if left <= _SOON_DAYS else Tone.MUTED
    return deadline_text(name, until, today), tone


def lock_words(status: RoundStatus) -> str:
    """Why answers are locked by the deadline, and what to do; empty while they are not."""
    until = status.assessment.score_until
    if status.locked is None or status.stage is not Stage.OPEN or until is None:
        return ""
    return LOCK_WORDS["score"].format(until=day(until))


def is_open_for_answers(status: RoundStatus) -> bool:
    """Whether answers and proof may be changed today."""
    return status.stage is Stage.OPEN and status.locked is None


def submission_words(status: RoundStatus) -> str:
    """Where the submission is: truth about the outside, sent only after a receipt."""
    sent = status.submission
    return "" if sent is None else submission_text(sent, status.judged)
