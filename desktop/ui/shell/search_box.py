"""Ctrl+K: dossiers, procedures, pages and actions in one box."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.domain.text import clean, matches_all, words
from desktop.services.dossier_filters import DossierFilter
from desktop.services.dossier_lists import first_dossiers
from desktop.services.dossier_rows import DossierRow
from desktop.services.procedure_finding import find_procedures
from desktop.services.procedures import ProcedureRow
from desktop.ui.icons import icon
from desktop.ui.shell.context import UiContext
from desktop.ui.theme import colours
from desktop.wording.terms import term

_TYPING_MS = 60
_DOSSIERS, _PROCEDURES = 8, 4


@dataclass(frozen=True)
class Target:
    """Something to go to: words, icon, what happens, and the key that does the same."""

    text: str
    icon_name: str
    go: Callable[[], None]
    key: str = ""


class SearchBox(QDialog):
    """Type, arrow down, Enter.

    ``more`` is offered once something is typed; where it is given, it stands in the place of
    the dossiers and procedures, which only a unit has.
    """

    def __init__(
        self,
        context: UiContext,
        targets: list[Target],
        parent: QWidget,
        more: list[Target] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("searchBox")
        self.setWindowTitle("Tìm nhanh")
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 440)
        self._context = context
        self._targets = targets
        self._more = more
        self._shown: list[Target] = []
        self.setStyleSheet(
            f"#searchBox {{ border: 1px solid {colours().strong_border}; border-radius: 8px; }}"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        self.text = QLineEdit()
        self.text.setObjectName("searchBoxText")
        self.text.setAccessibleName("Tìm nhanh")
        self.text.setPlaceholderText(
            "Tìm hồ sơ, thủ tục, trang, việc cần làm…"
            if more is None
            else "Tìm đơn vị, trang, việc cần làm…"
        )
        self.list = QListWidget()
        self.list.setObjectName("searchBoxList")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName("Kết quả tìm")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        column.addWidget(self.text)
        column.addWidget(self.list, 1)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._find)
        self.text.textChanged.connect(lambda _text: self._typing.start())
        self.list.itemClicked.connect(lambda _item: self._go())
        self._show(self._pages(""), [])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move in the list, Enter goes, Esc closes."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            row = min(max(self.list.currentRow() + step, 0), self.list.count() - 1)
            self.list.setCurrentRow(row)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go()
        else:
            super().keyPressEvent(event)

    def _find(self) -> None:
        text, office = clean(self.text.text()), self._context.office
        if not text:
            self._show(self._pages(""), [])
            return
        if self._more is not None:
            self._show(self._pages(text), [])
            return
        wanted = DossierFilter(text=text)
        self._context.runner.query(
            lambda _: first_dossiers(office, wanted, _DOSSIERS),
            lambda rows: self._show(self._pages(text), rows),
            key="search box",
            owner=self,
        )

    def _pages(self, text: str) -> list[Target]:
        query = words(text)
        offered = self._targets + (self._more or [] if text else [])
        return [target for target in offered if matches_all(query, words(target.text))]

    def _show(self, pages: list[Target], rows: list[DossierRow]) -> None:
        text = clean(self.text.text())
        found = [self._dossier(row) for row in rows]
        procedures: list[Target] = []
        if text and self._more is None:
            hits = find_procedures(self._context.office, text, limit=_PROCEDURES)
            procedures = [target for hit in hits for target in self._procedure(hit)]
        beginning = " ".join(words(text))
        first = [page for page in pages if " ".join(words(page.text)).startswith(beginning)]
        rest = [page for page in pages if page not in first]
        self._shown = [*first, *found, *rest, *procedures]
        self.list.clear()
        for target in self._shown:
            said = f"{target.text}   {target.key}" if target.key else target.text
            self.list.addItem(QListWidgetItem(icon(target.icon_name, colours().muted), said))
        if not self._shown:
            empty = QListWidgetItem("Không tìm thấy gì. Hãy gõ ít chữ hơn.")
            empty.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(empty)
        self.list.setCurrentRow(0)

    def _procedure(self, hit: ProcedureRow) -> tuple[Target, Target]:
        """To receive one, and to see those that were received."""
        open_page, open_list = self._context.open_page, self._context.open_list
        return (
            Target(
                f"Tiếp nhận: {hit.shown_name} ({hit.code})",
                "file-plus",
                lambda: open_page(f"intake/{hit.code}"),
            ),
            Target(
                f"Các hồ sơ: {hit.shown_name} ({hit.code})",
                "list-check",
                lambda: open_list(DossierFilter(procedure_id=hit.id)),
            ),
        )

    def _dossier(self, row: DossierRow) -> Target:
        text = f"{row.code} · {row.applicant_name} · {row.procedure_name} · {term(row.state)}"
        return Target(text, "file-text", lambda: self._context.open_dossier(row.code))

    def _go(self) -> None:
        place = self.list.currentRow()
        if 0 <= place < len(self._shown):
            self.accept()
            self._shown[place].go()
