"""Figures kept ready, figures typed over them, and reports that were issued.

``figure_sums`` is filled by triggers alone. What a dossier adds to it is written once, as the
views ``dossier_days`` → ``dossier_spells`` → ``dossier_marks`` → ``figure_shares`` of
migration 0002: the triggers take one dossier's shares, a rebuild takes all of them.
"""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table, Text

from desktop.domain.dossiers import Channel
from desktop.models.base import Choice, Instant, Json, TravelId, metadata

# Days in a block of sums. Days count from 1970-01-01 on the office's calendar; a span begins
# on a multiple of its length, so that every dossier stands once in the days and once here.
BLOCK_DAYS = 32

# What is counted, in the order of the columns. "over" and "waiting" are balances: +1 on the
# first day at whose close it is so, -1 on the first day at whose close it no longer is.
MEASURES = (
    "received",
    "undated",
    "over",
    "waiting",
    "finished_early",
    "finished_on_time",
    "finished_late_apologised",
    "finished_late",
    "refused_early",
    "refused_on_time",
    "refused_late_apologised",
    "refused_late",
    "withdrawn",
    "withdrawn_late_apologised",
    "withdrawn_late",
    "stopped",
    "stopped_late_apologised",
    "stopped_late",
)

figure_sums = Table(
    "figure_sums",
    metadata,
    Column("span", Integer, primary_key=True),
    Column("first_day", Integer, primary_key=True),
    Column("procedure_id", Integer, primary_key=True),
    Column("channel", Choice(Channel), primary_key=True),
    Column("officer", Text, primary_key=True),
    Column("desk_number", Integer, primary_key=True),
    *(Column(name, Integer, nullable=False) for name in MEASURES),
    sqlite_with_rowid=False,
)

# While it holds a row the triggers rest. Only ever filled and emptied within one transaction:
# whoever loads in bulk adds the shares of the new dossiers set by set instead.
figure_pauses = Table("figure_pauses", metadata, Column("reason", Text, primary_key=True))

# A figure typed by hand over a computed one: both stay, with who and why.
figure_overrides = Table(
    "figure_overrides",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report", Text, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("grouping", Text, nullable=False),
    Column("row_name", Text, nullable=False),
    Column("column_key", Text, nullable=False),
    Column("computed", Text),
    Column("value", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("user_name", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("removed_at", Instant),
    Column("removed_by", Text, nullable=False, default=""),
    Index(None, "report", "first_day"),
)

# A report as it left the office: its data never change again.
issued_reports = Table(
    "issued_reports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uuid", TravelId, nullable=False, unique=True),
    Column("number", Integer, nullable=False),
    Column("year", Integer, nullable=False),
    Column("report", Text, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("grouping", Text, nullable=False),
    Column("data", Json, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("issued_at", Instant, nullable=False),
    Column("issued_by", Text, nullable=False),
    Index(None, "year", "number", unique=True),
    Index(None, "sha256"),
)

# The files that were written from an issued report, by their SHA-256.
issued_files = Table(
    "issued_files",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("issued_id", Integer, ForeignKey("issued_reports.id"), nullable=False),
    Column("file_name", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("user_name", Text, nullable=False),
)
