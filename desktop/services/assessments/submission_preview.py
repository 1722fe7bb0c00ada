"""What would leave with a submission, line by line and file by file, and what still lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from desktop.domain.criteria.answers import AnswerKind
from desktop.domain.criteria.items import Block, CriteriaSet, Scorer
from desktop.domain.criteria.numbers import ZERO
from desktop.domain.criteria.rounds import Stage
from desktop.domain.errors import RuleViolation
from desktop.domain.moments import local_date
from desktop.domain.submissions import WARNINGS, Lack
from desktop.models.assessments import evidence_documents
from desktop.services.assessments.approval import ApprovedCopy, approved_copy
from desktop.services.assessments.freezing import COPY_FORMAT
from desktop.services.assessments.records import find_assessment
from desktop.services.assessments.sets import set_of_version
from desktop.services.assessments.stages import RoundStatus, status_of
from desktop.services.attachments import blob_store
from desktop.services.office import Office
from desktop.services.syncing.joined import has_joined
from desktop.wording.dates import day


@dataclass(frozen=True, slots=True)
class LeavingLine:
    """A line as the province will read it; points signed as a table prints them."""

    item_id: str
    name: str
    kind: AnswerKind | None
    counted: Decimal
    own_why: str
    note: str
    documents: int


@dataclass(frozen=True, slots=True)
class LeavingFile:
    """A document that follows, once, with every line it proves."""

    name: str
    number: str
    dated: date | None
    size: int
    items: tuple[str, ...]
    is_lost: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that lacks, with facts for its words."""

    lack: Lack
    facts: Mapping[str, Any]

    @property
    def stops(self) -> bool:
        """Whether nothing can leave before it is there."""
        return self.lack not in WARNINGS


@dataclass(frozen=True, slots=True)
class SubmissionPreview:
    """The newest approved copy as it would leave; ``copy`` None before the first approval."""

    status: RoundStatus
    copy: ApprovedCopy | None
    set_title: str
    version: str
    total: Decimal
    applicable: Decimal
    percent: Decimal
    band: str
    lines: tuple[LeavingLine, ...]
    files: tuple[LeavingFile, ...]
    difficulties: str
    proposals: str
    lacks: tuple[Missing, ...]

    @property
    def can_leave(self) -> bool:
        """Whether nothing stops it."""
        return self.copy is not None and not any(lack.stops for lack in self.lacks)

    @property
    def size(self) -> int:
        """All files together, in bytes."""
        return sum(file.size for file in self.files)


def preview_submission(office: Office, year: int, set_code: str | None = None) -> SubmissionPreview:
    """Looks, writes nothing. Raises ASSESSMENT_NOT_OPEN, ASSESSMENT_CHOOSE."""
    with office.reading() as connection:
        row = find_assessment(connection, year, set_code)
        status = status_of(connection, row, local_date(office.now()))
        criteria = set_of_version(connection, row.set_id)
        try:
            copy, is_whole = approved_copy(office, year, row.set_code), True
        except RuleViolation:
            copy, is_whole = None, False
        content = copy.content if copy is not None else _NOTHING
        files = _files(office, connection, content)
    lines = tuple(_line(criteria, line, content) for line in content["lines"])
    lacks = _lacks(office, status, copy, lines, files, criteria, is_whole=is_whole)
    return SubmissionPreview(
        status,
        copy,
        criteria.title,
        content["set"]["version"] if copy is not None else criteria.version,
        Decimal(content["total"]),
        Decimal(content["applicable"]),
        Decimal(content["percent"]),
        content["band"],
        lines,
        files,
        row.difficulties,
        row.proposals,
        lacks,
    )


_NAMED = 8
_BEFORE = (Stage.OPEN, Stage.HANDED_IN, Stage.APPROVED)
_NOTHING: dict[str, Any] = {
    "total": "0",
    "applicable": "0",
    "percent": "0",
    "band": "",
    "lines": [],
    "evidence": [],
    "documents": [],
}


def _line(criteria: CriteriaSet, line: dict[str, Any], content: dict[str, Any]) -> LeavingLine:
    item = criteria.by_id.get(line["id"])
    counted = Decimal(line["counted"])
    is_penalty = item is not None and item.block is Block.DEDUCTION
    return LeavingLine(
        line["id"],
        item.name if item is not None else "",
        None if line["kind"] is None else AnswerKind(line["kind"]),
        -counted if counted and is_penalty else counted,
        line["why"] or "",
        line["note"],
        sum(proof["item"] == line["id"] for proof in content["evidence"]),
    )


def _files(
    office: Office, connection: Connection, content: dict[str, Any]
) -> tuple[LeavingFile, ...]:
    documents = content["documents"]
    known = {document.get("file") for document in documents}
    d, store, here = evidence_documents.c, blob_store(office), {}
    for row in connection.execute(select(d.sha256, d.blob).where(d.sha256.in_(known))):
        here[row.sha256] = store.path_of(row.blob).is_file()
    return tuple(
        LeavingFile(
            document["name"],
            document["number"],
            date.fromisoformat(document["dated"]) if document["dated"] else None,
            document["size"],
            tuple(p["item"] for p in content["evidence"] if p["document"] == document.get("id")),
            not here.get(document.get("file"), False),
        )
        for document in documents
    )


def _lacks(
    office: Office,
    status: RoundStatus,
    copy: ApprovedCopy | None,
    lines: tuple[LeavingLine, ...],
    files: tuple[LeavingFile, ...],
    criteria: CriteriaSet,
    *,
    is_whole: bool,
) -> tuple[Missing, ...]:
    row, found = status.assessment, []
    lost = tuple(file.name for file in files if file.is_lost)
    if lost:
        found.append(Missing(Lack.FILE_LOST, {"files": lost}))
    if status.stage not in _BEFORE:
        return tuple(found)  # what was handed over is only looked at
    if not is_whole:
        found.append(Missing(Lack.COPY_CHANGED, {}))
    elif copy is None or status.stage in (Stage.OPEN, Stage.HANDED_IN):
        found.append(Missing(Lack.NOT_APPROVED, {}))
    elif copy.content.get("format") != COPY_FORMAT:
        found.append(Missing(Lack.COPY_OLD, {}))
    if not has_joined(office):
        found.append(Missing(Lack.NOT_JOINED, {}))
    until = row.submit_until
    if until is not None and local_date(office.now()) > until and status.submission is None:
        found.append(Missing(Lack.TOO_LATE, {"until": day(until)}))
    bare = [line.item_id for line in lines if _is_unproved(criteria, line)]
    if bare:
        more = f" và {len(bare) - _NAMED} dòng khác" if len(bare) > _NAMED else ""
        named = ", ".join(bare[:_NAMED]) + more
        found.append(Missing(Lack.UNPROVED, {"count": len(bare), "items": named}))
    found += [
        Missing(lack, {})
        for lack, text in (
            (Lack.NO_DIFFICULTIES, row.difficulties),
            (Lack.NO_PROPOSALS, row.proposals),
        )
        if not text
    ]
    return tuple(found)


def _is_unproved(criteria: CriteriaSet, line: LeavingLine) -> bool:
    item = criteria.by_id.get(line.item_id)
    asks = item is not None and item.scorer is Scorer.UNIT and item.block is not Block.DEDUCTION
    return asks and line.counted > ZERO and not line.documents and not line.note
