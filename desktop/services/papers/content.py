"""What a form's file gives to the printing: values, tables, when issued, what the QR says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from desktop.domain.dossiers import DossierEvent
from desktop.domain.errors import Rule, RuleViolation
from desktop.services.dossier_rows import DossierCard, HistoryEntry
from desktop.services.form_names import FORM_TITLES
from desktop.services.office import Office
from desktop.services.settings import OfficeSettings
from desktop.wording.terms import term

DOTS = "…………………………"
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Printing:
    """What a form is made from; ``number`` chooses among events that happened several times."""

    office: Office
    settings: OfficeSettings
    card: DossierCard
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What the paper says; ``issued_at`` dates it and chooses the layout of the day.

    ``paper_name`` stands in the QR; empty: the paper carries none. ``promised_at`` is the
    appointment that the QR of a receipt tells.
    """

    values: dict[str, str]
    issued_at: datetime
    tables: dict[str, list[Row]] = field(default_factory=dict)
    paper_name: str = ""
    promised_at: datetime | None = None


Collect = Callable[[Printing], Content]


def events_of(card: DossierCard, *wanted: DossierEvent) -> list[HistoryEntry]:
    """The events of these kinds that stand, oldest first."""
    return [entry for entry in card.history if entry.event in wanted and not entry.undone]


def chosen_event(printing: Printing, form: str, *wanted: DossierEvent) -> HistoryEntry:
    """The latest such event, or the one with the asked number (from 1).

    Raises RuleViolation(FORM_NEEDS_STATE) when there is none.
    """
    found = events_of(printing.card, *wanted)
    number = printing.number if printing.number is not None else len(found)
    if not found:
        names = " / ".join(term(event) for event in wanted)
        raise needs_state(printing.card, form, f"hồ sơ chưa có bước “{names}”")
    if not 1 <= number <= len(found):
        raise needs_state(printing.card, form, f"chỉ có lần 1 đến {len(found)}, không có {number}")
    return found[number - 1]


def needs_state(card: DossierCard, form: str, why: str) -> RuleViolation:
    """The refusal of a form that this dossier cannot have yet."""
    return RuleViolation(Rule.FORM_NEEDS_STATE, form=FORM_TITLES[form], code=card.row.code, why=why)
