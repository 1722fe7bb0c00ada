"""Where the province's data are and how they do: for the settings and the health check."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select, text

from desktop.domain.errors import EnvironmentProblem, RuleViolation
from desktop.domain.packages import ItemReason
from desktop.domain.roles import Permission
from desktop.models.province import (
    quarantined_items,
    received_files,
    received_packages,
    unit_devices,
    unit_dossiers,
)
from desktop.services.office import DATABASE_NAME, Office
from desktop.services.progress import Silent
from desktop.services.provinces.mailboxes import desk_mailbox
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.storing import server_of, store_reading
from desktop.sync.places import TO_PROVINCE
from desktop.sync.signatures import fingerprint
from desktop.wording.dates import number, size
from desktop.wording.problems import message


@dataclass(frozen=True, slots=True)
class DeskState:
    """Who the desk is and what it holds. ``server`` is empty while data are in the folder."""

    code: str
    name: str
    fingerprint: str
    mailbox: str
    server: str
    version: str
    size: int
    units: int
    packages: int
    dossiers: int
    files: int


def desk_state(office: Office) -> DeskState:
    """The state now. Raises NOT_A_PROVINCE, DATABASE_UNREACHABLE."""
    office.require(Permission.RUN_PROVINCE)
    desk = require_desk(office)
    server = server_of(office)
    with store_reading(office) as connection:
        devices = select(func.count(unit_devices.c.unit_code.distinct()))
        units = connection.execute(devices.where(unit_devices.c.revoked_at.is_(None)))
        counts = [
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (received_packages, unit_dossiers, received_files)
        ]
        version, used = "", 0
        if server is not None:
            version = str(connection.execute(text("SHOW server_version")).scalar_one()).split()[0]
            query = text("SELECT pg_database_size(current_database())")
            used = int(connection.execute(query).scalar_one())
        return DeskState(
            desk.code,
            desk.name,
            fingerprint(desk.signing.public),
            desk.mailbox,
            server.shown if server is not None else "",
            version,
            used or (office.folder / DATABASE_NAME).stat().st_size,
            units.scalar_one(),
            *counts,
        )


def check_store(office: Office) -> tuple[bool, str]:
    """Whether the province's data answer, in words."""
    try:
        state = desk_state(office)
    except (EnvironmentProblem, RuleViolation) as problem:
        return False, " ".join(message(problem).lines)
    where = f"PostgreSQL {state.version} tại {state.server}" if state.server else "trong thư mục"
    return True, (
        f"{where}, {size(state.size)}: {number(state.packages)} gói, "
        f"{number(state.dossiers)} hồ sơ của {number(state.units)} đơn vị"
    )


def check_mailbox(office: Office) -> tuple[bool, str]:
    """Whether the mailbox answers, in words; a desk that only takes sticks has none."""
    desk = require_desk(office)
    if not desk.mailbox:
        return True, "không dùng hộp thư, chỉ nhận qua USB"
    try:
        with desk_mailbox(office, desk, None, Silent(), None) as box:
            waiting = sum(
                stored.name.endswith("/manifest.json") for stored in box.list(TO_PROVINCE)
            )
    except (EnvironmentProblem, RuleViolation) as problem:
        return False, " ".join(message(problem).lines)
    return True, f"mở được, đang có {number(waiting)} gói"


def check_set_aside(office: Office) -> tuple[bool, str]:
    """Items that wait for somebody; what only waits for a lock is the department's to decide."""
    query = select(quarantined_items.c.reason, func.count()).group_by(quarantined_items.c.reason)
    with store_reading(office) as connection:
        found = {row[0]: row[1] for row in connection.execute(query)}
    late = found.pop(ItemReason.LOCKED, 0)
    bad = sum(found.values())
    if not bad and not late:
        return True, "không có mục nào để riêng"
    parts = [f"{bad} mục có lỗi"] if bad else []
    parts += [f"{late} bản nộp muộn chờ quyết định"] if late else []
    return not bad, "; ".join(parts) + ("; xem ở Gói đến" if bad else "")
