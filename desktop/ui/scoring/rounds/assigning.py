"""Giao dòng at the tree: who may, which lines, done and taken back."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from desktop.domain.moments import local_date
from desktop.domain.roles import Permission, has
from desktop.services.assessments.assigning import (
    Assignment,
    assign_lines,
    put_back_assignments,
)
from desktop.services.assessments.sheets import ScoreSheet, SheetLine
from desktop.services.users import list_users
from desktop.ui.scoring.rounds.assign_dialog import AssignDialog
from desktop.ui.scoring.undo_stack import UndoStack
from desktop.ui.shell.context import UiContext
from desktop.wording.dates import day


class Assigning:
    """One button's work."""

    def __init__(self, context: UiContext, undo: UndoStack, parent: QWidget) -> None:
        self._context = context
        self._undo = undo
        self._parent = parent

    def ask(self, sheet: ScoreSheet | None, marked: list[str]) -> None:
        """For the marked lines; a marked group means every line under it."""
        office = self._context.office
        if sheet is None or not has(office.user.role, Permission.ASSIGN_LINES):
            return
        lines = lines_of(sheet, marked)
        if not lines:
            self._context.messages.say("Hãy chọn ít nhất một dòng ở cây rồi giao.")
            return
        people = tuple(
            user.name
            for user in list_users(office)
            if user.is_active and has(user.role, Permission.ASSESS)
        )
        today = local_date(office.now())
        dialog = AssignDialog(lines, people, today, self._parent.window())
        dialog.confirmed.connect(lambda name, due: self._assign(sheet, lines, name, due))
        dialog.open()

    def _assign(
        self, sheet: ScoreSheet, lines: tuple[SheetLine, ...], name: str, due: object
    ) -> None:
        until = due if isinstance(due, date) else None
        office, row = self._context.office, sheet.assessment
        before = [Assignment(line.id, line.assignee, line.due_on) for line in lines]
        items = [line.id for line in lines]

        def put_back() -> None:
            self._context.runner.command(
                lambda _: put_back_assignments(office, row.year, before, row.set_code),
                lambda _: self._context.messages.say(
                    f"Việc giao {len(before)} dòng trở lại như trước."
                ),
                owner=self._parent,
            )

        def done(count: int) -> None:
            said = f", xong trước hết {day(until)}" if until is not None else ""
            text = (
                f"Đã giao {count} dòng cho {name}{said}." if name else f"Đã thu lại {count} dòng."
            )
            self._context.messages.say(text, self._undo.push(put_back))

        self._context.runner.command(
            lambda _: assign_lines(office, row.year, items, name, until, row.set_code),
            done,
            owner=self._parent,
            label="Đang giao việc",
        )


def lines_of(sheet: ScoreSheet, marked: list[str]) -> tuple[SheetLine, ...]:
    """The scored lines among marked lines and under marked groups, each once, in their order."""
    wanted = set(marked)
    return tuple(
        line
        for line in sheet.lines
        if line.is_scored and wanted & {item.id for item in sheet.criteria.path(line.item)}
    )
