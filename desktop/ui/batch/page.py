"""Nhập bù: sheets with printed numbers, keyed in one after the other with their own hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.chip_cards import looks_like_scan
from desktop.domain.dossier_codes import code_in_scan
from desktop.domain.dossiers import DossierEvent
from desktop.domain.moments import local_date
from desktop.domain.roles import Permission
from desktop.services.dossier_rows import DossierRow
from desktop.services.intake_entry import DossierInput
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.outcomes import Change, Outcome
from desktop.services.papers.blank_receipts import noted_blank_receipts_pdf
from desktop.services.receiving import BATCH_DRAFT, ReceivedDossier, receive_dossier
from desktop.services.reserved_codes import (
    ReservedCode,
    check_paper_time,
    keyed_in,
    open_code,
    spoil_code,
    unspoil_code,
    unused_codes,
)
from desktop.ui.batch.blank_dialog import BlankDialog
from desktop.ui.batch.sheet_bar import SheetBar
from desktop.ui.batch.sheet_list import SheetList
from desktop.ui.intake.entry_form import EntryForm, EntryWays
from desktop.ui.intake.recent import RecentList
from desktop.ui.intake.result_form import ResultForm
from desktop.ui.intake.scan_catcher import ScanCatcher
from desktop.ui.papers.desk_printer import DeskPrinter
from desktop.ui.shell.context import UiContext
from desktop.ui.shell.page import Page
from desktop.ui.widgets.ask_text import AskText
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import EmptyState
from desktop.ui.widgets.permits import permit
from desktop.ui.widgets.shortcuts import keys_inside
from desktop.wording.dates import moment, number

_BELOW = 118
_NONE_KEYED = "Hôm nay chưa nhập bù hồ sơ nào. Hồ sơ vừa nhập sẽ hiện ở đây."
Found = tuple[tuple[ReservedCode, ...], tuple[DossierRow, ...]]


class BatchPage(Page):
    """The entry form of intake, with the number and the hour of the paper over it."""

    key = "batch"
    title = "Nhập bù ngày mất điện"
    icon_name = "plug-off"
    under = "intake"

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._printer = DeskPrinter(context, self)
        self.bar = SheetBar(context)
        ways = EntryWays(
            BATCH_DRAFT, self._complete, self._sheet_state, self._put_sheet_back, self.bar.fields()
        )
        self.form = EntryForm(context, ways, ResultForm("Lưu, sang số sau", prints=False))
        self.sheets = SheetList()
        self.keyed = RecentList("Đã nhập bù hôm nay", _NONE_KEYED)
        self._kept_code = ""
        self._build()
        self._connect()

    def enter(self) -> None:
        """The next number is there; the cursor beside it."""
        self._read()
        if self.form.person.is_blank:
            self.bar.number.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.bar.number.edit.selectAll()

    def refresh(self, changes: frozenset[Change]) -> None:
        """Keeps what is typed; reads the numbers and what was keyed in."""
        if Change.DOSSIERS in changes and self.isVisible():
            self._read()
        if changes & {Change.PROCEDURES, Change.CALENDAR}:
            self.form.preview.start()

    def leave(self) -> bool:
        """What was typed in the last half second is kept too."""
        self.form.drafts.keep_now()
        return True

    def open_section(self, key: str) -> object:
        """ "blank" asks how many blank receipts to print."""
        if key != "blank":
            raise KeyError(key)
        self._ask_blank()
        return self

    def help_keys(self) -> tuple[tuple[str, str], ...]:
        """For the F1 sheet."""
        return (
            ("F7", "tới ô số trên giấy; gõ số cuối hoặc quét QR"),
            ("Enter", "từ số sang giờ, từ giờ sang người nộp"),
            ("F6", "sang cột kế tiếp"),
            ("Ctrl+Enter", "lưu và sang số sau"),
            ("F9", "đổi cách nộp phí: trực tiếp, trực tuyến, chưa nộp"),
            ("F2", "về trang Tiếp nhận"),
        )

    def scan(self, text: str) -> None:
        """A paper's QR chooses its number; a card fills the person in."""
        if code_in_scan(text):
            self.bar.choose_code(text)
        else:
            self.form.scan(text)

    def save(self) -> None:
        """Saves under the number of the paper; then the next number waits."""
        self.form.save(self._store, self._saved)

    def _build(self) -> None:
        self.blank_button = button(
            "In giấy trắng có số", name="printBlank", icon_name="printer", key="Ctrl+P"
        )
        self.again_button = button(
            "In lại tờ này", name="printSheetAgain", icon_name="file-text", key="Ctrl+Shift+P"
        )
        self.spoil_button = button("Tờ này hỏng", name="spoilSheet", icon_name="ban", key="Ctrl+H")
        for made in (self.spoil_button, self.again_button, self.blank_button):
            permit(made, self.context.office, Permission.RECEIVE)
            self.action_bar.addWidget(made)
        permit(self.form.result.save, self.context.office, Permission.RECEIVE)
        self.sheets.table.offer(self.again_button, self.spoil_button)
        first_step = button(
            "In giấy trắng có số",
            role="primary",
            name="printFirstBlank",
            icon_name="printer",
            key="Ctrl+P",
        )
        first_step.clicked.connect(self._ask_blank)
        permit(first_step, self.context.office, Permission.RECEIVE)
        self.empty = EmptyState("plug-off", "", "", first_step)
        filled = QWidget()
        column = QVBoxLayout(filled)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.bar)
        column.addWidget(self.form, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(filled)
        self.stack.addWidget(self.empty)
        self.content.addWidget(self.stack, 1)
        below = QHBoxLayout()
        below.setSpacing(12)
        self.sheets.setFixedHeight(_BELOW)
        self.keyed.setFixedHeight(_BELOW)
        below.addWidget(self.sheets, 2)
        below.addWidget(self.keyed, 5)
        self.content.addLayout(below)

    def _connect(self) -> None:
        self.bar.chosen.connect(self._chosen)
        self.bar.changed.connect(self.form.edited)
        self.bar.entered.connect(self._to_person)
        self.bar.unknown.connect(self._explain)
        self.sheets.wanted.connect(self._choose_from_list)
        self.form.save_wanted.connect(lambda _prints: self.save())
        self.blank_button.clicked.connect(self._ask_blank)
        self.again_button.clicked.connect(self._print_again)
        self.spoil_button.clicked.connect(self._ask_spoil)
        self.keyed.reprint_wanted.connect(lambda code: self._printer.print_form("receipt", code))
        self.keyed.open_wanted.connect(self.context.open_dossier)
        self.keyed.undo_wanted.connect(self._undo)
        self.catcher = ScanCatcher(self, lambda t: looks_like_scan(t) or bool(_paper_scan(t)))
        self.catcher.scanned.connect(self.scan)
        keys_inside(
            self,
            ("F6", self.form.next_column),
            ("F7", lambda: self.bar.number.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)),
        )

    def _complete(self, entry: DossierInput) -> DossierInput:
        received_at = self.bar.received_at()
        assert self.bar.sheet is not None
        return replace(entry, received_at=received_at, reserved_code=self.bar.sheet.code)

    def _store(self, entry: DossierInput) -> Outcome[ReceivedDossier]:
        office = self.context.office
        assert entry.received_at is not None
        check_paper_time(office, open_code(office, entry.reserved_code), entry.received_at)
        return receive_dossier(office, entry)

    def _saved(self, received: ReceivedDossier) -> None:
        due = moment(received.due.due_at) if received.due else "không hẹn ngày"
        self.context.messages.say(
            f"Đã nhập {received.code}, hẹn trả {due}.", partial(self._undo, received.code)
        )
        self.bar.start()

    def _undo(self, code: str) -> None:
        office = self.context.office
        self.context.runner.command(
            lambda _: move_dossier(office, MoveInput(code, DossierEvent.UNDO)),
            lambda moved: self.context.messages.say(
                f"Đã hủy việc nhập {moved.code}; số này chờ nhập lại."
            ),
            owner=self,
        )

    def _read(self) -> None:
        office = self.context.office
        today = local_date(office.now())
        self.context.runner.query(
            lambda _: (unused_codes(office), keyed_in(office, today)),
            self._show,
            key="batch sheets",
            owner=self,
        )

    def _show(self, found: Found) -> None:
        sheets, keyed = found
        self.sheets.show_sheets(sheets)
        self.bar.show_sheets(sheets)
        if self._kept_code and any(sheet.code == self._kept_code for sheet in sheets):
            self.bar.choose(next(s for s in sheets if s.code == self._kept_code))
        self._kept_code = ""
        self.sheets.mark(self.bar.sheet)
        self.keyed.show_rows(list(keyed))
        self.state.setText(
            f"Còn {number(len(sheets))} số chưa nhập · hôm nay đã nhập {number(len(keyed))} hồ sơ"
        )
        self._show_empty(not sheets, bool(keyed))

    def _show_empty(self, empty: bool, any_keyed: bool) -> None:
        self.stack.setCurrentIndex(int(empty))
        for made in (self.spoil_button, self.again_button, self.blank_button, self.sheets):
            made.setVisible(not empty)
        self.keyed.setVisible(any_keyed or not empty)
        if any_keyed:
            self.empty.title.setText("Đã nhập hết các số in sẵn")
            self.empty.advice.setText(
                "Mọi tờ giấy đã vào sổ. Bấm F2 để tiếp nhận tiếp, hoặc in thêm cho lần sau."
            )
        else:
            self.empty.title.setText("Chưa có số in sẵn nào chờ nhập")
            self.empty.advice.setText(
                "Trước ngày mất điện, in sẵn giấy tiếp nhận trắng có số và mã QR. Mất điện: ghi "
                "tay, giao cho người dân. Có điện lại: nhập từng tờ ở đây, đúng giờ ghi trên giấy."
            )

    def _chosen(self, sheet: ReservedCode | None) -> None:
        self.sheets.mark(sheet)
        for made in (self.spoil_button, self.again_button):
            if permit(made, self.context.office, Permission.RECEIVE):
                made.setEnabled(sheet is not None)

    def _choose_from_list(self, sheet: ReservedCode) -> None:
        self.bar.choose(sheet)
        self.bar.clock.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_person(self) -> None:
        if self.form.person.is_blank:
            self.form.person.first_entry.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.form.procedure.picker.setFocus(Qt.FocusReason.TabFocusReason)

    def _explain(self, code: str) -> None:
        """Why a number is not in the list: never printed, keyed in already, spoiled."""
        office = self.context.office
        self.context.runner.query(lambda _: open_code(office, code), self.bar.choose, owner=self)

    def _ask_blank(self) -> None:
        dialog = BlankDialog(self.context, self)
        dialog.reserved.connect(self._print)
        dialog.open()

    def _print_again(self) -> None:
        sheet = self.bar.sheet
        if sheet is not None:
            self._print((sheet.code,), sheet.day)

    def _print(self, codes: tuple[str, ...], on: date) -> None:
        office = self.context.office
        self.context.runner.query(
            lambda _: noted_blank_receipts_pdf(office, codes, on),
            lambda pdf: self._printer.show_pdf(
                pdf, f"{len(codes)} giấy tiếp nhận trắng có số", f"giay-trang-{on:%y%m%d}.pdf"
            ),
            owner=self,
            label="Đang dựng trang in",
        )

    def _ask_spoil(self) -> None:
        sheet = self.bar.sheet
        if sheet is None:
            return
        dialog = AskText(
            self, f"Tờ {sheet.code} hỏng", "Lý do (in lệch, rách, không dùng đến…)", "Ghi nhận hỏng"
        )
        dialog.given.connect(partial(self._spoil, sheet.code))
        dialog.open()

    def _spoil(self, code: str, reason: str) -> None:
        office, runner = self.context.office, self.context.runner

        def take_back() -> None:
            runner.command(lambda _: unspoil_code(office, code), owner=self)

        runner.command(
            lambda _: spoil_code(office, code, reason),
            lambda _: self.context.messages.say(f"Đã ghi nhận tờ {code} hỏng.", take_back),
            owner=self,
        )

    def _sheet_state(self) -> dict[str, Any]:
        code = self.bar.sheet.code if self.bar.sheet else ""
        return {"code": code, "clock": self.bar.clock.text}

    def _put_sheet_back(self, state: dict[str, Any]) -> None:
        self._kept_code = state["code"]
        self.bar.clock.set_text(state["clock"])
        self._read()


def _paper_scan(text: str) -> str:
    """The number in the QR of a paper; a code typed by hand is not a scan."""
    return code_in_scan(text) if "|" in text else ""
