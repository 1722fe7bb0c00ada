"""The unit's side of rule packs: what the province sent, and what became of it here."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, Table, Text

from desktop.domain.appraisals import PackKind, PackState
from desktop.models.base import Choice, Instant, TravelId, metadata, one_of

received_rules = Table(
    "received_rules",
    metadata,
    Column("uuid", TravelId, primary_key=True),
    Column("kind", Choice(PackKind), nullable=False),
    Column("name", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("valid_from", Date),
    Column("file_name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("state", Choice(PackState), nullable=False),
    Column("message", Text, nullable=False, default=""),
    Column("received_at", Instant, nullable=False),
    Column("decided_at", Instant),
    Column("decided_by", Text, nullable=False, default=""),
    Column("envelope", Text, nullable=False),
    one_of("kind", PackKind),
    one_of("state", PackState),
    Index(None, "kind", "name"),
)
