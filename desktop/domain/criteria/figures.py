"""Figures of the office that can fill a line: names that bindings use, and what they count.

Definitions of the shares over dossiers are those of the office's reports; what no register
keeps yet is named here too, so that sets can be bound before the register comes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from desktop.domain.criteria.numbers import ZERO


class FigureShape(StrEnum):
    """A share of a whole, a number of things, or a published percentage."""

    SHARE = "share"
    COUNT = "count"
    PERCENT = "percent"


class Register(StrEnum):
    """Where a figure comes from (sổ nguồn)."""

    DOSSIERS = "dossiers"
    PROCEDURES = "procedures"
    PLAN = "plan"
    REPORTS = "reports"
    INSPECTIONS = "inspections"
    SURVEY = "survey"
    FEEDBACK = "feedback"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class FigureKind:
    """``grows``: each new case makes the whole larger, so that a share is won only by many
    good cases; otherwise the whole is given and the part grows."""

    shape: FigureShape
    register: Register
    grows: bool = False


_SHARE, _COUNT, _PERCENT = FigureShape.SHARE, FigureShape.COUNT, FigureShape.PERCENT
_R = Register

FIGURES: dict[str, FigureKind] = {
    "on_time_share": FigureKind(_SHARE, _R.DOSSIERS, grows=True),
    "online_share": FigureKind(_SHARE, _R.DOSSIERS, grows=True),
    "components_digitised_share": FigureKind(_SHARE, _R.DOSSIERS),
    "electronic_results_share": FigureKind(_SHARE, _R.DOSSIERS),
    "digitised_share": FigureKind(_SHARE, _R.DOSSIERS),
    "apology_share": FigureKind(_SHARE, _R.DOSSIERS, grows=True),
    "late_without_apology": FigureKind(_COUNT, _R.DOSSIERS),
    "repeated_supplements": FigureKind(_COUNT, _R.DOSSIERS),
    "by_post_share": FigureKind(_SHARE, _R.DOSSIERS, grows=True),
    "by_post_count": FigureKind(_COUNT, _R.DOSSIERS),
    "online_procedures_share": FigureKind(_SHARE, _R.DOSSIERS),
    "procedures_offered_share": FigureKind(_SHARE, _R.PROCEDURES),
    "full_online_procedures_count": FigureKind(_COUNT, _R.PROCEDURES),
    "part_online_procedures_count": FigureKind(_COUNT, _R.PROCEDURES),
    "paid_online_share": FigureKind(_SHARE, _R.DOSSIERS, grows=True),
    "plan_done_share": FigureKind(_SHARE, _R.PLAN),
    "province_tasks_share": FigureKind(_SHARE, _R.PLAN),
    "reports_in_time_count": FigureKind(_COUNT, _R.REPORTS),
    "inspected_share": FigureKind(_SHARE, _R.INSPECTIONS),
    "findings_mended_share": FigureKind(_SHARE, _R.INSPECTIONS),
    "survey_quarters_count": FigureKind(_COUNT, _R.SURVEY),
    "satisfied_share": FigureKind(_SHARE, _R.SURVEY, grows=True),
    "feedback_in_time_share": FigureKind(_SHARE, _R.FEEDBACK),
    "feedback_published_share": FigureKind(_SHARE, _R.FEEDBACK),
    "initiatives_count": FigureKind(_COUNT, _R.OTHERS),
    "communication_forms_count": FigureKind(_COUNT, _R.OTHERS),
    "dialogues_count": FigureKind(_COUNT, _R.OTHERS),
    "training_done_share": FigureKind(_SHARE, _R.OTHERS),
    "legal_education_share": FigureKind(_SHARE, _R.OTHERS),
    "law_findings_mended_share": FigureKind(_SHARE, _R.OTHERS),
    "documents_reviewed_share": FigureKind(_SHARE, _R.OTHERS),
    "documents_signed_share": FigureKind(_SHARE, _R.OTHERS),
    "sipas_percent": FigureKind(_PERCENT, _R.SURVEY),
}


@dataclass(frozen=True, slots=True)
class FigureReading:
    """A figure as it stood: the part and the whole (a count has no whole), and when."""

    figure: str
    first_day: date
    last_day: date
    read_at: datetime
    part: Decimal
    whole: Decimal | None = None

    @property
    def percent(self) -> Decimal | None:
        """The share in percent, exact; None for a count and for a share of nothing."""
        if self.whole is None or self.whole == ZERO:
            return None
        return self.part * 100 / self.whole


class FigureSource(Protocol):
    """Reads figures of the office."""

    def readings(
        self, figures: frozenset[str], first_day: date, last_day: date
    ) -> Mapping[str, FigureReading]:
        """Those of the figures that a register keeps; the others are left out."""
        ...
