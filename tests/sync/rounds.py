"""An assessment on its way: submitted by the unit, judged in letters that the province writes."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from desktop.domain.criteria.answers import AnswerKind
from desktop.domain.criteria.items import Scorer
from desktop.domain.criteria.rounds import appraisal_id, publication_id
from desktop.models.journal import outbox
from desktop.models.rounds import submissions
from desktop.province.desks import read_desk
from desktop.services.assessments.answering import AnswerEntry, answer_line
from desktop.services.assessments.approval import approve, approved_copy, hand_in
from desktop.services.assessments.evidence import DocumentFacts, add_evidence
from desktop.services.assessments.opening import open_assessment
from desktop.services.assessments.province_word import APPLY
from desktop.services.assessments.records import OpenAssessment, find_assessment
from desktop.services.assessments.stages import RoundStatus, round_status
from desktop.services.office import Office
from desktop.services.syncing.links import device_keys, read_link
from desktop.services.syncing.travelling import waiting_records
from desktop.sync.carrying import lay_package
from desktop.sync.mailboxes.folder import FolderMailbox
from desktop.sync.manifest import Origin
from desktop.sync.packing import Address, PackageWriter
from desktop.sync.places import LetterPlace
from desktop.sync.records import APPRAISAL, PUBLICATION, Record, Revision
from desktop.sync.schemas import check_shape
from desktop.sync.sealing import recipient_of
from desktop.sync.signatures import SigningKey
from tests.factory import UNIT_CODE
from tests.sync.stage import Stage

SAMPLE = "mau-cap-xa"
YEAR = 2026
DESK = uuid.UUID("01900000-0000-7000-8000-00000000aaaa")


def answered(office: Office, proof: bytes = b"") -> None:
    """The sample set with every line of the unit answered; 1.7 and 1.5 count."""
    open_assessment(office, SAMPLE, YEAR)
    answer_every_line(office)
    if proof:
        facts = DocumentFacts(number="12/BB-UBND")
        add_evidence(office, YEAR, ["1.7", "1.5"], "biên bản.pdf", proof, facts, pages="tr. 2")


def answer_every_line(office: Office) -> None:
    """Lines of the opened sample set: 1.7 and 1.5 count, the others do not apply."""
    with office.command() as work:  # in one go: what each answer does is tested elsewhere
        opened = OpenAssessment.find(work, YEAR, SAMPLE)
        for item in opened.criteria.scored:
            if item.scorer is Scorer.UNIT:
                opened.write_line(item.id, kind=AnswerKind.NOT_APPLICABLE)
    answer_line(office, YEAR, "1.7", AnswerEntry(value="có", note="có biên bản"), SAMPLE)
    answer_line(office, YEAR, "1.5", AnswerEntry(value="2"), SAMPLE)


def approved(office: Office, proof: bytes = b"") -> None:
    """The same, approved by the leader."""
    answered(office, proof)
    hand_in(office, YEAR)
    approve(office, YEAR)


def assessment_uuid(office: Office) -> uuid.UUID:
    with office.reading() as connection:
        return find_assessment(connection, YEAR, SAMPLE).uuid


def told(office: Office, *records: Record) -> None:
    """Words of the province that are there without their way here: for eyes and cameras."""
    with office.command() as work:
        for record in records:
            APPLY[record.kind](work, record)


@dataclass
class ProvinceDesk:
    """What the province would write: letters on the stick, sealed for the unit's device."""

    stage: Stage
    chain: uuid.UUID = field(default_factory=uuid.uuid4)
    number: int = 0

    def appraise(
        self,
        round_number: int,
        points: Mapping[str, str | None],
        *,
        counter: int = 10,
        until: str | None = "2026-12-31",
        **changes: Any,
    ) -> Record:
        """A closed round: these lines get these points, every other what the unit counted."""
        copy = approved_copy(self.stage.unit, YEAR, SAMPLE)
        assert copy is not None
        assessment = assessment_uuid(self.stage.unit)
        lines = [
            {
                "id": line["id"],
                "verdict": "changed" if line["id"] in points else "agreed",
                "points": points.get(line["id"], line["counted"]),
                "applies": line["kind"] != "not_applicable",
                "note": "chưa đủ căn cứ" if line["id"] in points else "",
                "department": "Sở Nội vụ",
                "appraiser": "Người thẩm định",
            }
            for line in copy.content["lines"]
        ]
        content = {
            "unit": UNIT_CODE,
            "assessment": str(assessment),
            "year": YEAR,
            "set": SAMPLE,
            "version": copy.content["set"]["version"],
            "copy": copy.sha256,
            "round": round_number,
            "closed_at": "2026-11-25T02:00:00Z",
            "explain_until": until,
            "total": "2",
            "applicable": "3",
            "percent": "66.67",
            "band": "Trung bình",
            "note": "",
            "lines": lines,
            **changes,
        }
        revision = Revision(counter, DESK)
        return Record(APPRAISAL, appraisal_id(assessment, round_number), revision, content)

    def publish(self, *, counter: int = 30, **changes: Any) -> Record:
        content = {
            "unit": UNIT_CODE,
            "assessment": str(assessment_uuid(self.stage.unit)),
            "year": YEAR,
            "set": SAMPLE,
            "version": "2025-mau.1",
            "set_title": "Bộ chỉ số",
            "decision": "Quyết định số 12/QĐ-UBND",
            "published_on": "2027-01-20",
            "self": "3",
            "appraised": "2.5",
            "survey": None,
            "total": "2.5",
            "applicable": "3",
            "percent": "83.33",
            "band": "Tốt",
            "rank": 7,
            "ranked": 124,
            "fields": [
                {
                    "id": "1",
                    "name": "Công tác chỉ đạo, điều hành CCHC",
                    "maximum": "15",
                    "points": "2.5",
                    "best": "15",
                    "average": "11.2",
                }
            ],
            "lines": [{"id": "1.7", "points": "0.5", "applies": True}],
            **changes,
        }
        key = publication_id(UNIT_CODE, YEAR, SAMPLE)
        return Record(PUBLICATION, key, Revision(counter, DESK), content)

    def lay(self, *records: Record, key: SigningKey | None = None, seal: str = "") -> LetterPlace:
        """One letter with these records on the stick."""
        stage = self.stage
        self.number += 1
        with stage.province.reading() as connection:
            desk = read_desk(connection)
        with stage.unit.reading() as connection:
            link, keys = read_link(connection), device_keys(connection)
        assert desk is not None
        assert link is not None
        signing = key or desk.signing
        origin = Origin(desk.code, DESK, self.chain, signing.public)
        previous = None if self.number == 1 else "0" * 64
        to = seal or recipient_of(keys.identity)
        address = Address(origin, desk.code, to, self.number, previous, stage.clock.moment)
        folder = self._folder()
        writer = PackageWriter(folder, address, desk.public.seal, signing)
        writer.add_records(records)
        manifest = writer.finish()
        place = LetterPlace(UNIT_CODE, link.device, self.chain, self.number)
        lay_package(FolderMailbox(stage.stick), place, folder, len(manifest.parts))
        return place

    def _folder(self) -> Path:
        return self.stage.folder / f"thư-{self.chain}-{self.number}"


def submission_rows(office: Office) -> list[Any]:
    with office.reading() as connection:
        return list(connection.execute(select(submissions)).all())


def status(stage: Stage) -> RoundStatus:
    return round_status(stage.unit, YEAR)


def waiting(office: Office, kind: str) -> list[Record]:
    """What waits in the outbox, as it would leave, each checked against its schema."""
    with office.reading() as connection:
        rows = connection.execute(select(outbox).where(outbox.c.record_kind == kind)).all()
        found = list(waiting_records(connection, office.info.unit_code, rows))
    for record in found:
        check_shape(record.kind, record.content)
    return found
