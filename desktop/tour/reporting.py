"""The periodic report of the tour: last period's text, this one's beside it, the annex."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit

from desktop.services.periodic.opening import open_from_earlier
from desktop.services.periodic.records import Wanted, open_report
from desktop.services.periodic.texts import write_text
from desktop.services.periodic.values import set_value
from desktop.tour.stage import TOUR_DAY, Stage
from desktop.ui.periodic.view import PeriodicView

_LAST = (
    "Trong 9 tháng năm {year}, UBND xã ban hành Kế hoạch số 12/KH-UBND về cải cách hành chính, "
    "tổ chức 02 cuộc kiểm tra tại các phòng chuyên môn.\n"
    "Công khai 342 thủ tục tại quầy và trên trang thông tin điện tử; hướng dẫn người dân nộp hồ "
    "sơ trực tuyến vào sáng thứ Năm hằng tuần."
)
_STEADY = {"plan_set": "24", "plan_done": "18", "offices_all": "4", "staff_given": "45"}


def periodic_report(stage: Stage) -> None:
    """Opens the report of the year from the one of nine months, and shows both sides."""
    office, year = stage.window.office, TOUR_DAY.year
    nine = open_report(office, Wanted("9t", year)).value
    write_text(office, nine.id, "i", _LAST.format(year=year))
    for row, value in _STEADY.items():
        set_value(office, nine.id, (row, "value"), value)
    report = open_from_earlier(office, Wanted("year", year)).value
    stage.window.open_page("figures/periodic")
    view = stage.find("periodicView")
    assert isinstance(view, PeriodicView)
    stage.wait(lambda: view.desk is not None and view.desk.report.id == report.id, "the report")
    stage.wait(lambda: stage.find_kind(QPlainTextEdit, "sectionText").toPlainText() != "", "text")
    stage.picture("30-bao-cao-dinh-ky")
    view.sections.setCurrentRow(view.sections.count() - 1)
    view.annex.mark(("files_in_time_share", "value"))
    stage.picture("31-phu-luc-so-lieu")
