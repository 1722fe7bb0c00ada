"""Bringing a hand-kept register in.

What is sound is written in one transaction; the rest goes into a rejects file to mend and
import again. The same file twice adds nothing: each line has a key of its own.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from desktop.domain.dossier_codes import looks_like_code
from desktop.domain.dossiers import (
    OPEN_STATES,
    DossierEvent,
    DossierState,
    judged,
    timeliness,
)
from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.moments import at, local_date
from desktop.imports.register import RegisterRow
from desktop.models.journal import import_batches
from desktop.reports.rejects import write_rejects
from desktop.services.bulk import BulkLoader
from desktop.services.dossier_numbers import CodeDispenser
from desktop.services.import_results import ImportResult
from desktop.services.intake_entry import DossierInput
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change, Outcome
from desktop.services.people import Applicant
from desktop.services.procedure_aliases import add_aliases
from desktop.services.progress import Progress, Silent
from desktop.services.receiving import DESK_HOLDER, dossier_values
from desktop.services.register_planning import ReadyLine, RegisterPlan, plan_register
from desktop.wording.imports import problem_text


def import_register(
    office: Office,
    path: Path,
    *,
    dry_run: bool = False,
    rejects: Path | None = None,
    progress: Progress | None = None,
) -> Outcome[ImportResult]:
    """Plans and writes in one go; for the command line."""
    if rejects is not None:
        _require_workbook(rejects)
    plan = plan_register(office, path, progress=progress)
    if dry_run:
        if rejects is not None:
            save_rejects(plan, rejects)
        return Outcome(plan.result, frozenset())
    return run_plan(office, plan, rejects=rejects, progress=progress)


def run_plan(
    office: Office,
    plan: RegisterPlan,
    *,
    choices: dict[str, int] | None = None,
    rejects: Path | None = None,
    progress: Progress | None = None,
) -> Outcome[ImportResult]:
    """Writes the sound lines in one transaction: all of them, or nothing when cancelled."""
    progress = progress or Silent()
    if rejects is not None:
        save_rejects(plan, rejects)
    if not plan.ready:
        return Outcome(plan.result, frozenset())
    with office.command() as work:
        _remember_choices(work, choices or {})
        loader = BulkLoader(work)
        codes = CodeDispenser(work, (line.row.code for line in plan.ready))
        for done, line in enumerate(plan.ready):
            if done % 500 == 0:
                progress.check_cancelled()
                progress.step(done, len(plan.ready), "Ghi vào sổ")
            _load(work, loader, codes, line)
        loader.flush()
        codes.save()
        _note_batch(work, plan)
        return work.outcome(plan.result, Change.DOSSIERS, Change.PROCEDURES)


def _require_workbook(target: Path) -> None:
    """A workbook under another name would open nowhere. Raises WRONG_ENDING."""
    if target.suffix.lower() != ".xlsx":
        raise RuleViolation(Rule.WRONG_ENDING, file=target.name, endings=".xlsx")


def save_rejects(plan: RegisterPlan, target: Path) -> int:
    """Writes the refused lines with their reasons, ready to be mended and imported again."""
    lines = []
    for index in sorted(plan.refused):
        reasons = "; ".join(f"{p.place}: {problem_text(p)}" for p in plan.refused[index])
        lines.append((plan.sheet.table.rows[index], reasons))
    write_rejects(target, plan.sheet.header.texts, lines)
    return len(lines)


def _load(work: Work, loader: BulkLoader, codes: CodeDispenser, line: ReadyLine) -> None:
    row, procedure = line.row, line.procedure
    applicant = Applicant(
        row.applicant,
        id_number=row.id_number,
        birth_date=row.birth_date,
        address=row.address,
        phone=row.phone,
    )
    received = _with_hour(row.received, time(8, 0))
    entry = DossierInput(
        procedure.code,
        applicant,
        channel=row.channel,
        received_at=received,
        sets=row.sets,
        fee_vnd=row.fee_vnd,
        note=row.note,
        payment=row.payment,
        paid_on=row.paid_on,
        outside_boundary=row.outside_boundary,
        portal_code="" if looks_like_code(row.code) else row.code,
    )
    code = row.code if looks_like_code(row.code) else codes.next(local_date(received))
    values = dossier_values(work, entry, procedure.id, procedure.version.id, code)
    due = _with_hour(row.due, time(17, 0)) if row.due else None
    values |= {
        "import_key": line.key,
        "supplement_mode": procedure.facts.supplement_mode,
        "original_due_at": due,
        "legal_due_at": due,
        "due_at": due,
        "limit_value": procedure.facts.limit_value,
        "limit_unit": procedure.facts.limit_unit,
        "received_by": "",
        **_standing(row, received, due),
    }
    event = {
        "event": DossierEvent.IMPORT,
        "at": received,
        "recorded_at": work.now,
        "user_name": work.user.name,
        "reason": "",
        "state": values["state"],
        "data": {"row": row.row},
    }
    work.queue("dossier", values["uuid"])
    loader.add(values, applicant, [event])


def _standing(row: RegisterRow, received: datetime, due: datetime | None) -> dict[str, Any]:
    """Where the line says the dossier stands."""
    returned = _with_hour(row.returned, time(16, 0)) if row.returned else None
    finished = _with_hour(row.finished, time(16, 0)) if row.finished else returned
    state = row.state
    if state is None or (state is DossierState.FINISHED and returned):
        state = DossierState.PROCESSING
        if returned:
            state = DossierState.RETURNED
        elif finished:
            state = DossierState.FINISHED
    is_open, is_waiting = state in OPEN_STATES, state is DossierState.WAITING_SUPPLEMENT
    ended = None if is_open else finished
    measured = None
    if not is_open:
        measured = judged(state, row.timeliness or (timeliness(ended, due) if ended else None))
    has_result = state in (DossierState.FINISHED, DossierState.RETURNED)
    return {
        "state": state,
        "finished_at": finished if has_result else None,
        "returned_at": returned,
        "ended_at": ended,
        "timeliness": measured,
        # Registers do not say since when; the day of reception is the earliest it can be.
        "waiting_since": received if is_waiting else None,
        "holder": DESK_HOLDER,
    }


def _with_hour(moment: datetime, usual: time) -> datetime:
    """A bare date gets a usual hour of that day."""
    return at(moment.date(), usual) if moment.time() == time(0, 0) else moment


def _remember_choices(work: Work, choices: dict[str, int]) -> None:
    for wording, procedure_id in choices.items():
        add_aliases(work.connection, procedure_id, [wording])


def _note_batch(work: Work, plan: RegisterPlan) -> None:
    digest = hashlib.sha256(plan.path.read_bytes()).hexdigest() if plan.path.exists() else ""
    work.connection.execute(
        insert(import_batches).values(
            kind="register",
            file_name=plan.path.name,
            sha256=digest,
            at=work.now,
            user_name=work.user.name,
            counts={"added": len(plan.ready), "duplicates": plan.duplicates},
        )
    )
    work.audit("dossiers.import", plan.path.name, added=len(plan.ready))
