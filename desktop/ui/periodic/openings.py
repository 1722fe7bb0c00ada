"""Opening a report, putting one away, bringing a form in: from the button to the kept thing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.domain.moments import local_date
from desktop.services.periodic.forms import FormInfo, list_forms
from desktop.services.periodic.importing import ImportedForm, import_form
from desktop.services.periodic.opening import open_from_earlier
from desktop.services.periodic.putting_away import bring_back, put_away
from desktop.services.periodic.records import PeriodicReport
from desktop.ui.periodic.dialogs import FormImportDialog
from desktop.ui.periodic.open_dialog import OpenDialog, Opening
from desktop.ui.shell.context import UiContext

_FORMS = "Biểu thống kê (*.json *.xlsx *.xls *.ods *.csv)"


class Openings(QObject):
    """Tells ``opened`` with the id of a report."""

    opened = Signal(int)

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._parent = parent

    def ask_report(self) -> None:
        """Which report, of which period."""
        office = self._context.office
        self._context.runner.query(
            lambda _: list_forms(office), self._show_choices, key="forms", owner=self._parent
        )

    def ask_file(self) -> None:
        """Which file holds a form."""
        chosen, _ = QFileDialog.getOpenFileName(self._parent, "Chọn biểu thống kê", "", _FORMS)
        if chosen:
            self.import_from(Path(chosen))

    def import_from(self, path: Path) -> None:
        """Shows what a file gives, then keeps it when that is wanted."""
        office = self._context.office
        self._context.runner.query(
            lambda _: import_form(office, path, dry_run=True).value,
            lambda found: self._show_import(path, found),
            owner=self._parent,
            label="Đang đọc biểu",
        )

    def open(self, opening: Opening) -> None:
        """Opens what was chosen."""
        office = self._context.office
        self._context.runner.command(
            lambda _: open_from_earlier(
                office, opening.wanted, opening.days, begins=opening.begins_from_earlier
            ),
            self._opened,
            owner=self._parent,
            label="Đang mở báo cáo",
        )

    def put_away(self, report: PeriodicReport) -> None:
        """Takes a report that was opened by mistake off the list; the banner brings it back."""
        office = self._context.office
        self._context.runner.command(
            lambda _: put_away(office, report.id), self._put_away, owner=self._parent
        )

    def _put_away(self, report: PeriodicReport) -> None:
        office = self._context.office

        def undo() -> None:
            self._context.runner.command(
                lambda _: bring_back(office, report.id),
                lambda back: self.opened.emit(back.id),
                owner=self._parent,
            )

        self._context.messages.say(
            f"Đã cất {report.title}. Mở lại kỳ này là có lại lời văn và số đã nhập.", undo
        )

    def _show_choices(self, forms: tuple[FormInfo, ...]) -> None:
        dialog = OpenDialog(self._parent, forms, local_date(self._context.office.now()))
        dialog.chosen.connect(self.open)
        dialog.open()

    def _opened(self, report: PeriodicReport) -> None:
        self.opened.emit(report.id)
        self._context.messages.say(f"Đã mở {report.title}.")

    def _show_import(self, path: Path, found: ImportedForm) -> None:
        office = self._context.office

        def keep() -> None:
            self._context.runner.command(
                lambda _: import_form(office, path),
                lambda kept: self._context.messages.say(
                    f"Đã nhập biểu “{kept.info.title}”. Bấm “Mở báo cáo…” để điền."
                ),
                owner=self._parent,
            )

        FormImportDialog(self._parent, path.name, found, keep).open()
