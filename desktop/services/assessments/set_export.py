"""A set as a file that imports again to the same set: a workbook, or the program's own format."""

from __future__ import annotations

import json
from pathlib import Path

from desktop.domain.criteria.items import CriteriaSet
from desktop.domain.criteria.set_data import set_to_data
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.reports.criteria_book import write_set_book
from desktop.reports.writing import written_whole
from desktop.services.assessments.set_editing import find_version
from desktop.services.office import Office

ENDINGS = (".xlsx", ".json")


def export_set(office: Office, code: str, target: Path, version: str = "") -> CriteriaSet:
    """Writes a version (default: the newest) whole; import of that file gives the same set.

    Raises CRITERIA_NOT_FOUND, InputRefused(UNKNOWN_CHOICE), FILE_NOT_WRITABLE, DISK_FULL.
    """
    if target.suffix.lower() not in ENDINGS:
        facts = {"text": target.name, "choices": ", ".join(ENDINGS)}
        raise InputRefused(InputProblem("file", Entry.UNKNOWN_CHOICE, facts))
    criteria = find_version(office, code, version)
    data = set_to_data(criteria)
    if target.suffix.lower() == ".xlsx":
        write_set_book(target, data)
        return criteria
    text = json.dumps(data, ensure_ascii=False, indent=1)
    with written_whole(target) as aside:
        aside.write_text(f"{text}\n", encoding="utf-8")
    return criteria
