"""What an import of a register would do: columns, problems, procedures, repeated lines."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from desktop.domain.cell_problems import CellProblem, ImportCode, column_letter
from desktop.domain.moments import local_date
from desktop.domain.roles import Permission
from desktop.domain.text import fold
from desktop.imports.register import RegisterRow, RegisterSheet, find_register, read_register
from desktop.imports.register_words import NOT_IMPORTED, PHRASES
from desktop.imports.tables import read_tables
from desktop.models.dossiers import dossiers
from desktop.services.import_results import ImportResult
from desktop.services.office import Office
from desktop.services.procedure_aliases import read_aliases
from desktop.services.procedure_matching import ProcedureMatcher
from desktop.services.procedures import ProcedureRow
from desktop.services.progress import Progress, Silent

# The fields that are imported, in the order in which a preview shows them.
IMPORTED_FIELDS = tuple(name for name in PHRASES if name not in NOT_IMPORTED)


@dataclass(frozen=True, slots=True)
class ReadyLine:
    """A line that can be written: the row, its procedure, and the key that makes it itself."""

    row: RegisterRow
    procedure: ProcedureRow
    key: str


@dataclass(frozen=True, slots=True)
class RegisterPlan:
    """All that is known before anything is written; shown in the preview."""

    path: Path
    sheet: RegisterSheet
    ready: tuple[ReadyLine, ...]
    duplicates: int
    problems: tuple[CellProblem, ...]
    refused: dict[int, list[CellProblem]]
    unknown_procedures: dict[str, int] = field(default_factory=dict)

    @property
    def result(self) -> ImportResult:
        """The counts, as an import would give them."""
        return ImportResult(
            read=self.sheet.read,
            added=len(self.ready),
            changed=0,
            unchanged=self.duplicates,
            problems=self.problems,
            duplicates=self.duplicates,
            rejected=len(self.refused),
        )


def plan_register(
    office: Office,
    path: Path,
    *,
    columns: dict[str, int] | None = None,
    choices: dict[str, int] | None = None,
    progress: Progress | None = None,
) -> RegisterPlan:
    """Reads a register and says what an import would do.

    ``columns`` replaces the recognised columns; ``choices`` maps a register's wording of a
    procedure to a procedure id.
    """
    office.require(Permission.IMPORT)
    progress = progress or Silent()
    progress.step(0, 3, "Đọc tệp")
    table, header = find_register(read_tables(path, progress.check_cancelled), path.name)
    if columns is not None:
        header = replace(header, columns=columns)
    progress.step(1, 3, "Kiểm tra từng dòng")
    sheet = read_register(table, header, local_date(office.now()))
    progress.check_cancelled()
    progress.step(2, 3, "Đối chiếu với sổ")
    return _Planner(office, path, sheet, choices or {}, progress).plan()


def line_key(row: RegisterRow, seen: Counter[str]) -> str:
    """What makes a line itself: its code, else its content and its place among equal lines."""
    if row.code:
        return f"code:{fold(row.code)}"
    content = "|".join(
        (
            row.order,
            f"{row.received:%Y-%m-%d}",
            fold(row.applicant),
            row.id_number,
            fold(row.procedure_code or row.procedure),
            f"{row.due:%Y-%m-%d}" if row.due else "",
        )
    )
    digest = hashlib.sha256(content.encode()).hexdigest()[:32]
    seen[digest] += 1
    return f"line:{digest}:{seen[digest]}"


class _Planner:
    def __init__(
        self,
        office: Office,
        path: Path,
        sheet: RegisterSheet,
        choices: dict[str, int],
        progress: Progress,
    ) -> None:
        self.office = office
        self.path = path
        self.sheet = sheet
        self.progress = progress
        self.problems = list(sheet.problems)
        self.refused = dict(sheet.refused)
        self.unknown = Counter[str]()
        self.taken: set[str] = set()
        with office.reading() as connection:
            self.match = ProcedureMatcher(office, {**read_aliases(connection), **choices}).match
            self.known_keys = _known_keys(connection)
            self.known_codes = _known_codes(connection, sheet.rows)

    def plan(self) -> RegisterPlan:
        ready: list[ReadyLine] = []
        duplicates = 0
        seen, owners = Counter[str](), dict[str, str]()
        for done, row in enumerate(self.sheet.rows):
            if done % 1000 == 0:
                self.progress.check_cancelled()
            key = line_key(row, seen)
            if self._same_code(row):
                duplicates += 1
                continue
            owner = owners.setdefault(key, fold(row.applicant))
            if owner != fold(row.applicant):
                self._refuse(row, "code", ImportCode.CODE_OF_OTHER, text=row.code)
                continue
            if not self._code_is_free(row):  # the code is there, and it is another person's
                continue
            if key in self.known_keys or key in self.taken:
                duplicates += 1
                continue
            procedure = self._procedure(row)
            if procedure is not None:
                self.taken.add(key)
                ready.append(ReadyLine(row, procedure, key))
        return RegisterPlan(
            self.path,
            self.sheet,
            tuple(ready),
            duplicates,
            tuple(self.problems),
            self.refused,
            dict(self.unknown),
        )

    def _same_code(self, row: RegisterRow) -> bool:
        known = self.known_codes.get(row.code)
        return known is not None and known == fold(row.applicant)

    def _code_is_free(self, row: RegisterRow) -> bool:
        if row.code not in self.known_codes:
            return True
        self._refuse(row, "code", ImportCode.CODE_OF_OTHER, text=row.code)
        return False

    def _procedure(self, row: RegisterRow) -> ProcedureRow | None:
        wording = row.procedure_code or row.procedure
        found = self.match(row.procedure_code, row.procedure)
        if found is None:
            self.unknown[row.procedure or wording] += 1
            self._refuse(row, "procedure", ImportCode.UNKNOWN_PROCEDURE, text=wording)
            return None
        if not found.sure:
            facts = {"text": wording, "guess": found.procedure.facts.name}
            self.problems.append(
                self._problem(row, "procedure", ImportCode.PROCEDURE_GUESSED, facts)
            )
        return found.procedure

    def _refuse(self, row: RegisterRow, name: str, code: ImportCode, **facts: Any) -> None:
        problem = self._problem(row, name, code, facts)
        self.problems.append(problem)
        self.refused.setdefault(row.row - 1, []).append(problem)

    def _problem(
        self, row: RegisterRow, name: str, code: ImportCode, facts: dict[str, Any]
    ) -> CellProblem:
        columns = self.sheet.header.columns
        letter = column_letter(columns[name]) if name in columns else ""
        return CellProblem(self.sheet.table.sheet, row.row, letter, code, facts)


def _known_keys(connection: Connection) -> set[str]:
    rows = connection.execute(
        select(dossiers.c.import_key).where(dossiers.c.import_key.is_not(None))
    )
    return set(rows.scalars())


def _known_codes(connection: Connection, rows: tuple[RegisterRow, ...]) -> dict[str, str]:
    """Codes of the file that the register has already, with the folded owner's name."""
    codes = [row.code for row in rows if row.code]
    known: dict[str, str] = {}
    for start in range(0, len(codes), 10_000):
        block = codes[start : start + 10_000]
        found = connection.execute(
            select(dossiers.c.code, dossiers.c.applicant_name).where(dossiers.c.code.in_(block))
        )
        known.update((row.code, fold(row.applicant_name)) for row in found)
    return known
