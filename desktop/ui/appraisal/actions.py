"""The buttons of the page and what stands in their menus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QMenu

from desktop.domain.roles import Permission
from desktop.services.office import Office
from desktop.services.provinces.rounds import RoundWork
from desktop.ui.appraisal.deeds import Deeds
from desktop.ui.icons import icon
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.permits import permit


class Actions(QObject):
    """Tables in and out, locks and publishing, the end of a round (the main one)."""

    def __init__(
        self,
        office: Office,
        deeds: Deeds,
        work: Callable[[], RoundWork | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._deeds, self._work = deeds, work
        self.tables = button("Bảng điểm", name="verdictTables", icon_name="table")
        self.tables.setToolTip(
            "Nhập điểm khảo sát, điểm chấm ở nơi khác từ bảng; xuất bảng để chấm ở nơi khác\n"
            "Phím tắt: Ctrl+I"
        )
        menu = QMenu(self.tables)
        menu.addAction(icon("upload"), "Nhập bảng điểm…\tCtrl+I", self.ask_table)
        for text, only_mine in (
            ("Xuất phần của tôi để chấm ở nơi khác…", True),
            ("Xuất mọi dòng chưa chấm…", False),
        ):
            menu.addAction(icon("download"), text, lambda mine=only_mine: self._export(mine))
        self.tables.setMenu(menu)
        self.ending = button("Hạn, công bố", name="appraisalEnd", icon_name="lock")
        self.ending.setToolTip(
            "Hạn của các bước, công bố kết quả\nPhím tắt: Ctrl+Shift+H, Ctrl+Shift+P"
        )
        end = QMenu(self.ending)
        end.addAction(icon("calendar"), "Hạn của các bước…\tCtrl+Shift+H", self.locks)
        end.addAction(icon("upload"), "Công bố kết quả…\tCtrl+Shift+P", self.publish)
        self.ending.setMenu(end)
        self.close = button("Kết thúc vòng", role="primary", name="closeRound", key="Ctrl+Shift+T")
        for made in (self.ending, self.close):
            permit(made, office, Permission.LEAD_APPRAISAL)

    def lay(self, row: QHBoxLayout) -> None:
        """Puts the buttons into the head of the page."""
        for made in (self.tables, self.ending, self.close):
            row.addWidget(made)

    def show_all(self, on: bool) -> None:
        """There is something to act on."""
        for made in (self.tables, self.ending, self.close):
            made.setVisible(on)

    def ask_table(self) -> None:
        """A table of verdicts in."""
        self._deeds.ask_table(self._work())

    def locks(self) -> None:
        """The last days of the steps."""
        self._deeds.locks(self._work())

    def publish(self) -> None:
        """For good, after two looks."""
        self._deeds.publish(self._work())

    def _export(self, only_mine: bool) -> None:
        self._deeds.ask_work_table(self._work(), only_mine=only_mine)
