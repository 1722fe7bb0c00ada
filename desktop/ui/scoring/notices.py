"""What everybody must know about the shown sheet: sample data, a remark, a lock, a newer set."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.criteria.progress import AssessmentState
from desktop.services.assessments.approval import ApprovedCopy
from desktop.services.assessments.sheets import ScoreSheet
from desktop.services.assessments.since_approval import SinceApproval
from desktop.ui.icons import pixmap
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.wording.criteria import SAMPLE_MARK, UNCONFIRMED_MARK
from desktop.wording.dates import moment
from desktop.wording.rounds import since_approval_text


class Notices(QWidget):
    """A line for each notice, none when there is nothing to say."""

    version_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("scoringNotices")
        self._is_approved = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.mark = label("", "warning", wrap=True, name="sampleMark")
        self.state = label("", wrap=True, name="approvalState")
        self._sign = QLabel()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self.state, 1)
        self.version = button("Chuyển sang phiên bản mới", name="changeVersion", key="Ctrl+U")
        self.version.clicked.connect(self.version_wanted)
        self.newer = label("", "warning", wrap=True, name="newerVersion")
        versions = QHBoxLayout()
        versions.addWidget(self.newer, 1)
        versions.addWidget(self.version)
        column.addWidget(self.mark)
        column.addLayout(row)
        self.since = label("", "muted", wrap=True, name="sinceApproval")
        self.since.hide()
        column.addLayout(versions)
        column.addWidget(self.since)
        self.hide()

    def show_sheet(
        self, sheet: ScoreSheet | None, said: tuple[str, str, str] | None = None
    ) -> None:
        """Says what there is to say; ``said``: words, sign and tone that matter more today."""
        if sheet is None:
            self.setVisible(False)
            return
        criteria = sheet.criteria
        mark = (
            SAMPLE_MARK if criteria.is_sample else UNCONFIRMED_MARK if criteria.unconfirmed else ""
        )
        self.mark.setText(mark)
        self.mark.setVisible(bool(mark))
        words, sign, tone = said or _state_words(sheet)
        is_approved = sheet.assessment.state is AssessmentState.APPROVED
        self._is_approved = is_approved and said is None
        self.state.setText(words)
        self.state.setVisible(bool(words))
        self._sign.setVisible(bool(words))
        if words:
            self._sign.setPixmap(pixmap(sign, tone))
        if is_approved:
            self.since.hide()
        newer = sheet.has_newer_version and sheet.assessment.state is AssessmentState.OPEN
        self.newer.setText(
            f"Bộ tiêu chí có phiên bản mới {sheet.newest_version}; bản này đang chấm theo "
            f"{criteria.version}. Trả lời của dòng không đổi được giữ nguyên."
        )
        self.newer.setVisible(newer)
        self.version.setVisible(newer)
        self.setVisible(bool(mark or words) or newer)

    def show_copy(self, copy: ApprovedCopy | None, since: SinceApproval | None) -> None:
        """The approved copy: who, when, the first letters of its mark; what was changed since."""
        self.since.setText(since_approval_text(since.approved_at, since.lines) if since else "")
        self.since.setVisible(since is not None)
        if since is not None:
            self.show()
        if copy is not None and self._is_approved:
            mark = " ".join(copy.sha256[at : at + 4] for at in range(0, 16, 4))
            self.state.setText(
                f"{copy.approved_by} đã duyệt lúc {moment(copy.approved_at)}: mọi dòng đã khóa, "
                f"bản đã duyệt được giữ nguyên, mã {mark}."
            )


def _state_words(sheet: ScoreSheet) -> tuple[str, str, str]:
    row, c = sheet.assessment, colours()
    if row.state is AssessmentState.HANDED_IN:
        return "Đang trình lãnh đạo: mọi dòng tạm khóa.", "lock", c.accent
    if row.state is AssessmentState.APPROVED:
        return (
            "Lãnh đạo đã duyệt: mọi dòng đã khóa, bản đã duyệt được giữ nguyên.",
            "shield-check",
            c.good,
        )
    if row.remark:
        return f"Lãnh đạo yêu cầu sửa: “{row.remark}”", "message-report", c.due
    return "", "", ""
