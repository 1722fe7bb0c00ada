"""Laying verdicts and results into the mailbox at once, not only at the next collecting."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.errors import EnvironmentProblem
from desktop.services.logs import write_log
from desktop.services.office import Office
from desktop.services.outcomes import Outcome
from desktop.services.provinces.boxes import boxes_of
from desktop.services.provinces.letters import deliver
from desktop.services.provinces.setting_up import require_desk
from desktop.services.syncing.packing import one_at_a_time


@dataclass(frozen=True, slots=True)
class Posted:
    """How many unread letters lie in the mailbox now; why they could not be laid, if so."""

    laid: int = 0
    problem: EnvironmentProblem | None = None


def post_letters(office: Office) -> Outcome[Posted]:
    """Lays what waits for the units into the desk's mailbox, where it has one.

    A mailbox out of reach undoes nothing: the letters lie ready here, and the next collecting
    lays them down.
    """
    desk = require_desk(office)
    try:
        with one_at_a_time(office), boxes_of(office) as boxes:
            return Outcome(Posted(sum(deliver(office, desk, box) for box in boxes)), frozenset())
    except EnvironmentProblem as problem:
        write_log(office.folder, f"Chưa đặt được thư cho các đơn vị vào hộp thư: {problem}")
        return Outcome(Posted(problem=problem), frozenset())
