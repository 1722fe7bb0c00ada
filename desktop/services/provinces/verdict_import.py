"""Verdicts out of a table: a survey's results, or what a department judged away from the desk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Connection

from desktop.domain.criteria.judging import NO_CLAIM, Judged, is_worse
from desktop.domain.criteria.numbers import read_points
from desktop.domain.errors import Entry, InputProblem, InputRefused, Rule, RuleViolation
from desktop.imports.tables import read_tables
from desktop.imports.verdict_list import VerdictRow, read_verdict_list
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.services.provinces.appraising import (
    VerdictInput,
    Weighing,
    WrittenVerdict,
    check_appraiser,
    write_weighed,
)
from desktop.services.provinces.ranking import unit_names
from desktop.services.provinces.storing import store_command, store_reading
from desktop.services.provinces.submissions import find_verdicts, set_of
from desktop.wording.problems import message

_SHOWN = 8
_NOT_APPLICABLE = "KAD"


@dataclass(frozen=True, slots=True)
class VerdictPreview:
    """One row of a table as it would be written; ``problem`` says why it cannot be.

    ``before`` is the verdict of the same round that it would replace.
    """

    row: int
    unit_code: str
    unit_name: str
    item_id: str
    item_name: str
    claimed: Decimal | None
    before: Judged | None
    judged: Judged | None
    lacks_reason: bool
    problem: str


@dataclass(frozen=True, slots=True)
class TablePreview:
    """A whole table before anything of it is written; ``skipped`` rows have no points yet."""

    file_name: str
    round: int
    rows: tuple[VerdictPreview, ...]
    skipped: int

    @property
    def bad(self) -> int:
        """Rows that cannot be written; one is enough to keep the table out."""
        return sum(bool(row.problem) for row in self.rows)


def preview_verdicts(
    office: Office, path: Path, year: int, round_number: int, set_code: str | None = None
) -> TablePreview:
    """What ``import_verdicts`` would write, row by row; writes nothing.

    Raises what reading a table raises.
    """
    check_appraiser(office, round_number)
    rows, skipped = _read(path)
    with store_reading(office) as connection:
        weighing = Weighing(office, connection, year, round_number, set_code)
        shown = _Shown(office, connection, weighing, year, round_number)
        previews = tuple(shown.row(row, weighed) for row, weighed in _weighed(weighing, rows))
    return TablePreview(path.name, round_number, previews, skipped)


def import_verdicts(
    office: Office, path: Path, year: int, round_number: int, set_code: str | None = None
) -> Outcome[int]:
    """Writes every row as a verdict of a round, all of them or none; gives how many.

    Raises what reading a table raises, VERDICTS_REFUSED with the first bad rows.
    """
    check_appraiser(office, round_number)
    rows, _skipped = _read(path)
    problems: list[str] = []
    with store_command(office) as (work, connection):
        weighing = Weighing(office, connection, year, round_number, set_code)
        for row, weighed in _weighed(weighing, rows):
            if isinstance(weighed, WrittenVerdict):
                write_weighed(work, connection, weighing.submission(row.unit), weighed)
            else:
                problems.append(f"dòng {row.row}: {weighed}")
        if problems:
            shown = "; ".join(problems[:_SHOWN]) + ("; …" if len(problems) > _SHOWN else "")
            raise RuleViolation(
                Rule.VERDICTS_REFUSED, file=path.name, count=len(problems), problems=shown
            )
        return work.outcome(len(rows), Change.ASSESSMENTS)


def _read(path: Path) -> tuple[tuple[VerdictRow, ...], int]:
    """Rows with points, and how many have neither points nor a remark: not judged yet."""
    rows = read_verdict_list(read_tables(path), path.name)
    said = tuple(row for row in rows if row.points.strip() or row.note.strip())
    return said, len(rows) - len(said)


def _weighed(
    weighing: Weighing, rows: tuple[VerdictRow, ...]
) -> Iterator[tuple[VerdictRow, WrittenVerdict | str]]:
    """Each row with its verdict, or with the words about why it cannot be one."""
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        earlier = first.setdefault((row.unit.strip(), row.item.strip()), row.row)
        if earlier != row.row:
            yield row, f"đơn vị và dòng này đã có ở dòng {earlier} của tệp"
            continue
        try:
            yield row, weighing.weigh(row.unit, row.item, _said(row))
        except (InputRefused, RuleViolation) as refused:
            yield row, message(refused).what.rstrip(".")


def _said(row: VerdictRow) -> VerdictInput:
    """Points as written; "KAD" where the line does not apply."""
    text = row.points.strip()
    if text.upper() == _NOT_APPLICABLE:
        return VerdictInput(None, row.note, applies=False)
    points = read_points(text)
    if text and points is None:
        raise InputRefused(InputProblem("verdict_points", Entry.NOT_A_NUMBER, {"text": text}))
    return VerdictInput(points, row.note)


class _Shown:
    """Rows with names, claims and the verdicts that they would replace."""

    def __init__(
        self,
        office: Office,
        connection: Connection,
        weighing: Weighing,
        year: int,
        round_number: int,
    ) -> None:
        self._office, self._connection, self._weighing = office, connection, weighing
        self._year, self._round = year, round_number
        self._names = unit_names()
        self._before: dict[str, dict[str, Judged]] = {}

    def row(self, row: VerdictRow, weighed: WrittenVerdict | str) -> VerdictPreview:
        """One row of the preview."""
        unit = row.unit.strip()
        name = self._names.get(unit, "")
        if isinstance(weighed, str):
            return VerdictPreview(
                row.row, unit, name, row.item, "", None, None, None, False, weighed
            )
        submission = self._weighing.submission(unit)
        item = set_of(self._office, submission).by_id[weighed.item]
        claim = submission.claims.get(item.id, NO_CLAIM)
        judged = weighed.judged
        worse = is_worse(item, claim, judged.points, judged.applies) and not judged.note
        claimed = claim.points if claim.applies and claim.is_answered else None
        before = self._before_of(unit, submission.set_code).get(item.id)
        return VerdictPreview(
            row.row, unit, name, item.id, item.name, claimed, before, judged, worse, ""
        )

    def _before_of(self, unit: str, set_code: str) -> dict[str, Judged]:
        if unit not in self._before:
            found = find_verdicts(self._connection, self._year, set_code, unit)
            self._before[unit] = found.get(unit, {}).get(self._round, {})
        return self._before[unit]
