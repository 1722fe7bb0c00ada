"""The bottom strip: the truth about the outside, backups, and work in progress."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar

from desktop.services.syncing.standing import Standing
from desktop.ui.icons import pixmap
from desktop.ui.shell.runner import Job, Runner
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.wording import sync_page as words

_TICK_MS = 120
# So long without a word of the province, while something waits, is worth a look.
_SILENT_DAYS = 7


class Strip(QFrame):
    """One line under the pages."""

    def __init__(self, runner: Runner, practice: str = "") -> None:
        super().__init__()
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(34)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 16, 0)
        row.setSpacing(6)
        self._province_icon, self.province = _with_icon(row, "transfer")
        self.province.setObjectName("provinceState")
        self.road = QLabel()
        self.road.setObjectName("roadState")
        self.road.setProperty("role", "muted")
        self.road.hide()
        row.addWidget(self.road)
        self._province_tip, self._road_tip = "", ""
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
            mark = QLabel(f"{practice} – dữ liệu mẫu")
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

    def show_province(self, found: Standing, now: datetime) -> None:
        """The truth about the way to the province: "Đã gửi" only after its receipt."""
        text, self._province_tip, icon_name, colour = _province_state(found, now)
        self.province.setText(text)
        self._province_icon.setPixmap(pixmap(icon_name, colour, 16))
        self._show_tips()

    def tell_road(self, text: str, hint: str) -> None:
        """What sending does or waits for; no text while nothing is out of the ordinary.

        An empty hint leaves the one there is.
        """
        self.road.setText(text)
        self.road.setVisible(bool(text))
        self._road_tip = hint or self._road_tip
        self._show_tips()

    def _show_tips(self) -> None:
        tips = [tip for tip in (self._province_tip, self._road_tip) if tip]
        self.province.setToolTip("\n".join(tips))
        self.road.setToolTip(self._road_tip)

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


def _province_state(found: Standing, now: datetime) -> tuple[str, str, str, str]:
    """Words, tip, icon and its colour."""
    c = colours()
    if found.is_province:
        return words.IS_PROVINCE, words.IS_PROVINCE_TIP, "building", c.muted
    if found.joined_at is None:
        return words.NOT_JOINED, words.NOT_JOINED_TIP, "plug-off", c.muted
    tip = f"{found.province}\n{words.last_word(found.last_word, now)}\nTrang Đồng bộ: Alt+7"
    if found.is_paused:
        return words.PAUSED, tip, "alert-triangle", c.due
    text = words.strip_text(found.unsent, found.waiting, found.last_word, now)
    if found.to_look_at:
        return words.strip_to_look(found.to_look_at, text), tip, "alert-triangle", c.due
    if not found.unsent and not found.waiting:
        return text, tip, "circle-check", c.good if found.last_word else c.muted
    silent = (now - (found.last_word or found.joined_at)).days >= _SILENT_DAYS
    return text, tip, "alert-triangle" if silent else "hourglass", c.due if silent else c.accent


def _with_icon(row: QHBoxLayout, icon_name: str) -> tuple[QLabel, QLabel]:
    picture = QLabel()
    picture.setPixmap(pixmap(icon_name, colours().muted, 16))
    row.addWidget(picture)
    text = QLabel()
    row.addWidget(text)
    row.addSpacing(14)
    return picture, text
