"""The unit's way to its province: the link, packages made, their items, receipts not its own."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from desktop.domain.packages import ItemOutcome, PackageOutcome, SentState
from desktop.models.base import Choice, Instant, Json, TravelId, metadata, one_of

# The province this office has joined. Its own keys are in ``secrets``.
province_links = Table(
    "province_links",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("province_code", Text, nullable=False),
    Column("province_name", Text, nullable=False),
    Column("sign_key", Text, nullable=False),
    Column("seal_key", Text, nullable=False),
    Column("mailbox", Text, nullable=False),
    Column("invitation_id", TravelId, nullable=False),
    Column("joined_at", Instant, nullable=False),
    # When the province confirmed the device by its first receipt.
    Column("enrolled_at", Instant),
    # One unbroken row of package numbers; a restored office begins a new one.
    Column("chain", TravelId, nullable=False),
    Column("next_number", Integer, nullable=False),
    Column("last_manifest", Text),
    CheckConstraint("id = 1", name="single"),
)

# Scans by their name in the store: the hash of the content, by which the province knows them.
scan_digests = Table(
    "scan_digests",
    metadata,
    Column("blob", Text, primary_key=True),
    Column("sha256", Text, nullable=False),
)

sent_packages = Table(
    "sent_packages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chain", TravelId, nullable=False),
    Column("number", Integer, nullable=False),
    Column("manifest_sha256", Text, nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
    Column("item_count", Integer, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("state", Choice(SentState), nullable=False),
    Column("laid_at", Instant),
    Column("acknowledged_at", Instant),
    Column("outcome", Choice(PackageOutcome)),
    Column("receipt", Text),
    one_of("state", SentState),
    Index(None, "chain", "number", unique=True),
    Index(None, "state"),
)

# What a package holds, in its order; the receipt answers for each position.
sent_items = Table(
    "sent_items",
    metadata,
    Column("package_id", Integer, ForeignKey("sent_packages.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("record_kind", Text, nullable=False),
    Column("record_uuid", TravelId, nullable=False),
    Column("counter", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("outcome", Choice(ItemOutcome)),
    Column("message", Text, nullable=False, default=""),
    Index(None, "record_uuid"),
    Index("ix_sent_items_outcome", "outcome"),
)

# Receipts for packages of this device that this database never made: a backup was restored.
unknown_receipts = Table(
    "unknown_receipts",
    metadata,
    Column("manifest_sha256", Text, primary_key=True),
    Column("chain", TravelId, nullable=False),
    Column("number", Integer, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("noted_at", Instant, nullable=False),
    # Codes of dossiers that the province has and this register does not.
    Column("missing", Json, nullable=False),
)
