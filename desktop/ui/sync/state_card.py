"""One big sentence about the way to the province, and how old its last word is."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from desktop.domain.roles import Permission
from desktop.domain.sending import Turn
from desktop.services.office import Office
from desktop.ui.icons import pixmap
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, label
from desktop.ui.widgets.permits import permit
from desktop.wording import sync_page as words
from desktop.wording.dates import moment
from desktop.wording.roads import turn_text
from desktop.wording.sync import spoken_key

if TYPE_CHECKING:
    from desktop.services.syncing.status import SyncStatus

_ICON = 30
_OLD_DAYS = 7


class StateCard(Card):
    """``resume`` is seen only while a pause waits for a person."""

    def __init__(self, office: Office) -> None:
        super().__init__(margins=14, spacing=6)
        self.setObjectName("syncState")
        self._picture = QLabel()
        self.sentence = label("", "big", name="syncSentence", wrap=True)
        self.age = label("", "muted", name="syncAge", wrap=True)
        self.resume = button(
            "Đã xem, cho gửi tiếp",
            role="primary",
            name="syncResume",
            icon_name="shield-check",
            key="Ctrl+Shift+Return",
            tip="Chỉ bấm khi đã xem các điều bên dưới: hồ sơ mới hơn ở tỉnh được giữ nguyên",
        )
        self._office = office
        self.road = label("", "muted", name="syncRoad", wrap=True)
        self.road_button = button(
            "Đường gửi…",
            name="syncRoadSettings",
            icon_name="settings",
            key="Ctrl+Shift+S",
            tip="Hộp thư, giờ gửi, tốc độ, proxy; thử đường",
        )
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addWidget(self.sentence)
        text.addWidget(self.age)
        text.addWidget(self.road)
        self.device = label("", "caption", name="syncDevice", wrap=True)
        self.device.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.addWidget(self.device)
        across = QHBoxLayout()
        across.setSpacing(14)
        across.addWidget(self._picture)
        across.addLayout(text, 1)
        across.addWidget(self.resume)
        across.addWidget(self.road_button)
        self.body.addLayout(across)

    def show_status(self, status: SyncStatus, now: datetime) -> None:
        """Says how things stand."""
        held = status.road is not None and status.road.settings.paused
        paused = bool(status.paused_why) or held
        why = status.paused_why or words.PAUSED_BY_PERSON
        waiting = len(status.waiting)
        self.resume.setVisible(paused)
        by_person = held and not status.paused_why
        self.resume.setText("Cho gửi tiếp" if by_person else "Đã xem, cho gửi tiếp")
        needed = Permission.SEND if by_person else Permission.JOIN_PROVINCE
        permit(self.resume, self._office, needed)
        self.sentence.setText(
            f"{words.PAUSED}: {why}"
            if paused
            else words.big_sentence(
                status.unpacked, waiting, len(status.problems), status.enrolled_at is not None
            )
        )
        self.age.setText(
            f"{words.last_word(status.last_acknowledged, now)}. "
            f"{status.province}, kết nối từ {moment(status.joined_at)}."
        )
        self.road.setText(_road_words(status, now))
        self.device.setText(
            f"Mã nhận dạng máy này, đọc cho tỉnh khi được hỏi: {spoken_key(status.fingerprint)}"
        )
        failing = status.road is not None and status.road.state.failures > 0
        heard = status.last_acknowledged or status.joined_at
        old = (now - heard).days >= _OLD_DAYS and bool(waiting or status.unpacked)
        if paused or status.problems or old or failing:
            self._draw("alert-triangle", colours().due)
        elif waiting or status.unpacked:
            self._draw("hourglass", colours().accent)
        else:
            self._draw("circle-check", colours().good)

    def _draw(self, icon_name: str, colour: str) -> None:
        self._picture.setPixmap(pixmap(icon_name, colour, _ICON))


def _road_words(status: SyncStatus, now: datetime) -> str:
    """Where sending by itself stands: since when, and what comes next."""
    planned = status.road
    if planned is None:
        return words.STICK_ONLY
    line = turn_text(planned.turn, planned.at, planned.state, len(status.waiting))
    state = planned.state
    if not state.failures or planned.turn not in (Turn.DUE, Turn.WAITING):
        usb = " Chép ra USB vẫn được." if planned.turn is Turn.PAUSED else ""
        return f"{line}.{usb}"
    since = f" Lần cuối nối được: {words.age(state.reached_at, now)}." if state.reached_at else ""
    return f"{line}.{since}"
