"""The exported sheet comes back: what was changed in it, line by line; refused cells with reasons.

Three texts meet in every cell: what was exported, what stands in the file, what the program has
now. What the file did not change is left alone, however old the file; what was changed on both
sides is refused and told, so that nobody's work is overwritten unseen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from desktop.domain.cell_problems import CellProblem, ImportCode
from desktop.domain.criteria.answers import AnswerKind
from desktop.domain.criteria.numbers import read_points
from desktop.domain.criteria.progress import LineEvent
from desktop.domain.errors import (
    Entry,
    InputProblem,
    InputRefused,
    Rule,
    RuleViolation,
)
from desktop.domain.roles import Permission
from desktop.domain.text import fold
from desktop.imports.score_sheet import ReadSheet, SheetRow, read_score_sheet
from desktop.imports.tables import read_tables
from desktop.services.assessments.answering import AnswerEntry, write_answer
from desktop.services.assessments.exporting import entry_texts, identity_of
from desktop.services.assessments.records import OpenAssessment
from desktop.services.assessments.sheets import ScoreSheet, score_sheet
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.wording.criteria import KIND_TEXTS
from desktop.wording.problems import message


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that says something new; ``part`` is answer, own, why or note."""

    row: int
    item_id: str
    part: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CellConflict:
    """One cell that both the file and the program changed after it was exported."""

    row: int
    item_id: str
    part: str
    exported: str
    here: str
    typed: str


@dataclass(frozen=True, slots=True)
class ScoreImport:
    """What a file changes (or changed): rows read, cells that differ, refused cells.

    ``conflicts`` stand among the problems too, unless the file's side was taken.
    """

    read: int
    changes: tuple[CellChange, ...]
    unchanged: int
    problems: tuple[CellProblem, ...]
    is_stored: bool
    conflicts: tuple[CellConflict, ...] = ()


_KINDS = {fold(text): kind for kind, text in KIND_TEXTS.items()}
_PARTS = ("answer", "own", "why", "note")


def import_scores(
    office: Office,
    year: int,
    path: Path,
    set_code: str | None = None,
    *,
    dry_run: bool = False,
    take: Collection[tuple[str, str]] = (),
) -> Outcome[ScoreImport]:
    """Reads a sheet that ``export_assessment`` wrote and stores what was changed in it.

    A refused row changes nothing of its line; the other rows count. The same file twice changes
    nothing. ``take``: lines and parts where the file's side of a conflict stands; a line with ""
    means all its parts. Raises NOT_A_SCORE_SHEET, NOT_THIS_ASSESSMENT, ASSESSMENT_* and what
    reading a file raises.
    """
    office.require(Permission.ASSESS)
    sheet = score_sheet(office, year, set_code)
    read = _read(path, sheet)
    result: ScoreImport
    try:
        with office.command() as work:
            opened = OpenAssessment.to_change(work, year, set_code)
            result = _Import(opened, sheet, read, frozenset(take)).run(is_stored=not dry_run)
            if dry_run or not result.changes:
                raise _OnlyLookedError(result)
            opened.note(LineEvent.IMPORT, file=path.name, cells=len(result.changes))
            opened.touch()
            subject = f"{opened.row.set_code} {year}"
            work.audit("assessment.import", subject, cells=len(result.changes))
            return work.outcome(result, Change.ASSESSMENTS)
    except _OnlyLookedError as looked:
        return Outcome(looked.result, frozenset())


class _OnlyLookedError(Exception):
    """Ends the transaction without a trace: the rows were tried out, nothing is kept."""

    def __init__(self, result: ScoreImport) -> None:
        super().__init__()
        self.result = result


def _read(path: Path, sheet: ScoreSheet) -> ReadSheet:
    read = read_score_sheet(read_tables(path))
    if read is None:
        raise RuleViolation(Rule.NOT_A_SCORE_SHEET, file=path.name)
    # Another version of the same set is read: lines that are gone are told one by one.
    wanted = identity_of(sheet)
    if read.identity and read.identity.split("/")[:2] != wanted.split("/")[:2]:
        raise RuleViolation(
            Rule.NOT_THIS_ASSESSMENT, file=path.name, found=read.identity, wanted=wanted
        )
    return read


class _Import:
    """One file against one assessment, row by row."""

    def __init__(
        self,
        opened: OpenAssessment,
        sheet: ScoreSheet,
        read: ReadSheet,
        take: frozenset[tuple[str, str]],
    ) -> None:
        self.opened = opened
        self.read = read
        self.take = take
        self.conflicts: list[CellConflict] = []
        self.lines = {line.id: line for line in sheet.lines}
        self.problems = list(read.problems)
        self.changes: list[CellChange] = []
        self.unchanged = 0

    def run(self, *, is_stored: bool) -> ScoreImport:
        for row in self.read.rows:
            line = self.lines.get(row.item_id)
            if line is not None and not line.is_scored and not any(row.texts.values()):
                continue
            changes = [] if line is None else list(self._changes(row))
            if line is None or changes:
                self._take(row, changes)
            else:
                self.unchanged += 1
        self.problems.sort(key=lambda problem: problem.row)
        return ScoreImport(
            len(self.read.rows),
            tuple(self.changes),
            self.unchanged,
            tuple(self.problems),
            is_stored,
            tuple(self.conflicts),
        )

    def _changes(self, row: SheetRow) -> Iterator[CellChange]:
        """Cells that the file changed; one that the program changed too is told instead."""
        now = dict(zip(_PARTS, entry_texts(self.lines[row.item_id]), strict=True))
        for part in _PARTS:
            typed, here = row.texts[part], now[part]
            exported = here if row.before is None else row.before[part]
            if _same(typed, here) or (not typed and row.before is None):
                continue
            if _same(typed, exported):
                continue  # the program moved on, the file did not
            if not _same(exported, here):
                self.conflicts.append(
                    CellConflict(row.row, row.item_id, part, exported, here, typed)
                )
                if not {(row.item_id, part), (row.item_id, "")} & self.take:
                    stands = here or "(trống)"
                    facts = {"item": row.item_id, "now": stands}
                    self._refuse(row, part, ImportCode.ANSWER_MOVED_ON, **facts)
                    continue
            yield CellChange(row.row, row.item_id, part, here, typed)

    def _take(self, row: SheetRow, changes: list[CellChange]) -> None:
        said = {change.part: change.after for change in changes}
        try:
            write_answer(self.opened, row.item_id, self._entry(row, said))
        except (InputRefused, RuleViolation) as refused:
            part = _part_of(refused)
            reason = message(refused).what.rstrip(".")
            facts = {"item": row.item_id, "part": part, "typed": row.texts.get(part, "")}
            self._refuse(row, part, ImportCode.ANSWER_REFUSED, reason=reason, **facts)
            return
        self.changes += changes

    def _entry(self, row: SheetRow, said: dict[str, str]) -> AnswerEntry:
        """What the row says as a whole: own points stay beside a changed answer."""
        answer, own, why = said.get("answer"), row.texts["own"], row.texts["why"]
        kind = _KINDS.get(fold(answer or ""))
        about_points = kind is None and {"answer", "own", "why"} & set(said)
        return AnswerEntry(
            value=answer if answer and kind is None else None,
            not_applicable=kind is AnswerKind.NOT_APPLICABLE,
            no_case=kind is AnswerKind.NO_CASE,
            clear=answer == "",
            points=_points(own) if own and about_points else None,
            drop_points=said.get("own") == "",
            why=why if own or kind is not None else None,
            note=said.get("note"),
        )

    def _refuse(self, row: SheetRow, place: str, code: ImportCode, **facts: object) -> None:
        column = row.columns.get(place, "")
        self.problems.append(CellProblem(self.read.sheet, row.row, column, code, facts))


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()) == " ".join(other.split())


def _points(text: str) -> Decimal:
    value = read_points(text)
    if value is None:
        raise InputRefused(InputProblem("points", Entry.NOT_A_NUMBER, {"text": text}))
    return value


_PART_OF_FIELD = {"value": "answer", "points": "own", "why": "why", "note": "note"}


def _part_of(refused: InputRefused | RuleViolation) -> str:
    """The cell to look at: that of the entry, else that of the line's number."""
    if isinstance(refused, InputRefused):
        return _PART_OF_FIELD.get(refused.problems[0].field, "answer")
    unknown = (Rule.LINE_NOT_FOUND, Rule.LINE_HAS_PARTS)
    return "item" if refused.code in unknown else "answer"
