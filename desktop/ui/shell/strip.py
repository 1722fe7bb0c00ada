"""The bottom strip: the truth about the outside, backups, and work in progress."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar

from desktop.ui.icons import pixmap
from desktop.ui.shell.runner import Job, Runner
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button

_TICK_MS = 120


class Strip(QFrame):
    """One line under the pages."""

    def __init__(self, runner: Runner, practice: bool) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(34)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 16, 0)
        row.setSpacing(6)
        self._plug, self.province = _with_icon(row, "plug-off")
        self.province.setText("Chưa kết nối với tỉnh")
        self.province.setToolTip(
            "Máy này chưa tham gia hệ thống của tỉnh nên chưa có gì được gửi đi.\n"
            "Hồ sơ vẫn được ghi đầy đủ trên máy."
        )
        _, self.backup = _with_icon(row, "database")
        row.addStretch(1)
        self.work = QLabel()
        self.bar = QProgressBar()
        self.bar.setFixedWidth(160)
        self.bar.setTextVisible(False)
        self.cancel = button("Hủy", role="quiet", name="cancelJob")
        for widget in (self.work, self.bar, self.cancel):
            row.addWidget(widget)
        if practice:
            mark = QLabel("Văn phòng thực hành – dữ liệu mẫu")
            mark.setObjectName("practiceMark")
            row.addWidget(mark)
        self._job: Job | None = None
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._show_progress)
        self.cancel.clicked.connect(self._cancel)
        runner.job_started.connect(self._started)
        runner.job_finished.connect(self._finished)
        self._show_idle()

    def tell_road(self, text: str, hint: str) -> None:
        """Where sending to the province stands; an empty hint leaves the one there is."""
        self._plug.setPixmap(pixmap("upload", colours().muted, 16))
        self.province.setText(text)
        if hint:
            self.province.setToolTip(hint)

    def _started(self, job: Job) -> None:
        self._job = job
        for widget in (self.work, self.bar, self.cancel):
            widget.show()
        self._tick.start()
        self._show_progress()

    def _finished(self, job: Job) -> None:
        if self._job is job:
            self._show_idle()

    def _show_idle(self) -> None:
        self._job = None
        self._tick.stop()
        for widget in (self.work, self.bar, self.cancel):
            widget.hide()

    def _show_progress(self) -> None:
        if self._job is None:
            return
        progress = self._job.progress
        self.work.setText(progress.what or self._job.label or "Đang làm việc…")
        self.bar.setRange(0, progress.total)
        self.bar.setValue(min(progress.done, progress.total))

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.progress.cancel()
            self.work.setText("Đang hủy…")


def _with_icon(row: QHBoxLayout, icon_name: str) -> tuple[QLabel, QLabel]:
    picture = QLabel()
    picture.setPixmap(pixmap(icon_name, colours().muted, 16))
    row.addWidget(picture)
    text = QLabel()
    row.addWidget(text)
    row.addSpacing(14)
    return picture, text
