"""The province's desk: whom it invited, what it received, what it answered."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
)

from desktop.domain.dossiers import Channel, DossierState, Timeliness
from desktop.domain.packages import ItemReason, PackageOutcome
from desktop.models.base import Choice, Instant, Json, Large, TravelId, metadata, one_of

# Only in the folder of a province. Its private keys are in ``secrets``.
province_desks = Table(
    "province_desks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("mailbox", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    CheckConstraint("id = 1", name="single"),
)

invitations = Table(
    "invitations",
    metadata,
    Column("id", TravelId, primary_key=True),
    Column("unit_code", Text, nullable=False),
    # Only the hash: the secret itself is on the invitation and nowhere else.
    Column("secret_sha256", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("used_by", TravelId),
    Index(None, "unit_code"),
)

unit_devices = Table(
    "unit_devices",
    metadata,
    Column("uuid", TravelId, primary_key=True),
    Column("unit_code", Text, nullable=False),
    Column("desk_number", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("sign_key", Text, nullable=False),
    Column("seal_key", Text, nullable=False),
    Column("enrolled_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    Index(None, "unit_code"),
)

received_packages = Table(
    "received_packages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("unit_code", Text, nullable=False),
    Column("device", TravelId, ForeignKey("unit_devices.uuid"), nullable=False),
    Column("chain", TravelId, nullable=False),
    Column("number", Integer, nullable=False),
    Column("manifest_sha256", Text, nullable=False, unique=True),
    Column("previous", Text),
    Column("made_at", Instant, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("item_count", Integer, nullable=False),
    Column("bytes", Large, nullable=False),
    Column("outcome", Choice(PackageOutcome), nullable=False),
    Column("problems", Json, nullable=False),
    # The answer, byte for byte: the same package gets the same receipt for ever.
    Column("receipt", Text, nullable=False),
    one_of("outcome", PackageOutcome),
    Index(None, "chain", "number"),
    Index(None, "unit_code", "received_at"),
)

quarantined_items = Table(
    "quarantined_items",
    metadata,
    Column("package_id", Integer, ForeignKey("received_packages.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("reason", Choice(ItemReason), nullable=False),
    Column("detail", Text, nullable=False, default=""),
    Column("text", Text, nullable=False),
    one_of("reason", ItemReason),
)

unit_dossiers = Table(
    "unit_dossiers",
    metadata,
    Column("uuid", TravelId, primary_key=True),
    Column("unit_code", Text, nullable=False),
    Column("counter", Large, nullable=False),
    Column("device", TravelId, nullable=False),
    Column("package_id", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("procedure_code", Text, nullable=False),
    Column("service_field", Text, nullable=False),
    Column("channel", Choice(Channel), nullable=False),
    Column("state", Choice(DossierState), nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("legal_due_at", Instant),
    Column("ended_at", Instant),
    Column("returned_at", Instant),
    Column("timeliness", Choice(Timeliness)),
    Column("content", Json, nullable=False),
    one_of("state", DossierState),
    Index(None, "unit_code", "received_at"),
    # On a server the one writer proves it by writing the package first: checking it row by row
    # costs a third of the loading.
    ForeignKeyConstraint(["package_id"], ["received_packages.id"]).ddl_if(dialect="sqlite"),
    # Partitions by month: a UUIDv7 begins with the time of its making.
    postgresql_partition_by="RANGE (uuid)",
)
# A partitioned table knows no unique key without its partition's column: there the one writer
# at a time proves that a code is free (``desktop.province.loading``).
_CODES = unit_dossiers.c.unit_code, unit_dossiers.c.code
Index("ix_unit_dossiers_unit_code_code", *_CODES, unique=True).ddl_if(dialect="sqlite")
Index("ix_unit_dossiers_codes", *_CODES).ddl_if(dialect="postgresql")

# Versions that lost against one of another device or chain: kept, to be shown and brought back.
superseded_records = Table(
    "superseded_records",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("record_uuid", TravelId, nullable=False),
    Column("counter", Large, nullable=False),
    Column("device", TravelId, nullable=False),
    Column("package_id", Integer, ForeignKey("received_packages.id"), nullable=False),
    Column("superseded_at", Instant, nullable=False),
    Column("content", Json, nullable=False),
    Index(None, "record_uuid", "counter", "device", unique=True),
)

received_files = Table(
    "received_files",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("unit_code", Text, primary_key=True),
    Column("blob", Text, ForeignKey("blobs.name"), nullable=False),
    Column("size", Large, nullable=False),
    Column("package_id", Integer, ForeignKey("received_packages.id"), nullable=False),
)
