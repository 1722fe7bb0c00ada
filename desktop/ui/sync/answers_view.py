"""What came back: the province's receipts in words, found by number or code, printed, saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from desktop.domain.packages import ItemOutcome, PackageOutcome
from desktop.domain.roles import Permission
from desktop.services.office import Office
from desktop.ui.papers.desk_printer import DeskPrinter
from desktop.ui.shell.context import UiContext
from desktop.ui.theme import ROW_HEIGHT, colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, label
from desktop.ui.widgets.permits import permit
from desktop.ui.widgets.shortcuts import keys_inside
from desktop.ui.widgets.table_or_advice import TableOrAdvice
from desktop.ui.widgets.tables import RowsTable
from desktop.wording import sync_page as words
from desktop.wording.dates import number, short_moment
from desktop.wording.sync import OUTCOME_WORDS

if TYPE_CHECKING:
    from desktop.services.syncing.status import AnsweredItem, AnsweredPackage

_TYPING_MS = 120
_ROWS_HIGH = 4


class AnswersView(Card):
    """Right column of the page; a double click or Enter on an item opens its dossier."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__("Tỉnh trả lời", margins=12, spacing=6)
        self.setObjectName("syncAnswers")
        self._context = context
        self._page = parent
        self._printer = DeskPrinter(context, parent)
        self._build_head()
        self.table = RowsTable(
            "answeredTable",
            "Các gói tỉnh đã trả lời",
            ("Gói", "Mục", "Trả lời lúc", "Kết quả"),
            (64, 64, 142, 0),
        )
        self.table.setMinimumHeight((_ROWS_HIGH + 1) * ROW_HEIGHT)
        self.items = RowsTable(
            "answeredItems", "Từng mục của gói đang chọn", ("Mục", "Tỉnh trả lời"), (190, 0)
        )
        self.shown = TableOrAdvice(
            self.table,
            "inbox",
            "Chưa có biên nhận nào",
            "Biên nhận trở về theo USB hoặc hộp thư sẽ hiện ở đây.",
        )
        self.body.addWidget(self.shown, 2)
        self.about = label("", "caption", wrap=True, name="answeredAbout")
        self.body.addWidget(self.about)
        self.body.addWidget(self.items, 3)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._read_items())
        self.items.activated.connect(lambda _index: self._open())
        keys_inside(
            self._page, ("Ctrl+F", lambda: self.search.setFocus(Qt.FocusReason.ShortcutFocusReason))
        )
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.read)
        self.search.textChanged.connect(lambda _text: self._typing.start())

    def _build_head(self) -> None:
        self.search = QLineEdit()
        self.search.setObjectName("answeredSearch")
        self.search.setAccessibleName("Tìm gói theo số gói hoặc mã hồ sơ")
        self.search.setPlaceholderText("Số gói, mã hồ sơ (Ctrl+F)")
        self.search.setMinimumWidth(220)
        self.search.setClearButtonEnabled(True)
        self.print_button = button(
            "In danh sách",
            name="printSent",
            icon_name="printer",
            key="Ctrl+P",
            tip="Danh sách đã gửi của gói đang chọn, kèm biên nhận từng mục",
        )
        self.save_button = button(
            "Lưu biên nhận",
            name="saveReceipt",
            icon_name="download",
            key="Ctrl+S",
            tip="Tệp biên nhận có chữ ký của tỉnh, để đối chiếu khi cần",
        )
        for made in (self.print_button, self.save_button):
            permit(made, self._context.office, Permission.EXPORT)
        self.print_button.clicked.connect(self.preview)
        self.save_button.clicked.connect(self._ask_save)
        row = QHBoxLayout()
        row.addWidget(self.search, 1)
        row.addWidget(self.print_button)
        row.addWidget(self.save_button)
        self.body.addLayout(row)

    def read(self) -> None:
        """Reads the packages that match the search."""
        office, text = self._context.office, self.search.text()
        self._context.runner.query(
            lambda _: _find(office, text), self._show, key="sync answers", owner=self
        )

    def _show(self, packages: tuple[AnsweredPackage, ...]) -> None:
        searched = bool(self.search.text().strip())
        self.table.show_rows([(_cells(p), p, _colour(p.outcome)) for p in packages])
        self.shown.empty.title.setText(
            "Không có gói nào khớp" if searched else "Chưa có biên nhận nào"
        )
        self.shown.show_table(bool(packages))
        for made in (self.print_button, self.save_button):
            made.setVisible(bool(packages))
        self.items.setVisible(bool(packages))
        self._read_items()

    def _read_items(self) -> None:
        office = self._context.office
        package: AnsweredPackage | None = self.table.current_value()
        if package is None:
            self.about.setText("")
            return
        self._context.runner.query(
            lambda _: _items(office, package.id),
            self._show_items,
            key="sync items",
            owner=self,
        )

    def _show_items(self, items: tuple[tuple[AnsweredItem, str], ...]) -> None:
        package: AnsweredPackage | None = self.table.current_value()
        if package is None:
            return
        self.about.setText(
            f"Gói {package.number}, {number(package.items)} mục: "
            f"{OUTCOME_WORDS[package.outcome]}. Danh sách đã gửi:"
        )
        self.items.show_rows(
            [
                ([item.label or words.kind_name(item.kind), said], item, _item_colour(item))
                for item, said in items
            ]
        )

    def _open(self) -> None:
        item: AnsweredItem | None = self.items.current_value()
        if item is not None and item.label:
            self._context.open_dossier(item.label)

    def preview(self) -> None:
        """The list of items of the chosen package as the real pages."""
        office = self._context.office
        package: AnsweredPackage | None = self.table.current_value()
        if package is None:
            return
        title = f"Danh sách đã gửi, gói {package.number}"
        self._context.runner.query(
            lambda _: _pdf(office, package.id),
            lambda pdf: self._printer.show_pdf(pdf, title, f"da-gui-goi-{package.number}.pdf"),
            owner=self._page,
            label="Đang dựng trang in",
        )

    def _ask_save(self) -> None:
        package: AnsweredPackage | None = self.table.current_value()
        if package is None:
            return
        usual = f"bien-nhan-goi-{package.number}.receipt.json"
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Lưu biên nhận", usual, "Biên nhận (*.receipt.json)"
        )
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, target: Path) -> None:
        """Writes the signed receipt of the chosen package."""
        office = self._context.office
        package: AnsweredPackage | None = self.table.current_value()
        if package is None:
            return
        self._context.runner.query(
            lambda _: _save(office, package.id, target),
            lambda path: self._context.messages.say(f"Đã lưu biên nhận vào {path}."),
            owner=self,
        )


# The services of this page load keys and seals: not before the page is used.
def _find(office: Office, text: str) -> tuple[AnsweredPackage, ...]:
    from desktop.services.syncing.answers import find_answered

    return find_answered(office, text)


def _items(office: Office, package_id: int) -> tuple[tuple[AnsweredItem, str], ...]:
    from desktop.services.syncing.answers import said
    from desktop.services.syncing.status import items_of

    return tuple((item, said(item)) for item in items_of(office, package_id))


def _pdf(office: Office, package_id: int) -> bytes:
    from desktop.services.syncing.answers import receipt_list_pdf

    return receipt_list_pdf(office, package_id)


def _save(office: Office, package_id: int, target: Path) -> Path:
    from desktop.services.syncing.answers import save_receipt

    return save_receipt(office, package_id, target)


def _cells(package: AnsweredPackage) -> list[str]:
    return [
        number(package.number),
        number(package.items),
        short_moment(package.answered_at),
        OUTCOME_WORDS[package.outcome],
    ]


def _colour(outcome: PackageOutcome) -> str | None:
    if outcome is PackageOutcome.ACCEPTED:
        return None
    return colours().overdue if outcome is PackageOutcome.REJECTED else colours().due


def _item_colour(item: AnsweredItem) -> str | None:
    bad = item.outcome in (ItemOutcome.QUARANTINED, ItemOutcome.OLDER)
    return colours().due if bad else None
