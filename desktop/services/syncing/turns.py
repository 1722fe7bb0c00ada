"""Sending by itself: takes a turn when one is due. Knows no window and no thread.

Whoever ticks (the window, a timer of the system) asks ``schedule`` and calls ``take_due_turn``
beside the counter's work; everything that must be remembered is in the office.
"""

from __future__ import annotations

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.domain.sending import Turn
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.services.progress import Progress, Silent
from desktop.services.syncing.schedule import schedule
from desktop.services.syncing.sending import SyncReport, note_failure, take_turn


def take_due_turn(office: Office, progress: Progress | None = None) -> Outcome[SyncReport | None]:
    """Fetches and sends if a turn is due; None when none was, or when this machine hindered it.

    Nothing is raised but Cancelled: a turn of the office's own disturbs nobody. What went
    wrong stands in the schedule, and the next turn comes later.
    """
    planned = schedule(office)
    if planned is None or planned.turn is not Turn.DUE:
        return Outcome(None, frozenset())
    try:
        done = take_turn(office, progress or Silent())
    except EnvironmentProblem as problem:
        if problem.code is not Surroundings.SYNC_BUSY:
            note_failure(office, problem)
        return Outcome(None, frozenset({Change.SYNC}))
    return Outcome(done.value, done.changes)
