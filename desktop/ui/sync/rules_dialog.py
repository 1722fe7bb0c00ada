"""Quy định của tỉnh: every pack that came, and what this unit decides about one that waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.appraisals import PackState
from desktop.domain.moments import local_date
from desktop.domain.roles import Permission, has
from desktop.services.office import Office
from desktop.services.outcomes import Outcome
from desktop.ui.shell.context import UiContext
from desktop.ui.theme import ROW_HEIGHT, colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.permits import REASONS, allow
from desktop.ui.widgets.table_or_advice import TableOrAdvice
from desktop.ui.widgets.tables import RowsTable, mark_row
from desktop.wording.dates import day, moment
from desktop.wording.province import PACK_STATES, pack_title

if TYPE_CHECKING:
    from desktop.services.syncing.rule_rows import ReceivedRules

_ADVICE = (
    "Quy định của tỉnh tự áp dụng khi đến. Gói nào sẽ ghi đè điều đơn vị đã tự sửa thì chờ ở đây: "
    "nhận quy định của tỉnh, hoặc giữ cách của đơn vị. Tỉnh được báo đơn vị đã chọn gì."
)
_NO_CHOICE = "Chỉ chọn được với gói đang chờ hoặc đơn vị đang giữ cách của mình."
_OPEN = (PackState.WAITING, PackState.DECLINED)


class RulesDialog(QDialog):
    """The pack that waits is marked first."""

    def __init__(self, context: UiContext, parent: QWidget, wanted: str = "") -> None:
        super().__init__(parent)
        self.setObjectName("rulesDialog")
        self.setWindowTitle("Quy định của tỉnh")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(820, 420)
        self._context = context
        self._wanted: str | None = wanted
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(_ADVICE, "muted", wrap=True))
        self.table = RowsTable(
            "rulesTable",
            "Các gói quy định đã đến",
            ("Quy định", "Số", "Có hiệu lực", "Tình trạng", "Đến lúc"),
            (0, 56, 150, 170, 150),
        )
        self.table.setMinimumHeight(4 * ROW_HEIGHT)
        self.shown = TableOrAdvice(
            self.table,
            "inbox",
            "Tỉnh chưa gửi quy định nào",
            "Bộ tiêu chí, danh mục thủ tục, lịch nghỉ, mẫu giấy của tỉnh sẽ hiện ở đây.",
        )
        column.addWidget(self.shown, 1)
        self.message = label("", wrap=True, name="rulesMessage")
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.message)
        self.accept_button = button(
            "Nhận quy định của tỉnh", role="primary", name="rulesAccept", key="Ctrl+Return"
        )
        self.decline_button = button("Giữ cách của đơn vị", name="rulesDecline", key="Ctrl+Shift+G")
        close = button("Đóng", name="rulesClose", tip="Phím tắt: Esc")
        row = QHBoxLayout()
        row.addWidget(self.accept_button)
        row.addWidget(self.decline_button)
        row.addStretch(1)
        row.addWidget(close)
        column.addLayout(row)
        self.accept_button.clicked.connect(lambda: self._decide(_accept, "Đã nhận {what}."))
        self.decline_button.clicked.connect(
            lambda: self._decide(_decline, "Giữ cách của đơn vị; tỉnh sẽ được báo về {what}.")
        )
        close.clicked.connect(self.reject)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_row())
        self._read()

    def _read(self) -> None:
        office = self._context.office
        self._context.runner.query(lambda _: _list(office), self._show, owner=self)

    def _show(self, rows: tuple[ReceivedRules, ...]) -> None:
        due = colours().due
        self.table.show_rows(
            [(_cells(row), row, due if row.state is PackState.WAITING else None) for row in rows]
        )
        self.shown.show_table(bool(rows))
        self._mark(rows)
        self._show_row()

    def _mark(self, rows: tuple[ReceivedRules, ...]) -> None:
        """The pack that was asked for, or one that waits; later the mark stays where it is."""
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            return
        waiting = [place for place, row in enumerate(rows) if row.state is PackState.WAITING]
        asked = [p for p, row in enumerate(rows) if wanted and str(row.id).endswith(wanted)]
        for place in [*asked, *waiting][:1]:
            mark_row(self.table, self.table.rows.index(place, 0))

    def _show_row(self) -> None:
        row: ReceivedRules | None = (
            self.table.current_value() if self.table.rows.rowCount() else None
        )
        self.message.setText(_told(row) if row is not None else "")
        may = row is not None and has(self._context.office.user.role, _permission(row))
        is_open = row is not None and row.state in _OPEN
        reason = REASONS[_permission(row)] if row is not None and is_open else _NO_CHOICE
        allow(self.accept_button, may and is_open, reason)
        waits = row is not None and row.state is PackState.WAITING
        allow(self.decline_button, may and waits, reason)

    def _decide(self, work: Callable[[Office, str], Outcome[ReceivedRules]], said: str) -> None:
        row: ReceivedRules | None = self.table.current_value()
        if row is None:
            return
        office, pack = self._context.office, str(row.id)
        what = f"{pack_title(row.kind, row.name)} số {row.number}"

        def done(_row: object) -> None:
            self._context.messages.say(said.format(what=what))
            self._read()

        self._context.runner.command(lambda _: work(office, pack), done, owner=self)


def _cells(row: ReceivedRules) -> list[str]:
    title = pack_title(row.kind, row.name)
    valid = day(row.valid_from) if row.valid_from else "theo nội dung"
    return [
        title[:1].upper() + title[1:],
        str(row.number),
        valid,
        PACK_STATES[row.state],
        moment(row.received_at),
    ]


def _told(row: ReceivedRules) -> str:
    by = ""
    if row.decided_at is not None and row.decided_by:
        by = f" {row.decided_by} chọn lúc {moment(row.decided_at)}."
    return f"Đến {day(local_date(row.received_at))}. {row.message}{by}"


def _permission(row: ReceivedRules) -> Permission:
    from desktop.services.syncing.rule_packs import MAY_ACCEPT

    return MAY_ACCEPT[row.kind]


def _list(office: Office) -> tuple[ReceivedRules, ...]:
    from desktop.services.syncing.rule_rows import list_rules

    return list_rules(office)


def _accept(office: Office, pack: str) -> Outcome[ReceivedRules]:
    from desktop.services.syncing.rule_packs import accept_rules

    return accept_rules(office, pack)


def _decline(office: Office, pack: str) -> Outcome[ReceivedRules]:
    from desktop.services.syncing.rule_packs import decline_rules

    return decline_rules(office, pack)
