"""One history of a line, both sides in it: the unit's work and every word of the province."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from desktop.domain.criteria.rounds import Verdict
from desktop.domain.errors import Rule, RuleViolation
from desktop.models.rounds import appraisals, publications
from desktop.services.assessments.records import AssessmentRow, find_assessment
from desktop.services.assessments.sets import set_of_version
from desktop.services.assessments.sheets import HistoryRow, line_history
from desktop.services.office import Office
from desktop.sync.records import read_instant


class Side(StrEnum):
    """Who did it."""

    UNIT = "unit"
    PROVINCE = "province"


@dataclass(frozen=True, slots=True)
class ProvinceWord:
    """What the province said of the line at a time: in a round, or (round 0) as published.

    ``is_replaced``: a newer version of the same word has come.
    """

    round: int
    verdict: Verdict | None
    points: Decimal | None
    note: str
    department: str
    appraiser: str
    is_replaced: bool


@dataclass(frozen=True, slots=True)
class StoryRow:
    """One thing that happened; exactly one of ``event`` and ``word`` is there."""

    at: datetime
    side: Side
    event: HistoryRow | None = None
    word: ProvinceWord | None = None


def line_story(
    office: Office, year: int, item_id: str, set_code: str | None = None
) -> tuple[StoryRow, ...]:
    """Everything about a line, oldest first. The province's word stands at the time it was said.

    Raises LINE_NOT_FOUND where neither the set nor the history knows the number.
    """
    own = [
        StoryRow(event.at, Side.UNIT, event=event)
        for event in line_history(office, year, item_id, set_code)
    ]
    with office.reading() as connection:
        row = find_assessment(connection, year, set_code)
        said = [*_appraised(connection, row, item_id), *_published(connection, row, item_id)]
        known = own or said or item_id in set_of_version(connection, row.set_id).by_id
    if not known:
        raise RuleViolation(Rule.LINE_NOT_FOUND, item=item_id)
    return tuple(sorted([*own, *said], key=lambda story: story.at))


def _appraised(connection: Connection, row: AssessmentRow, item_id: str) -> list[StoryRow]:
    found: list[StoryRow] = []
    order = (appraisals.c.round, appraisals.c.counter, appraisals.c.device)
    query = select(appraisals).where(appraisals.c.assessment == row.uuid).order_by(*order)
    versions = list(connection.execute(query))
    newest = {version.round: version for version in versions}
    for version in versions:
        line = _line(version.content, item_id)
        closed = read_instant(version.content["closed_at"])
        if line is None or closed is None:
            continue
        word = ProvinceWord(
            version.round,
            Verdict(line["verdict"]),
            _points(line["points"]),
            line["note"],
            line["department"],
            line["appraiser"],
            newest[version.round] is not version,
        )
        found.append(StoryRow(closed, Side.PROVINCE, word=word))
    return found


def _published(connection: Connection, row: AssessmentRow, item_id: str) -> list[StoryRow]:
    """A result names a day only: it stands at the time when it came here."""
    p = publications.c
    query = select(publications).where(p.year == row.year, p.set_code == row.set_code)
    versions = list(connection.execute(query.order_by(p.counter, p.device)))
    found = []
    for version in versions:
        line = _line(version.content, item_id)
        if line is None:
            continue
        replaced = version is not versions[-1]
        decision = version.content["decision"]
        word = ProvinceWord(0, None, _points(line["points"]), decision, "", "", replaced)
        found.append(StoryRow(version.received_at, Side.PROVINCE, word=word))
    return found


def _line(content: Mapping[str, Any], item_id: str) -> Mapping[str, Any] | None:
    return next((line for line in content["lines"] if line["id"] == item_id), None)


def _points(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
