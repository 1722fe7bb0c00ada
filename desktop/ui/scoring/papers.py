"""The papers of an assessment: preview of the real pages, saving, and Excel coming back in."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from desktop.services.assessments.sheets import ScoreSheet
from desktop.ui.icons import icon
from desktop.ui.papers.desk_printer import DeskPrinter
from desktop.ui.scoring.undo_stack import UndoStack
from desktop.ui.shell.context import UiContext

if TYPE_CHECKING:
    from desktop.services.assessments.score_import import ScoreImport

# The values of the service's ``Paper``: it is loaded when a paper is wanted.
ALL, COVER, CHARTS, EXPLANATIONS = "all", "cover", "charts", "explanations"
_TITLES = {
    ALL: "Bản tự chấm",
    COVER: "Bìa và tờ ngăn tài liệu",
    CHARTS: "Biểu đồ kết quả",
    EXPLANATIONS: "Giải trình sau thẩm định",
}
_FILE_NAMES = {
    ALL: "tu-cham",
    COVER: "bia-tai-lieu",
    CHARTS: "bieu-do",
    EXPLANATIONS: "giai-trinh",
}
_FILES = "PDF (*.pdf);;Excel (*.xlsx);;Word (*.docx)"
_SHEETS = "Excel (*.xlsx)"


class ScorePapers:
    """Score table, explanations, difficulties and index of evidence; covers; pictures."""

    def __init__(self, context: UiContext, undo: UndoStack, parent: QWidget) -> None:
        self._context = context
        self._undo = undo
        self._parent = parent
        self._printer = DeskPrinter(context, parent)
        self.sheet: ScoreSheet | None = None

    def fill_menu(self, menu: QMenu) -> None:
        """Every paper, each one press away."""
        eye, down = icon("eye"), icon("download")
        menu.addAction(eye, "Xem trang in bản tự chấm\tCtrl+P", lambda: self.preview(self.sheet))
        menu.addAction(eye, "Xem bìa và tờ ngăn tài liệu", lambda: self.preview(self.sheet, COVER))
        menu.addAction(eye, "Xem biểu đồ kết quả", lambda: self.preview(self.sheet, CHARTS))
        menu.addAction(
            eye, "Xem bảng giải trình sau thẩm định", lambda: self.preview(self.sheet, EXPLANATIONS)
        )
        menu.addSeparator()
        menu.addAction(
            down, "Lưu bản tự chấm ra PDF, Excel, Word…\tCtrl+E", lambda: self.save(self.sheet)
        )
        menu.addAction(down, "Lưu bìa và tờ ngăn tài liệu…", lambda: self.save(self.sheet, COVER))
        menu.addAction(down, "Lưu biểu đồ kết quả…", lambda: self.save(self.sheet, CHARTS))
        menu.addAction(
            down,
            "Lưu bảng giải trình sau thẩm định…",
            lambda: self.save(self.sheet, EXPLANATIONS),
        )
        menu.addAction(
            icon("package-import"),
            "Nhập lại bảng điểm đã sửa trong Excel…\tCtrl+Shift+I",
            lambda: self.choose_sheet(self.sheet),
        )

    def preview(self, sheet: ScoreSheet | None, what: str = ALL) -> None:
        """The pages as they would be printed."""
        if sheet is None:
            return
        from desktop.services.assessments.exporting import Paper
        from desktop.services.assessments.previews import assessment_pdf

        office, row = self._context.office, sheet.assessment
        title = f"{_TITLES[what]} năm {row.year}"
        self._context.runner.query(
            lambda _: assessment_pdf(office, row.year, row.set_code, Paper(what)),
            lambda pdf: self._printer.show_pdf(pdf, title, f"{_name(sheet, what)}.pdf"),
            owner=self._parent,
            label="Đang dựng trang in",
        )

    def save(self, sheet: ScoreSheet | None, what: str = ALL) -> None:
        """Asks for a file; its ending chooses PDF, Excel or Word."""
        if sheet is None:
            return
        chosen, kind = QFileDialog.getSaveFileName(
            self._parent, f"Lưu: {_TITLES[what].lower()}", f"{_name(sheet, what)}.pdf", _FILES
        )
        if not chosen:
            return
        target = Path(chosen)
        if not target.suffix:  # a name typed without ending is of the kind that was chosen
            ending = kind.partition("*")[2].rstrip(")") or ".pdf"
            target = target.with_name(target.name + ending)
        self.save_to(sheet, target, what)

    def save_to(self, sheet: ScoreSheet, target: Path, what: str = ALL) -> None:
        """Writes the file beside the counter's work."""
        from desktop.services.assessments.exporting import Paper, export_assessment

        office, row = self._context.office, sheet.assessment
        self._context.runner.query(
            lambda _: export_assessment(office, row.year, target, row.set_code, Paper(what)),
            lambda _pages: self._context.messages.say(
                f"Đã ghi {_TITLES[what].lower()} vào {target}."
            ),
            owner=self._parent,
            label="Đang ghi bản tự chấm",
        )

    def choose_sheet(self, sheet: ScoreSheet | None) -> None:
        """Asks for the Excel file that was exported and typed over."""
        if sheet is None:
            return
        chosen, _ = QFileDialog.getOpenFileName(self._parent, "Chọn bảng điểm đã sửa", "", _SHEETS)
        if chosen:
            self.import_file(sheet, Path(chosen))

    def import_file(self, sheet: ScoreSheet, path: Path) -> None:
        """Shows what it would change, cell by cell, then stores it."""
        from desktop.ui.scoring.rounds.import_dialog import ScoreImportDialog

        dialog = ScoreImportDialog(self._context, sheet, path, self._parent.window())
        dialog.confirmed.connect(lambda taken: self._import(sheet, path, taken))
        dialog.open()
        dialog.read()

    def _import(self, sheet: ScoreSheet, path: Path, taken: Collection[tuple[str, str]]) -> None:
        from desktop.services.assessments.score_import import import_scores
        from desktop.services.assessments.undoing import put_back_lines

        office, row = self._context.office, sheet.assessment

        def done(found: ScoreImport) -> None:
            items = dict.fromkeys(change.item_id for change in found.changes)
            before = [sheet.line(item_id) for item_id in items]

            def put_back() -> None:
                self._context.runner.command(
                    lambda _: put_back_lines(office, row.year, before, row.set_code),
                    lambda _: self._context.messages.say(
                        f"Đã hoàn tác lần nhập: {len(before)} dòng trở lại như trước."
                    ),
                    owner=self._parent,
                    label="Đang hoàn tác",
                )

            self._context.messages.say(
                f"Đã ghi {len(found.changes)} ô ở {len(items)} dòng từ {path.name}.",
                self._undo.push(put_back),
            )

        self._context.runner.command(
            lambda _: import_scores(office, row.year, path, row.set_code, take=taken),
            done,
            owner=self._parent,
            label="Đang nhập bảng điểm",
        )


def _name(sheet: ScoreSheet, what: str) -> str:
    return f"{_FILE_NAMES[what]}-{sheet.assessment.set_code}-{sheet.assessment.year}"
