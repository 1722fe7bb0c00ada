"""The round's deadlines: set by the leader; what has run out is locked until it is set anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.domain.criteria.progress import LineEvent
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.roles import Permission
from desktop.services.assessments.records import OpenAssessment
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The last day of each part, inclusive; None for no deadline.

    ``score_until`` locks answers and proof, ``explain_until`` explanations (the province's own
    day stands over it). ``submit_until`` only warns: late is better than never.
    """

    score_until: date | None = None
    submit_until: date | None = None
    explain_until: date | None = None


def check_order(wanted: Deadlines) -> None:
    """Scoring ends before the submission, that before the explanations. Raises InputRefused."""
    _check_after("submit_until", wanted.submit_until, wanted.score_until)
    _check_after("explain_until", wanted.explain_until, wanted.submit_until or wanted.score_until)


def _check_after(field: str, until: date | None, before: date | None) -> None:
    if until is not None and before is not None and until < before:
        facts = {"until": until, "before": before}
        raise InputRefused(InputProblem(field, Entry.DEADLINES_CROSS, facts))


def set_deadlines(
    office: Office, year: int, wanted: Deadlines, set_code: str | None = None
) -> Outcome[Deadlines]:
    """Sets all three; also after one has run out, which unlocks what it locked.

    Raises InputRefused(DEADLINES_CROSS).
    """
    office.require(Permission.ASSIGN_LINES)
    check_order(wanted)
    values: dict[str, Any] = {
        "score_until": wanted.score_until,
        "submit_until": wanted.submit_until,
        "explain_until": wanted.explain_until,
    }
    with office.command() as work:
        opened = OpenAssessment.find(work, year, set_code)
        row = opened.row
        before = Deadlines(row.score_until, row.submit_until, row.explain_until)
        if before != wanted:
            said = {name: day and day.isoformat() for name, day in values.items()}
            opened.note(LineEvent.SET_DEADLINE, **said)
            opened.touch(**values)
            work.audit("assessment.deadline", f"{row.set_code} {year}", **said)
        return work.outcome(wanted, Change.ASSESSMENTS)
