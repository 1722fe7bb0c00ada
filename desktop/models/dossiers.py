"""Dossiers and what belongs to them: papers, history, hand-overs, files, drafts."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, Table, Text, text

from desktop.domain.dossiers import (
    ApplicantKind,
    Channel,
    DossierEvent,
    DossierState,
    ReturnMethod,
    Sex,
    SupplementMode,
    Timeliness,
)
from desktop.domain.due_dates import LimitUnit
from desktop.domain.payments import Payment
from desktop.domain.procedures import OnlineLevel
from desktop.models.base import Choice, Instant, Json, TravelId, metadata, one_of

dossiers = Table(
    "dossiers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uuid", TravelId, nullable=False, unique=True),
    Column("revision", Integer, nullable=False),
    Column("revision_device", Integer, nullable=False),
    Column("code", Text, nullable=False, unique=True),
    Column("portal_code", Text, nullable=False, default=""),
    Column("import_key", Text),
    # Who asks, as printed on the day; the person's own record may change later.
    Column("person_id", Integer, ForeignKey("people.id")),
    Column("applicant_kind", Choice(ApplicantKind), nullable=False),
    Column("applicant_name", Text, nullable=False),
    Column("applicant_sort", Text, nullable=False),
    Column("id_number", Text, nullable=False, default=""),
    Column("birth_date", Text, nullable=False, default=""),
    Column("sex", Choice(Sex)),
    Column("address", Text, nullable=False, default=""),
    Column("phone", Text, nullable=False, default=""),
    Column("email", Text, nullable=False, default=""),
    Column("tax_code", Text, nullable=False, default=""),
    Column("submitter_name", Text, nullable=False, default=""),
    Column("submitter_id_number", Text, nullable=False, default=""),
    Column("submitter_phone", Text, nullable=False, default=""),
    Column("submitter_note", Text, nullable=False, default=""),
    # What is asked for, under which version of the rules.
    Column("procedure_id", Integer, ForeignKey("procedures.id"), nullable=False),
    Column("version_id", Integer, ForeignKey("procedure_versions.id"), nullable=False),
    Column("limit_value", Integer),
    Column("limit_unit", Choice(LimitUnit)),
    Column("limit_cutoff", Text),
    Column("supplement_mode", Choice(SupplementMode), nullable=False),
    Column("channel", Choice(Channel), nullable=False),
    Column("sets", Integer, nullable=False, default=1),
    Column("pages", Integer),
    Column("copies", Integer),
    Column("fee_vnd", Integer),
    Column("fee_note", Text, nullable=False, default=""),
    Column("return_method", Choice(ReturnMethod), nullable=False),
    Column("return_address", Text, nullable=False, default=""),
    Column("note", Text, nullable=False, default=""),
    Column("desk_number", Integer, nullable=False),
    Column("received_by", Text, nullable=False),
    # The clock. submitted_at: when it was lodged; received_at: valid reception (§2.3).
    Column("submitted_at", Instant),
    Column("received_at", Instant, nullable=False),
    Column("original_due_at", Instant),
    Column("legal_due_at", Instant),
    Column("due_at", Instant),
    Column("apologised_at", Instant),
    Column("waiting_since", Instant),
    Column("pauses", Json, nullable=False),
    Column("supplement_count", Integer, nullable=False, default=0),
    # Where it stands.
    Column("state", Choice(DossierState), nullable=False),
    Column("holder", Text, nullable=False),
    Column("hand_over_waiting", Boolean, nullable=False, default=False),
    Column("ended_at", Instant),
    Column("timeliness", Choice(Timeliness)),
    Column("result_number", Text, nullable=False, default=""),
    Column("result_date", Date),
    Column("result_signer", Text, nullable=False, default=""),
    Column("finished_at", Instant),
    Column("returned_at", Instant),
    Column("receiver", Text, nullable=False, default=""),
    Column("has_files", Boolean, nullable=False, default=False),
    # Since 0021: how the fee was paid, the service level of what came online (its procedure's
    # on that day), and whether it came from outside the office's own area (phi địa giới, §2.3).
    Column("payment", Choice(Payment)),
    Column("paid_on", Date),
    Column("online_level", Choice(OnlineLevel)),
    Column("outside_boundary", Boolean, nullable=False, server_default=text("0"), default=False),
    one_of("applicant_kind", ApplicantKind),
    one_of("channel", Channel),
    one_of("state", DossierState),
    one_of("return_method", ReturnMethod),
    Index(None, "received_at"),
    Index(None, "applicant_sort"),
    Index(None, "procedure_id", "received_at"),
    Index(None, "person_id"),
    Index(None, "ended_at", sqlite_where=text("ended_at IS NOT NULL")),
    Index(None, "returned_at", sqlite_where=text("returned_at IS NOT NULL")),
    Index(None, "due_at"),
    # The dossiers that somebody still has to do something about: few, asked for all the time.
    Index(
        "ix_dossiers_open",
        "state",
        "due_at",
        sqlite_where=text("state IN ('received', 'processing', 'waiting_supplement', 'finished')"),
    ),
    Index(
        "ix_dossiers_rare_states",
        "state",
        "received_at",
        sqlite_where=text("state IN ('refused', 'withdrawn', 'stopped', 'voided')"),
    ),
    # What figures count without reading a row (services/figures/marks.py).
    Index(
        "ix_dossiers_returned",
        "returned_at",
        "return_method",
        sqlite_where=text("state = 'returned'"),
    ),
    Index("ix_dossiers_received_by_post", "received_at", sqlite_where=text("channel = 'post'")),
    Index(
        "ix_dossiers_supplemented_again",
        "received_at",
        sqlite_where=text("supplement_count > 1"),
    ),
    Index("ix_dossiers_paid", "paid_on", "payment", sqlite_where=text("paid_on IS NOT NULL")),
    Index(
        "ix_dossiers_payment_unknown",
        "received_at",
        "payment",
        "fee_vnd",
        sqlite_where=text("payment IS NULL AND fee_vnd > 0"),
    ),
    Index(
        "ix_dossiers_received_online",
        "received_at",
        "online_level",
        sqlite_where=text("channel = 'online'"),
    ),
    Index(
        "ix_dossiers_received_outside",
        "received_at",
        "outside_boundary",
        sqlite_where=text("outside_boundary = 1"),
    ),
    Index(None, "import_key", unique=True, sqlite_where=text("import_key IS NOT NULL")),
    Index(None, "portal_code", sqlite_where=text("portal_code <> ''")),
)

dossier_documents = Table(
    "dossier_documents",
    metadata,
    Column("dossier_id", Integer, ForeignKey("dossiers.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("originals", Integer, nullable=False),
    Column("certified_copies", Integer, nullable=False),
    Column("copies", Integer, nullable=False),
    Column("required", Boolean, nullable=False),
    Column("handed_in", Boolean, nullable=False),
    Column("note", Text, nullable=False, default=""),
)

dossier_events = Table(
    "dossier_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dossier_id", Integer, ForeignKey("dossiers.id"), nullable=False),
    Column("event", Choice(DossierEvent), nullable=False),
    Column("at", Instant, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("user_name", Text, nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("state", Choice(DossierState), nullable=False),
    Column("data", Json),
    Column("undone", Boolean, nullable=False, default=False),
    one_of("event", DossierEvent),
    Index(None, "dossier_id"),
)

# What the last action changed, so that it can be taken back exactly; one row a dossier.
undo_points = Table(
    "undo_points",
    metadata,
    Column("dossier_id", Integer, ForeignKey("dossiers.id"), primary_key=True),
    Column("event_id", Integer, ForeignKey("dossier_events.id"), nullable=False),
    Column("before", Json, nullable=False),
)

hand_overs = Table(
    "hand_overs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dossier_id", Integer, ForeignKey("dossiers.id"), nullable=False),
    Column("event_id", Integer, ForeignKey("dossier_events.id"), nullable=False),
    Column("from_holder", Text, nullable=False),
    Column("to_holder", Text, nullable=False),
    Column("to_user_id", Integer, ForeignKey("users.id")),
    Column("handed_at", Instant, nullable=False),
    Column("confirmed_at", Instant),
    Column("confirmed_by", Text, nullable=False, default=""),
    Column("superseded", Boolean, nullable=False, default=False),
    Index(None, "dossier_id"),
)

attachments = Table(
    "attachments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uuid", TravelId, nullable=False, unique=True),
    Column("dossier_id", Integer, ForeignKey("dossiers.id"), nullable=False),
    Column("position", Integer),
    Column("file_name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("page_count", Integer),
    Column("blob", Text, ForeignKey("blobs.name"), nullable=False),
    Column("is_result", Boolean, nullable=False, default=False),
    Column("added_at", Instant, nullable=False),
    Column("added_by", Text, nullable=False),
    Column("removed_at", Instant),
    Index(None, "dossier_id"),
    Index(
        "ix_attachments_live", "is_result", "dossier_id", sqlite_where=text("removed_at IS NULL")
    ),
    Index(None, "blob"),
)

blobs = Table(
    "blobs",
    metadata,
    Column("name", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("stored_size", Integer, nullable=False),
    Column("stored_sha256", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
)

code_serials = Table(
    "code_serials",
    metadata,
    Column("device_id", Integer, ForeignKey("devices.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("last_ordinal", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# What is typed and not yet saved; survives a crash.
drafts = Table(
    "drafts",
    metadata,
    Column("user_id", Integer, ForeignKey("users.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("content", Json, nullable=False),
    Column("saved_at", Instant, nullable=False),
)
