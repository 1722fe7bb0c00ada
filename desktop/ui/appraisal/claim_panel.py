"""What the unit claims and why, and everything that was said about it since."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QWidget

from desktop.services.provinces.lines import UnitLine
from desktop.services.provinces.rounds import VerdictEvent
from desktop.ui.appraisal.claim_words import (
    answer_words,
    claim_words,
    facts_line,
    history_line,
    mismatch_words,
    province_words,
    unit_words,
    way_up,
)
from desktop.ui.appraisal.line_looks import claimed_text, wanted_text
from desktop.ui.widgets.advice_or_cards import AdviceOrCards
from desktop.ui.widgets.cards import Card, label
from desktop.wording.criteria import rule_text

_HISTORY_SHOWN = 6


class ClaimPanel(AdviceOrCards):
    """The rule in words, the unit's answer with its why, notes, explanation, verdicts so far."""

    def __init__(self) -> None:
        super().__init__(
            "list-check",
            "Chọn một dòng ở bảng bên trái",
            "Mũi tên để đi, Enter để chấm, phím = để đồng ý như đơn vị tự chấm.",
        )
        self.setObjectName("claimPanel")
        self.line: UnitLine | None = None
        cards = (self._line_card(), self._claim_card(), self._new_card(), self._word_card())
        self.fill(cards, 8, _Holder())

    def _line_card(self) -> Card:
        card = Card("", margins=12, spacing=4)
        self.way = label("", "caption", wrap=True, name="claimWay")
        self.title = label("", "section", wrap=True, name="claimTitle")
        self.facts = label("", "caption", wrap=True, name="claimFacts")
        self.rule = label("", wrap=True, name="claimRule")
        _fill(card, (self.way, self.title, self.facts, self.rule))
        return card

    def _claim_card(self) -> Card:
        card = Card("", margins=12, spacing=4)
        self.head = label("Đơn vị tự chấm", "caption", name="claimHead")
        self.points = label("", "big", name="claimPoints")
        self.answer = label("", wrap=True, name="claimAnswer")
        self.mismatch = label("", "warning", wrap=True, name="claimMismatch")
        self.words = label("", wrap=True, name="claimWords")
        _fill(card, (self.head, self.points, self.answer, self.mismatch, self.words))
        return card

    def _new_card(self) -> Card:
        self.new_card = Card("", margins=12, spacing=4)
        self.new_head = label("", "caption", wrap=True, name="explanationHead")
        self.proposed = label("", "big", name="explanationPoints")
        self.explanation = label("", wrap=True, name="explanationWords")
        _fill(self.new_card, (self.new_head, self.proposed, self.explanation))
        return self.new_card

    def _word_card(self) -> Card:
        self.word_card = Card("", margins=12, spacing=4)
        head = label("Tỉnh đã chấm", "caption")
        self.verdicts = label("", wrap=True, name="verdictWords")
        self.history = label("", "caption", wrap=True, name="verdictHistory")
        _fill(self.word_card, (head, self.verdicts, self.history))
        return self.word_card

    def show_nothing(self) -> None:
        """No line is chosen."""
        self.line = None
        self.show_cards(False)

    def show_line(self, line: UnitLine) -> None:
        """Replaces what is shown."""
        before = self.line
        same = before is not None and (before.unit_code, before.item.id) == (
            line.unit_code,
            line.item.id,
        )
        self.line = line
        self.show_cards(True, from_top=not same)
        if not same:
            self.show_history(())
        self.way.setText(way_up(line))
        self.title.setText(f"{line.item.id}  {line.item.name}")
        self.facts.setText(facts_line(line))
        self.rule.setText(rule_text(line.item) or "Bộ tiêu chí chưa ghi cách tính của dòng này.")
        self.head.setText(f"{line.unit_name} tự chấm")
        self.points.setText(claim_words(line))
        _say(self.answer, answer_words(line))
        _say(self.mismatch, mismatch_words(line))
        _say(self.words, unit_words(line))
        self.new_card.setVisible(bool(line.explanation))
        if line.explanation:
            changed = wanted_text(line) != claimed_text(line)
            papers = sum(proof.of_explanation for proof in line.proofs)
            more = f", gửi thêm {papers} tài liệu" if papers else ""
            self.new_head.setText(f"Mới: đơn vị giải trình{more}")
            self.proposed.setText(
                f"Đề nghị {wanted_text(line)} điểm"
                + (f" (trước: {claimed_text(line)})" if changed else "")
            )
            self.explanation.setText(f"“{line.explanation}”")
        self.word_card.setVisible(bool(line.verdicts))
        self.verdicts.setText(province_words(line))

    def roll(self, by: int) -> None:
        """Half a page down (1) or up (−1), while the hand stays elsewhere."""
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.value() + by * max(bar.pageStep() // 2, 40))

    def show_history(self, events: tuple[VerdictEvent, ...]) -> None:
        """Every word that ever stood, newest first; one word alone is no history."""
        shown = [history_line(event) for event in events[:_HISTORY_SHOWN]]
        _say(self.history, "Đã ghi:\n" + "\n".join(shown) if len(events) > 1 else "")
        if events and self.line is not None and not self.line.verdicts:
            self.word_card.setVisible(True)
            self.verdicts.setText("Hiện chưa có điểm thẩm định.")


class _Holder(QWidget):
    """As high as its words at the width it has: words measured on no width want far more."""

    def minimumSizeHint(self) -> QSize:
        """Nothing: the height follows from the width."""
        return QSize(0, 0)


def _say(shown: QLabel, text: str) -> None:
    shown.setText(text)
    shown.setVisible(bool(text))


def _fill(card: Card, parts: tuple[QLabel, ...]) -> None:
    for part in parts:
        part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        card.body.addWidget(part)
