"""What each piece of advice needs in hand: dossiers to open, documents to add, a register."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.criteria.advice import Step
from desktop.domain.criteria.figures import FIGURES, Register
from desktop.domain.criteria.filling import bound_figures
from desktop.domain.criteria.progress import EvidenceState
from desktop.domain.figure_marks import Mark
from desktop.domain.figures import Figure, Period
from desktop.services.assessments.advising import Advice
from desktop.services.assessments.filling import year_so_far
from desktop.services.assessments.sheets import ScoreSheet, score_sheet
from desktop.services.dossier_filters import DossierFilter, Quick
from desktop.services.dossier_lists import count_dossiers
from desktop.services.figures.marks import MarkSlice
from desktop.services.figures.slices import FigureSlice
from desktop.services.office import Office


@dataclass(frozen=True, slots=True)
class DossierJob:
    """Dossiers that the step is about: the list and how many are in it."""

    wanted: DossierFilter
    count: int


@dataclass(frozen=True, slots=True)
class Job:
    """A step with what it needs. ``documents`` is what proves the line while nothing does.

    ``register`` names where the figure comes from when it is not counted from dossiers.
    """

    step: Step
    dossiers: tuple[DossierJob, ...]
    documents: str
    register: Register | None


# The dossiers on which a share can still be mended. Late ones are late for ever: there it is
# what may become late that counts.
_OF_PERIOD: dict[str, Mark | Figure] = {
    "components_digitised_share": Mark.UNSCANNED,
    "electronic_results_share": Mark.WITHOUT_RESULT_FILE,
    "digitised_share": Mark.WITHOUT_RESULT_FILE,
    "apology_share": Figure.LATE_UNAPOLOGISED,
    "paid_online_share": Mark.PAYMENT_UNKNOWN,
}
_OF_TODAY: dict[str, tuple[Quick, ...]] = {
    "on_time_share": (Quick.DUE_TODAY, Quick.DUE_SOON),
    "late_without_apology": (Quick.OVERDUE,),
}
_COUNTED_HERE = (Register.DOSSIERS, Register.PROCEDURES)


def jobs(office: Office, advice: Advice, year: int, set_code: str | None = None) -> tuple[Job, ...]:
    """The advice's steps in their order (the way to a target first, where one was asked)."""
    sheet = score_sheet(office, year, set_code)
    chosen = advice.way.steps if advice.way is not None else advice.steps
    period = Period(*year_so_far(office, year))
    return tuple(_job(office, sheet, step, period) for step in chosen)


def _job(office: Office, sheet: ScoreSheet, step: Step, period: Period) -> Job:
    line = sheet.line(step.item.id)
    figures = bound_figures(step.item)
    lists = [one for name in sorted(figures) for one in _lists(name, period)]
    counted = [DossierJob(wanted, count_dossiers(office, wanted)) for wanted in lists]
    lacks_proof = line.evidence_state is EvidenceState.MISSING
    elsewhere = [FIGURES[n].register for n in sorted(figures) if n in FIGURES]
    return Job(
        step,
        tuple(job for job in counted if job.count),
        step.item.evidence if lacks_proof else "",
        next((register for register in elsewhere if register not in _COUNTED_HERE), None),
    )


def _lists(figure: str, period: Period) -> list[DossierFilter]:
    quick = [DossierFilter(quick=one) for one in _OF_TODAY.get(figure, ())]
    kind = _OF_PERIOD.get(figure)
    if isinstance(kind, Mark):
        return [*quick, DossierFilter(mark=MarkSlice(kind, period))]
    if kind is not None:
        return [*quick, DossierFilter(figure=FigureSlice(kind, period))]
    return quick
