"""Procedures and their versions; the names a hand-kept register gives them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, Table, Text

from desktop.models.base import Instant, Json, TravelId, metadata

procedures = Table(
    "procedures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uuid", TravelId, nullable=False, unique=True),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("is_active", Boolean, nullable=False, default=True),
    Column("current_version_id", Integer),
    Column("use_count", Integer, nullable=False, default=0),
    Column("last_used_at", Instant),
)

procedure_versions = Table(
    "procedure_versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("procedure_id", Integer, ForeignKey("procedures.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("facts", Json, nullable=False),
    Column("source", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("created_by", Text, nullable=False),
    Index(None, "procedure_id", "number", unique=True),
)

procedure_aliases = Table(
    "procedure_aliases",
    metadata,
    Column("alias_key", Text, primary_key=True),
    Column("alias", Text, nullable=False),
    Column("procedure_id", Integer, ForeignKey("procedures.id"), nullable=False),
)
