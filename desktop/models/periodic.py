"""Periodic reports: forms of statistics in versions, texts, typed values, what was issued.

Texts and values are only ever appended; the newest text of a section and the value that is not
removed are in force. What is computed is not stored: it is counted whenever it is shown.
"""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table, Text, text

from desktop.models.base import Instant, Json, TravelId, metadata

# One row a version: a form is never edited in place, because reports are filled by it.
statistics_forms = Table(
    "statistics_forms",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uuid", TravelId, nullable=False, unique=True),
    Column("code", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("content", Json, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("source_file", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("created_by", Text, nullable=False),
    Index(None, "code", "version", unique=True),
)

# One report of one kind of period in one year, with the version of its form; ``outline`` is
# the text's sections as they were when it was opened.
periodic_reports = Table(
    "periodic_reports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uuid", TravelId, nullable=False, unique=True),
    Column("revision", Integer, nullable=False),
    Column("revision_device", Integer, nullable=False),
    Column("report", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("form_id", Integer, ForeignKey("statistics_forms.id"), nullable=False),
    Column("outline", Json, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("opened_by", Text, nullable=False),
    Index(None, "report", "kind", "year", unique=True),
)

periodic_texts = Table(
    "periodic_texts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", Integer, ForeignKey("periodic_reports.id"), nullable=False),
    Column("section", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("user_name", Text, nullable=False),
    Index(None, "report_id", "section"),
)

# A value that a person gave; ``computed`` is what the program said when it was typed over.
periodic_values = Table(
    "periodic_values",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", Integer, ForeignKey("periodic_reports.id"), nullable=False),
    Column("row_key", Text, nullable=False),
    Column("column_key", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("computed", Text),
    Column("reason", Text, nullable=False, default=""),
    Column("user_name", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("removed_at", Instant),
    Column("removed_by", Text, nullable=False, default=""),
    Index(
        "ix_periodic_values_in_force",
        "report_id",
        "row_key",
        "column_key",
        unique=True,
        sqlite_where=text("removed_at IS NULL"),
    ),
)

# Which issued reports came from which periodic one; a corrected one is issued again.
periodic_issues = Table(
    "periodic_issues",
    metadata,
    Column("issued_id", Integer, ForeignKey("issued_reports.id"), primary_key=True),
    Column("report_id", Integer, ForeignKey("periodic_reports.id"), nullable=False),
    Index(None, "report_id"),
)
