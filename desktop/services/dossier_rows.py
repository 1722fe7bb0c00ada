"""The frozen rows in which dossiers leave the services."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from desktop.domain.dossiers import (
    OPEN_STATES,
    Channel,
    DossierEvent,
    DossierState,
    MoveFacts,
    ReturnMethod,
    SupplementMode,
    Timeliness,
)
from desktop.domain.due_dates import Limit
from desktop.domain.payments import Payment
from desktop.domain.procedures import OnlineLevel, RequiredDocument
from desktop.services.people import Applicant


@dataclass(frozen=True, slots=True)
class DossierRow:
    """A dossier as a list shows it."""

    id: int
    code: str
    portal_code: str
    applicant_name: str
    id_number: str
    phone: str
    address: str
    procedure_id: int
    procedure_name: str
    service_field: str
    channel: Channel
    received_at: datetime
    original_due_at: datetime | None
    due_at: datetime | None
    state: DossierState
    holder: str
    hand_over_waiting: bool
    timeliness: Timeliness | None
    finished_at: datetime | None
    returned_at: datetime | None
    fee_vnd: int | None
    has_files: bool
    note: str
    payment: Payment | None = None
    paid_on: date | None = None
    online_level: OnlineLevel | None = None
    outside_boundary: bool = False

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to work on it."""
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True)
class HandedInDocument:
    """A paper of a dossier with what was handed in."""

    document: RequiredDocument
    handed_in: bool = True
    position: int = 0


@dataclass(frozen=True, slots=True)
class Submitter:
    """Who hands in for somebody else (người nộp thay)."""

    name: str = ""
    id_number: str = ""
    phone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One step: when it happened, when it was written down, who, why, and the state after."""

    id: int
    at: datetime
    recorded_at: datetime
    event: DossierEvent
    user_name: str
    reason: str
    state: DossierState
    undone: bool
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HandOver:
    """One hand-over of the control slip."""

    from_holder: str
    to_holder: str
    handed_at: datetime
    confirmed_at: datetime | None
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A file of a dossier; ``position`` names the paper it is a scan of."""

    id: int
    file_name: str
    media_type: str
    size: int
    page_count: int | None
    position: int | None
    is_result: bool
    added_at: datetime
    added_by: str


@dataclass(frozen=True, slots=True)
class DossierCard:
    """Everything about one dossier."""

    row: DossierRow
    applicant: Applicant
    submitter: Submitter
    procedure_code: str
    procedure_full_name: str
    version_number: int
    result_name: str
    limit: Limit | None
    supplement_mode: SupplementMode
    documents: tuple[HandedInDocument, ...]
    sets: int
    pages: int | None
    copies: int | None
    fee_note: str
    return_method: ReturnMethod
    return_address: str
    desk_number: int
    received_by: str
    submitted_at: datetime | None
    legal_due_at: datetime | None
    apologised_at: datetime | None
    waiting_since: datetime | None
    pauses: tuple[tuple[datetime, datetime], ...]
    supplement_count: int
    ended_at: datetime | None
    result_number: str
    result_date: date | None
    result_signer: str
    receiver: str
    history: tuple[HistoryEntry, ...]
    hand_overs: tuple[HandOver, ...]
    attachments: tuple[AttachmentRow, ...]
    can_undo: bool

    @property
    def move_facts(self) -> MoveFacts:
        """What decides, beside state and role, which moves are offered."""
        return MoveFacts(self.apologised_at is not None, self.row.hand_over_waiting)
