"""Writing verdicts and taking them back: one command each, remembered for Ctrl+Z."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop.domain.criteria.judging import Judged
from desktop.services.provinces.appraising import (
    VerdictInput,
    WrittenVerdict,
    appraise,
    take_back_verdict,
)
from desktop.services.provinces.lines import UnitLine
from desktop.ui.appraisal.targets import Target, can_correct, round_of
from desktop.ui.scoring.undo_stack import UndoStack
from desktop.ui.shell.context import UiContext


class VerdictWriter(QObject):
    """Tells ``written`` with the line as it stands now, ``taken_back`` after an undo."""

    written = Signal(object)
    taken_back = Signal(object)

    def __init__(self, context: UiContext, undo: UndoStack, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._undo = undo
        self._running = 0

    @property
    def is_writing(self) -> bool:
        """Whether a change that is told now comes from here."""
        return self._running > 0

    def write(
        self,
        target: Target,
        line: UnitLine,
        said: VerdictInput,
        *,
        corrects: bool,
        failed: Callable[[Exception], bool],
    ) -> None:
        """Writes a verdict of the round that is being judged, or corrects the one before."""
        office = self._context.office
        corrects = corrects and can_correct(target, line)
        number = round_of(target, line, corrects=corrects)
        before = line.verdicts.get(number)
        said = replace(said, corrects=corrects)
        self._running += 1

        def refused(error: Exception) -> bool:
            self._running -= 1
            return failed(error)

        def done(written: WrittenVerdict) -> None:
            self._running -= 1
            self._undo.push(lambda: self._take_back(target, line, number, before, corrects))
            verdicts = {**line.verdicts, written.round: written.judged}
            self.written.emit(replace(line, verdicts=dict(sorted(verdicts.items()))))

        self._context.runner.command(
            lambda _: appraise(
                office, line.unit_code, line.item.id, target.year, number, said, line.criteria.code
            ),
            done,
            owner=self,
            on_error=refused,
            label="Đang ghi điểm thẩm định",
        )

    def _take_back(
        self,
        target: Target,
        line: UnitLine,
        number: int,
        before: Judged | None,
        corrects: bool,
    ) -> None:
        office = self._context.office
        self._running += 1

        def refused(_error: Exception) -> bool:
            self._running -= 1
            return False

        def done(_nothing: None) -> None:
            self._running -= 1
            what = "như trước" if before is not None else "chưa chấm"
            self._context.messages.say(
                f"Đã hoàn tác: dòng {line.item.id} của {line.unit_name} trở lại {what}."
            )
            self.taken_back.emit(line)

        self._context.runner.command(
            lambda _: take_back_verdict(
                office,
                line.unit_code,
                line.item.id,
                target.year,
                number,
                before,
                line.criteria.code,
                corrects=corrects,
            ),
            done,
            owner=self,
            on_error=refused,
        )
