"""What was changed after the leader approved: the open sheet beside the newest approved copy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from desktop.domain.criteria.numbers import ZERO
from desktop.domain.criteria.progress import AssessmentState
from desktop.domain.criteria.scoring import score_set
from desktop.services.assessments.approval import approved_copy
from desktop.services.assessments.formulas import SafeFormulas
from desktop.services.assessments.freezing import copy_evidence, copy_line
from desktop.services.assessments.records import find_assessment, read_lines
from desktop.services.assessments.sets import set_of_version
from desktop.services.assessments.sheets import answers_of
from desktop.services.office import Office

_ANSWER = ("kind", "inputs", "own", "why")


class ChangedPart(StrEnum):
    """What of a line is no longer as approved."""

    ANSWER = "answer"
    NOTE = "note"
    DOCUMENTS = "documents"
    NEW_LINE = "new_line"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line that differs; ``before`` and ``after`` are the points that count."""

    item_id: str
    before: Decimal
    after: Decimal
    parts: tuple[ChangedPart, ...]


@dataclass(frozen=True, slots=True)
class SinceApproval:
    """The differences to a copy, in the order of the set; lines that are gone come last."""

    approved_at: datetime
    approved_by: str
    percent_before: Decimal
    percent_after: Decimal
    lines: tuple[ChangedLine, ...]


def changes_since_approval(
    office: Office, year: int, set_code: str | None = None
) -> SinceApproval | None:
    """None while nothing was approved, or while what was approved still stands."""
    copy = approved_copy(office, year, set_code)
    if copy is None:
        return None
    with office.reading() as connection:
        row = find_assessment(connection, year, set_code)
        if row.state is AssessmentState.APPROVED:
            return None
        criteria = set_of_version(connection, row.set_id)
        records = read_lines(connection, row.id)
        now_proofs = _proofs(copy_evidence(connection, row.id))
    score = score_set(criteria, answers_of(records), SafeFormulas())
    was = {line["id"]: line for line in copy.content["lines"]}
    was_proofs = _proofs(copy.content["evidence"])
    found = []
    for node in score.rows:
        if not node.is_scored:
            continue
        item_id = node.item.id
        line, before = copy_line(node, records.get(item_id)), was.pop(item_id, None)
        parts = _parts(before, line)
        if now_proofs.get(item_id) != was_proofs.get(item_id):
            parts.append(ChangedPart.DOCUMENTS)
        if parts:
            points = ZERO if before is None else Decimal(before["counted"])
            found.append(ChangedLine(item_id, points, node.counted, tuple(parts)))
    found += [
        ChangedLine(item_id, Decimal(line["counted"]), ZERO, (ChangedPart.GONE,))
        for item_id, line in was.items()
    ]
    percent = Decimal(copy.content["percent"])
    return SinceApproval(copy.approved_at, copy.approved_by, percent, score.percent, tuple(found))


def _parts(before: Mapping[str, Any] | None, line: Mapping[str, Any]) -> list[ChangedPart]:
    if before is None:
        return [ChangedPart.NEW_LINE]
    parts = []
    if any(before[key] != line[key] for key in (*_ANSWER, "counted")):
        parts.append(ChangedPart.ANSWER)
    if before["note"] != line["note"]:
        parts.append(ChangedPart.NOTE)
    return parts


def _proofs(evidence: list[dict[str, Any]]) -> dict[str, set[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = {}
    for proof in evidence:
        found.setdefault(proof["item"], set()).add((proof["document"], proof["pages"]))
    return found
