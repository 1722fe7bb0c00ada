"""Nộp cho tỉnh: what leaves, what still lacks, and after that where the submission is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.criteria.answers import AnswerKind
from desktop.domain.criteria.rounds import Stage
from desktop.services.assessments.submission_preview import (
    LeavingFile,
    LeavingLine,
    Missing,
    SubmissionPreview,
)
from desktop.ui.icons import pixmap
from desktop.ui.scoring.rounds.round_words import submission_words
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import Segments, button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.criteria import KIND_TEXTS, decimal, percent, points
from desktop.wording.dates import day, moment, size
from desktop.wording.rounds import lack_text

_AGAIN = (
    "Cần sửa sau khi nộp: lãnh đạo mở lại, sửa, trình, duyệt rồi nộp lại; bản mới thay bản cũ. "
    "Khi tỉnh đã có điểm thẩm định thì chỉ còn giải trình."
)
# Nothing more is submitted then: the copy is only looked at.
_PAST = frozenset(Stage) - {Stage.OPEN, Stage.HANDED_IN, Stage.APPROVED, Stage.SUBMITTED}


class SubmitDialog(QDialog):
    """Tells ``confirmed``; once submitted its button leads to the sending, ``sync_wanted``."""

    confirmed = Signal()
    sync_wanted = Signal()

    def __init__(self, seen: SubmissionPreview, parent: QWidget, *, may_submit: str) -> None:
        super().__init__(parent)
        self.setObjectName("submitDialog")
        self.setWindowTitle("Nộp bản tự chấm cho tỉnh")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(920, 620)
        self._seen = seen
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        band = f", {seen.band}" if seen.band else ""
        column.addWidget(
            label(
                f"{decimal(seen.total, 2)} / {points(seen.applicable)} điểm = "
                f"{percent(seen.percent)}{band}",
                "section",
                wrap=True,
                name="submitTotal",
            )
        )
        column.addWidget(label(_about(seen), "muted", wrap=True, name="submitAbout"))
        state = submission_words(seen.status)
        self.state = label(state, wrap=True, name="submitState")
        column.addWidget(self.state)
        self.state.setVisible(bool(state))
        for lack in seen.lacks:
            column.addLayout(_lack_row(lack))
        self._build_parts(column)
        column.addWidget(label(_AGAIN, "caption", wrap=True))
        column.addLayout(self._buttons(may_submit))

    def _build_parts(self, column: QVBoxLayout) -> None:
        seen = self._seen
        self.parts = Segments(
            [
                (f"Dòng {len(seen.lines)}", 0),
                (f"Tài liệu {len(seen.files)}", 1),
                ("Khó khăn, đề xuất", 2),
            ],
            "submitParts",
        )
        column.addWidget(self.parts)
        self.lines = RowsTable(
            "submitLines",
            "Các dòng sẽ gửi",
            ("Dòng", "Điểm", "Tài liệu", "Giải trình, lý do"),
            (330, 70, 80, 0),
            (1, 2),
        )
        self.lines.show_rows([_line_row(line) for line in seen.lines])
        self.files = RowsTable(
            "submitFiles",
            "Các tài liệu sẽ gửi",
            ("Tệp", "Số, ngày", "Dòng", "Cỡ"),
            (0, 220, 150, 90),
            (3,),
        )
        self.files.show_rows([_file_row(file) for file in seen.files])
        self.texts = QTextBrowser()
        self.texts.setObjectName("submitTexts")
        self.texts.setAccessibleName("Khó khăn và đề xuất sẽ gửi")
        self.texts.setTabChangesFocus(True)
        self.texts.setPlainText(
            f"Khó khăn, vướng mắc\n{seen.difficulties or '(chưa ghi)'}\n\n"
            f"Đề xuất, kiến nghị\n{seen.proposals or '(chưa ghi)'}"
        )
        self.shown = QStackedWidget()
        for part in (self.lines, self.files, self.texts):
            self.shown.addWidget(part)
        self.parts.chosen.connect(lambda place: self.shown.setCurrentIndex(int(str(place))))
        column.addWidget(self.shown, 1)

    def _buttons(self, may_submit: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        later = button("Để sau", name="submitLater", tip="Phím tắt: Esc")
        later.clicked.connect(self.reject)
        waits = self._seen.status.stage is Stage.SUBMITTED
        text = "Mở trang Đồng bộ" if waits else "Nộp cho tỉnh"
        self.go = button(text, role="primary", name="submitGo", key="Ctrl+Return")
        self.go.clicked.connect(self._confirm)
        if not waits and (may_submit or not self._seen.can_leave):
            self.go.setEnabled(False)
            self.go.setToolTip(may_submit or "Sửa những điều ghi đỏ ở trên rồi mới nộp được.")
        row.addWidget(later)
        row.addWidget(self.go)
        is_past = self._seen.status.stage in _PAST
        if is_past:
            self.go.hide()
            later.setText("Đóng")
        (later if is_past or not self.go.isEnabled() else self.go).setFocus()
        return row

    def _confirm(self) -> None:
        if self._seen.status.stage is Stage.SUBMITTED:
            self.sync_wanted.emit()
        else:
            self.confirmed.emit()
        self.accept()


def _about(seen: SubmissionPreview) -> str:
    parts = [seen.set_title, f"phiên bản {seen.version}"]
    if seen.copy is not None:
        mark = " ".join(seen.copy.sha256[at : at + 4] for at in range(0, 16, 4))
        parts.append(f"{seen.copy.approved_by} duyệt lúc {moment(seen.copy.approved_at)}")
        parts.append(f"mã {mark}")
    files = f"{len(seen.files)} tệp, {size(seen.size)}" if seen.files else "không kèm tệp"
    return " · ".join([*parts, files])


def _lack_row(lack: Missing) -> QHBoxLayout:
    c = colours()
    row = QHBoxLayout()
    row.setSpacing(8)
    sign = QLabel()
    name, tone = ("alert-circle", c.overdue) if lack.stops else ("alert-triangle", c.due)
    sign.setPixmap(pixmap(name, tone))
    words = label(lack_text(lack.lack, lack.facts), wrap=True, name=f"lack_{lack.lack}")
    words.setStyleSheet(f"color: {tone};")
    row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(words, 1)
    return row


def _line_row(line: LeavingLine) -> tuple[list[str], str, str | None]:
    kind = KIND_TEXTS.get(line.kind, "") if line.kind is not None else "chưa trả lời"
    said = "; ".join(part for part in (kind, line.own_why, line.note) if part)
    files = str(line.documents) if line.documents else ""
    skipped = line.kind is AnswerKind.NOT_APPLICABLE
    shown = "–" if skipped else points(line.counted)
    texts = [f"{line.item_id}  {line.name}", shown, files, said]
    return texts, line.item_id, None


def _file_row(file: LeavingFile) -> tuple[list[str], str, str | None]:
    named = " ngày ".join(part for part in (file.number, day(file.dated)) if part)
    name = f"{file.name} (không còn trên đĩa)" if file.is_lost else file.name
    tone = colours().overdue if file.is_lost else None
    return [name, named or "chưa ghi số", ", ".join(file.items), size(file.size)], name, tone
