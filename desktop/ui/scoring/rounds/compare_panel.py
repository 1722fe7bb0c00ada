"""One line of both sides: the rule, our proof, the province's word, our explanation, history."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QScrollArea, QVBoxLayout, QWidget

from desktop.services.assessments.differences import DifferenceRow
from desktop.services.assessments.line_story import StoryRow
from desktop.services.assessments.sheets import ScoreSheet, SheetLine
from desktop.ui.scoring.evidence_look import ROW, document_item
from desktop.ui.scoring.line_words import rule_words, way_up
from desktop.ui.scoring.rounds.compare_rows import points_line, story_text, verdict_line
from desktop.ui.scoring.rounds.explanation_form import ExplanationForm
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, label

_HISTORY_SHOWN = 4
_MOST_PROOFS = 3


class ComparePanel(QWidget):
    """Shows a line; ``proof_opened`` tells the id of a document of ours to look at."""

    proof_opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("comparePanel")
        self.row: DifferenceRow | None = None
        self._story: tuple[StoryRow, ...] = ()
        self._proofs: tuple[int, ...] = ()
        self.form = ExplanationForm()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(self.area)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(10)
        column.addWidget(self._head())
        column.addWidget(self.form)
        column.addWidget(self._proof_card())
        column.addWidget(self._history_card())
        column.addStretch(1)
        self.area.setWidget(holder)

    def _head(self) -> Card:
        card = Card("", spacing=5)
        self.way = label("", "caption", wrap=True, name="compareWay")
        self.title = label("", "section", wrap=True, name="compareTitle")
        self.points = label("", wrap=True, name="comparePoints")
        self.verdict = label("", "muted", wrap=True, name="compareVerdict")
        self.note = label("", wrap=True, name="compareNote")
        self.rule = label("", "muted", wrap=True, name="compareRule")
        for part in (self.way, self.title, self.points, self.verdict, self.note, self.rule):
            part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            card.body.addWidget(part)
        return card

    def _proof_card(self) -> Card:
        card = Card("Tài liệu đơn vị đã nộp", spacing=6)
        self.no_proof = label("", "muted", wrap=True, name="compareNoProof")
        self.proofs = QListWidget()
        self.proofs.setObjectName("compareProofs")
        self.proofs.setAccessibleName("Tài liệu kiểm chứng của đơn vị ở dòng này")
        self.proofs.setToolTip("Enter: xem tài liệu")
        self.proofs.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.proofs.itemActivated.connect(lambda _item: self._open_proof())
        card.body.addWidget(self.no_proof)
        card.body.addWidget(self.proofs)
        return card

    def _history_card(self) -> Card:
        card = Card("Lịch sử hai bên", spacing=4)
        self.history = label("", "muted", wrap=True, name="compareHistory")
        self.all_history = button("Xem cả lịch sử", role="quiet", name="wholeStory", key="Ctrl+H")
        self.all_history.setCheckable(True)
        self.all_history.clicked.connect(lambda _on: self._write_story())
        card.body.addWidget(self.history)
        card.body.addWidget(self.all_history, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def show_row(
        self, sheet: ScoreSheet, row: DifferenceRow, *, editable: bool, why_locked: str
    ) -> None:
        """Replaces what is shown; what is being typed at the same line stays."""
        if self.row is None or self.row.item != row.item:
            self.area.verticalScrollBar().setValue(0)
            self.show_story(())
        self.row = row
        line = next((one for one in sheet.lines if one.id == row.item.id), None)
        self.title.setText(f"{row.item.id}  {row.item.name}")
        self.points.setText(points_line(row))
        lost = row.difference is not None and row.difference < 0
        self.points.setStyleSheet(f"color: {colours().overdue if lost else colours().text};")
        self.verdict.setText(verdict_line(row))
        self.note.setText(f"Tỉnh nhận xét: “{row.note}”")
        self.note.setVisible(bool(row.note))
        self.way.setText(way_up(sheet, line) if line is not None else "")
        self.rule.setText(f"Cách tính: {rule_words(line)}" if line is not None else "")
        self._show_proofs(line)
        self.form.show_row(row, editable=editable, why_locked=why_locked)

    def show_story(self, rows: tuple[StoryRow, ...]) -> None:
        """What both sides did at the line, newest first."""
        self._story = tuple(reversed(rows))
        self.all_history.setVisible(len(rows) > _HISTORY_SHOWN)
        self._write_story()

    def _show_proofs(self, line: SheetLine | None) -> None:
        found = line.evidence if line is not None else ()
        self._proofs = tuple(proof.document_id for proof in found)
        self.proofs.clear()
        for proof in found:
            self.proofs.addItem(document_item(proof))
        if found:
            self.proofs.setCurrentRow(0)
        self.proofs.setFixedHeight(min(len(found), _MOST_PROOFS) * ROW + 8)
        self.proofs.setVisible(bool(found))
        noted = f"Đã giải trình khi nộp: {line.note}" if line is not None and line.note else ""
        nothing = "" if found else "Không có tài liệu nào ở dòng này. "
        self.no_proof.setText(f"{nothing}{noted}".strip())
        self.no_proof.setVisible(bool(self.no_proof.text()))

    def _open_proof(self) -> None:
        place = self.proofs.currentRow()
        if 0 <= place < len(self._proofs):
            self.proof_opened.emit(self._proofs[place])

    def _write_story(self) -> None:
        most = len(self._story) if self.all_history.isChecked() else _HISTORY_SHOWN
        texts = [story_text(row) for row in self._story[:most]]
        self.history.setText("\n".join(texts) or "Chưa có gì.")
