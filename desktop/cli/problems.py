"""Problems of an import, as JSON and as lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from desktop.cli.context import Reply
from desktop.domain.cell_problems import CellProblem
from desktop.services.import_results import ImportResult
from desktop.wording.imports import problem_text


def problem_rows(problems: Iterable[CellProblem]) -> list[dict[str, Any]]:
    """Sheet, row (as the spreadsheet counts), column letter, code, message."""
    return [
        {
            "sheet": p.sheet,
            "row": p.row,
            "column": p.column,
            "code": p.code,
            "message": problem_text(p),
        }
        for p in problems
    ]


def problem_lines(problems: Iterable[CellProblem]) -> list[str]:
    """One line a problem, with its place."""
    return [f"  {p.place}: {problem_text(p)}" for p in problems]


def import_reply(result: ImportResult, what: str) -> Reply:
    """The answer of every import."""
    summary = (
        f"Đọc {result.read} {what}: thêm {result.added}, sửa {result.changed}, "
        f"giữ nguyên {result.unchanged}."
    )
    return Reply(
        {
            "read": result.read,
            "added": result.added,
            "changed": result.changed,
            "unchanged": result.unchanged,
            "problems": problem_rows(result.problems),
        },
        [
            summary,
            *problem_lines(result.problems),
        ],
    )
