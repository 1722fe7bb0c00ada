"""The desks of one unit that share a register without a server: peers, packages, versions."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    text,
)

from desktop.models.base import Instant, Json, TravelId, metadata

# Every desk of the unit, this one too. Only the founding desk gives desk numbers and revokes.
desk_peers = Table(
    "desk_peers",
    metadata,
    Column("device", TravelId, primary_key=True),
    Column("desk_number", Integer, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("sign_key", Text, nullable=False),
    Column("seal_key", Text, nullable=False),
    Column("is_founder", Boolean, nullable=False, default=False),
    Column("joined_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    # A desk that is new, or came back from a backup, asks for the whole register once.
    Column("asked", Text, nullable=False, default=""),
    Column("answered", Text, nullable=False, default=""),
    # What the desk says it has read: chain to highest number.
    Column("seen", Json),
    Column("seen_at", Instant),
    # After the founding desk was lost, this desk gives numbers and revokes in its place.
    Column("leads", Boolean, nullable=False, server_default=text("0"), default=False),
    # Counts how often a person took back an older key of the desk; see desk_key_words.
    Column("key_epoch", Integer, nullable=False, server_default=text("0"), default=0),
    # A former key under which the desk speaks again, and that nobody has confirmed yet.
    Column("claimed_key", Text),
    # Whether the desk has joined the province; of this desk: whether the others were told.
    Column("has_way", Boolean, nullable=False, server_default=text("0"), default=False),
)

# Scans that the province has from another desk, or that this one has told the others of.
desk_delivered_scans = Table(
    "desk_delivered_scans",
    metadata,
    Column("blob", Text, primary_key=True),
    Column("device", TravelId, nullable=False),
    sqlite_with_rowid=False,
)

# Changes of keys as each desk announced them: the way from an old key to the present one.
desk_key_words = Table(
    "desk_key_words",
    metadata,
    Column("sign_key", Text, primary_key=True),
    Column("device", TravelId, nullable=False),
    Column("old_key", Text, nullable=False),
    Column("old_seal", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    # Chain to the last number that the old key has signed.
    Column("signed", Json, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("envelope", Text, nullable=False),
    Index(None, "device"),
)

desk_invitations = Table(
    "desk_invitations",
    metadata,
    Column("id", TravelId, primary_key=True),
    Column("device", TravelId, nullable=False),
    Column("desk_number", Integer, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("secret", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

# Where this desk's own row of packages stands; a restored office begins a new one.
desk_chains = Table(
    "desk_chains",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chain", TravelId, nullable=False),
    Column("next_number", Integer, nullable=False),
    Column("last_manifest", Text),
    Column("begun_at", Instant, nullable=False),
    # Restores that the chain knows of, and how much of the audit chain has left.
    Column("restores", Integer, nullable=False),
    Column("audit_sent", Integer, nullable=False, default=0),
    Column("asked", Text, nullable=False, default=""),
    CheckConstraint("id = 1", name="single"),
)

# Packages of the desks that were made here or read; read once, whatever comes how often.
desk_packages = Table(
    "desk_packages",
    metadata,
    Column("manifest_sha256", Text, primary_key=True),
    Column("device", TravelId, nullable=False),
    Column("chain", TravelId, nullable=False),
    Column("number", Integer, nullable=False),
    Column("items", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "device"),
)

# The version of every shared record that stands in the register now, with all it came from.
desk_versions = Table(
    "desk_versions",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("record_uuid", TravelId, primary_key=True),
    Column("version", Text, nullable=False),
    Column("counter", Integer, nullable=False),
    Column("device", TravelId, nullable=False),
    Column("past", Json, nullable=False),
    Column("content_sha256", Text, nullable=False),
    Column("label", Text, nullable=False),
    # Whether the other desks have been told, or have told it.
    Column("told", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

# Versions that lost against another one made at the same time: kept, shown, restorable.
desk_losers = Table(
    "desk_losers",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("record_uuid", TravelId, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("counter", Integer, nullable=False),
    Column("device", TravelId, nullable=False),
    Column("past", Json, nullable=False),
    Column("content_sha256", Text, nullable=False),
    Column("body", Json),
    Column("label", Text, nullable=False),
    Column("told", Boolean, nullable=False),
    Column("noted_at", Instant, nullable=False),
    Column("settled_at", Instant),
    Index("ix_desk_losers_open", "label", sqlite_where=text("settled_at IS NULL")),
)

# Items that could not be taken in, and why.
desk_quarantine = Table(
    "desk_quarantine",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("device", TravelId, nullable=False),
    Column("kind", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("noted_at", Instant, nullable=False),
)

# Files that a record speaks of and that have not come yet.
desk_awaited_files = Table(
    "desk_awaited_files",
    metadata,
    Column("uuid", TravelId, primary_key=True),
    Column("dossier_uuid", TravelId, nullable=False),
    Column("blob", Text, nullable=False),
    Column("content", Json, nullable=False),
    Index(None, "blob"),
)

desk_sent_files = Table(
    "desk_sent_files",
    metadata,
    Column("blob", Text, primary_key=True),
    sqlite_with_rowid=False,
)

# The audit chains of the other desks, appended as they come; each desk's chain is its own.
desk_audit = Table(
    "desk_audit",
    metadata,
    Column("device", TravelId, primary_key=True),
    Column("entry_id", Integer, primary_key=True),
    Column("hash", LargeBinary, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("user_name", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Json),
    Index("ix_desk_audit_at", "at"),
)
