"""A unit's lines side by side: claim, evidence, verdicts, explanation, the council's word."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from desktop.domain.appraisals import COUNCIL, ROUNDS
from desktop.domain.criteria.items import CriteriaItem, CriteriaSet
from desktop.domain.criteria.judging import NO_CLAIM, Claim, Judged
from desktop.domain.criteria.rounds import Verdict
from desktop.domain.roles import Permission
from desktop.models.province import received_files
from desktop.security.files import write_whole
from desktop.services.attachments import blob_store
from desktop.services.audit import note_seen
from desktop.services.office import Office
from desktop.services.provinces.appraising import Assignment, assignments
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.storing import store_reading
from desktop.services.provinces.submissions import (
    Submission,
    Verdicts,
    find_explanations,
    find_submission,
    find_submissions,
    find_verdicts,
    set_of,
)

_MEDIA_ENDINGS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """A document that a line rests on; ``file`` its SHA-256; not ``has_come``: still on its way."""

    file: str
    name: str
    media_type: str
    number: str
    dated: str
    summary: str
    pages: str
    has_come: bool
    of_explanation: bool = False


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One scored line of one unit with everything that was said about it."""

    unit_code: str
    item: CriteriaItem
    claim: Claim
    own_why: str
    note: str
    proofs: tuple[Proof, ...]
    assigned: Assignment
    verdicts: dict[int, Judged]
    explanation: str
    proposed: Decimal | None

    @property
    def standing(self) -> Judged | None:
        """The province's last word; None while it has none."""
        return self.verdicts[max(self.verdicts)] if self.verdicts else None

    @property
    def wanted(self) -> Decimal:
        """What the unit asks for: what it proposed after a round, else what it claimed."""
        return self.claim.points if self.proposed is None else self.proposed

    @property
    def is_for_council(self) -> bool:
        """Whether province and unit still differ after the rounds, or nobody has judged it yet."""
        word = self.standing
        if COUNCIL in self.verdicts or word is None:
            return False
        if word.verdict in (Verdict.NEEDS_EXPLANATION, Verdict.NOT_ASSESSED):
            return True
        return bool(self.explanation) and word.points != self.wanted and word.applies


def unit_sheet(
    office: Office, unit: str, year: int, set_code: str | None = None, department: str = ""
) -> tuple[UnitLine, ...]:
    """The lines of a unit in the order of the set; of one department where named.

    Raises NOTHING_SUBMITTED, SET_NOT_HERE, ASSESSMENT_CHOOSE.
    """
    office.require(Permission.RUN_PROVINCE)
    require_desk(office)
    with store_reading(office) as connection:
        submission = find_submission(connection, unit, year, set_code)
        lines = _lines(connection, office, submission)
    return tuple(line for line in lines if department in ("", line.assigned.department))


def council_list(office: Office, year: int, set_code: str | None = None) -> tuple[UnitLine, ...]:
    """Every line of every unit that the council must settle."""
    office.require(Permission.RUN_PROVINCE)
    require_desk(office)
    found: list[UnitLine] = []
    with store_reading(office) as connection:
        for submission in find_submissions(connection, year, set_code):
            lines = _lines(connection, office, submission)
            found += [line for line in lines if line.is_for_council]
    return tuple(found)


def export_evidence(
    office: Office, unit: str, year: int, folder: Path, set_code: str | None = None
) -> tuple[Path, ...]:
    """Writes a unit's documents, opened, into a folder a line; gives the files written.

    The names are made here: number of the line, a counter, and an ending by the kind of file.
    """
    lines = unit_sheet(office, unit, year, set_code)
    store = blob_store(office)
    written: list[Path] = []
    with store_reading(office) as connection:
        f = received_files.c
        rows = connection.execute(select(f.sha256, f.blob).where(f.unit_code == unit.strip()))
        blobs = {row.sha256: row.blob for row in rows}
    for line in lines:
        for place, proof in enumerate(line.proofs, start=1):
            if proof.has_come:
                ending = _MEDIA_ENDINGS.get(proof.media_type, ".bin")
                target = folder / _safe(line.item.id) / f"{place:02d}{ending}"
                write_whole(target, store.get(blobs[proof.file], proof.name))
                written.append(target)
    note_seen(office, "province.export", f"{unit} {year}")
    return tuple(written)


def _lines(connection: Connection, office: Office, submission: Submission) -> list[UnitLine]:
    criteria = set_of(office, submission)
    unit, year, code = submission.unit_code, submission.year, submission.set_code
    verdicts = find_verdicts(connection, year, code, unit).get(unit, {})
    said = find_explanations(connection, year, code, unit)
    who = assignments(connection, criteria, year, unit)
    come = set(
        connection.execute(
            select(received_files.c.sha256).where(received_files.c.unit_code == unit)
        ).scalars()
    )
    return [
        _line(criteria, item, submission, verdicts, said, who[item.id], come)
        for item in criteria.scored
    ]


def _line(
    criteria: CriteriaSet,
    item: CriteriaItem,
    submission: Submission,
    verdicts: Verdicts,
    said: dict[tuple[str, str, int], dict[str, Any]],
    assigned: Assignment,
    come: set[str],
) -> UnitLine:
    claimed = submission.lines.get(item.id, {})
    explained = [said[key] for n in ROUNDS if (key := (submission.unit_code, item.id, n)) in said]
    last = explained[-1] if explained else None
    proposed = last["proposed"] if last is not None else None
    proofs = _proofs(submission.copy, item.id, come)
    for explanation in explained:
        known = [*submission.copy["documents"], *explanation["documents"]]
        links = [{**link, "item": item.id} for link in explanation["evidence"]]
        proofs += _proofs({"documents": known, "evidence": links}, item.id, come, True)
    return UnitLine(
        submission.unit_code,
        item,
        submission.claims.get(item.id, NO_CLAIM),
        claimed.get("why", ""),
        claimed.get("note", ""),
        tuple(proofs),
        assigned,
        {n: by_item[item.id] for n, by_item in sorted(verdicts.items()) if item.id in by_item},
        "\n".join(explanation["text"] for explanation in explained),
        None if proposed is None else Decimal(proposed),
    )


def _proofs(
    holder: dict[str, Any], item_id: str, come: set[str], of_explanation: bool = False
) -> list[Proof]:
    documents = {document["id"]: document for document in holder["documents"]}
    found = []
    for link in holder["evidence"]:
        document = documents.get(link["document"])
        if link["item"] == item_id and document is not None:
            found.append(
                Proof(
                    document["file"],
                    document["name"],
                    document["media_type"],
                    document["number"],
                    document["dated"] or "",
                    document["summary"],
                    link["pages"],
                    document["file"] in come,
                    of_explanation,
                )
            )
    return found


def _safe(item_id: str) -> str:
    """A line's number as the name of a folder: letters, digits, dots."""
    kept = "".join(sign if sign.isalnum() or sign == "." else "-" for sign in item_id)
    return kept.strip(".") or "dong"
