"""Thử đường: each step of the road with a sign, a word, and what to do where it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.road_trials import StepState, TrialStep
from desktop.ui.icons import pixmap
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, clear_layout, label
from desktop.ui.widgets.wrap_check import WrapCheck
from desktop.wording.road_trials import STATE_NAMES, STEP_NAMES

if TYPE_CHECKING:
    from desktop.services.syncing.road_trial import RoadTrial, StepResult

_ADVICE = (
    "Ghi một tệp thử nhỏ vào hộp thư, đọc lại rồi xóa đi; không có gì của sổ rời máy. "
    "Thử được cả khi chưa lưu."
)


class TrialView(Card):
    """Tells ``wanted`` and, after a person has compared it, ``host_key_taken``."""

    wanted = Signal()
    host_key_taken = Signal(str)

    def __init__(self, compared: str = "Tôi đã gọi tỉnh và so đúng khóa máy chủ ở trên.") -> None:
        super().__init__("Thử đường", margins=14, spacing=8)
        self.setObjectName("roadTrial")
        self._shown_key = ""
        self.go = button("Thử đường", name="tryRoad", icon_name="refresh", key="Ctrl+T")
        self.head.addWidget(self.go)
        self.sentence = label(_ADVICE, "caption", wrap=True, name="trialSentence")
        self.body.addWidget(self.sentence)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        self._rows = QVBoxLayout(holder)
        self._rows.setContentsMargins(0, 0, 6, 0)
        self._rows.setSpacing(10)
        area.setWidget(holder)
        self.body.addWidget(area, 1)
        self.compared = WrapCheck(compared)
        self.compared.tick.setObjectName("hostKeyCompared")
        self.take = button(
            "Dùng khóa này", name="takeHostKey", icon_name="check", key="Ctrl+Shift+U"
        )
        self.take.setEnabled(False)
        self.compared.tick.toggled.connect(self.take.setEnabled)
        self.take.clicked.connect(self._take_key)
        self.body.addWidget(self.compared)
        self.body.addWidget(self.take)
        self.go.clicked.connect(self.wanted)
        self.clear()

    def clear(self) -> None:
        """Nothing was tried, or what was tried has changed since."""
        clear_layout(self._rows)
        self._rows.addStretch(1)
        self._say(_ADVICE, "caption")
        self._offer_key("")

    def show_trial(self, trial: RoadTrial) -> None:
        """All steps, in order."""
        clear_layout(self._rows)
        for result in trial.steps:
            self._rows.addWidget(_step(result))
        self._rows.addStretch(1)
        if trial.works:
            self._say(f"Đường tới {trial.place} dùng được.", "good")
        else:
            self._say(f"Đường tới {trial.place} chưa dùng được.", "error")
        self._offer_key(trial.shown_host_key)

    def _say(self, text: str, role: str) -> None:
        self.sentence.setText(text)
        self.sentence.setProperty("role", role)
        self.sentence.style().unpolish(self.sentence)
        self.sentence.style().polish(self.sentence)

    def _offer_key(self, shown: str) -> None:
        self._shown_key = shown
        self.compared.tick.setChecked(False)
        self.compared.setVisible(bool(shown))
        self.take.setVisible(bool(shown))

    def _take_key(self) -> None:
        self.host_key_taken.emit(self._shown_key)
        self._offer_key("")


def _step(result: StepResult) -> QWidget:
    icon_name, colour = _sign(result.state)
    row = QWidget()
    row.setObjectName(f"trial_{result.step}")
    across = QHBoxLayout(row)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(8)
    picture = QLabel()
    picture.setPixmap(pixmap(icon_name, colour))
    across.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(1)
    name = f"{STEP_NAMES[TrialStep(result.step)]}: {STATE_NAMES[result.state]}"
    words.addWidget(label(name, "", wrap=True, name=f"trialName_{result.step}"))
    for text, role in ((result.words, "caption"), (result.advice, "caption")):
        if text:
            told = label(text, role, wrap=True)
            told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.addWidget(told)
    across.addLayout(words, 1)
    return row


def _sign(state: StepState) -> tuple[str, str]:
    c = colours()
    signs = {
        StepState.WORKS: ("circle-check", c.good),
        StepState.FAILS: ("circle-x", c.overdue),
        StepState.NOT_NEEDED: ("circle-dot", c.muted),
    }
    return signs.get(state, ("help-circle", c.muted))
