"""What pages call to print a form: silently on the remembered printer, else with preview."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.errors import EnvironmentProblem
from desktop.services.form_names import FORM_TITLES
from desktop.services.printing import form_pdf
from desktop.services.settings import read_settings, save_desk_choices
from desktop.ui.papers.preview_dialog import PreviewDialog
from desktop.ui.papers.printing import print_pdf, printer_names
from desktop.ui.shell.context import UiContext


class DeskPrinter:
    """Prints forms for one page of the window."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        self._context = context
        self._parent = parent

    def print_form(self, form: str, code: str) -> None:
        """Silently when the remembered printer is there; otherwise shows the preview."""
        self._make(form, code, silent=True)

    def preview_form(self, form: str, code: str) -> None:
        """Shows the preview."""
        self._make(form, code, silent=False)

    def show_pdf(self, pdf: bytes, title: str, file_name: str) -> None:
        """Shows any PDF of ours in the preview."""
        dialog = PreviewDialog(
            pdf,
            title,
            file_name,
            self._context.messages,
            self._parent,
            read_settings(self._context.office).printer,
        )
        dialog.printer_chosen.connect(self._remember)
        dialog.open()

    def _make(self, form: str, code: str, *, silent: bool) -> None:
        office = self._context.office
        self._context.runner.query(
            lambda _: form_pdf(office, form, code),
            lambda pdf: self._made(pdf, form, code, silent),
            owner=self._parent,
            label="Đang dựng trang in",
        )

    def _made(self, pdf: bytes, form: str, code: str, silent: bool) -> None:
        printer = read_settings(self._context.office).printer
        if silent and printer and printer in printer_names():
            try:
                print_pdf(pdf, printer)
            except EnvironmentProblem as problem:
                self._context.messages.tell_error(problem)
            return
        self.show_pdf(pdf, FORM_TITLES[form], f"{form}-{code}.pdf")

    def _remember(self, printer: str) -> None:
        office = self._context.office
        if read_settings(office).printer != printer:
            self._context.runner.command(lambda _: save_desk_choices(office, printer=printer))
