"""An open office: the folder, the database, who works and what they may do.

Everything that reads or writes takes an ``Office``. Reads go through ``reading``, writes
through ``command``: one transaction that also writes the audit entry and the outbox.
"""

from __future__ import annotations

import hashlib
import json
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

import uuid_utils
from sqlalchemy import Connection, select

from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.roles import Permission, Role, has
from desktop.models.base import canonical_json
from desktop.models.engine import Database
from desktop.models.journal import audit_entries, outbox
from desktop.models.offices import offices, secrets, settings
from desktop.models.prepared import PreparedInsert, first_value
from desktop.services.clock import Clock
from desktop.services.outcomes import Change, Outcome

T = TypeVar("T")

DATABASE_NAME = "office.db"
ATTACHMENTS_NAME = "attachments"
BACKUPS_NAME = "backups"


@dataclass(frozen=True, slots=True)
class User:
    """A person who may sign in (cán bộ, công chức, lãnh đạo)."""

    id: int
    name: str
    role: Role
    department: str = ""
    title: str = ""
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class OfficeInfo:
    """What identifies the office and this machine."""

    unit_code: str
    unit_name: str
    province_name: str
    is_practice: bool
    device_id: int
    desk_number: int
    # Whether the folder is the desk of a whole province, not of a unit.
    is_province: bool = False


@dataclass
class Office:
    """One open office with a signed-in user. Close it when done."""

    folder: Path
    database: Database
    info: OfficeInfo
    user: User
    clock: Clock
    database_key: bytes = field(repr=False)
    _memory: dict[str, tuple[frozenset[Change], Any]] = field(default_factory=dict, repr=False)
    _memory_lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _forgotten: int = field(default=0, repr=False)
    _data_version: int = field(default=0, repr=False)
    _is_stale: bool = field(default=False, repr=False)
    _at_close: list[Callable[[], None]] = field(default_factory=list, repr=False)

    def now(self) -> datetime:
        """The present instant, by the office's clock."""
        return self.clock.now()

    def require(self, permission: Permission) -> None:
        """Raises RuleViolation(ROLE_NOT_ALLOWED) when the user lacks the permission."""
        if not has(self.user.role, permission):
            raise RuleViolation(
                Rule.ROLE_NOT_ALLOWED, role=self.user.role, action=_PERMISSION_WORDS[permission]
            )

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent snapshot for queries."""
        with self.database.reading() as connection:
            yield connection

    @contextmanager
    def command(self) -> Iterator[Work]:
        """One transaction: committed whole at the end, or nothing at all."""
        with self.database.writing() as connection:
            self._notice_other_writers(connection)
            work = Work(self, connection, self.now())
            yield work
            work.finish()
        self.forget(frozenset(work.changes))

    def _notice_other_writers(self, connection: Connection) -> None:
        """Forgets everything when another process has written since the last command."""
        version = data_version(connection)
        if version != self._data_version:
            self._is_stale = self._data_version != 0
            self._data_version = version
            self.forget(frozenset(Change))

    def written_elsewhere(self) -> bool:
        """Whether another process has written since this was last asked (writer lane only)."""
        with self.database.writing() as connection:
            self._notice_other_writers(connection)
        elsewhere, self._is_stale = self._is_stale, False
        return elsewhere

    def remembered(self, key: str, until: frozenset[Change], build: Callable[[], T]) -> T:
        """A value built once and kept until one of the changes happens."""
        known = self._memory.get(key)
        if known is not None:
            return cast(T, known[1])
        forgotten_before = self._forgotten
        value = build()
        with self._memory_lock:
            # What was read while a command committed may be old: given once, not kept.
            if self._forgotten == forgotten_before:
                self._memory[key] = (until, value)
        return value

    def forget(self, changes: frozenset[Change]) -> None:
        """Drops remembered values that the changes touch."""
        with self._memory_lock:
            self._forgotten += 1
            stale = [key for key, (until, _) in self._memory.items() if until & changes]
            for key in stale:
                self._memory.pop(key, None)

    def forget_one(self, key: str) -> None:
        """Drops one remembered value that no change touches."""
        with self._memory_lock:
            self._forgotten += 1
            self._memory.pop(key, None)

    @cached_property
    def _secrets(self) -> dict[str, str]:
        with self.reading() as connection:
            return {row.key: row.value for row in connection.execute(select(secrets))}

    def secret(self, key: str) -> str:
        """A secret kept in the encrypted database."""
        return self._secrets[key]

    def close(self) -> None:
        """Closes the database; the folder is then complete on disk."""
        for close in self._at_close:
            close()
        self._at_close.clear()
        self.database.close()

    def at_close(self, close: Callable[[], None]) -> None:
        """Remembers what else is to be closed with the office."""
        self._at_close.append(close)


class Work:
    """What a command does inside its transaction, beside its own statements."""

    def __init__(self, office: Office, connection: Connection, now: datetime) -> None:
        self.office = office
        self.connection = connection
        self.now = now
        self.user = office.user
        self.changes: set[Change] = set()
        self._revision: int | None = None
        self._audit: list[dict[str, Any]] = []
        self._queued: list[dict[str, Any]] = []

    def outcome(self, value: T, *changes: Change) -> Outcome[T]:
        """The command's result; the changes are also told to all pages."""
        self.changes.update(changes)
        return Outcome(value, frozenset(self.changes))

    def revision(self) -> int:
        """The revision this transaction gives to the records it writes."""
        if self._revision is None:
            self._revision = first_value(self.connection, _NEXT_REVISION)
        return self._revision

    def audit(self, action: str, subject: str, **detail: Any) -> None:
        """Adds an entry to the audit chain; no personal data in ``detail``."""
        self._audit.append({"action": action, "subject": subject, "detail": detail or None})

    def queue(self, record_kind: str, record: uuid.UUID) -> None:
        """Marks a record to travel with the next package."""
        self._queued.append({"record_kind": record_kind, "record_uuid": record})

    def finish(self) -> None:
        """Writes audit entries and outbox rows; called once, just before the commit."""
        if self._audit:
            self._write_audit()
        if self._queued:
            self._write_outbox()

    def _write_audit(self) -> None:
        kept = first_value(self.connection, _HEAD)
        previous = bytes.fromhex(json.loads(kept)) if kept else b""
        rows = []
        for entry in self._audit:
            row = {"at": self.now, "user_name": self.user.name, **entry}
            previous = chain_hash(previous, row)
            rows.append({**row, "hash": previous})
        _ADD_ENTRY.run_many(self.connection, rows)
        head = {"key": AUDIT_HEAD, "value": previous.hex(), "changed_at": self.now}
        _KEEP_HEAD.run(self.connection, head)

    def _write_outbox(self) -> None:
        revision = self.revision()
        rows = [{**row, "revision": revision, "queued_at": self.now} for row in self._queued]
        _QUEUE.run_many(self.connection, rows)


# Statements of every command, built once: building costs as much as running.
_NEXT_REVISION = "UPDATE offices SET revision = revision + 1 RETURNING revision"
_ADD_ENTRY = PreparedInsert(audit_entries, leave_out=("id",))
# The newest hash is kept apart, and the next entry builds on it and not on the last row: else
# entries could be cut off the end, and later work would close the gap.
AUDIT_HEAD = "audit_head"
_HEAD = f"SELECT value FROM settings WHERE key = '{AUDIT_HEAD}'"  # noqa: S608 - our own key
_KEEP_HEAD = PreparedInsert(
    settings,
    # Never back in time: the last moment of writing is what a clock that was set back is told by.
    "ON CONFLICT (key) DO UPDATE SET value = excluded.value,"
    " changed_at = max(changed_at, excluded.changed_at)",
)
_QUEUE = PreparedInsert(
    outbox,
    "ON CONFLICT (record_kind, record_uuid) DO UPDATE"
    " SET revision = excluded.revision, queued_at = excluded.queued_at",
)


def chain_hash(previous: bytes, entry: dict[str, Any]) -> bytes:
    """SHA-256 over the hash before and the entry's own content."""
    content = canonical_json(
        [
            int(entry["at"].timestamp()),
            entry["user_name"],
            entry["action"],
            entry["subject"],
            entry["detail"],
        ]
    )
    return hashlib.sha256(previous + content.encode()).digest()


def new_travel_id() -> uuid.UUID:
    """A UUIDv7 for a record that travels."""
    return uuid.UUID(bytes=uuid_utils.uuid7().bytes)


def shared_id(connection: Connection, name: str) -> uuid.UUID:
    """An id that every desk of the unit gives to what can be there once only, such as a year's
    assessment: two desks that open it at the same time open the same one.
    """
    office: uuid.UUID = connection.execute(select(offices.c.uuid)).scalar_one()
    return uuid.uuid5(office, name)


def data_version(connection: Connection) -> int:
    """A number that changes when another process has written to the database."""
    return int(first_value(connection, "PRAGMA data_version"))


_PERMISSION_WORDS = {
    Permission.RECEIVE: "tiếp nhận hồ sơ",
    Permission.EDIT_DOSSIER: "sửa thông tin hồ sơ",
    Permission.EDIT_PROCEDURES: "sửa danh mục thủ tục",
    Permission.EDIT_CALENDAR: "sửa lịch làm việc",
    Permission.EDIT_OFFICE: "sửa thiết lập văn phòng",
    Permission.MANAGE_USERS: "quản lý người dùng",
    Permission.IMPORT: "nhập dữ liệu từ tệp",
    Permission.EXPORT: "xuất dữ liệu",
    Permission.REPORT: "lập và phát hành báo cáo",
    Permission.BACK_UP: "sao lưu",
    Permission.SEE_AUDIT: "xem nhật ký",
    Permission.UNDO_OF_OTHERS: "hoàn tác việc của người khác",
    Permission.SEND: "gửi và nhận gói với tỉnh",
    Permission.JOIN_PROVINCE: "kết nối với tỉnh",
    Permission.RUN_PROVINCE: "làm việc ở bàn tỉnh",
    Permission.LEAD_APPRAISAL: "giao dòng, chốt, kết thúc vòng và công bố kết quả",
    Permission.ASSESS: "tự chấm điểm",
    Permission.ASSIGN_LINES: "giao việc tự chấm",
    Permission.APPROVE_ASSESSMENT: "duyệt bản tự chấm",
    Permission.EDIT_CRITERIA: "sửa bộ tiêu chí",
}
