"""One line: its rule and source, the answer, the figure that fills it, proof, history."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt

from desktop.domain.criteria.figures import FigureReading
from desktop.domain.moments import local_date
from desktop.services.assessments.figure_lists import Side, lists_of
from desktop.services.assessments.sheets import HistoryRow, ScoreSheet, SheetLine
from desktop.ui.scoring.answer_form import AnswerForm
from desktop.ui.scoring.evidence_list import EvidenceList
from desktop.ui.scoring.line_words import (
    facts_line,
    group_words,
    history_text,
    proof_words,
    rule_words,
    source_words,
    way_up,
)
from desktop.ui.scoring.presentation import look_of
from desktop.ui.scoring.undo_stack import UndoStack
from desktop.ui.shell.context import UiContext
from desktop.ui.theme import colours
from desktop.ui.widgets.advice_or_cards import AdviceOrCards
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, clear_layout, label
from desktop.ui.widgets.flow import FlowLayout
from desktop.wording.criteria_advice import source_text
from desktop.wording.scoring import LIST_NAMES

_HISTORY_SHOWN = 4


class LinePanel(AdviceOrCards):
    """Shows a line or a group of the sheet."""

    def __init__(self, context: UiContext, undo: UndoStack) -> None:
        super().__init__(
            "list-check",
            "Chọn một dòng ở cây bên trái",
            "Mũi tên để đi, Enter để trả lời, Ctrl+Enter sang dòng còn mở kế tiếp.",
        )
        self.setObjectName("linePanel")
        self._context = context
        self._history: tuple[HistoryRow, ...] = ()
        self.line: SheetLine | None = None
        self.form = AnswerForm()
        self.evidence = EvidenceList(context, undo)
        self.fill(
            (
                self._head_card(),
                self.form,
                self._figure_card(),
                self._evidence_card(),
                self._history_card(),
            ),
            10,
        )

    def _head_card(self) -> Card:
        card = Card("", spacing=5)
        self.way = label("", "caption", wrap=True, name="lineWay")
        self.title = label("", "section", wrap=True, name="lineTitle")
        self.facts = label("", "muted", wrap=True, name="lineFacts")
        self.rule = label("", wrap=True, name="lineRule")
        self.source = label("", "caption", wrap=True, name="lineSource")
        for part in (self.way, self.title, self.facts, self.rule, self.source):
            part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            card.body.addWidget(part)
        return card

    def _figure_card(self) -> Card:
        self.figure_card = Card("", spacing=5)
        self.figure_card.setObjectName("lineFigure")
        self.figure = label("", wrap=True, name="lineFigureWords")
        self.figure_card.body.addWidget(self.figure)
        self._doors = FlowLayout()
        self.figure_card.body.addLayout(self._doors)
        return self.figure_card

    def _evidence_card(self) -> Card:
        self.evidence_card = Card("Tài liệu kiểm chứng", spacing=6)
        self.wanted_proof = label("", "muted", wrap=True, name="wantedProof")
        self.evidence_card.body.addWidget(self.wanted_proof)
        self.evidence_card.body.addWidget(self.evidence)
        return self.evidence_card

    def _history_card(self) -> Card:
        self.history_card = Card("Lịch sử", spacing=4)
        self.history = label("", "muted", wrap=True, name="lineHistory")
        self.all_history = button("Xem cả lịch sử", role="quiet", name="wholeHistory", key="Ctrl+H")
        self.all_history.setCheckable(True)
        self.all_history.clicked.connect(lambda _on: self._write_history())
        self.history_card.body.addWidget(self.history)
        self.history_card.body.addWidget(self.all_history, 0, Qt.AlignmentFlag.AlignLeft)
        return self.history_card

    def show_nothing(self) -> None:
        """No line is chosen."""
        self.line = None
        self.show_cards(False)

    def show_line(self, sheet: ScoreSheet, line: SheetLine, *, may_assess: bool) -> None:
        """Replaces what is shown; what is being typed at the same line stays.

        ``may_assess``: this person, and today.
        """
        same = self.line is not None and self.line.id == line.id
        self.line = line
        self.show_cards(True, from_top=not same)
        if not same:
            self.show_history(())
        self._show_head(sheet, line)
        editable = may_assess
        for card in (self.form, self.evidence_card, self.history_card):
            card.setVisible(line.is_scored)
        self.figure_card.setVisible(line.is_scored and line.reading is not None)
        if not line.is_scored:
            return
        self.form.show_line(line, sheet.criteria, editable=editable)
        self._show_figure(line.reading)
        self.wanted_proof.setText(proof_words(line))
        self.evidence.show_line(sheet, line, editable=editable)

    def show_history(self, rows: tuple[HistoryRow, ...]) -> None:
        """What happened to the line, newest first."""
        self._history = tuple(reversed(rows))
        self.all_history.setVisible(len(rows) > _HISTORY_SHOWN)
        self._write_history()

    def _write_history(self) -> None:
        most = len(self._history) if self.all_history.isChecked() else _HISTORY_SHOWN
        texts = [history_text(row) for row in self._history[:most]]
        self.history.setText("\n".join(texts) or "Chưa có gì.")

    def _show_head(self, sheet: ScoreSheet, line: SheetLine) -> None:
        self.way.setText(way_up(sheet, line))
        self.way.setVisible(bool(self.way.text()))
        self.title.setText(f"{line.id}  {line.item.name}")
        look = look_of(line)
        facts = facts_line(line, look.words, local_date(self._context.office.now()))
        self.facts.setText(facts)
        self.facts.setStyleSheet(f"color: {getattr(colours(), look.tone)};")
        self.rule.setText(rule_words(line) if line.is_scored else group_words(sheet, line))
        self.source.setText(source_words(sheet))

    def _show_figure(self, reading: FigureReading | None) -> None:
        clear_layout(self._doors)
        if reading is None:
            return
        self.figure.setText(f"Tự điền từ sổ: {source_text(reading)}")
        for place, found in enumerate(lists_of(reading)):
            made = button(LIST_NAMES[found.figure], role="chip", name=f"figureList{place}")
            missing = found.side is Side.LACKING
            about = "Hồ sơ làm mất điểm" if missing else "Hồ sơ của con số này"
            made.setToolTip(f"{about}: mở danh sách\nPhím tắt: Space khi đang ở nút này")
            made.clicked.connect(partial(self._open_list, found.wanted))
            self._doors.addWidget(made)

    def _open_list(self, wanted: object, _checked: bool = False) -> None:
        self._context.open_list(wanted)  # type: ignore[arg-type]
