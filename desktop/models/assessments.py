"""Criteria sets, self-assessments with their lines, history and evidence.

Numbers that are points stand as text: exact decimals, compared in the domain, never in SQL.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, Table, Text, text

from desktop.domain.criteria.answers import AnswerKind
from desktop.domain.criteria.progress import AssessmentState, LineEvent
from desktop.models.base import Choice, Instant, Json, TravelId, metadata, one_of

# One row a version: a set is never edited in place, because assessments are scored by it.
criteria_sets = Table(
    "criteria_sets",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uuid", TravelId, nullable=False, unique=True),
    Column("code", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("content", Json, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("source_file", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("created_by", Text, nullable=False),
    Index(None, "code", "version", unique=True),
)

assessments = Table(
    "assessments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uuid", TravelId, nullable=False, unique=True),
    Column("revision", Integer, nullable=False),
    Column("revision_device", Integer, nullable=False),
    Column("year", Integer, nullable=False),
    Column("set_code", Text, nullable=False),
    Column("set_id", Integer, ForeignKey("criteria_sets.id"), nullable=False),
    Column("state", Choice(AssessmentState), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("opened_by", Text, nullable=False),
    Column("remark", Text, nullable=False, default=""),
    # The round's deadlines: after ``score_until`` nothing is answered any more.
    Column("score_until", Date),
    Column("submit_until", Date),
    Column("explain_until", Date),
    Column("difficulties", Text, nullable=False, server_default="", default=""),
    Column("proposals", Text, nullable=False, server_default="", default=""),
    one_of("state", AssessmentState),
    Index(None, "year", "set_code", unique=True),
)

assessment_lines = Table(
    "assessment_lines",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("assessment_id", Integer, ForeignKey("assessments.id"), nullable=False),
    Column("item_id", Text, nullable=False),
    Column("kind", Choice(AnswerKind)),
    Column("inputs", Json, nullable=False),
    Column("own_points", Text),
    Column("why", Text, nullable=False, default=""),
    Column("note", Text, nullable=False, default=""),
    # The figure that filled the line, as it was read; None when a person typed the value.
    Column("reading", Json),
    Column("answered_at", Instant),
    Column("answered_by", Text, nullable=False, default=""),
    Column("assignee", Text, nullable=False, default=""),
    Column("due_on", Date),
    one_of("kind", AnswerKind),
    Index(None, "assessment_id", "item_id", unique=True),
)

# What happened to a line or (without one) to the whole; only ever appended.
assessment_events = Table(
    "assessment_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("assessment_id", Integer, ForeignKey("assessments.id"), nullable=False),
    Column("item_id", Text, nullable=False, default=""),
    Column("event", Choice(LineEvent), nullable=False),
    Column("at", Instant, nullable=False),
    Column("user_name", Text, nullable=False),
    Column("data", Json, nullable=False),
    one_of("event", LineEvent),
    Index(None, "assessment_id", "item_id"),
)

# A document of proof: its file is stored once, whatever number of lines it proves.
evidence_documents = Table(
    "evidence_documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uuid", TravelId, nullable=False, unique=True),
    Column("revision", Integer, nullable=False),
    Column("revision_device", Integer, nullable=False),
    Column("year", Integer, nullable=False),
    Column("blob", Text, ForeignKey("blobs.name"), nullable=False),
    Column("file_name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("page_count", Integer, nullable=False),
    Column("has_text", Boolean, nullable=False),
    Column("number", Text, nullable=False, default=""),
    Column("dated", Date),
    Column("signer", Text, nullable=False, default=""),
    Column("issuer", Text, nullable=False, default=""),
    Column("summary", Text, nullable=False, default=""),
    Column("added_at", Instant, nullable=False),
    Column("added_by", Text, nullable=False),
    # Of the file as people have it: how records name it. None until a copy is frozen, where an
    # earlier version of the program stored the file.
    Column("sha256", Text),
    Index(None, "year", "blob", unique=True),
)

evidence_links = Table(
    "evidence_links",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("assessment_id", Integer, ForeignKey("assessments.id"), nullable=False),
    Column("item_id", Text, nullable=False),
    Column("document_id", Integer, ForeignKey("evidence_documents.id"), nullable=False),
    Column("pages", Text, nullable=False, default=""),
    Column("added_at", Instant, nullable=False),
    Column("added_by", Text, nullable=False),
    Column("removed_at", Instant),
    Index(
        "ix_evidence_links_in_use",
        "assessment_id",
        "item_id",
        "document_id",
        unique=True,
        sqlite_where=text("removed_at IS NULL"),
    ),
    Index(None, "document_id"),
)

# The score as the leader approved it: content never changes again.
approved_copies = Table(
    "approved_copies",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("assessment_id", Integer, ForeignKey("assessments.id"), nullable=False),
    Column("content", Json, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("approved_at", Instant, nullable=False),
    Column("approved_by", Text, nullable=False),
    Index(None, "assessment_id"),
)
