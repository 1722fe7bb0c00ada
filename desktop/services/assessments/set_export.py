"""A set as a file in the program's own format: sent, edited elsewhere, imported again."""

from __future__ import annotations

import json
from pathlib import Path

from desktop.domain.criteria.items import CriteriaSet
from desktop.domain.criteria.set_data import set_to_data
from desktop.reports.writing import written_whole
from desktop.services.assessments.set_editing import find_version
from desktop.services.office import Office


def export_set(office: Office, code: str, target: Path, version: str = "") -> CriteriaSet:
    """Writes a version (default: the newest) whole; import of that file gives the same set.

    Raises CRITERIA_NOT_FOUND, FILE_NOT_WRITABLE, DISK_FULL.
    """
    criteria = find_version(office, code, version)
    text = json.dumps(set_to_data(criteria), ensure_ascii=False, indent=1)
    with written_whole(target) as aside:
        aside.write_text(f"{text}\n", encoding="utf-8")
    return criteria
