"""What follows the approval: submissions, explanations, and the province's word as it came.

The province's records are kept in every version, by their revision: the newest one counts, and
one that comes late or twice changes nothing.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text

from desktop.models.base import Instant, Json, TravelId, metadata

submissions = Table(
    "submissions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("assessment_id", Integer, ForeignKey("assessments.id"), nullable=False),
    Column("copy_id", Integer, ForeignKey("approved_copies.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("revision_device", Integer, nullable=False),
    Column("submitted_at", Instant, nullable=False),
    Column("submitted_by", Text, nullable=False),
    Column("difficulties", Text, nullable=False),
    Column("proposals", Text, nullable=False),
    Index(None, "assessment_id"),
)

# One line's explanation after a round, as the office is writing it.
explanations = Table(
    "explanations",
    metadata,
    Column("uuid", TravelId, primary_key=True),
    Column("assessment_id", Integer, ForeignKey("assessments.id"), nullable=False),
    Column("item_id", Text, nullable=False),
    Column("round", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("proposed", Text),
    Column("is_withdrawn", Boolean, nullable=False, default=False),
    Column("written_at", Instant, nullable=False),
    Column("written_by", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("revision_device", Integer, nullable=False),
    # Whether ``sent``, what went out last, says what the other columns say.
    Column("is_sent", Boolean, nullable=False),
    Column("sent", Json),
    Index(None, "assessment_id", "round", "item_id", unique=True),
)

explanation_documents = Table(
    "explanation_documents",
    metadata,
    Column("explanation", TravelId, ForeignKey("explanations.uuid"), primary_key=True),
    Column("document_id", Integer, ForeignKey("evidence_documents.id"), primary_key=True),
    Column("pages", Text, nullable=False),
)

# The assessment is named by its travelling id: the word may come to an office that was restored
# from a backup and does not know the assessment (yet).
appraisals = Table(
    "appraisals",
    metadata,
    Column("uuid", TravelId, primary_key=True),
    Column("counter", Integer, primary_key=True),
    Column("device", TravelId, primary_key=True),
    Column("assessment", TravelId, nullable=False),
    Column("round", Integer, nullable=False),
    Column("content", Json, nullable=False),
    Column("received_at", Instant, nullable=False),
    Index(None, "assessment", "round"),
)

publications = Table(
    "publications",
    metadata,
    Column("uuid", TravelId, primary_key=True),
    Column("counter", Integer, primary_key=True),
    Column("device", TravelId, primary_key=True),
    Column("year", Integer, nullable=False),
    Column("set_code", Text, nullable=False),
    Column("content", Json, nullable=False),
    Column("received_at", Instant, nullable=False),
    Index(None, "set_code", "year"),
)

# Packages of the province that were read, by the hash of their manifest.
read_letters = Table(
    "read_letters",
    metadata,
    Column("manifest_sha256", Text, primary_key=True),
    Column("chain", TravelId, nullable=False),
    Column("number", Integer, nullable=False),
    Column("read_at", Instant, nullable=False),
    Column("item_count", Integer, nullable=False),
    Column("problems", Json, nullable=False),
)

# Files of evidence that have been put into a package; a receipt answers for the package.
sent_files = Table(
    "sent_files",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("package_id", Integer, ForeignKey("sent_packages.id"), primary_key=True),
)
