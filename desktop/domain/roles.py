"""Roles (vai trò) of the people of an office and what each may do."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Who a user is: one-stop clerk, handling officer, leader, administrator, province."""

    DESK = "desk"
    OFFICER = "officer"
    LEADER = "leader"
    ADMIN = "admin"
    PROVINCE = "province"


class Permission(StrEnum):
    """What is not a move of a dossier and still needs a right."""

    RECEIVE = "receive"
    EDIT_DOSSIER = "edit_dossier"
    EDIT_PROCEDURES = "edit_procedures"
    EDIT_CALENDAR = "edit_calendar"
    EDIT_OFFICE = "edit_office"
    MANAGE_USERS = "manage_users"
    IMPORT = "import"
    EXPORT = "export"
    REPORT = "report"
    BACK_UP = "back_up"
    SEE_AUDIT = "see_audit"
    UNDO_OF_OTHERS = "undo_of_others"
    ASSESS = "assess"
    ASSIGN_LINES = "assign_lines"
    APPROVE_ASSESSMENT = "approve_assessment"
    EDIT_CRITERIA = "edit_criteria"
    SEND = "send"
    JOIN_PROVINCE = "join_province"
    RUN_PROVINCE = "run_province"
    LEAD_APPRAISAL = "lead_appraisal"


_EVERYONE = frozenset({Permission.EXPORT, Permission.BACK_UP})
_P = Permission
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.DESK: _EVERYONE | {_P.REPORT, _P.RECEIVE, _P.EDIT_DOSSIER, _P.ASSESS, _P.SEND},
    Role.OFFICER: _EVERYONE | {_P.REPORT, _P.ASSESS},
    Role.LEADER: _EVERYONE
    | {_P.REPORT, _P.SEE_AUDIT, _P.UNDO_OF_OTHERS, _P.EDIT_CALENDAR, _P.SEND}
    | {_P.ASSESS, _P.ASSIGN_LINES, _P.APPROVE_ASSESSMENT, _P.EDIT_CRITERIA},
    Role.ADMIN: frozenset(_P),
    Role.PROVINCE: _EVERYONE | {_P.SEE_AUDIT, _P.RUN_PROVINCE, _P.EDIT_CRITERIA},
}


def has(role: Role, permission: Permission) -> bool:
    """Whether the role carries the permission."""
    return permission in PERMISSIONS[role]
