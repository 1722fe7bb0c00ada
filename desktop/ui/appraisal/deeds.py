"""What is done to a whole round: tables in and out, closing, locks, publishing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.domain.appraisals import ROUNDS
from desktop.domain.moments import local_date
from desktop.services.provinces.appraisal_papers import write_work_table
from desktop.services.provinces.closing import ClosedRounds, Closing, close_rounds
from desktop.services.provinces.lines import UnitLine
from desktop.services.provinces.locks import SetLock
from desktop.services.provinces.posting import Posted, post_letters
from desktop.services.provinces.publishing import (
    Published,
    PublishingOutlook,
    publish,
    publishing_outlook,
)
from desktop.services.provinces.rounds import RoundWork, UnitWork
from desktop.services.provinces.sheets import every_line
from desktop.services.provinces.verdict_import import (
    TablePreview,
    import_verdicts,
    preview_verdicts,
)
from desktop.ui.appraisal.closing_dialog import ClosingDialog
from desktop.ui.appraisal.lock_dialog import LockDialog
from desktop.ui.appraisal.publish_dialog import PublishDialog
from desktop.ui.appraisal.table_dialog import TableDialog
from desktop.ui.shell.context import UiContext
from desktop.wording.appraisal import round_name
from desktop.wording.dates import day
from desktop.wording.problems import message
from desktop.wording.province import STEPS

_TABLES = "Bảng điểm (*.xlsx *.xls *.ods *.csv)"
_NAMED = 4


class Deeds:
    """Dialogs and commands of the page; each tells what happened in one sentence."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        self._context = context
        self._parent = parent

    def ask_table(self, work: RoundWork | None) -> None:
        """Asks for a file of verdicts."""
        if work is None or work.criteria is None:
            return
        chosen, _ = QFileDialog.getOpenFileName(self._parent, "Chọn bảng điểm", "", _TABLES)
        if chosen:
            self.read_table(work, Path(chosen))

    def read_table(self, work: RoundWork, path: Path) -> None:
        """Shows what a table would bring; nothing is kept before the button says so."""
        if work.criteria is None:
            return
        office, code, number = self._context.office, work.criteria.code, _round(work)
        self._context.runner.query(
            lambda _: preview_verdicts(office, path, work.year, number, code),
            lambda preview: self._show_table(work, path, preview),
            owner=self._parent,
            label="Đang đọc bảng điểm",
        )

    def _show_table(self, work: RoundWork, path: Path, preview: TablePreview) -> None:
        dialog = TableDialog(preview, self._parent.window())
        office, code = self._context.office, work.criteria.code if work.criteria else None

        def read_again(number: int) -> None:
            self._context.runner.query(
                lambda _: preview_verdicts(office, path, work.year, number, code),
                dialog.show_preview,
                owner=dialog,
            )

        dialog.round_wanted.connect(read_again)
        dialog.confirmed.connect(lambda: self._keep_table(work, path, dialog.round))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _keep_table(self, work: RoundWork, path: Path, number: int) -> None:
        office = self._context.office
        code = work.criteria.code if work.criteria is not None else None
        self._context.runner.command(
            lambda _: import_verdicts(office, path, work.year, number, code),
            lambda count: self._context.messages.say(
                f"Đã ghi {count} điểm từ {path.name} vào {round_name(number).lower()}."
            ),
            owner=self._parent,
            label="Đang ghi bảng điểm",
        )

    def ask_work_table(self, work: RoundWork | None, *, only_mine: bool) -> None:
        """Asks where the table that is judged elsewhere goes."""
        if work is None or work.criteria is None:
            return
        usual = f"bang-cham-{work.year}.xlsx"
        chosen, _ = QFileDialog.getSaveFileName(
            self._parent, "Xuất bảng để chấm ở nơi khác", usual, "Excel (*.xlsx)"
        )
        if chosen:
            self.save_work_table(work, Path(chosen), only_mine=only_mine)

    def save_work_table(self, work: RoundWork, path: Path, *, only_mine: bool) -> None:
        """Writes the lines that wait for a word; of the user, or all of them."""
        office = self._context.office
        code = work.criteria.code if work.criteria is not None else None

        def write(_progress: object) -> int:
            lines = every_line(office, work.year, code)
            return write_work_table(office, [x for x in lines if _waits(x, only_mine)], path)

        self._context.runner.query(
            write,
            lambda count: self._context.messages.say(f"Đã ghi {count} dòng chưa chấm vào {path}."),
            owner=self._parent,
            label="Đang xuất bảng",
        )

    def close(
        self, work: RoundWork | None, chosen: Sequence[UnitWork], shown: Sequence[UnitWork]
    ) -> None:
        """Ends a round for the chosen units, or for all that are shown."""
        if work is None:
            return
        today = local_date(self._context.office.now())
        dialog = ClosingDialog(chosen, shown, today, self._parent.window())
        dialog.confirmed.connect(lambda units, closing: self._close(work, units, closing))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _close(self, work: RoundWork, units: list[str], closing: Closing) -> None:
        office = self._context.office
        code = work.criteria.code if work.criteria is not None else None
        self._context.runner.command(
            lambda progress: close_rounds(office, units, work.year, closing, code, progress),
            lambda done: self._closed(done, closing),
            owner=self._parent,
            label=f"Đang kết thúc {round_name(closing.round).lower()}",
        )

    def _closed(self, done: ClosedRounds, closing: Closing) -> None:
        if done.closed:
            self._post()
        name = round_name(closing.round).lower()
        if done.refused:
            unit, first = done.refused[0]
            words = message(first)
            more = len(done.refused) - 1
            others = f" Cùng {more} đơn vị khác." if more else ""
            self._context.messages.warn(
                type(words)(
                    f"Đã kết thúc {name} của {len(done.closed)} đơn vị; chưa được ở {unit}: "
                    f"{words.what}{others}",
                    words.safe,
                    words.do,
                )
            )
            return
        self._context.messages.say(
            f"Đã kết thúc {name} của {len(done.closed)} đơn vị; kết quả vào hộp thư của tỉnh, "
            "hoặc đi bằng USB."
        )

    def _post(self) -> None:
        """Lays what is new for the units into the mailbox, beside everything else."""
        office = self._context.office
        self._context.runner.background(
            lambda _: post_letters(office), self._posted, owner=self._parent
        )

    def _posted(self, posted: Posted) -> None:
        if posted.problem is None:
            return
        words = message(posted.problem)
        self._context.messages.warn(
            type(words)(
                words.what,
                "Kết quả đã ghi ở bàn tỉnh, chưa đặt được vào hộp thư của các đơn vị.",
                "Khi hộp thư mở lại được, hãy bấm Nhận từ hộp thư ở trang Gói đến.",
            )
        )

    def locks(self, work: RoundWork | None) -> None:
        """The last days of the steps."""
        if work is None:
            return
        units = [(unit.unit_name, unit.unit_code) for unit in work.units]
        today = local_date(self._context.office.now())
        dialog = LockDialog(self._context, work.year, units, today, self._parent.window())
        dialog.written.connect(self._locked)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _locked(self, made: SetLock) -> None:
        row = made.row
        more = f" Đã nhận {made.let_in} mục đang chờ." if made.let_in else ""
        self._context.messages.say(
            f"Hạn {STEPS[row.step]}: đến hết ngày {day(row.last_day)}.{more}"
        )

    def publish(self, work: RoundWork | None) -> None:
        """Two looks, then it is done for good."""
        if work is None:
            return
        office = self._context.office
        code = work.criteria.code if work.criteria is not None else None
        self._context.runner.query(
            lambda _: publishing_outlook(office, work.year, code),
            lambda outlook: self._show_outlook(work, outlook),
            owner=self._parent,
            label="Đang tính kết quả",
        )

    def _show_outlook(self, work: RoundWork, outlook: PublishingOutlook) -> None:
        today = local_date(self._context.office.now())
        dialog = PublishDialog(outlook, today, self._parent.window())
        dialog.confirmed.connect(lambda decision, on: self._publish(work, decision, on))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _publish(self, work: RoundWork, decision: str, on: date) -> None:
        office = self._context.office
        code = work.criteria.code if work.criteria is not None else None

        def done(made: Published) -> None:
            self._post()
            left = f" Chưa công bố {len(made.skipped)} đơn vị." if made.skipped else ""
            self._context.messages.say(
                f"Đã công bố kết quả năm {work.year} của {made.published} đơn vị.{left} "
                "Xem ở trang Xếp hạng."
            )

        self._context.runner.command(
            lambda _: publish(office, work.year, decision, on, code),
            done,
            owner=self._parent,
            label="Đang công bố",
        )


def _waits(line: UnitLine, only_mine: bool) -> bool:
    return line.is_open and line.may_judge and (line.is_mine or not only_mine)


def _round(work: RoundWork) -> int:
    """The round that a table is for: the second once most units have had the first."""
    units = [unit for unit in work.units if unit.is_submitted and not unit.is_published]
    seconds = sum(unit.closed_round >= ROUNDS[0] for unit in units)
    return ROUNDS[1] if units and seconds * 2 > len(units) else ROUNDS[0]
