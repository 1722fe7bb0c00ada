"""How the unit sends: by itself or not, when, how fast, which way scans go, which proxy."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from PySide6.QtCore import QTime, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QHBoxLayout, QTimeEdit

from desktop.domain.scans import Scans
from desktop.domain.sending import FilesBy, RoadSettings
from desktop.ui.widgets.cards import Card, label
from desktop.ui.widgets.fields import ChoiceField, Field, NumberField, TextField
from desktop.wording.roads import FILES_WORDS, SCANS_WORDS, asked_words

_SYSTEM, _NONE, _OWN = "", "none", "own"
_MOST_KIB = 1_000_000
_NIGHT = (QTime(17, 0), QTime(7, 0))


class SendingFields(Card):
    """Tells ``changed``."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("Cách gửi")
        self.automatic = QCheckBox("Tự gửi và tự lấy biên nhận khi có đường")
        self.automatic.setObjectName("roadAutomatic")
        self.automatic.setToolTip("Bỏ đánh dấu: chỉ gửi khi có người bấm Gửi và nhận")
        self.always = ChoiceField(
            "Giờ gửi", "roadHours", [("Cả ngày", True), ("Trong khoảng giờ", False)]
        )
        self.start, self.end = _clock("Từ", "roadFrom"), _clock("Đến", "roadUntil")
        self.limit = NumberField(
            "Nhiều nhất (KiB mỗi giây, 0: không hạn)", "roadLimit", highest=_MOST_KIB
        )
        self.files = ChoiceField(
            "Tệp đi bằng",
            "roadFiles",
            [(text.capitalize(), by) for by, text in FILES_WORDS.items()],
        )
        self.scans = ChoiceField(
            "Bản quét của hồ sơ đã có kết quả",
            "roadScans",
            [(text.capitalize(), scans) for scans, text in SCANS_WORDS.items()],
        )
        self.scans_words = label("", "caption", wrap=True, name="roadScansWords")
        self.proxy = ChoiceField(
            "Máy chủ trung gian (proxy)",
            "roadProxyKind",
            [("Theo máy này", _SYSTEM), ("Không dùng", _NONE), ("Ghi địa chỉ", _OWN)],
        )
        self.proxy_address = TextField(
            "Địa chỉ proxy", "roadProxy", placeholder="http://10.0.0.1:3128"
        )
        self._build()

    def _build(self) -> None:
        self.body.addWidget(self.automatic)
        hours = QHBoxLayout()
        hours.addWidget(self.always, 2)
        hours.addWidget(self.start, 1)
        hours.addWidget(self.end, 1)
        self.body.addLayout(hours)
        row = QHBoxLayout()
        row.addWidget(self.limit, 1)
        row.addWidget(self.files, 1)
        self.body.addLayout(row)
        self.body.addWidget(self.scans)
        self.body.addWidget(self.scans_words)
        row = QHBoxLayout()
        row.addWidget(self.proxy, 1)
        row.addWidget(self.proxy_address, 1)
        self.body.addLayout(row)
        for field in (
            self.always,
            self.limit,
            self.files,
            self.scans,
            self.proxy,
            self.proxy_address,
        ):
            field.changed.connect(self._edited)
        self.automatic.toggled.connect(lambda _on: self._edited())

    def fields(self) -> dict[str, Field]:
        """By the names under which the services find fault."""
        return {"limit": self.limit, "proxy": self.proxy_address}

    def show_settings(self, settings: RoadSettings, asked: Scans) -> None:
        """Replaces what stands there; ``asked`` by the province, else no scan may leave."""
        self.scans.choose(settings.scans)
        self.scans.combo.setEnabled(asked is not Scans.NONE)
        self.scans_words.setText(asked_words(asked))
        self.automatic.blockSignals(True)
        self.automatic.setChecked(settings.automatic)
        self.automatic.blockSignals(False)
        self.always.choose(settings.hours is None)
        for field, moment in zip((self.start, self.end), settings.hours or (), strict=False):
            field.edit.setTime(QTime(moment.hour, moment.minute))
        self.limit.set_value(settings.kib_per_s)
        self.files.choose(settings.files)
        own = settings.proxy not in (_SYSTEM, _NONE)
        self.proxy.choose(_OWN if own else settings.proxy)
        self.proxy_address.set_text(settings.proxy if own else "")
        self._show_parts()

    def entered(self, old: RoadSettings) -> RoadSettings:
        """The settings as they stand in the fields."""
        own = self.proxy.value == _OWN
        return replace(
            old,
            automatic=self.automatic.isChecked(),
            hours=None if self.always.value else (self.start.value, self.end.value),
            kib_per_s=self.limit.value or 0,
            files=FilesBy(str(self.files.value)),
            scans=Scans(str(self.scans.value)),
            proxy=self.proxy_address.text if own else str(self.proxy.value),
        )

    def _edited(self) -> None:
        self._show_parts()
        self.changed.emit()

    def _show_parts(self) -> None:
        for field in (self.start, self.end):
            field.setVisible(not self.always.value)
        self.proxy_address.setVisible(self.proxy.value == _OWN)


class _Clock(Field):
    """An hour of the day, 24 hours."""

    def __init__(self, heading: str, name: str, usual: QTime) -> None:
        self.edit = QTimeEdit(usual)
        self.edit.setDisplayFormat("HH:mm")
        self.edit.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        super().__init__(heading, self.edit, name)
        self.edit.timeChanged.connect(lambda _time: self.changed.emit())

    @property
    def value(self) -> time:
        """The hour."""
        shown = self.edit.time()
        return time(shown.hour(), shown.minute())


def _clock(heading: str, name: str) -> _Clock:
    return _Clock(heading, name, _NIGHT[heading != "Từ"])
