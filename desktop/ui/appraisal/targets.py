"""What is being judged: one unit's lines, one line over all units, or the council's list. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from desktop.domain.appraisals import COUNCIL
from desktop.domain.roles import Permission, has
from desktop.services.office import Office, User
from desktop.services.provinces.lines import UnitLine
from desktop.services.provinces.sheets import council_list, line_across, unit_sheet


class TargetKind(StrEnum):
    """Which way the lines are read."""

    UNIT = "unit"
    ACROSS = "across"
    COUNCIL = "council"


@dataclass(frozen=True, slots=True)
class Target:
    """``code``: of the unit, or of the line; ``at_least`` only for the council."""

    kind: TargetKind
    year: int
    set_code: str
    code: str = ""
    at_least: Decimal = Decimal(0)


def read_target(office: Office, target: Target) -> tuple[UnitLine, ...]:
    """The lines of a target. Raises what the services raise."""
    if target.kind is TargetKind.UNIT:
        return unit_sheet(office, target.code, target.year, target.set_code)
    if target.kind is TargetKind.ACROSS:
        return line_across(office, target.code, target.year, target.set_code)
    return council_list(office, target.year, target.set_code, target.at_least)


def round_of(target: Target, line: UnitLine, *, corrects: bool) -> int:
    """The round that is written to."""
    if target.kind is TargetKind.COUNCIL:
        return COUNCIL
    return line.closed_round if corrects else line.round_now


def can_correct(target: Target, line: UnitLine) -> bool:
    """Whether a round has gone out that may still be corrected."""
    apart = target.kind is not TargetKind.COUNCIL
    return apart and line.closed_round > 0 and not line.is_published


def why_not(target: Target, line: UnitLine, user: User, *, corrects: bool) -> str:
    """Why nothing can be written at a line; empty when it can. The command asks again."""
    if line.is_published:
        return "Kết quả của đơn vị này đã công bố, không sửa được nữa."
    if not line.may_judge:
        return f"Dòng này được giao cho {line.assigned.appraiser} thẩm định."
    leads = has(user.role, Permission.LEAD_APPRAISAL)
    if round_of(target, line, corrects=corrects) == COUNCIL and not leads:
        return "Hai vòng đã xong; kết luận của hội đồng do quản trị bàn tỉnh ghi."
    return ""
