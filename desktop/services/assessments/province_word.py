"""The province's word on an assessment: appraisals and published results, as they came.

Every version is kept by its revision; the newest one counts. So a letter that comes late, twice
or before the record it speaks of changes nothing that is newer.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Table, select
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.domain.criteria.progress import LineEvent
from desktop.domain.criteria.rounds import Verdict
from desktop.domain.packages import ItemReason, ItemRefused
from desktop.models.assessments import assessment_events, assessments
from desktop.models.rounds import appraisals, publications
from desktop.services.assessments.seen import note_seen_word
from desktop.services.office import Work
from desktop.services.outcomes import Change
from desktop.sync.records import APPRAISAL, PUBLICATION, Record, read_instant


@dataclass(frozen=True, slots=True)
class AppraisedLine:
    """The province's word on a line. Points are sizes; None where nothing was assessed."""

    item_id: str
    verdict: Verdict
    points: Decimal | None
    applies: bool
    note: str
    department: str
    appraiser: str


@dataclass(frozen=True, slots=True)
class Appraisal:
    """A closed round. ``copy`` is the hash of the copy that was judged."""

    round: int
    closed_at: datetime
    explain_until: date | None
    copy: str
    total: Decimal
    applicable: Decimal
    percent: Decimal
    band: str
    note: str
    lines: tuple[AppraisedLine, ...]

    def line(self, item_id: str) -> AppraisedLine | None:
        """The word on a line, if there is one."""
        return next((line for line in self.lines if line.item_id == item_id), None)


@dataclass(frozen=True, slots=True)
class FieldResult:
    """A field (lĩnh vực) in the published result, beside the best and the mean of all units."""

    id: str
    name: str
    maximum: Decimal
    points: Decimal
    best: Decimal | None
    average: Decimal | None


@dataclass(frozen=True, slots=True)
class Publication:
    """The published result of a year by a set."""

    year: int
    set_code: str
    version: str
    set_title: str
    decision: str
    published_on: date
    self_total: Decimal | None
    appraised: Decimal
    survey: Decimal | None
    total: Decimal
    applicable: Decimal
    percent: Decimal
    band: str
    rank: int
    ranked: int
    fields: tuple[FieldResult, ...]
    points: dict[str, Decimal | None]


def apply_appraisal(work: Work, record: Record) -> bool:
    """Keeps an appraisal; whether it is new here. Raises ItemRefused."""
    _check_ours(work, record)
    content = record.content
    try:
        read_instant(content["closed_at"])
        assessment = uuid.UUID(content["assessment"])
        _day(content["explain_until"])
    except ValueError:
        raise ItemRefused(ItemReason.WRONG_SHAPE, "closed_at") from None
    values = {"assessment": assessment, "round": content["round"]}
    if not _keep(work, appraisals, record, values):
        return False
    _tell(work, assessments.c.uuid == assessment, LineEvent.APPRAISE, content)
    return True


def apply_publication(work: Work, record: Record) -> bool:
    """Keeps a published result; whether it is new here. Raises ItemRefused."""
    _check_ours(work, record)
    content = record.content
    try:
        date.fromisoformat(content["published_on"])
    except ValueError:
        raise ItemRefused(ItemReason.WRONG_SHAPE, "published_on") from None
    values = {"year": content["year"], "set_code": content["set"]}
    if not _keep(work, publications, record, values):
        return False
    mine = (assessments.c.year == content["year"]) & (assessments.c.set_code == content["set"])
    _tell(work, mine, LineEvent.PUBLISH, content)
    return True


APPLY = {APPRAISAL: apply_appraisal, PUBLICATION: apply_publication}


def read_appraisals(connection: Connection, assessment: uuid.UUID) -> tuple[Appraisal, ...]:
    """The newest version of every closed round, in their order."""
    query = select(appraisals).where(appraisals.c.assessment == assessment)
    newest = {row.round: row for row in _by_revision(connection.execute(query).all())}
    return tuple(_appraisal(newest[number].content) for number in sorted(newest))


def read_publication(connection: Connection, year: int, set_code: str) -> Publication | None:
    """The published result of a year, None before it came."""
    mine = (publications.c.year == year) & (publications.c.set_code == set_code)
    rows = _by_revision(connection.execute(select(publications).where(mine)).all())
    return _publication(rows[-1].content) if rows else None


def read_publications(connection: Connection, set_code: str) -> tuple[Publication, ...]:
    """The published results of a set over the years, oldest first."""
    query = select(publications).where(publications.c.set_code == set_code)
    newest = {row.year: row for row in _by_revision(connection.execute(query).all())}
    return tuple(_publication(newest[year].content) for year in sorted(newest))


def _check_ours(work: Work, record: Record) -> None:
    if record.content["unit"] != work.office.info.unit_code:
        raise ItemRefused(ItemReason.OTHER_UNIT)


def _keep(work: Work, table: Table, record: Record, values: dict[str, Any]) -> bool:
    row = {
        "uuid": record.id,
        "counter": record.revision.counter,
        "device": record.revision.device,
        "content": record.content,
        "received_at": work.now,
        **values,
    }
    added = work.connection.execute(upsert(table).values(row).on_conflict_do_nothing())
    return bool(added.rowcount)


def _tell(work: Work, where: Any, event: LineEvent, content: dict[str, Any]) -> None:
    """Writes the word into the history of the assessment, and lets the next package say so."""
    row = work.connection.execute(select(assessments).where(where)).one_or_none()
    if row is not None:
        data = {"round": content.get("round"), "percent": content["percent"]}
        work.connection.execute(
            assessment_events.insert().values(
                assessment_id=row.id,
                item_id="",
                event=event,
                at=work.now,
                user_name=work.user.name,
                data=data,
            )
        )
        note_seen_word(work, row.id, row.uuid)
    work.outcome(None, Change.ASSESSMENTS)


def _by_revision(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (row.counter, row.device.bytes))


def _appraisal(content: dict[str, Any]) -> Appraisal:
    closed = read_instant(content["closed_at"])
    assert closed is not None
    return Appraisal(
        content["round"],
        closed,
        _day(content["explain_until"]),
        content["copy"],
        Decimal(content["total"]),
        Decimal(content["applicable"]),
        Decimal(content["percent"]),
        content["band"],
        content["note"],
        tuple(
            AppraisedLine(
                line["id"],
                Verdict(line["verdict"]),
                _points(line["points"]),
                line["applies"],
                line["note"],
                line["department"],
                line["appraiser"],
            )
            for line in content["lines"]
        ),
    )


def _publication(content: dict[str, Any]) -> Publication:
    return Publication(
        content["year"],
        content["set"],
        content["version"],
        content["set_title"],
        content["decision"],
        date.fromisoformat(content["published_on"]),
        _points(content["self"]),
        Decimal(content["appraised"]),
        _points(content["survey"]),
        Decimal(content["total"]),
        Decimal(content["applicable"]),
        Decimal(content["percent"]),
        content["band"],
        content["rank"],
        content["ranked"],
        tuple(
            FieldResult(
                field["id"],
                field["name"],
                Decimal(field["maximum"]),
                Decimal(field["points"]),
                _points(field["best"]),
                _points(field["average"]),
            )
            for field in content["fields"]
        ),
        {line["id"]: _points(line["points"]) for line in content["lines"]},
    )


def _points(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
