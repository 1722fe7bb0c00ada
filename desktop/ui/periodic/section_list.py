"""The parts of a periodic report: which are written, which are not, the annex last."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from desktop.services.periodic.checking import FindingKind
from desktop.services.periodic.desk import PeriodicDesk
from desktop.ui.icons import icon
from desktop.ui.theme import colours
from desktop.wording.dates import moment

ANNEX = "annex"
_KEY = int(Qt.ItemDataRole.UserRole)
_WIDTH = 240
_TEXT_ROOM = 176
_PADDING = 16
_DONE, _OPEN, _LOOK = "circle-check", "circle-dot", "alert-triangle"


class SectionList(QListWidget):
    """Tells ``chosen`` with a section's key, or ``ANNEX``."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("periodicSections")
        self.setAccessibleName("Các phần của báo cáo")
        self.setProperty("role", "nav")
        self.setFixedWidth(_WIDTH)
        self.setIconSize(QSize(18, 18))
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(self._changed)

    def show_desk(self, desk: PeriodicDesk) -> None:
        """Replaces the parts; the marked one stays marked, else the first that is written."""
        marked = self.key
        self.blockSignals(True)
        self.clear()
        for section in desk.report.sections:
            item = self._add(section.name, section.key)
            if not section.writes:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
                continue
            self._mark(item, desk, section.key, section.required)
        self._mark_annex(self._add("Phụ lục số liệu", ANNEX), desk)
        self.blockSignals(False)
        # A form alone has one part only: nothing to choose.
        self.setVisible(bool(desk.report.sections))
        self.mark(marked if self._item(marked) is not None else self._first(desk))

    @property
    def key(self) -> str:
        """The marked part."""
        row = self.currentRow()
        return "" if row < 0 else str(self.item(row).data(_KEY))

    def mark(self, key: str) -> None:
        """Marks a part without telling."""
        item = self._item(key)
        if item is not None:
            self.blockSignals(True)
            self.setCurrentItem(item)
            self.blockSignals(False)

    def _item(self, key: str) -> QListWidgetItem | None:
        items = (self.item(row) for row in range(self.count()))
        return next((item for item in items if item.data(_KEY) == key), None)

    @staticmethod
    def _first(desk: PeriodicDesk) -> str:
        written = (section.key for section in desk.report.sections if section.writes)
        return next(written, ANNEX)

    def _add(self, text: str, key: str) -> QListWidgetItem:
        item = QListWidgetItem(text)
        item.setData(_KEY, key)
        # Measured here: the view itself forgets the padding of its style, and cuts a last word.
        lines = self.fontMetrics().boundingRect(
            0, 0, _TEXT_ROOM, 1_000, int(Qt.TextFlag.TextWordWrap), text
        )
        item.setSizeHint(QSize(_WIDTH - 20, lines.height() + _PADDING))
        self.addItem(item)
        return item

    def _mark(self, item: QListWidgetItem, desk: PeriodicDesk, key: str, required: bool) -> None:
        text = desk.texts.get(key)
        old = sum(
            one.section == key and one.kind is FindingKind.OLD_PERIOD for one in desk.findings
        )
        if old:
            self._set(item, _LOOK, colours().due, f"{old} chỗ còn ghi kỳ trước")
        elif text is not None:
            who = f"{text.user_name}, {moment(text.at)}"
            self._set(item, _DONE, colours().good, f"Đã viết: {who}")
        else:
            needed = "Chưa viết" if required else "Chưa viết (có thể để trống)"
            self._set(item, _OPEN, colours().muted, needed)

    def _mark_annex(self, item: QListWidgetItem, desk: PeriodicDesk) -> None:
        missing = sum(one.kind is FindingKind.MISSING_VALUE for one in desk.findings)
        broken = sum(
            one.kind in (FindingKind.BROKEN, FindingKind.OVER_HUNDRED) for one in desk.findings
        )
        if broken:
            self._set(item, _LOOK, colours().due, f"{broken} chỗ chưa khớp")
        elif missing:
            self._set(item, _OPEN, colours().muted, f"Còn {missing} ô cần điền")
        else:
            self._set(item, _DONE, colours().good, "Đã đủ số liệu")

    @staticmethod
    def _set(item: QListWidgetItem, icon_name: str, colour: str, tip: str) -> None:
        item.setIcon(icon(icon_name, colour))
        item.setToolTip(f"{item.text().strip()}\n{tip}")

    def _changed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(str(item.data(_KEY)))
