"""The invented word of the province on the practice office's finished year.

Records are built as the province builds them and come in by the same door as real ones; the
other units of the ranking are drawn by chance, so that rank, best and mean agree.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Protocol

from desktop import resources
from desktop.domain.appraisals import competition_ranks, mean
from desktop.domain.criteria.items import Block, CriteriaSet
from desktop.domain.criteria.judging import Claim, Judged, judged_score, survey_points, verdict_of
from desktop.domain.criteria.numbers import HUNDRED, ZERO, half_up, plain
from desktop.domain.criteria.rounds import (
    FIRST_ROUND,
    LAST_ROUND,
    Verdict,
    appraisal_id,
    publication_id,
)
from desktop.domain.criteria.scoring import NodeScore, SetScore, band_of
from desktop.services.assessments.approval import ApprovedCopy, approved_copy
from desktop.services.assessments.evidence import DocumentFacts
from desktop.services.assessments.explaining import (
    ExplanationEntry,
    explain_line,
    send_explanations,
)
from desktop.services.assessments.explanation_documents import add_explanation_document
from desktop.services.assessments.formulas import SafeFormulas
from desktop.services.assessments.province_word import apply_appraisal, apply_publication
from desktop.services.assessments.sets import read_set
from desktop.services.assessments.sheets import ScoreSheet, score_sheet
from desktop.services.office import Office
from desktop.sync.records import (
    APPRAISAL,
    PUBLICATION,
    Record,
    Revision,
    read_record,
    written_instant,
)

# The invented province's own device; only practice offices ever hear of it.
_DEVICE = uuid.uuid5(uuid.NAMESPACE_URL, "somotcua:practice/province")
_APPRAISED, _EXPLAINED, _AGAIN, _PUBLISHED = (2, 12), (2, 24), (3, 12), (3, 27)


@dataclass(frozen=True)
class ProvinceStory:
    """What the province said, and the chance from which the other units come."""

    data: dict[str, Any]
    chance: random.Random


class OfficeActs(Protocol):
    """What the story needs of the office beside its commands."""

    def on(self, day: date) -> None:
        """Sets the clock."""

    def as_leader(self) -> AbstractContextManager[None]:
        """Acts of the leader."""

    def document(self, told: Mapping[str, str], year: int) -> tuple[str, bytes, DocumentFacts]:
        """An invented document."""


@dataclass(frozen=True)
class Letter:
    """A record that came on a day."""

    day: date
    record: Record

    def apply(self, office: Office) -> None:
        """Checks its shape as on arrival, and keeps it."""
        arrived = read_record(self.record.line())
        door = apply_appraisal if arrived.kind == APPRAISAL else apply_publication
        with office.command() as work:
            door(work, arrived)
            work.audit("practice.scores", str(self.day.year))


def publish_earlier(
    office: Office, story: ProvinceStory, set_code: str, finished: int
) -> Iterator[Letter]:
    """The results of the years before the finished one, oldest first: all that is known of them."""
    criteria = read_set(office, set_code).criteria
    told = story.data["earlier"]
    for place in range(len(told), 0, -1):
        year, said = finished - place, told[place - 1]
        points = Decimal(said["total"])
        shares = {
            top.id: half_up((top.maximum or ZERO) * points / HUNDRED, 2)
            for top in criteria.children[None]
            if top.block is Block.MAIN
        }
        result = _Result(points, Decimal(said["applicable"]), Decimal(said["percent"]), shares)
        others = _others(story.chance, criteria, _neighbours(office))
        content = _publication(office, criteria, year, story, result, others)
        yield _letter(office, PUBLICATION, year, _PUBLISHED, content)


def tell_rounds(
    office: Office, story: ProvinceStory, year: int, set_code: str, acts: OfficeActs
) -> None:
    """First round, explanations, second round, publication."""
    copy = approved_copy(office, year, set_code)
    assert copy is not None
    sheet = score_sheet(office, year, set_code)
    lines: dict[str, Judged] = {}
    for number, key, day in (
        (FIRST_ROUND, "first_round", _APPRAISED),
        (LAST_ROUND, "second_round", _AGAIN),
    ):
        lines = _judged(sheet, story, lines, story.data[key])
        content = _appraisal(office, sheet, copy, number, lines)
        acts.on(date(year + 1, *day))
        _letter(office, APPRAISAL, year, day, content).apply(office)
        if number == FIRST_ROUND:
            _explain(office, story, year, set_code, acts)
    score = judged_score(sheet.criteria, _claims(sheet), lines, SafeFormulas())
    fields = {row.item.id: row.counted for row in score.rows if row.item.parent is None}
    result = _Result(score.total, score.applicable, score.percent, fields, score, sheet)
    others = _others(story.chance, sheet.criteria, _neighbours(office))
    content = _publication(office, sheet.criteria, year, story, result, others)
    acts.on(date(year + 1, *_PUBLISHED))
    _letter(office, PUBLICATION, year, _PUBLISHED, content).apply(office)


def _explain(
    office: Office, story: ProvinceStory, year: int, set_code: str, acts: OfficeActs
) -> None:
    acts.on(date(year + 1, *_EXPLAINED))
    for told in story.data["explanations"]:
        proposed = Decimal(told["proposed"]) if "proposed" in told else None
        entry = ExplanationEntry(told["text"], proposed)
        explain_line(office, year, told["item"], entry, set_code)
        if "document" in told:
            name, content, facts = acts.document(told["document"], year)
            add_explanation_document(
                office, year, told["item"], name, content, facts, set_code=set_code
            )
    with acts.as_leader():
        send_explanations(office, year, set_code)


def _claims(sheet: ScoreSheet) -> dict[str, Claim]:
    return {row.item.id: _claim(row) for row in sheet.score.rows if row.is_scored}


def _claim(row: NodeScore) -> Claim:
    return Claim(row.counted, row.applicable > ZERO or not row.is_answered, row.is_answered)


def _judged(
    sheet: ScoreSheet,
    story: ProvinceStory,
    before: Mapping[str, Judged],
    told: Mapping[str, Mapping[str, Any]],
) -> dict[str, Judged]:
    """A verdict on every line: what is told, else what stood, else the unit's claim."""
    survey: Mapping[str, str] = story.data["survey"]
    found = {}
    for item_id, claim in _claims(sheet).items():
        said = told.get(item_id)
        if said is None and item_id in before:
            found[item_id] = before[item_id]
            continue
        points = claim.points if claim.applies else ZERO
        if item_id in survey:
            points = Decimal(survey[item_id])
        elif said is not None and claim.applies:
            points = max(claim.points - Decimal(said["less"]), ZERO)
        verdict = verdict_of(claim, points, claim.applies)
        if said is not None and said.get("asks"):
            verdict = Verdict.NEEDS_EXPLANATION
        found[item_id] = Judged(
            verdict,
            points,
            claim.applies,
            said["note"] if said is not None else "",
            sheet.criteria.by_id[item_id].department,
            story.data["appraiser"],
        )
    return found


def _appraisal(
    office: Office,
    sheet: ScoreSheet,
    copy: ApprovedCopy,
    number: int,
    lines: Mapping[str, Judged],
) -> dict[str, Any]:
    row, criteria = sheet.assessment, sheet.criteria
    score = judged_score(criteria, _claims(sheet), lines, SafeFormulas())
    day = _APPRAISED if number == FIRST_ROUND else _AGAIN
    closed = written_instant(office.now().replace(year=row.year + 1, month=day[0], day=day[1]))
    until = date(row.year + 1, *_EXPLAINED) + timedelta(days=3)
    return {
        "unit": office.info.unit_code,
        "assessment": str(row.uuid),
        "year": row.year,
        "set": row.set_code,
        "version": criteria.version,
        "copy": copy.sha256,
        "round": number,
        "closed_at": closed,
        "explain_until": until.isoformat() if number == FIRST_ROUND else None,
        "total": plain(score.total),
        "applicable": plain(score.applicable),
        "percent": plain(score.percent),
        "band": score.band.name if score.band else "",
        "note": "",
        "lines": [
            {
                "id": item_id,
                "verdict": judged.verdict.value,
                "points": None if judged.points is None else plain(judged.points),
                "applies": judged.applies,
                "note": judged.note,
                "department": judged.department,
                "appraiser": judged.appraiser,
            }
            for item_id, judged in lines.items()
        ],
    }


@dataclass(frozen=True)
class _Result:
    """This office's own result; ``score`` and ``sheet`` where its lines are known."""

    total: Decimal
    applicable: Decimal
    percent: Decimal
    fields: dict[str, Decimal]
    score: SetScore | None = None
    sheet: ScoreSheet | None = None


@dataclass(frozen=True)
class _Other:
    percent: Decimal
    fields: dict[str, Decimal]


def _neighbours(office: Office) -> int:
    """How many other units the province has."""
    unit = resources.find_commune(office.info.unit_code)
    assert unit is not None
    return sum(other.province_code == unit.province_code for other in resources.communes()) - 1


def _others(chance: random.Random, criteria: CriteriaSet, count: int) -> list[_Other]:
    """Invented units: each better or worse as a whole, and a little otherwise in each field."""
    tops = [top for top in criteria.children[None] if top.block is Block.MAIN]
    found = []
    for _ in range(count):
        whole = chance.gauss(0.84, 0.05)
        fields = {}
        for top in tops:
            share = min(max(whole + chance.gauss(0, 0.06), 0.4), 1.0)
            fields[top.id] = half_up((top.maximum or ZERO) * Decimal(f"{share:.4f}"), 2)
        found.append(_Other(half_up(sum(fields.values(), ZERO), 2), fields))
    return found


def _publication(
    office: Office,
    criteria: CriteriaSet,
    year: int,
    story: ProvinceStory,
    result: _Result,
    others: list[_Other],
) -> dict[str, Any]:
    band = band_of(criteria, result.percent)
    survey = survey_points(result.score) if result.score is not None else None
    lines = () if result.score is None else result.score.rows
    sheet = result.sheet
    return {
        "unit": office.info.unit_code,
        "assessment": str(sheet.assessment.uuid) if sheet is not None else None,
        "year": year,
        "set": criteria.code,
        "version": criteria.version,
        "set_title": criteria.title,
        "decision": story.data["decision"].format(year=year),
        "published_on": date(year + 1, *_PUBLISHED).isoformat(),
        "self": plain(sheet.score.total) if sheet is not None else None,
        "appraised": plain(result.total - (survey or ZERO)),
        "survey": None if survey is None else plain(survey),
        "total": plain(result.total),
        "applicable": plain(result.applicable),
        "percent": plain(result.percent),
        "band": band.name if band else "",
        "rank": competition_ranks([result.percent, *(o.percent for o in others)])[0],
        "ranked": len(others) + 1,
        "fields": [
            _field(top.id, top.name, top.maximum or ZERO, result, others)
            for top in criteria.children[None]
            if top.id in result.fields
        ],
        "lines": [
            {
                "id": row.item.id,
                "points": plain(row.counted) if row.is_answered else None,
                "applies": bool(row.applicable),
            }
            for row in lines
            if row.is_scored
        ],
    }


def _field(
    field_id: str, name: str, maximum: Decimal, result: _Result, others: list[_Other]
) -> dict[str, Any]:
    own = result.fields[field_id]
    # Rewards and penalties are invented for this office alone.
    values = [own, *(o.fields[field_id] for o in others if field_id in o.fields)]
    average = mean(values) or ZERO
    return {
        "id": field_id,
        "name": name,
        "maximum": plain(maximum),
        "points": plain(own),
        "best": plain(max(values)),
        "average": plain(half_up(average, 2)),
    }


def _letter(
    office: Office, kind: str, year: int, day: tuple[int, int], content: dict[str, Any]
) -> Letter:
    if kind == APPRAISAL:
        record_id = appraisal_id(uuid.UUID(content["assessment"]), content["round"])
        counter = year * 10 + int(content["round"])
    else:
        record_id = publication_id(office.info.unit_code, year, content["set"])
        counter = year * 10 + 9
    record = Record(kind, record_id, Revision(counter, _DEVICE), content)
    return Letter(date(year + 1, *day), record)
