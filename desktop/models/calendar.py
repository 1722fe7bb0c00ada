"""Dates with a rule of their own."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Table, Text

from desktop.domain.work_calendar import DayKind
from desktop.models.base import Choice, metadata, one_of

special_days = Table(
    "special_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("kind", Choice(DayKind), nullable=False),
    Column("note", Text, nullable=False, default=""),
    Column("confirmed", Boolean, nullable=False),
    Column("in_force", Boolean, nullable=False),
    Column("source", Text, nullable=False, default=""),
    one_of("kind", DayKind),
)
