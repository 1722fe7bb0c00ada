"""Dialogs of the page: an invitation, an exception, a former unit, a revocation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.domain.appraisals import Step
from desktop.domain.moments import local_date
from desktop.domain.scans import Scans
from desktop.services.outcomes import Outcome
from desktop.services.provinces.board import UnitRow
from desktop.services.provinces.cards import DeviceRow
from desktop.services.provinces.inviting import VALID_DAYS, Invited, invite, revoke_device
from desktop.services.provinces.lineage import FormerUnit, continue_unit
from desktop.services.provinces.locks import SetLock, set_lock
from desktop.services.syncing.access_files import read_access_file
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.entry_dialog import EntryDialog
from desktop.ui.widgets.fields import ChoiceField, DateField, TextField
from desktop.wording.dates import day, moment
from desktop.wording.province import STEPS
from desktop.wording.sync import spoken_key

_SCANS = (
    ("Không hỏi (thường dùng)", Scans.NONE),
    ("Chỉ kết quả đã trả", Scans.RESULTS),
    ("Cả giấy tờ và kết quả", Scans.ALL),
)


class InviteDialog(EntryDialog):
    """Which unit, where the file goes; afterwards what to tell the unit by another way."""

    def __init__(
        self, context: UiContext, units: Sequence[UnitRow], chosen: str, parent: QWidget
    ) -> None:
        super().__init__(parent, "Mời đơn vị kết nối", "Viết giấy mời")
        self.setObjectName("inviteDialog")
        self.setMinimumWidth(520)
        self._context = context
        self._invited: Invited | None = None
        self.explain(
            f"Giấy mời là một tệp, dùng được một lần cho một máy, trong {VALID_DAYS} ngày. "
            "Hãy trao tận tay như trao chìa khóa."
        )
        self.unit = ChoiceField(
            "Đơn vị", "inviteUnitChoice", [(f"{u.name} ({u.code})", u.code) for u in units]
        )
        self.unit.choose(chosen)
        self.add("unit", self.unit)
        self.file = TextField("Ghi giấy mời vào tệp", "inviteFile")
        choose = button("Chọn chỗ ghi", name="inviteChoose", icon_name="folder", key="Ctrl+O")
        self.add_beside("file", self.file, choose)
        self.access = TextField("Tệp truy cập cho đơn vị (khi hộp thư ở trên mạng)", "inviteAccess")
        pick = button("Chọn tệp", name="inviteAccessChoose", icon_name="folder", key="Ctrl+Shift+O")
        self.add_beside("access", self.access, pick)
        self.scans = ChoiceField("Hỏi đơn vị gửi bản quét hồ sơ", "inviteScans", _SCANS)
        self.scans.combo.setToolTip(
            "Bản quét có họ tên người dân: tỉnh chỉ hỏi khi cần; đơn vị phải tự đồng ý thì mới gửi"
        )
        self.add("scans", self.scans)
        self.told = label("", wrap=True, name="inviteTold")
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.told.hide()
        self.column.addWidget(self.told)
        self.copy_button = button(
            "Sao chép mã nhận dạng", name="copyFingerprint", icon_name="copy", key="Ctrl+Shift+C"
        )
        self.copy_button.hide()
        self.column.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.finish()
        choose.clicked.connect(self._choose)
        pick.clicked.connect(self._pick_access)
        self.copy_button.clicked.connect(self._copy)
        self.go.clicked.connect(self.write)

    def write(self) -> None:
        """Writes the file; the second press, when it is written, closes."""
        if self._invited is not None:
            self.accept()
            return
        if not self.file.text:
            self.file.show_error("Hãy chọn chỗ ghi giấy mời, ví dụ trên USB.")
            self.file.entry.setFocus()
            return
        office, code = self._context.office, str(self.unit.value)
        target, access = Path(self.file.text), self.access.text
        scans = self.scans.value
        assert isinstance(scans, Scans)

        def work(_: object) -> Outcome[Invited]:
            known = read_access_file(Path(access)) if access else None
            return invite(office, code, target, known, scans)

        self._context.runner.command(
            work, self._done, button=self.go, owner=self, on_error=self.show_error
        )

    def _done(self, invited: Invited) -> None:
        self._invited = invited
        self.told.setText(
            f"✓ Đã viết giấy mời {invited.unit_name} vào {invited.file}, dùng được đến "
            f"{moment(invited.expires_at)}.\n\nĐơn vị sẽ hỏi mã nhận dạng khóa của tỉnh. Hãy đọc "
            f"qua điện thoại hoặc ghi trong công văn, không gửi kèm tệp:\n"
            f"{spoken_key(invited.fingerprint)}"
        )
        for widget in (self.told, self.copy_button):
            widget.show()
        self.go.setText("Xong")
        self.adjustSize()

    def _copy(self) -> None:
        if self._invited is not None:
            QGuiApplication.clipboard().setText(self._invited.fingerprint)

    def _choose(self) -> None:
        name = f"giay-moi-{self.unit.value}.json"
        file, _ = QFileDialog.getSaveFileName(self, "Ghi giấy mời", name, "Giấy mời (*.json)")
        if file:
            self.file.set_text(file)

    def _pick_access(self) -> None:
        file, _ = QFileDialog.getOpenFileName(self, "Tệp truy cập hộp thư", "", "Tệp chữ (*.txt)")
        if file:
            self.access.set_text(file)


class ExceptionDialog(EntryDialog):
    """Another last day for one unit, with the reason; what waited is taken in at once."""

    def __init__(self, context: UiContext, row: UnitRow, year: int, parent: QWidget) -> None:
        super().__init__(parent, f"Gia hạn cho {row.name}", "Gia hạn")
        self.setObjectName("exceptionDialog")
        self._context = context
        self._row = row
        self._year = year
        self.explain(
            "Bản của đơn vị đang được giữ riêng vì quá hạn sẽ được nhận ngay nếu ký trong hạn mới."
        )
        self.step = ChoiceField(
            "Việc", "exceptionStep", [(_capital(STEPS[step]), step) for step in Step]
        )
        self.day = DateField("Ngày cuối cùng còn nhận", "exceptionDay")
        self.day.set_value(_qt(row.submit_by or local_date(context.office.now())))
        self.reason = TextField("Lý do", "exceptionReason", placeholder="ví dụ: bão lũ, mất mạng")
        self.reason.set_text(row.exception)
        self.add("step", self.step)
        self.add("last_day", self.day)
        self.add("reason", self.reason)
        self.finish()
        self.go.clicked.connect(self.save)

    def save(self) -> None:
        """Sets the exception."""
        office, row, year = self._context.office, self._row, self._year
        step, last, why = self.step.value, _python(self.day.value), self.reason.text
        assert isinstance(step, Step)

        def done(made: SetLock) -> None:
            let_in = f" Đã nhận {made.let_in} bản đang chờ." if made.let_in else ""
            self._context.messages.say(
                f"{row.name} được {STEPS[step]} đến hết {day(last)}.{let_in}"
            )
            self.accept()

        self._context.runner.command(
            lambda _: set_lock(office, year, step, last, row.code, why),
            done,
            button=self.go,
            owner=self,
            on_error=self.show_error,
        )


class FormerDialog(EntryDialog):
    """A former unit that this one continues, whole or a part of it."""

    def __init__(self, context: UiContext, row: UnitRow, parent: QWidget) -> None:
        super().__init__(parent, f"{row.name} tiếp nối đơn vị cũ nào?", "Ghi lại")
        self.setObjectName("formerDialog")
        self._context = context
        self._row = row
        self.code = TextField("Mã đơn vị cũ", "formerCode", most=10)
        self.name = TextField("Tên đơn vị cũ", "formerName")
        self.whole = ChoiceField(
            "Phần nhập vào", "formerWhole", [("Toàn bộ", True), ("Một phần", False)]
        )
        self.since = DateField("Từ ngày", "formerSince")
        self.since.set_value(QDate(2025, 7, 1))
        self.basis = TextField("Căn cứ", "formerBasis", placeholder="số nghị quyết, quyết định")
        self.add("former", self.code)
        for name, field in (("name", self.name), ("whole", self.whole), ("basis", self.basis)):
            self.add(name, field)
        self.add("since", self.since)
        self.finish()
        self.go.clicked.connect(self.save)

    def save(self) -> None:
        """Keeps the note; said again, it replaces what stood."""
        if self.code.text and not self.name.text:
            self.name.show_error("Hãy ghi tên đơn vị cũ.")
            self.name.entry.setFocus()
            return
        office = self._context.office
        former = FormerUnit(
            self._row.code,
            self.code.text,
            self.name.text,
            _python(self.since.value),
            bool(self.whole.value),
            self.basis.text,
        )

        def done(kept: FormerUnit) -> None:
            self._context.messages.say(f"Đã ghi: {self._row.name} tiếp nối {kept.former_name}.")
            self.accept()

        self._context.runner.command(
            lambda _: continue_unit(office, former),
            done,
            button=self.go,
            owner=self,
            on_error=self.show_error,
        )


class RevokeDialog(EntryDialog):
    """Revoking cannot be taken back: the machine needs a new invitation."""

    def __init__(
        self, context: UiContext, row: UnitRow, device: DeviceRow, parent: QWidget
    ) -> None:
        super().__init__(parent, "Thu hồi máy", f"Thu hồi {device.name}", "danger")
        self.setObjectName("revokeDialog")
        self._context = context
        self.explain(
            f"Gói mới của {device.name} ({row.name}) sẽ không được nhận nữa. Những gì đã nhận vẫn "
            "còn. Máy muốn gửi lại phải có giấy mời mới."
        )
        self.finish()
        self.go.clicked.connect(lambda: self._revoke(row, device))

    def _revoke(self, row: UnitRow, device: DeviceRow) -> None:
        office = self._context.office

        def done(_device: object) -> None:
            self._context.messages.say(f"Đã thu hồi {device.name} của {row.name}.")
            self.accept()

        self._context.runner.command(
            lambda _: revoke_device(office, row.code, device.id),
            done,
            button=self.go,
            owner=self,
        )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _python(value: QDate) -> date:
    return date(value.year(), value.month(), value.day())


def _qt(value: date) -> QDate:
    return QDate(value.year, value.month, value.day)
