"""What all tables share: metadata, names of constraints, column types."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import BigInteger, CheckConstraint, Integer, LargeBinary, MetaData, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

E = TypeVar("E", bound=StrEnum)

# SQLite's integers have 64 bits by themselves; PostgreSQL must be told where 32 do not suffice.
Large = Integer().with_variant(BigInteger(), "postgresql")


class Instant(TypeDecorator[datetime]):
    """An aware datetime, stored as whole UTC seconds since 1970."""

    impl = Large
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value.timestamp())

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value, UTC)


class Choice(TypeDecorator[E]):
    """A member of a StrEnum of the domain, stored as its value."""

    impl = Text
    cache_ok = True

    def __init__(self, choices: type[E]) -> None:
        super().__init__()
        self.choices = choices

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        return None if value is None else self.choices(value)


class WrittenJson(str):
    """JSON that is already written, and was read once to prove it: stored as it is."""

    __slots__ = ()


class Json(TypeDecorator[Any]):
    """Plain data as compact JSON text, keys sorted so that equal data are equal text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if isinstance(value, WrittenJson):
            return str(value)
        return None if value is None else canonical_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


class TravelId(TypeDecorator[uuid.UUID]):
    """The UUIDv7 of a record that travels between devices, stored as 16 bytes."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: uuid.UUID | None, dialect: Dialect) -> bytes | None:
        return None if value is None else value.bytes

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> uuid.UUID | None:
        return None if value is None else uuid.UUID(bytes=value)


def canonical_json(value: Any) -> str:
    """JSON with sorted keys and no spaces; what the audit chain hashes."""
    return _write_json(value)


# Made once: ``json.dumps`` with settings of its own would make a writer at every call.
_write_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def one_of(column: str, choices: type[StrEnum]) -> CheckConstraint:
    """The CHECK that keeps a column inside the domain's enum."""
    listed = ", ".join(f"'{choice.value}'" for choice in choices)
    return CheckConstraint(f"{column} IN ({listed})", name=column)
