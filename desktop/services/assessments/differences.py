"""Own points beside the province's, the largest differences first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from desktop.domain.criteria.items import Block, CriteriaItem, Scorer
from desktop.domain.criteria.numbers import ZERO
from desktop.domain.criteria.rounds import Verdict
from desktop.domain.criteria.scoring import score_set
from desktop.domain.moments import local_date
from desktop.models.assessments import approved_copies
from desktop.services.assessments.explaining import ExplanationRow, read_explanations
from desktop.services.assessments.formulas import SafeFormulas
from desktop.services.assessments.province_word import Appraisal
from desktop.services.assessments.records import AssessmentRow, find_assessment, read_lines
from desktop.services.assessments.sets import set_of_version
from desktop.services.assessments.sheets import answers_of
from desktop.services.assessments.stages import RoundStatus, status_of
from desktop.services.office import Office


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A line with both sides' points, signed as a table prints them.

    ``appraised`` is the word of ``round`` (0: none came), ``first`` that of the first round where
    ``appraised`` is the second's, ``final`` what was published. ``difference`` is the province's
    last word less the unit's; None where nothing was assessed, and where the unit gives itself
    no points because survey, system or province do.
    """

    item: CriteriaItem
    own: Decimal
    appraised: Decimal | None
    first: Decimal | None
    final: Decimal | None
    difference: Decimal | None
    verdict: Verdict
    applies: bool
    note: str
    department: str
    appraiser: str
    explanation: ExplanationRow | None
    round: int

    @property
    def is_self_scored(self) -> bool:
        """Whether the unit has a word of its own on the line."""
        return _has_own_word(self.item, self.own)

    @property
    def is_contested(self) -> bool:
        """Whether the province asks for an explanation, or took points away."""
        lost = self.difference is not None and self.difference < ZERO
        return self.verdict is Verdict.NEEDS_EXPLANATION or lost

    @property
    def asks_for_words(self) -> bool:
        """Whether the unit should explain: it was asked to, or lost points, and has not."""
        return self.is_contested and (self.explanation is None or self.explanation.is_withdrawn)


@dataclass(frozen=True, slots=True)
class Differences:
    """Every line, the largest difference first; ``status`` says in which round.

    ``judged_other_copy``: the province judged a copy that is not the newest one here; own points
    are those of the judged copy where it is known. ``unknown_lines``: lines of the province's
    word that the version of the set scored by here does not have.
    """

    status: RoundStatus
    appraisal: Appraisal | None
    rows: tuple[DifferenceRow, ...]
    judged_other_copy: bool = False
    unknown_lines: tuple[str, ...] = ()

    @property
    def gap(self) -> Decimal:
        """The sum of all differences, in points."""
        return sum((row.difference or ZERO for row in self.rows), ZERO)


def differences(
    office: Office, year: int, set_code: str | None = None, round_number: int | None = None
) -> Differences:
    """The province's last word (or a given round) beside what was submitted, line by line.

    No rows before the first word came.
    """
    with office.reading() as connection:
        row = find_assessment(connection, year, set_code)
        status = status_of(connection, row, local_date(office.now()))
        criteria = set_of_version(connection, row.set_id)
        explained = {(e.item_id, e.round): e for e in read_explanations(office, connection, row.id)}
        wanted = [a for a in status.appraisals if round_number in (None, a.round)]
        newest = wanted[-1] if wanted else None
        own, is_other = _own(connection, row, newest.copy if newest is not None else "")
    published = status.publication.points if status.publication and round_number is None else {}
    said = {line.item_id for line in newest.lines} if newest is not None else set(published)
    earlier = status.appraisals[0] if newest is not None and newest.round > 1 else None
    words = _Words(newest, earlier, own, published, explained)
    rows = [words.row(item) for item in criteria.scored if item.id in said]
    # Not by what was explained already: a line must not jump away under the hand that writes.
    rows.sort(key=lambda r: (-abs(r.difference or ZERO), not r.is_contested))
    unknown = tuple(sorted(said - {item.id for item in criteria.scored}))
    return Differences(status, newest, tuple(rows), is_other, unknown)


@dataclass(frozen=True, slots=True)
class _Words:
    """What both sides say of all lines."""

    newest: Appraisal | None
    earlier: Appraisal | None
    own: Mapping[str, Decimal]
    published: Mapping[str, Decimal | None]
    explained: Mapping[tuple[str, int], ExplanationRow]

    def row(self, item: CriteriaItem) -> DifferenceRow:
        """Those of one line."""
        line = self.newest.line(item.id) if self.newest is not None else None
        before = self.earlier.line(item.id) if self.earlier is not None else None
        mine = _signed(item, self.own.get(item.id, ZERO))
        theirs = _signed_or_none(item, line.points) if line is not None else None
        final = _signed_or_none(item, self.published.get(item.id))
        last = final if final is not None else theirs
        number = self.newest.round if self.newest is not None else 0
        return DifferenceRow(
            item,
            mine,
            theirs,
            _signed_or_none(item, before.points) if before is not None else None,
            final,
            None if last is None or not _has_own_word(item, mine) else last - mine,
            line.verdict if line is not None else Verdict.NOT_ASSESSED,
            line.applies if line is not None else True,
            line.note if line is not None else "",
            line.department if line is not None else "",
            line.appraiser if line is not None else "",
            self.explained.get((item.id, number)) or self.explained.get((item.id, 1)),
            number,
        )


def _own(
    connection: Connection, row: AssessmentRow, judged: str
) -> tuple[dict[str, Decimal], bool]:
    """What the unit counted in the copy that was judged, else in the newest one or as it stands.

    With it whether the judged copy is another than the newest.
    """
    copies = approved_copies.c
    found: list[Any] = list(
        connection.execute(
            select(copies.sha256, copies.content)
            .where(copies.assessment_id == row.id)
            .order_by(copies.id.desc())
        )
    )
    is_other = bool(judged and found and found[0].sha256 != judged)
    same = [copy for copy in found if copy.sha256 == judged]
    if found:
        content = (same or found)[0].content
        return {line["id"]: Decimal(line["counted"]) for line in content["lines"]}, is_other
    criteria = set_of_version(connection, row.set_id)
    score = score_set(criteria, answers_of(read_lines(connection, row.id)), SafeFormulas())
    return {node.item.id: node.counted for node in score.rows if node.is_scored}, False


def _has_own_word(item: CriteriaItem, own: Decimal) -> bool:
    return item.scorer is Scorer.UNIT or own != ZERO


def _signed(item: CriteriaItem, points: Decimal) -> Decimal:
    return -points if points and item.block is Block.DEDUCTION else points


def _signed_or_none(item: CriteriaItem, points: Decimal | None) -> Decimal | None:
    return None if points is None else _signed(item, points)
