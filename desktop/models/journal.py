"""What every write leaves behind: the audit chain and the outbox."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, Text

from desktop.models.base import Instant, Json, TravelId, metadata

# Each entry hashes the one before it: a changed or missing row breaks the chain.
audit_entries = Table(
    "audit_entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("user_name", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Json),
    Column("hash", LargeBinary, nullable=False),
    Index(None, "at"),
)

# One row a record, however often it changed: packages carry whole records.
outbox = Table(
    "outbox",
    metadata,
    Column("record_kind", Text, primary_key=True),
    Column("record_uuid", TravelId, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("queued_at", Instant, nullable=False),
    sqlite_with_rowid=False,  # kept in the order of its key: one page to write instead of two
)

import_batches = Table(
    "import_batches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("user_name", Text, nullable=False),
    Column("counts", Json, nullable=False),
)
