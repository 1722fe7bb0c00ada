"""What if: other inputs in some lines, the result at once, nothing written."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout

from desktop.domain.criteria.answers import Answer, AnswerKind, check_inputs
from desktop.domain.criteria.scoring import SetScore, score_set
from desktop.domain.errors import InputRefused
from desktop.services.assessments.formulas import SafeFormulas
from desktop.services.assessments.sheets import ScoreSheet, SheetLine
from desktop.ui.scoring.editors import InputsEditor, editor_for
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, clear_layout, label
from desktop.wording.criteria import percent, points, why_text


class WhatIfCard(Card):
    """Supposed answers of any number of lines against what is written.

    ``line_chosen`` tells the number of a line that is to be tried, any of the set.
    """

    line_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__("Nếu thì sao", spacing=8)
        self.setObjectName("whatIf")
        self._sheet: ScoreSheet | None = None
        self._line: SheetLine | None = None
        self._editor: InputsEditor | None = None
        self._supposed: dict[str, Answer] = {}
        self._formulas = SafeFormulas()
        self.line = label("", "section", wrap=True, name="whatIfLine")
        self.step = label("", wrap=True, name="whatIfStep")
        self.body.addWidget(
            label("Thử số khác để xem kết quả; không ghi gì cả.", "muted", wrap=True)
        )
        self.choose = QComboBox()
        self.choose.setObjectName("whatIfChoose")
        self.choose.setAccessibleName("Dòng muốn thử")
        self.choose.setToolTip("Chọn dòng bất kỳ để thử, kể cả dòng do khảo sát; gõ số để tới dòng")
        self.choose.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.choose.setMinimumContentsLength(12)
        self.choose.activated.connect(
            lambda place: self.line_chosen.emit(self.choose.itemData(place))
        )
        self.body.addWidget(self.choose)
        self.body.addWidget(self.line)
        self.body.addWidget(self.step)
        self._place = QVBoxLayout()
        self.body.addLayout(self._place)
        self.why = label("", "muted", wrap=True, name="whatIfWhy")
        self.body.addWidget(self.why)
        self.result = label("", "section", wrap=True, name="whatIfResult")
        self.result.setTextFormat(Qt.TextFormat.PlainText)
        self.body.addWidget(self.result)
        self.supposed = label("", "caption", wrap=True, name="whatIfSupposed")
        self.body.addWidget(self.supposed)
        row = QHBoxLayout()
        self.best = button("Thử theo việc này", name="whatIfBest", key="Ctrl+T")
        self.best.setToolTip("Điền đúng số mà việc đang chọn cần\nPhím tắt: Ctrl+T")
        self.forget = button("Bỏ giả định", role="quiet", name="whatIfForget", key="Ctrl+R")
        self.best.clicked.connect(self._try_best)
        self.forget.clicked.connect(self._forget)
        row.addWidget(self.best)
        row.addWidget(self.forget)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addStretch(1)
        self._wanted: Answer | None = None

    def show_sheet(self, sheet: ScoreSheet, *, keep: bool) -> None:
        """Another sheet forgets what was supposed."""
        self._sheet = sheet
        if not keep:
            self._supposed.clear()
            self.choose.clear()
            for line in sheet.lines:
                if line.is_scored:
                    self.choose.addItem(f"{line.id}  {line.item.name}", line.id)
        self._show_result()

    def show_line(self, line: SheetLine, step: str, wanted: Answer | None) -> None:
        """The inputs of a line; ``step`` in words, ``wanted`` the answer that it leads to."""
        self.step.setText(step)
        self.step.setVisible(bool(step))
        self.choose.setCurrentIndex(self.choose.findData(line.id))
        self._wanted = wanted
        self.best.setEnabled(wanted is not None and wanted.kind is AnswerKind.VALUE)
        if self._line is not None and self._line.item == line.item:
            self._line = line
            return
        self._line = line
        clear_layout(self._place)
        self.line.setText(f"{line.id}  {line.item.name}")
        self._editor = editor_for(line.item)
        if self._editor is None:
            self.why.setText("Dòng này chưa có cách tính nên không thử được.")
            return
        self._place.addWidget(self._editor)
        self._editor.edited.connect(self._suppose)
        supposed = self._supposed.get(line.id)
        self._editor.show_inputs(supposed.inputs if supposed else line.inputs)
        self._show_why(supposed or Answer(line.kind, line.inputs))

    def _suppose(self) -> None:
        if self._editor is None or self._line is None:
            return
        try:
            inputs = self._editor.read()
            if inputs is None:
                return
            check_inputs(self._line.item, inputs)
        except InputRefused as refused:
            self._editor.show_problem(refused.problems[0])
            return
        answer = Answer(AnswerKind.VALUE, inputs)
        self._supposed[self._line.id] = answer
        self._show_why(answer)
        self._show_result()

    def _try_best(self) -> None:
        if self._editor is not None and self._wanted is not None:
            self._editor.show_inputs(self._wanted.inputs)
            self._suppose()

    def _forget(self) -> None:
        self._supposed.clear()
        if self._editor is not None and self._line is not None:
            self._editor.show_inputs(self._line.inputs)
            self._show_why(Answer(self._line.kind, self._line.inputs))
        self._show_result()

    def _show_why(self, answer: Answer) -> None:
        if self._sheet is None or self._line is None:
            return
        score = self._score({self._line.id: answer})
        why = score.row(self._line.id).why
        text = why_text(why) if why is not None else ""
        self.why.setText(text[:1].upper() + text[1:])

    def _show_result(self) -> None:
        if self._sheet is None:
            return
        before = self._sheet.score
        after = self._score(self._supposed)
        gained = after.percent - before.percent
        sign = "+" if gained >= 0 else "−"
        band = after.band.name if after.band else "chưa xếp loại"
        self.result.setText(
            f"{percent(before.percent)} → {percent(after.percent)} ({sign}{percent(abs(gained))}), "
            f"{band}"
        )
        tone = colours().good if gained > 0 else colours().overdue if gained < 0 else colours().text
        self.result.setStyleSheet(f"color: {tone};")
        lines = [
            f"{item_id}: {points(after.row(item_id).counted)} điểm" for item_id in self._supposed
        ]
        self.supposed.setText("Đang giả định " + "; ".join(lines) if lines else "Chưa giả định gì.")
        self.forget.setEnabled(bool(lines))

    def _score(self, supposed: dict[str, Answer]) -> SetScore:
        assert self._sheet is not None
        answers = {
            line.id: Answer(line.kind, line.inputs, _size(line), line.own_why)
            for line in self._sheet.lines
            if line.is_scored
        }
        return score_set(self._sheet.criteria, {**answers, **supposed}, self._formulas)


def _size(line: SheetLine) -> Decimal | None:
    return None if line.own is None else abs(line.own)
