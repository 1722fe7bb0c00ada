"""People and organisations the office has served, to complete a form from few letters."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text, text

from desktop.domain.dossiers import ApplicantKind, Sex
from desktop.models.base import Choice, Instant, TravelId, metadata, one_of

people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True),
    # Unique by its making; nobody is looked up by it, so it needs no index to be kept.
    Column("uuid", TravelId, nullable=False),
    Column("kind", Choice(ApplicantKind), nullable=False),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("id_number", Text),
    Column("birth_date", Text, nullable=False, default=""),
    Column("sex", Choice(Sex)),
    Column("address", Text, nullable=False, default=""),
    Column("phone", Text, nullable=False, default=""),
    Column("email", Text, nullable=False, default=""),
    Column("tax_code", Text, nullable=False, default=""),
    Column("last_seen_at", Instant, nullable=False),
    one_of("kind", ApplicantKind),
    Index(None, "id_number", unique=True),
    Index(None, "name_key"),
    Index(None, "phone"),
    # Few have one; an empty text need not be kept in order.
    Index(None, "tax_code", sqlite_where=text("tax_code <> ''")),
)
