"""Numbers that stand on blank receipts: given out, and used by one dossier or spoiled."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Integer, Table, Text

from desktop.models.base import Instant, metadata

reserved_codes = Table(
    "reserved_codes",
    metadata,
    Column("code", Text, primary_key=True),
    Column("day", Date, nullable=False, index=True),
    Column("device_id", Integer, ForeignKey("devices.id"), nullable=False),
    Column("reserved_at", Instant, nullable=False),
    Column("reserved_by", Text, nullable=False),
    Column("dossier_id", Integer, ForeignKey("dossiers.id"), unique=True),
    Column("spoiled_at", Instant),
    Column("spoiled_reason", Text, nullable=False, default=""),
    CheckConstraint("dossier_id IS NULL OR spoiled_at IS NULL", name="one_end"),
)
