"""Bringing a list of procedures in: new ones added, changed ones as new versions.

What the file does not say stays as it is; nothing is ever switched off by an import.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from desktop.domain.cell_problems import CellProblem, ImportCode
from desktop.domain.due_dates import SAME_DAY_CUTOFF, LimitUnit
from desktop.domain.fees import FeeKind, FeeRule
from desktop.domain.procedures import ProcedureFacts
from desktop.domain.roles import Permission
from desktop.imports.procedure_list import ListedProcedure, read_procedure_list
from desktop.imports.tables import read_tables
from desktop.services.import_results import ImportResult
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.services.procedures import list_procedures, store_facts

_FIELD_UNKNOWN = "Chưa rõ lĩnh vực"


def import_procedures(
    office: Office, path: Path, *, dry_run: bool = False
) -> Outcome[ImportResult]:
    """Reads a list and stores what differs, all of it or nothing."""
    office.require(Permission.EDIT_PROCEDURES)
    listed = read_procedure_list(read_tables(path), path.name)
    known = {row.code: row.facts for row in list_procedures(office)}
    differing: list[tuple[str, ProcedureFacts]] = []
    added = 0
    for row in listed.rows:
        old = known.get(row.code)
        new = merged_facts(old, row)
        if old is None:
            added += 1
        if new != old:
            differing.append((row.code, new))
    problems = list(listed.problems)
    if added and not listed.has_limits:
        problems.append(CellProblem("", 1, "", ImportCode.NO_LIMIT_COLUMN, {"count": added}))
    result = ImportResult(
        read=listed.read,
        added=added,
        changed=len(differing) - added,
        unchanged=len(listed.rows) - len(differing),
        problems=tuple(problems),
        rejected=listed.read - len(listed.rows),
    )
    if dry_run or not differing:
        return Outcome(result, frozenset())
    with office.command() as work:
        for code, facts in differing:
            store_facts(work, code, facts, path.name)
        work.audit("procedures.import", path.name, added=added, changed=result.changed)
        return work.outcome(result, Change.PROCEDURES)


def merged_facts(old: ProcedureFacts | None, row: ListedProcedure) -> ProcedureFacts:
    """The facts after the row: what it says replaces, what it leaves out stays."""
    facts = old or ProcedureFacts(row.name, _FIELD_UNKNOWN)
    facts = replace(facts, name=row.name)
    if row.service_field:
        facts = replace(facts, field=row.service_field)
    if row.issuing_agency:
        facts = replace(facts, issuing_agency=row.issuing_agency)
    if row.handling_agency:
        facts = replace(facts, handling_agency=row.handling_agency)
    if row.limit and row.limit != (facts.limit_value, facts.limit_unit):
        value, unit = row.limit
        cutoff = SAME_DAY_CUTOFF if unit is LimitUnit.SAME_DAY else None
        facts = replace(facts, limit_value=value, limit_unit=unit, cutoff=cutoff)
    if row.fee_vnd is not None and row.fee_vnd != facts.fee.listed_vnd:
        kind = FeeKind.FIXED if row.fee_vnd else FeeKind.FREE
        rule = FeeRule(kind, amount_vnd=row.fee_vnd, published_vnd=row.fee_vnd)
        facts = replace(facts, fee=rule)
    if row.online_level is not None:
        facts = replace(facts, online_level=row.online_level)
    return facts
