"""One package: outcome in words, notes, items put aside, and what to do about each."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout

from desktop.services.provinces.answering import Collected
from desktop.services.provinces.arrivals import items_aside
from desktop.services.provinces.cards import PackageRow
from desktop.services.provinces.status import Quarantined
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, label
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.arrivals_page import ADVICE
from desktop.wording.dates import moment, number
from desktop.wording.sync import OUTCOME_WORDS, item_reason_text


class PackagePanel(Card):
    """Shows a stored package, or one that could not be opened at all."""

    unit_wanted = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__(margins=12, spacing=8)
        self.setObjectName("packagePanel")
        self.setMinimumWidth(380)
        self._context = context
        self._unit = ""
        self.name = label("", "section", wrap=True, name="packageName")
        self.outcome = label("", wrap=True, name="packageOutcome")
        self.notes = label("", "muted", wrap=True, name="packageNotes")
        for widget in (self.name, self.outcome, self.notes):
            self.body.addWidget(widget)
        self.open_unit = button(
            "Mở đơn vị", name="openUnit", icon_name="building", key="Ctrl+Shift+U"
        )
        row = QHBoxLayout()
        row.addWidget(self.open_unit)
        row.addStretch(1)
        self.body.addLayout(row)
        self.aside_title = label("Mục để riêng", "fieldLabel")
        self.body.addWidget(self.aside_title)
        self.items = RowsTable("asideItems", "Mục để riêng", ("Mục", "Vì sao"), (64, 0))
        self.body.addWidget(self.items, 1)
        self.reason = label("", wrap=True, name="asideReason")
        self.advice = label("", "muted", wrap=True, name="asideAdvice")
        self.copy_button = button(
            "Sao chép nội dung mục", name="copyItem", icon_name="copy", key="Ctrl+Shift+C"
        )
        self.items.offer(self.copy_button)
        self.body.addWidget(self.reason)
        self.body.addWidget(self.advice)
        row = QHBoxLayout()
        row.addWidget(self.copy_button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addStretch(0)
        self.open_unit.clicked.connect(
            lambda: self._context.open_page(f"units/{self._unit}") if self._unit else None
        )
        self.copy_button.clicked.connect(self._copy)
        self.items.selectionModel().currentRowChanged.connect(lambda *_: self._show_item())
        self.show_package(None, {})

    def show_package(self, package: PackageRow | Collected | None, names: dict[str, str]) -> None:
        """A package of the list; None hides the panel."""
        self.setVisible(package is not None)
        if package is None:
            return
        self._unit = package.unit_code
        unit = names.get(package.unit_code, package.unit_code)
        self.name.setText(f"{unit}, gói số {package.number}")
        self.open_unit.setVisible(package.unit_code in names)
        words = OUTCOME_WORDS[package.outcome]
        if isinstance(package, Collected):
            self.outcome.setText(f"{words[:1].upper()}{words[1:]}.")
            self.notes.setText("\n".join(note.message for note in package.problems))
            self._show_items(())
            return
        self.outcome.setText(
            f"{words[:1].upper()}{words[1:]}: {number(package.items)} mục, đóng gói "
            f"{moment(package.made_at)}, nhận {moment(package.received_at)}."
        )
        self.notes.setText("\n".join(package.problems))
        office, package_id = self._context.office, package.id
        if not package.set_aside:
            self._show_items(())
            return
        self._context.runner.query(
            lambda _: items_aside(office, package_id),
            self._show_items,
            key="items aside",
            owner=self,
        )

    def _show_items(self, found: tuple[Quarantined, ...]) -> None:
        self.items.show_rows(
            [
                ([str(item.position), item_reason_text(item.reason, item.detail)], item, None)
                for item in found
            ]
        )
        for widget in (self.aside_title, self.items, self.reason, self.advice, self.copy_button):
            widget.setVisible(bool(found))
        self._show_item()

    def _show_item(self) -> None:
        item: Quarantined | None = (
            self.items.current_value() if self.items.rows.rowCount() else None
        )
        if item is None:
            return
        reason = item_reason_text(item.reason, item.detail)
        self.reason.setText(f"{reason[:1].upper()}{reason[1:]}.")
        self.advice.setText(f"Việc cần làm: {ADVICE[item.reason]}")

    def _copy(self) -> None:
        item: Quarantined | None = self.items.current_value()
        if item is not None:
            QGuiApplication.clipboard().setText(item.text)
            self._context.messages.say("Đã sao chép nội dung mục để gửi người hỗ trợ.")
