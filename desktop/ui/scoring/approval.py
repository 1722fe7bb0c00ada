"""Handing in, approving, sending back, opening again: what is decided, said before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.criteria.answers import AnswerKind
from desktop.domain.criteria.numbers import ZERO
from desktop.services.assessments.sheets import ScoreSheet
from desktop.services.assessments.since_approval import SinceApproval
from desktop.ui.scoring.presentation import differs, is_open, lacks_proof, total_text
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.fields import NoteField
from desktop.wording.criteria import SAMPLE_MARK, points
from desktop.wording.rounds import since_approval_text


class Decision(StrEnum):
    """What is about to happen to an assessment."""

    HAND_IN = "hand_in"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class _Words:
    title: str
    action: str
    means: str
    remark: str = ""


_WORDS: dict[Decision, _Words] = {
    Decision.HAND_IN: _Words(
        "Trình lãnh đạo",
        "Trình lãnh đạo",
        "Sau khi trình, không sửa được cho đến khi lãnh đạo duyệt hoặc trả lại.",
    ),
    Decision.APPROVE: _Words(
        "Duyệt bản tự chấm",
        "Duyệt và khóa",
        "Một bản sao của điểm, trả lời và tài liệu được giữ nguyên, có mã kiểm chứng. "
        "Mở lại được, bản đã duyệt vẫn còn.",
    ),
    Decision.SEND_BACK: _Words(
        "Trả lại bản tự chấm",
        "Trả lại",
        "Cán bộ thấy ý kiến ngay trên trang và sửa tiếp được.",
        "Ý kiến của lãnh đạo",
    ),
    Decision.REOPEN: _Words(
        "Mở lại bản đã duyệt",
        "Mở lại",
        "Bản đã duyệt vẫn được giữ nguyên; bản đang chấm sửa tiếp được.",
        "Lý do mở lại",
    ),
}


class DecisionDialog(QDialog):
    """Tells ``confirmed`` with the remark (empty where none is asked).

    With lines still open nothing can be handed in: the button leads to them, ``lines_wanted``.
    """

    confirmed = Signal(str)
    lines_wanted = Signal()

    def __init__(self, decision: Decision, sheet: ScoreSheet, parent: QWidget) -> None:
        super().__init__(parent)
        words = _WORDS[decision]
        self.setObjectName("decisionDialog")
        self.setWindowTitle(words.title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(540)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        band = f", xếp loại {sheet.score.band.name}" if sheet.score.band else ""
        column.addWidget(label(f"{total_text(sheet)}{band}", "section", wrap=True))
        if sheet.criteria.is_sample:
            column.addWidget(label(SAMPLE_MARK, "warning", wrap=True))
        if decision in (Decision.HAND_IN, Decision.APPROVE):
            for text in _worth_a_look(sheet):
                column.addWidget(label(f"• {text}", wrap=True))
        self.since = label("", wrap=True, name="decisionSince")
        self.since.hide()
        column.addWidget(self.since)
        column.addWidget(label(words.means, "muted", wrap=True))
        self.remark = NoteField(words.remark, "decisionRemark", lines=3)
        self._asks = bool(words.remark)
        column.addWidget(self.remark)
        self.remark.setVisible(self._asks)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        later = button("Để sau", name="decisionLater", tip="Phím tắt: Esc")
        opened = any(is_open(line) for line in sheet.lines)
        self._leads_to_lines = opened and decision is Decision.HAND_IN
        action = "Xem các dòng còn mở" if self._leads_to_lines else words.action
        self.go = button(action, role="primary", name="decisionGo", key="Ctrl+Return")
        later.clicked.connect(self.reject)
        self.go.clicked.connect(self._confirm)
        row.addWidget(later)
        row.addWidget(self.go)
        column.addLayout(row)
        (self.remark.edit if self._asks else self.go).setFocus()

    def show_since(self, since: SinceApproval | None) -> None:
        """Beside a copy that was approved before: what the leader would sign now."""
        if since is not None:
            self.since.setText(f"• {since_approval_text(since.approved_at, since.lines)}")
            self.since.show()

    def _confirm(self) -> None:
        if self._leads_to_lines:
            self.lines_wanted.emit()
            self.accept()
            return
        if self._asks and not self.remark.text:
            self.remark.show_error("Hãy ghi để người làm biết phải sửa gì.")
            self.remark.edit.setFocus()
            return
        self.confirmed.emit(self.remark.text)
        self.accept()


def _worth_a_look(sheet: ScoreSheet) -> list[str]:
    """What a leader should know before signing."""
    lines = [line for line in sheet.lines if line.is_scored]
    opened = sum(is_open(line) for line in lines)
    missing = [line for line in lines if lacks_proof(line)]
    own = [line for line in lines if differs(line)]
    skipped = [line for line in lines if line.kind is AnswerKind.NOT_APPLICABLE]
    found = []
    if opened:
        found.append(f"Còn {opened} dòng chưa trả lời; trả lời hết mới trình được.")
    if missing:
        at_risk = sum((line.counted for line in missing), ZERO)
        found.append(
            f"{len(missing)} dòng ({points(at_risk)} điểm) chưa có tài liệu và chưa giải trình: "
            f"{_named([line.id for line in missing])}."
        )
    if own:
        found.append(f"{len(own)} dòng tự chấm khác điểm tính: {_named([o.id for o in own])}.")
    if skipped:
        found.append(f"{len(skipped)} dòng không áp dụng: {_named([s.id for s in skipped])}.")
    return found or ["Mọi dòng đều có trả lời và căn cứ."]


def _named(items: list[str]) -> str:
    return ", ".join(items[:8]) + (f" và {len(items) - 8} dòng khác" if len(items) > 8 else "")
