"""The ranking on paper, in files and on a projector; the profile of a unit."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.services.provinces.papers import profile_table, write_ranking
from desktop.services.provinces.previews import ranking_pdf, table_pdf
from desktop.services.provinces.profiles import UnitProfile
from desktop.services.provinces.ranking import Ranking
from desktop.ui.papers.desk_printer import DeskPrinter
from desktop.ui.ranking.slides import Slides
from desktop.ui.shell.context import UiContext

_FILES = "PDF (*.pdf);;Excel (*.xlsx)"


class RankingPapers:
    """Every way out of the page."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        self._context = context
        self._parent = parent
        self._printer = DeskPrinter(context, parent)

    def preview(self, ranking: Ranking | None) -> None:
        """The list as it would be printed."""
        if ranking is None:
            return
        office = self._context.office
        self._context.runner.query(
            lambda _: ranking_pdf(office, ranking),
            lambda pdf: self._printer.show_pdf(
                pdf, f"Xếp hạng năm {ranking.year}", f"{_name(ranking)}.pdf"
            ),
            owner=self._parent,
            label="Đang dựng trang in",
        )

    def preview_comparison(self, ranking: Ranking | None) -> None:
        """The comparison as pages, to print or to save."""
        if ranking is None:
            return
        office = self._context.office
        self._context.runner.query(
            lambda _: ranking_pdf(office, ranking, is_wide=True),
            lambda pdf: self._printer.show_pdf(
                pdf, f"Bảng so sánh năm {ranking.year}", f"so-sanh-{ranking.year}.pdf"
            ),
            owner=self._parent,
            label="Đang dựng bảng so sánh",
        )

    def project(self, ranking: Ranking | None) -> None:
        """The comparison on the whole screen."""
        if ranking is None:
            return
        office = self._context.office
        self._context.runner.query(
            lambda _: ranking_pdf(office, ranking, is_wide=True),
            lambda pdf: self._show_slides(pdf, ranking),
            owner=self._parent,
            label="Đang dựng bảng so sánh",
        )

    def _show_slides(self, pdf: bytes, ranking: Ranking) -> None:
        Slides(pdf, f"So sánh năm {ranking.year}", self._parent.window()).showFullScreen()

    def profile(self, profile: UnitProfile | None) -> None:
        """One unit on one page."""
        if profile is None:
            return
        office = self._context.office
        self._context.runner.query(
            lambda _: table_pdf(office, profile_table(office, profile)),
            lambda pdf: self._printer.show_pdf(
                pdf, profile.unit_name, f"ho-so-{profile.unit_code}-{profile.year}.pdf"
            ),
            owner=self._parent,
            label="Đang dựng hồ sơ đơn vị",
        )

    def save(self, ranking: Ranking | None) -> None:
        """Asks for a file; its ending chooses PDF or Excel."""
        if ranking is None:
            return
        chosen, _ = QFileDialog.getSaveFileName(
            self._parent, "Lưu bảng xếp hạng", f"{_name(ranking)}.pdf", _FILES
        )
        if chosen:
            self.save_to(ranking, Path(chosen))

    def save_to(self, ranking: Ranking, target: Path) -> None:
        """Writes the file beside everything else."""
        office = self._context.office
        self._context.runner.query(
            lambda _: write_ranking(office, ranking, target),
            lambda _written: self._context.messages.say(f"Đã ghi bảng xếp hạng vào {target}."),
            owner=self._parent,
            label="Đang ghi bảng xếp hạng",
        )


def _name(ranking: Ranking) -> str:
    field = f"-linh-vuc-{ranking.field.id}" if ranking.field is not None else ""
    return f"xep-hang-{ranking.year}{field}"
