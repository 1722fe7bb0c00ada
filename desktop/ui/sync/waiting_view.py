"""What waits to leave, and below it exactly what the province will see of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QTextBrowser

from desktop.domain.packages import PackageRefused
from desktop.domain.roles import Permission, has
from desktop.services.office import Office
from desktop.ui.dossiers.rich_words import definition_rows
from desktop.ui.shell.context import UiContext
from desktop.ui.theme import ROW_HEIGHT
from desktop.ui.widgets.cards import Card, label
from desktop.ui.widgets.permits import REASONS
from desktop.ui.widgets.table_or_advice import TableOrAdvice
from desktop.ui.widgets.tables import RowsTable
from desktop.wording import sync_page as words
from desktop.wording.dates import number, short_moment, size

if TYPE_CHECKING:
    from desktop.services.syncing.preview import Preview, PreviewItem
    from desktop.services.syncing.status import SyncStatus

_MOST_SHOWN = 500
_ROWS_HIGH = 3
# The row of what stands outside any package.
_UNPACKED = 0


class WaitingView(Card):
    """Left column of the page."""

    def __init__(self, context: UiContext) -> None:
        super().__init__("Chờ gửi đi", margins=12, spacing=6)
        self.setObjectName("syncWaiting")
        self._context = context
        self.table = RowsTable(
            "waitingTable",
            "Những gì chờ gửi đi",
            ("Gói", "Mục", "Từ lúc", "Đã chép lúc"),
            (0, 64, 142, 142),
        )
        self.body.addWidget(self.table)
        self.about = label("", "caption", wrap=True, name="previewAbout")
        self.body.addWidget(self.about)
        self.items = RowsTable(
            "previewTable", "Tỉnh sẽ thấy gì", ("Mã hồ sơ", "Thủ tục", "Trạng thái"), (172, 0, 128)
        )
        self.content = QTextBrowser()
        self.content.setObjectName("previewContent")
        self.content.setAccessibleName("Nội dung tỉnh sẽ thấy của dòng đang chọn")
        self.content.setTabChangesFocus(True)
        self.content.setMinimumHeight(2 * ROW_HEIGHT)
        self.content.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.shown = TableOrAdvice(
            self.items,
            "eye",
            "Không có gì chờ gửi",
            "Hồ sơ vừa nhận hoặc vừa sửa sẽ hiện ở đây, đúng như tỉnh sẽ thấy.",
        )
        self.items.setMinimumHeight(2 * ROW_HEIGHT)
        self.body.addWidget(self.shown, 4)
        self.body.addWidget(self.content, 5)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._read_items())
        self.items.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_content())

    def show_status(self, status: SyncStatus) -> None:
        """Replaces the rows; reads what stands behind the chosen one."""
        rows: list[tuple[list[str], object, str | None]] = []
        if status.unpacked:
            since = _short(status.unpacked_since)
            rows.append((["Chưa đóng gói", number(status.unpacked), since, ""], _UNPACKED, None))
        for package in status.waiting:
            name = f"Gói {package.number} ({size(package.bytes)})"
            texts = [name, number(package.items), _short(package.since), _short(package.laid_at)]
            rows.append((texts, package.id, None))
        self.table.show_rows(rows)
        self.table.setVisible(bool(rows))
        self.table.setFixedHeight((min(len(rows), _ROWS_HIGH) + 1) * ROW_HEIGHT + 6)
        self._read_items()

    def _read_items(self) -> None:
        office, package_id = self._context.office, self.table.current_value()
        if package_id is None:
            self._clear("")
            return
        if not has(office.user.role, Permission.SEND):
            self._clear(REASONS[Permission.SEND])
            return
        self._context.runner.query(
            lambda _: _read(office, package_id), self._show, key="sync preview", owner=self
        )

    def _show(self, preview: Preview | None) -> None:
        if preview is None:
            self._clear(_NOT_WHOLE)
            return
        items = preview.items
        self.shown.show_table(bool(items))
        self.content.setVisible(bool(items))
        more = f" Đang xem {number(len(items))} mục đầu." if preview.total > len(items) else ""
        has_scans = any(isinstance(item.content.get("files"), list) for item in items)
        warned = f" {words.SCANS_WARNING}" if has_scans else ""
        self.about.setText(f"{_PSEUDONYMOUS}{more}{warned}" if items else "")
        self.items.show_rows([(_cells(item), item, None) for item in items])
        self._show_content()

    def _clear(self, why: str) -> None:
        self.about.setText(why)
        self.shown.show_table(False)
        self.content.hide()
        self.items.show_rows([])

    def _show_content(self) -> None:
        item: PreviewItem | None = self.items.current_value()
        self.content.setHtml("" if item is None else _html(item))


def _read(office: Office, package_id: int) -> Preview | None:
    from desktop.services.syncing.preview import preview, preview_package

    if package_id == _UNPACKED:
        return preview(office, _MOST_SHOWN)
    try:
        return preview_package(office, package_id, _MOST_SHOWN)
    except PackageRefused:
        return None


_PSEUDONYMOUS = (
    "Tỉnh sẽ thấy đúng như dưới đây: không có họ tên, số định danh, điện thoại, địa chỉ, ghi chú."
)


_NOT_WHOLE = (
    "Không đọc lại được gói này trên máy. Nếu tỉnh báo gói hỏng, hãy bấm Gửi lại toàn bộ sổ."
)


def _cells(item: PreviewItem) -> list[str]:
    if isinstance(item.content.get("files"), list):
        count = f"{number(len(item.content['files']))} tệp"
        return [item.label, words.kind_name(item.kind), count]
    if "state" not in item.content:
        return ["", words.kind_name(item.kind), ""]
    state = words.shown("state", item.content["state"])
    return [item.label, item.content["procedure"]["name"], state]


def _html(item: PreviewItem) -> str:
    return definition_rows(list(words.content_lines(item.content)))


def _short(value: datetime | None) -> str:
    return short_moment(value) if value is not None else "chưa"
