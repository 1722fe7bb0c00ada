"""Backups: now, to a stick, verify, try restoring, restore elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from desktop.domain.errors import EnvironmentProblem
from desktop.domain.roles import Permission
from desktop.services.backup_checks import verify_backup
from desktop.services.backup_files import BackupCheck, BackupInfo, list_backups
from desktop.services.backups import create_backup
from desktop.services.form_names import LIST_TITLES
from desktop.services.outcomes import Change, Outcome
from desktop.services.restore_drills import DrillCheck, drill, drill_certificate
from desktop.services.restoring import files_lost, restore_backup
from desktop.ui.papers.desk_printer import DeskPrinter
from desktop.ui.settings.section import Section
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.permits import permit
from desktop.ui.widgets.table_or_advice import TableOrAdvice
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.backups import restore_without
from desktop.wording.dates import moment, number, size
from desktop.wording.problems import message

_KEPT = "Giữ lại: mỗi ngày trong tuần qua, mỗi tuần trong tháng qua, mỗi tháng trong năm qua."


class BackupSection(Section):
    """The backups beside the office."""

    key = "backups"
    title = "Sao lưu và khôi phục"
    icon_name = "database"
    advice = f"Chương trình tự sao lưu khi đóng và đọc lại từng bản để kiểm tra. {_KEPT}"
    changes = frozenset({Change.BACKUPS})

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.stick_button = button(
            "Sao lưu ra USB", name="backupToStick", icon_name="upload", key="Ctrl+Shift+S"
        )
        self.now_button = button(
            "Sao lưu ngay", role="primary", name="backupNow", icon_name="database", key="Ctrl+S"
        )
        self.action_bar.addWidget(self.stick_button)
        self.action_bar.addWidget(self.now_button)
        self.table = RowsTable(
            "backupTable",
            "Các bản sao lưu",
            ("Lúc", "Hồ sơ", "Tệp đính kèm", "Dung lượng", "Tệp"),
            (160, 100, 120, 110, 0),
        )
        self.shown = TableOrAdvice(
            self.table,
            "database",
            "Chưa có bản sao lưu nào",
            "Bấm Sao lưu ngay; nên có thêm một bản trên USB cất ở nơi khác.",
        )
        self.body.addWidget(self.shown, 1)
        self.result = label("", wrap=True, name="backupResult")
        outcome = QHBoxLayout()
        outcome.addWidget(self.result, 1)
        self.certificate_button = button(
            "In biên bản thử…",
            name="drillCertificate",
            icon_name="printer",
            key="Ctrl+P",
            tip="Biên bản của lần thử khôi phục vừa xong, để lưu và để đoàn kiểm tra xem",
        )
        self.certificate_button.hide()
        outcome.addWidget(self.certificate_button)
        self.anyway_button = button("", name="restoreAnyway", key="Ctrl+Shift+K")
        self.anyway_button.hide()
        self._anyway: Callable[[], None] = lambda: None
        outcome.addWidget(self.anyway_button)
        self.body.addLayout(outcome)
        self._drilled: DrillCheck | None = None
        row = QHBoxLayout()
        self.verify_button = button(
            "Kiểm tra bản đang chọn", name="backupVerify", icon_name="shield-check", key="Ctrl+T"
        )
        self.drill_button = button(
            "Thử khôi phục",
            name="backupDrill",
            icon_name="rotate",
            key="Ctrl+Y",
            tip="Khôi phục bản mới nhất vào chỗ tạm, đếm lại rồi xóa; dữ liệu đang dùng giữ nguyên",
        )
        self.restore_button = button(
            "Khôi phục vào thư mục khác…", name="backupRestore", key="Ctrl+Shift+R"
        )
        self.table.offer(self.verify_button, self.drill_button)
        for made in (self.now_button, self.stick_button):
            permit(made, context.office, Permission.BACK_UP)
        for made in (self.verify_button, self.drill_button, self.restore_button):
            row.addWidget(made)
        row.addStretch(1)
        self.body.addLayout(row)
        self.now_button.clicked.connect(lambda: self.back_up(None))
        self.stick_button.clicked.connect(self._choose_stick)
        self.verify_button.clicked.connect(self._verify)
        self.drill_button.clicked.connect(self._drill)
        self.certificate_button.clicked.connect(self._print_certificate)
        self.restore_button.clicked.connect(self._restore)
        self.anyway_button.clicked.connect(lambda: self._anyway())

    def enter(self) -> None:
        """Reads the list."""
        office = self.context.office
        self.context.runner.query(lambda _: list_backups(office), self._show, owner=self)

    def back_up(self, folder: Path | None) -> None:
        """Makes a backup, beside the office or into a folder."""
        office = self.context.office

        def done(info: BackupInfo) -> None:
            self.context.messages.say(
                f"Đã sao lưu {number(info.dossiers)} hồ sơ và đọc lại kiểm tra: {info.file.name}."
            )
            self.enter()

        self.context.runner.command(
            lambda progress: Outcome(
                create_backup(office, folder, progress), frozenset({Change.BACKUPS})
            ),
            done,
            button=self.now_button,
            owner=self,
            label="Đang sao lưu",
        )

    def _show(self, infos: list[BackupInfo]) -> None:
        self.shown.show_table(bool(infos))
        self.table.show_rows(
            [
                (
                    [
                        moment(info.made_at),
                        number(info.dossiers),
                        number(info.attachments),
                        size(info.bytes),
                        info.file.name,
                    ],
                    info,
                    None,
                )
                for info in infos
            ]
        )

    def _choose_stick(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Chọn USB hoặc thư mục để sao lưu")
        if chosen:
            self.back_up(Path(chosen))

    def _verify(self) -> None:
        info: BackupInfo | None = self.table.current_value()
        if info is None:
            return
        office = self.context.office
        self.context.runner.query(
            lambda _: verify_backup(info.file, office.database_key),
            self._checked,
            owner=self,
            label="Đang kiểm tra bản sao lưu",
        )

    def _drill(self) -> None:
        office = self.context.office
        self.context.runner.query(
            lambda progress: drill(office, progress),
            self._tried,
            owner=self,
            label="Đang thử khôi phục",
        )

    def _tried(self, found: DrillCheck) -> None:
        self._checked(found)
        self._drilled = found
        self.certificate_button.show()

    def _print_certificate(self) -> None:
        office, found = self.context.office, self._drilled
        if found is None:
            return
        self.context.runner.query(
            lambda _: drill_certificate(office, found),
            lambda pdf: DeskPrinter(self.context, self).show_pdf(
                pdf, LIST_TITLES["drill"], "bien-ban-thu-khoi-phuc.pdf"
            ),
            owner=self,
            label="Đang dựng trang in",
        )

    def _checked(self, check: BackupCheck) -> None:
        found = "✓ Tốt: " if check.ok else "✗ Thiếu tệp: " if check.lost else "✗ Không dùng được: "
        self._tell(found + check.detail, check.ok)

    def _tell(self, words: str, is_good: bool) -> None:
        self.certificate_button.hide()
        self.anyway_button.hide()
        self.result.setText(words)
        self.result.setProperty("role", "good" if is_good else "error")
        self.result.style().unpolish(self.result)
        self.result.style().polish(self.result)

    def _restore(self) -> None:
        info: BackupInfo | None = self.table.current_value()
        file = str(info.file) if info else ""
        if not file:
            file, _ = QFileDialog.getOpenFileName(
                self, "Chọn bản sao lưu", "", "Bản sao lưu (*.smcbackup)"
            )
        into = QFileDialog.getExistingDirectory(self, "Chọn một thư mục trống để khôi phục vào")
        if file and into:
            self.restore_from(Path(file), Path(into))

    def restore_from(self, file: Path, into: Path, *, accept_lost: bool = False) -> None:
        """Restores aside; one that only lacks scans too, if wanted."""
        now = self.context.office.now()

        def done(restored: BackupInfo) -> None:
            self._tell("", is_good=True)
            self.context.messages.say(
                f"Đã khôi phục {number(restored.dossiers)} hồ sơ, "
                f"{number(restored.attachments)} tệp đính kèm vào {into}. "
                "Văn phòng đang mở không thay đổi."
            )

        def refused(error: Exception) -> bool:
            lost = files_lost(error)
            if not lost or not isinstance(error, EnvironmentProblem):
                return False
            self._tell(" ".join(message(error).lines), is_good=False)
            self._anyway = lambda: self.restore_from(file, into, accept_lost=True)
            self.anyway_button.setText(restore_without(lost))
            self.anyway_button.show()
            return True

        self.context.runner.query(
            lambda progress: restore_backup(file, into, now, progress, accept_lost=accept_lost),
            done,
            owner=self,
            label="Đang khôi phục",
            on_error=refused,
        )
