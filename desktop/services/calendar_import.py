"""Bringing days off in from a file; the same file twice changes nothing."""

from __future__ import annotations

from pathlib import Path

from desktop.domain.roles import Permission
from desktop.imports.day_list import read_day_list
from desktop.imports.tables import read_tables
from desktop.services.calendar import read_calendar, store_special_days
from desktop.services.import_results import ImportResult
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome


def import_calendar(office: Office, path: Path, *, dry_run: bool = False) -> Outcome[ImportResult]:
    """Adds and replaces dates; dates that the file does not name stay."""
    office.require(Permission.EDIT_CALENDAR)
    found = read_day_list(read_tables(path), path.name)
    known = read_calendar(office).special
    added = [day for day in found.days if day.day not in known]
    changed = [
        day
        for day in found.days
        if day.day in known
        and (day.kind, day.in_force) != (known[day.day].kind, known[day.day].in_force)
    ]
    unchanged = len(found.days) - len(added) - len(changed)
    result = ImportResult(found.read, len(added), len(changed), unchanged, found.problems)
    if dry_run:
        return Outcome(result, frozenset())
    with office.command() as work:
        store_special_days(work.connection, [*added, *changed], path.name)
        work.audit("calendar.import", path.name, added=len(added), changed=len(changed))
        return work.outcome(result, Change.CALENDAR)
