"""What an import did: counts and problems, the same shape for every kind of file."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.cell_problems import CellProblem


@dataclass(frozen=True, slots=True)
class ImportResult:
    """Rows read, added, changed, unchanged, and every problem with its place."""

    read: int
    added: int
    changed: int
    unchanged: int
    problems: tuple[CellProblem, ...]
    duplicates: int = 0
    rejected: int = 0
