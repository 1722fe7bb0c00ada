"""Verdicts out of a table: a survey's results, or what a department judged away from the desk."""

from __future__ import annotations

from pathlib import Path

from desktop.domain.criteria.numbers import read_points
from desktop.domain.errors import InputRefused, Rule, RuleViolation
from desktop.domain.roles import Permission
from desktop.imports.tables import read_tables
from desktop.imports.verdict_list import VerdictRow, read_verdict_list
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.services.provinces.appraising import (
    VerdictInput,
    appraise_in,
    check_round,
)
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.storing import store_command
from desktop.wording.problems import message

_SHOWN = 8


def import_verdicts(
    office: Office, path: Path, year: int, round_number: int, set_code: str | None = None
) -> Outcome[int]:
    """Writes every row as a verdict of a round, all of them or none; gives how many.

    Raises what reading a table raises, VERDICTS_REFUSED with the first bad rows.
    """
    office.require(Permission.RUN_PROVINCE)
    require_desk(office)
    check_round(round_number)
    rows = read_verdict_list(read_tables(path), path.name)
    problems: list[str] = []
    with store_command(office) as (work, connection):
        for row in rows:
            try:
                said = _said(row)
                appraise_in(
                    office, work, connection, row.unit, row.item, year, round_number, said, set_code
                )
            except (InputRefused, RuleViolation) as refused:
                problems.append(f"dòng {row.row}: {message(refused).what.rstrip('.')}")
        if problems:
            shown = "; ".join(problems[:_SHOWN]) + ("; …" if len(problems) > _SHOWN else "")
            raise RuleViolation(
                Rule.VERDICTS_REFUSED, file=path.name, count=len(problems), problems=shown
            )
        return work.outcome(len(rows), Change.ASSESSMENTS)


def _said(row: VerdictRow) -> VerdictInput:
    """Points as written; "KAD" where the line does not apply."""
    if row.points.strip().upper() == "KAD":
        return VerdictInput(None, row.note, applies=False)
    return VerdictInput(read_points(row.points), row.note)
