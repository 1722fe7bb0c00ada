"""Điền từ sổ at the page: look first, fill, take back."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.services.assessments.filling import FillResult, fill_assessment
from desktop.services.assessments.sheets import ScoreSheet, SheetLine
from desktop.services.assessments.undoing import put_back_line
from desktop.services.outcomes import Change, Outcome
from desktop.ui.scoring.fill_dialog import FillDialog
from desktop.ui.scoring.undo_stack import UndoStack
from desktop.ui.shell.context import UiContext


class Filling:
    """One button's work."""

    def __init__(self, context: UiContext, undo: UndoStack, parent: QWidget) -> None:
        self._context = context
        self._undo = undo
        self._parent = parent

    def ask(self, sheet: ScoreSheet | None) -> None:
        """Shows what would change."""
        if sheet is None:
            return
        dialog = FillDialog(self._context, sheet, self._parent.window())
        dialog.confirmed.connect(lambda replaces: self._fill(sheet, replaces))
        dialog.open()
        dialog.read()

    def _fill(self, sheet: ScoreSheet, replaces: bool) -> None:
        office, row = self._context.office, sheet.assessment

        def done(result: FillResult) -> None:
            changed = [line.item_id for line in result.filled if line.changed]
            before = tuple(sheet.line(item_id) for item_id in changed)
            back = self._undo.push(lambda: self._put_back(sheet, before))
            self._context.messages.say(f"Đã điền {len(changed)} dòng từ sổ của đơn vị.", back)

        self._context.runner.command(
            lambda _: fill_assessment(office, row.year, row.set_code, replace_typed=replaces),
            done,
            owner=self._parent,
            label="Đang điền từ sổ",
        )

    def _put_back(self, sheet: ScoreSheet, lines: tuple[SheetLine, ...]) -> None:
        office, row = self._context.office, sheet.assessment

        def work(_progress: object) -> Outcome[None]:
            for line in lines:
                put_back_line(office, row.year, line, row.set_code)
            return Outcome(None, frozenset({Change.ASSESSMENTS}))

        self._context.runner.command(
            work,
            lambda _: self._context.messages.say(f"Đã hoàn tác lần điền {len(lines)} dòng."),
            owner=self._parent,
            label="Đang hoàn tác",
        )
