"""Phát hành: what was sent down to the units, and which unit answered what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton, QSplitter, QStackedWidget, QWidget

from desktop.domain.appraisals import PackState
from desktop.domain.moments import local_date
from desktop.services.outcomes import Change
from desktop.services.provinces.ranking import unit_names
from desktop.services.provinces.rules import RulesStatus, lay_on_stick, rules_status
from desktop.ui.publishing.answers import AnswersPanel
from desktop.ui.publishing.send_dialog import SendDialog
from desktop.ui.shell.context import UiContext
from desktop.ui.shell.province_entries import PublishingEntry
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.table_or_advice import TableOrAdvice
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.dates import day, number

if TYPE_CHECKING:
    from desktop.ui.scoring.sets_desk import SetsDesk

_WIDTHS = (0, 48, 112, 112, 82, 92, 84)


class PublishingPage(PublishingEntry):
    """Packs on the left, the units' answers to the chosen one on the right."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.sent: tuple[RulesStatus, ...] = ()
        self.stick_button = button(
            "Chép ra USB",
            name="rulesToStick",
            icon_name="device-floppy",
            key="Ctrl+O",
            tip="Đặt mọi quy định chưa được trả lời vào USB hoặc thư mục",
        )
        self.send_button = button(
            "Gửi quy định", role="primary", name="sendRules", icon_name="upload", key="Ctrl+N"
        )
        self.import_button = button(
            "Nhập bộ tiêu chí",
            name="importCriteria",
            icon_name="file-plus",
            key="Ctrl+I",
            tip="Đọc bộ tiêu chí từ Excel, trả lời từng câu hỏi về cách tính điểm rồi lưu",
        )
        self.import_button.clicked.connect(self._ask_import)
        self.sets_button = button(
            "Bộ tiêu chí",
            name="provinceSets",
            icon_name="list-check",
            key="Ctrl+Shift+L",
            tip="Xem, sửa, chép, so các bộ tiêu chí; lưu thành phiên bản mới rồi gửi",
        )
        self.sets_button.clicked.connect(self.turn_sets)
        self.action_bar.addWidget(self.sets_button)
        self.action_bar.addWidget(self.import_button)
        self.stick_button.clicked.connect(self._ask_stick)
        self.send_button.clicked.connect(lambda: self.send())
        self.action_bar.addWidget(self.stick_button)
        self.action_bar.addWidget(self.send_button)
        self.table = RowsTable(
            "rulesTable",
            "Quy định đã gửi",
            ("Quy định", "Số", "Hiệu lực", "Ngày ký", "Áp dụng", "Chưa đáp", "Cần xem"),
            _WIDTHS,
        )
        self.shown = TableOrAdvice(
            self.table,
            "upload",
            "Chưa gửi quy định nào",
            "Bấm Gửi quy định để gửi bộ tiêu chí, danh mục thủ tục, lịch nghỉ hoặc mẫu giấy cho "
            "mọi đơn vị; gói được ký bằng khóa của tỉnh.",
        )
        self.answers = AnswersPanel(context)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(10)
        split.addWidget(self.shown)
        split.addWidget(self.answers)
        split.setStretchFactor(0, 1)
        split.setSizes([690, 416])
        self.views = QStackedWidget()
        self.views.addWidget(split)
        self.content.addWidget(self.views, 1)
        self._import_view: QWidget | None = None
        self.desk: SetsDesk | None = None
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_answers())

    def enter(self) -> None:
        """Reads what was sent."""
        self._read()
        self.table.setFocus()

    def refresh(self, changes: frozenset[Change]) -> None:
        """Answers come with packages."""
        if changes & {Change.SYNC, Change.CRITERIA}:
            self._read()

    def undo(self) -> None:
        """Ctrl+Z: in the editor of a set the last step."""
        shown = self.desk is not None and self.views.currentWidget() is self.desk
        if not (shown and self.desk is not None and self.desk.undo()):
            super().undo()

    def leave(self) -> bool:
        """An edit of a set stays for later."""
        if self.desk is not None:
            self.desk.keep()
        return True

    def turn_sets(self) -> None:
        """The sets of criteria with their editor, and back to what was sent."""
        if self.desk is not None and self.views.currentWidget() is self.desk:
            self.desk.keep()
            self.views.setCurrentIndex(0)
        else:
            if self.desk is None:
                self.desk = self._make_desk()
            self.views.setCurrentWidget(self.desk)
            self.desk.show_list()
        self._show_buttons()

    def _make_desk(self) -> SetsDesk:
        from desktop.ui.scoring.sets_desk import SetsDesk
        from desktop.ui.scoring.undo_stack import UndoStack

        desk = SetsDesk(self.context, UndoStack())
        desk.turned.connect(self._show_buttons)
        desk.sets.sending_wanted.connect(self._send_set)
        self.views.addWidget(desk)
        return desk

    def _send_set(self, code: str) -> None:
        self.turn_sets()
        self.send(code)

    def _show_buttons(self) -> None:
        """What can be done beside what is shown."""
        on_sets = self.desk is not None and self.views.currentWidget() is self.desk
        self.sets_button.setText("Về các gói đã gửi" if on_sets else "Bộ tiêu chí")
        for made in self._buttons():
            made.setVisible(not on_sets)
        if on_sets and self.desk is not None:
            self.state.setText(self.desk.words)
        else:
            self._read()

    def send(self, set_code: str = "") -> None:
        """The dialog that checks, signs and sends; for a kept set when one is named."""
        SendDialog(self.context, self, set_code).open()

    def read_set(self, path: Path) -> None:
        """Reads a criteria set, question by question; kept, it can be sent at once."""
        from desktop.ui.scoring.import_view import ImportView

        view = ImportView(self.context)
        view.finished.connect(self._imported)
        self._import_view = view
        self.views.addWidget(view)
        self.views.setCurrentWidget(view)
        for made in (*self._buttons(), self.sets_button):
            made.hide()
        view.read(path)

    def _imported(self, code: str) -> None:
        if self._import_view is not None:
            self.views.removeWidget(self._import_view)
            self._import_view.deleteLater()
            self._import_view = None
        for made in (*self._buttons(), self.sets_button):
            made.show()
        if code:
            self.send(code)

    def _buttons(self) -> tuple[QPushButton, ...]:
        return self.import_button, self.stick_button, self.send_button

    def _ask_import(self) -> None:
        file, _ = QFileDialog.getOpenFileName(
            self, "Chọn tệp bộ tiêu chí", "", "Bảng (*.xlsx *.xls *.ods *.csv)"
        )
        if file:
            self.read_set(Path(file))

    def lay_into(self, folder: Path) -> None:
        """Lays what is not answered yet into a folder or stick."""
        office = self.context.office
        self.context.runner.command(
            lambda _: lay_on_stick(office, folder),
            lambda count: self.context.messages.say(
                f"Đã đặt {number(count)} tệp quy định vào {folder}."
                if count
                else f"Ở {folder} đã có đủ quy định; không cần chép thêm."
            ),
            label="Đang chép quy định",
            button=self.stick_button,
            owner=self,
        )

    def _ask_stick(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Chọn USB hoặc thư mục")
        if chosen:
            self.lay_into(Path(chosen))

    def _read(self) -> None:
        office = self.context.office
        self.context.runner.query(
            lambda _: rules_status(office), self._show, key="rules status", owner=self
        )

    def _show(self, sent: tuple[RulesStatus, ...]) -> None:
        self.sent = sent
        self.table.show_rows([_row_shown(row) for row in sent])
        self.shown.show_table(bool(sent))
        silent = sum(bool(row.silent) for row in sent)
        text = f"{len(sent)} gói quy định đã ký"
        if silent:
            text += f", {silent} gói còn đơn vị chưa trả lời"
        self.state.setText(text if sent else "Chưa gửi gói nào")
        self._show_answers()

    def _show_answers(self) -> None:
        row: RulesStatus | None = self.table.current_value() if self.table.rows.rowCount() else None
        self.answers.show_pack(row, unit_names() if row is not None else {})


def _row_shown(row: RulesStatus) -> tuple[list[str], RulesStatus, str | None]:
    look = sum(row.answers.get(s, 0) for s in (PackState.WAITING, PackState.DECLINED))
    refused = row.answers.get(PackState.REFUSED, 0)
    title = row.pack.title
    texts = [
        f"{title[:1].upper()}{title[1:]}",
        str(row.pack.number),
        day(row.pack.valid_from) if row.pack.valid_from else "ngay",
        day(local_date(row.made_at)),
        str(row.answers.get(PackState.APPLIED, 0)),
        str(len(row.silent)),
        str(look + refused) if look + refused else "–",
    ]
    return texts, row, colours().overdue if refused else None
