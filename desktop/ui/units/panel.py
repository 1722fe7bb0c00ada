"""One unit beside the list: its self-assessment, machines, packages, and what it continues."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.moments import local, local_date
from desktop.services.provinces.board import UnitRow
from desktop.services.provinces.cards import DeviceRow, PackageRow, UnitCard, unit_card
from desktop.services.provinces.confirming import confirm_device
from desktop.services.provinces.desk_papers import table_pages
from desktop.services.provinces.lineage import FormerUnit, continue_unit, forget_former
from desktop.services.provinces.papers import profile_table
from desktop.services.provinces.profiles import unit_profile
from desktop.ui.papers.desk_printer import DeskPrinter
from desktop.ui.shell.context import UiContext
from desktop.ui.theme import ROW_HEIGHT, colours
from desktop.ui.units.dialogs import ExceptionDialog, FormerDialog, RevokeDialog
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, label
from desktop.ui.widgets.permits import allow
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.criteria import percent
from desktop.wording.dates import day, moment, number
from desktop.wording.province import STANDINGS
from desktop.wording.sync import OUTCOME_WORDS, spoken_key

_ROWS, _MORE_ROWS = 3, 5
_FINGERPRINT = "Mã nhận dạng máy, đọc qua điện thoại để đối chiếu:\n{shown}"


class UnitPanel(Card):
    """``invite_wanted`` tells the code of the unit."""

    invite_wanted = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__(margins=12, spacing=8)
        self.setObjectName("unitPanel")
        self.setMinimumWidth(394)
        self.context = context
        self.row: UnitRow | None = None
        self.card: UnitCard | None = None
        self.year = 0
        self._printer = DeskPrinter(context, self)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        self.inner = QVBoxLayout(holder)
        self.inner.setContentsMargins(0, 0, 6, 0)
        self.inner.setSpacing(8)
        area.setWidget(holder)
        self._build_head()
        self.body.addWidget(area, 1)
        self._build_assessment()
        self._build_devices()
        self._build_packages()
        self._build_former()
        self.inner.addStretch(1)
        self.show_unit(None, 0)

    def show_unit(self, row: UnitRow | None, year: int) -> None:
        """What the board knows at once, then the whole card."""
        self.row, self.year = row, year
        self.setVisible(row is not None)
        if row is None:
            return
        self.name.setText(row.name)
        heard = "chưa gửi gói nào"
        if row.last_package is not None:
            heard = f"gói gần nhất {moment(row.last_package)}"
        self.code.setText(f"{row.code} · {heard}")
        self._show_assessment(row)
        allow(
            self.appraise_button,
            row.assessment is not None,
            f"{row.name} chưa nộp bản tự chấm năm {year}.",
        )
        office = self.context.office
        self.context.runner.query(
            lambda _: unit_card(office, row.code), self._show_card, key="unit card", owner=self
        )

    def _build_head(self) -> None:
        self.name = label("", "section", name="unitName", wrap=True)
        self.code = label("", "muted", name="unitCode", wrap=True)
        self.body.addWidget(self.name)
        self.body.addWidget(self.code)
        self.profile_button = button(
            "In hồ sơ",
            name="unitProfile",
            icon_name="file-text",
            key="Ctrl+P",
            tip="Hồ sơ đơn vị: điểm theo lĩnh vực, các năm, số hồ sơ, lịch sử sáp nhập",
        )
        self.profile_button.clicked.connect(self.show_profile)
        self.except_button = button(
            "Gia hạn", name="unitException", icon_name="calendar", key="Ctrl+Shift+G"
        )
        self.except_button.clicked.connect(self._open_exception)
        self.appraise_button = button(
            "Thẩm định", name="unitAppraise", icon_name="list-check", key="Ctrl+Shift+V"
        )
        self.appraise_button.clicked.connect(self._open_appraisal)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.appraise_button)
        row.addWidget(self.profile_button)
        row.addWidget(self.except_button)
        row.addStretch(1)
        self.body.addLayout(row)

    def _build_assessment(self) -> None:
        self.assessment_title = label("", "fieldLabel")
        self.assessment = label("", name="unitAssessment", wrap=True)
        self.inner.addWidget(self.assessment_title)
        self.inner.addWidget(self.assessment)

    def _build_devices(self) -> None:
        self.inner.addWidget(label("Máy của đơn vị", "fieldLabel"))
        self.devices = RowsTable(
            "unitDevices", "Máy của đơn vị", ("Máy", "Kết nối", "Tình trạng"), (72, 108, 0)
        )
        self.inner.addWidget(self.devices)
        self.no_devices = label("Chưa máy nào kết nối.", "muted", wrap=True)
        self.inner.addWidget(self.no_devices)
        self.print_of_device = label("", "caption", wrap=True, name="deviceFingerprint")
        self.print_of_device.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.inner.addWidget(self.print_of_device)
        self.invite_button = button(
            "Giấy mời", name="inviteThis", icon_name="mail", key="Ctrl+Shift+N"
        )
        self.confirm_button = button(
            "Xác nhận", name="confirmDevice", icon_name="check", key="Ctrl+Shift+X"
        )
        self.revoke_button = button(
            "Thu hồi", role="danger", name="revokeDevice", icon_name="ban", key="Ctrl+Shift+R"
        )
        row = QHBoxLayout()
        row.setSpacing(6)
        for made in (self.invite_button, self.confirm_button, self.revoke_button):
            row.addWidget(made)
        row.addStretch(1)
        self.inner.addLayout(row)
        self.locked_button = button(
            "Đơn vị bị khóa…",
            name="helpLocked",
            icon_name="lock",
            key="Ctrl+Shift+K",
            tip="Đơn vị mất mật khẩu và mã khôi phục: xem yêu cầu, so mã, viết tệp trả lời",
        )
        self.inner.addWidget(self.locked_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.locked_button.clicked.connect(self._help_locked)
        self.devices.offer(self.confirm_button, self.revoke_button)
        self.invite_button.clicked.connect(self._invite)
        self.confirm_button.clicked.connect(self.confirm)
        self.revoke_button.clicked.connect(self._ask_revoke)
        self.devices.selectionModel().currentRowChanged.connect(lambda *_: self._show_device())

    def _build_packages(self) -> None:
        self.inner.addWidget(label("Gói đã nhận", "fieldLabel"))
        self.packages = RowsTable(
            "unitPackages", "Gói đã nhận", ("Số", "Nhận lúc", "Mục", "Kết quả"), (40, 104, 50, 0)
        )
        self.inner.addWidget(self.packages)
        self.package_notes = label("", "caption", wrap=True, name="unitPackageNotes")
        self.inner.addWidget(self.package_notes)
        self.packages.selectionModel().currentRowChanged.connect(lambda *_: self._show_notes())

    def _build_former(self) -> None:
        self.inner.addWidget(label("Tiếp nối các đơn vị cũ", "fieldLabel"))
        self.former = RowsTable(
            "unitFormer", "Đơn vị tiền thân", ("Đơn vị cũ", "Phần", "Từ ngày"), (0, 82, 106)
        )
        self.inner.addWidget(self.former)
        self.add_former = button(
            "Ghi đơn vị cũ", name="addFormer", icon_name="plus", key="Ctrl+Shift+D"
        )
        self.drop_former = button("Bỏ dòng này", name="dropFormer", role="quiet", key="Ctrl+Delete")
        self.former.offer(self.drop_former)
        row = QHBoxLayout()
        row.addWidget(self.add_former)
        row.addWidget(self.drop_former)
        row.addStretch(1)
        self.inner.addLayout(row)
        self.add_former.clicked.connect(self._ask_former)
        self.drop_former.clicked.connect(self.forget_marked)

    def show_profile(self) -> None:
        """The unit's year as a page, to print or save."""
        row, year, office = self.row, self.year, self.context.office
        if row is None:
            return
        self.context.runner.query(
            lambda _: table_pages(profile_table(office, unit_profile(office, row.code, year))),
            lambda pdf: self._printer.show_pdf(
                pdf, f"Hồ sơ {row.name} năm {year}", f"ho-so-{row.code}-{year}.pdf"
            ),
            owner=self,
            label="Đang dựng hồ sơ đơn vị",
        )

    def confirm(self) -> None:
        """Somebody has compared the fingerprint with the unit."""
        row, device = self.row, self._device()
        if row is None or device is None:
            return
        office = self.context.office
        self.context.runner.command(
            lambda _: confirm_device(office, row.code, device.id),
            lambda _d: self.context.messages.say(f"Đã xác nhận {device.name} của {row.name}."),
            button=self.confirm_button,
            owner=self,
        )

    def forget_marked(self) -> None:
        """Takes a note of a former unit back; it can be undone."""
        former: FormerUnit | None = self.former.current_value()
        if former is None:
            return
        office = self.context.office

        def back() -> None:
            self.context.runner.command(lambda _: continue_unit(office, former), owner=self)

        self.context.runner.command(
            lambda _: forget_former(office, former.unit_code, former.former_code),
            lambda _gone: self.context.messages.say(
                f"Đã bỏ {former.former_name} khỏi lịch sử đơn vị.", back
            ),
            owner=self,
        )

    def _show_assessment(self, row: UnitRow) -> None:
        self.assessment_title.setText(f"Bản tự chấm năm {self.year}")
        lines = [f"{STANDINGS[row.standing][:1].upper()}{STANDINGS[row.standing][1:]}."]
        if row.submit_by is not None:
            why = f" ({row.exception})" if row.exception else ""
            lines.append(f"Hạn nộp: {day(row.submit_by)}{why}.")
        found = row.assessment
        if found is not None:
            lines.append(
                f"Nộp {moment(found.submitted_at)}, tự chấm {percent(found.percent)}; "
                f"tỉnh nhận {moment(found.received_at)}."
            )
            if found.closed_round:
                lines.append(f"Đã kết thúc thẩm định vòng {found.closed_round}.")
            if found.explanations:
                lines.append(f"Giải trình: {found.explanations} dòng.")
            if found.missing_files:
                lines.append(f"Còn {found.missing_files} tệp minh chứng chưa đến.")
            if found.is_published:
                lines.append("Kết quả đã công bố.")
        self.assessment.setText(" ".join(lines))

    def _show_card(self, card: UnitCard) -> None:
        if self.row is None or card.code != self.row.code:
            return
        self.card = card
        c = colours()
        self.devices.show_rows([_device_shown(device) for device in card.devices])
        _fit(self.devices, _ROWS)
        self.no_devices.setVisible(not card.devices)
        self.no_devices.setText(_invited_text(card))
        self.packages.show_rows(
            [
                (
                    [
                        str(package.number),
                        f"{local(package.received_at):%d/%m %H:%M}",
                        number(package.items),
                        OUTCOME_WORDS[package.outcome],
                    ],
                    package,
                    c.overdue if package.outcome == "rejected" else None,
                )
                for package in card.packages
            ]
        )
        _fit(self.packages, _MORE_ROWS)
        self.former.show_rows(
            [
                (
                    [former.former_name, "toàn bộ" if former.whole else "một phần",
                     day(former.since)],
                    former,
                    None,
                )
                for former in card.former
            ]
        )  # fmt: skip
        _fit(self.former, _ROWS)
        self._show_device()
        self._show_notes()

    def _device(self) -> DeviceRow | None:
        found: DeviceRow | None = (
            self.devices.current_value() if self.devices.rows.rowCount() else None
        )
        return found

    def _show_device(self) -> None:
        device = self._device()
        in_force = device is not None and device.revoked_at is None
        self.print_of_device.setText(
            _FINGERPRINT.format(shown=spoken_key(device.fingerprint)) if device is not None else ""
        )
        self.print_of_device.setVisible(device is not None)
        allow(
            self.confirm_button,
            in_force and device is not None and not device.is_confirmed,
            "Máy này đã được xác nhận hoặc đã thu hồi.",
        )
        allow(self.revoke_button, in_force, "Máy này đã bị thu hồi.")

    def _show_notes(self) -> None:
        package: PackageRow | None = (
            self.packages.current_value() if self.packages.rows.rowCount() else None
        )
        words = " ".join(package.problems) if package else "Chưa nhận gói nào."
        self.package_notes.setText(words)
        self.package_notes.setVisible(bool(words))

    def _open_appraisal(self) -> None:
        if self.row is not None:
            self.context.open_page(f"appraisal/{self.row.code}")

    def _invite(self) -> None:
        if self.row is not None:
            self.invite_wanted.emit(self.row.code)

    def _ask_revoke(self) -> None:
        device = self._device()
        if self.row is not None and device is not None:
            RevokeDialog(self.context, self.row, device, self).open()

    def _open_exception(self) -> None:
        if self.row is not None:
            ExceptionDialog(self.context, self.row, self.year, self).open()

    def _help_locked(self) -> None:
        from desktop.ui.units.recovery_dialog import RecoveryDialog

        if self.row is not None:
            RecoveryDialog(self.context, self.row, self).open()

    def _ask_former(self) -> None:
        if self.row is not None:
            FormerDialog(self.context, self.row, self).open()


def _device_shown(device: DeviceRow) -> tuple[list[str], DeviceRow, str | None]:
    c = colours()
    state, tone = "đã xác nhận", None
    if device.revoked_at is not None:
        state, tone = f"thu hồi {day(local_date(device.revoked_at))}", c.muted
    elif not device.is_confirmed:
        state, tone = "mới, chưa đối chiếu", c.due
    return [device.name, day(local_date(device.enrolled_at)), state], device, tone


def _invited_text(card: UnitCard) -> str:
    waiting = [i for i in card.invitations if i.used_at is None]
    if waiting:
        return (
            f"Chưa máy nào kết nối. Giấy mời viết {moment(waiting[0].made_at)}, "
            f"dùng được đến {moment(waiting[0].expires_at)}."
        )
    return "Chưa máy nào kết nối. Bấm Giấy mời để mời đơn vị."


def _fit(table: RowsTable, most: int) -> None:
    """As high as its rows, up to a few; without rows it is not there."""
    rows = table.rows.rowCount()
    table.setVisible(rows > 0)
    table.setFixedHeight((min(rows, most) + 1) * ROW_HEIGHT + 4)
