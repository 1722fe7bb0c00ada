"""The office itself: identity, people, devices, settings, secrets."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Integer, Table, Text

from desktop.domain.roles import Role
from desktop.models.base import Choice, Instant, Json, TravelId, metadata, one_of

offices = Table(
    "offices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uuid", TravelId, nullable=False),
    Column("unit_code", Text, nullable=False),
    Column("unit_name", Text, nullable=False),
    Column("province_code", Text, nullable=False),
    Column("province_name", Text, nullable=False),
    Column("is_practice", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("device_id", Integer, ForeignKey("devices.id"), nullable=False),
    # Highest revision seen; counts up with every write (architecture §7).
    Column("revision", Integer, nullable=False, default=0),
    CheckConstraint("id = 1", name="single"),
)

devices = Table(
    "devices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uuid", TravelId, nullable=False, unique=True),
    Column("desk_number", Integer, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
)

# When backups were restored: numbers printed between backup and restore are unknown here.
restores = Table(
    "restores",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("device_id", Integer, ForeignKey("devices.id"), nullable=False),
    Column("backed_up_at", Instant, nullable=False),
    Column("restored_at", Instant, nullable=False),
)

users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uuid", TravelId, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False, unique=True),
    Column("role", Choice(Role), nullable=False),
    Column("department", Text, nullable=False, default=""),
    Column("title", Text, nullable=False, default=""),
    Column("is_active", Boolean, nullable=False, default=True),
    Column("created_at", Instant, nullable=False),
    one_of("role", Role),
)

settings = Table(
    "settings",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Json, nullable=False),
    Column("changed_at", Instant, nullable=False),
)

preferences = Table(
    "preferences",
    metadata,
    Column("user_id", Integer, ForeignKey("users.id"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("value", Json, nullable=False),
)

secrets = Table(
    "secrets",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
