"""Xếp hạng: the list with its ties, charts as doors, papers, and what is provisional."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
from PySide6.QtCore import Qt
from sqlalchemy import select, update

from desktop.models.appraisals import unit_records
from desktop.services.provinces.publishing import publish
from desktop.services.provinces.storing import store_command
from tests.pdf import text_of
from tests.province.made_up import UNITS, YEAR, submissions
from tests.ui import eyes
from tests.ui.desk import Desk, PrintDoor, put_in, wait_for, wait_shown

FIRST, SECOND, THIRD, FOURTH = (unit.code for unit in UNITS[:4])
SHARES = {FIRST: "0.8", SECOND: "0.95", THIRD: "0.8", FOURTH: "0.6"}
_CTRL = Qt.KeyboardModifier.ControlModifier


def ranking(desk: Desk) -> Any:
    page = desk.page("ranking")
    wait_for(lambda: page.ranking is not None)
    desk.settle()
    return page


def rows(page: Any) -> list[tuple[str, str]]:
    shown = page.list.table.cells.rows
    return [(row.cells[0].text, str(row.key)) for row in shown if row.value is not None]


def test_ranks_bars_and_fields_lead_to_the_units_behind_them(
    province_desk: Desk, print_door: PrintDoor, tmp_path: Path
) -> None:
    page = province_desk.page("ranking")
    assert page.empty.isVisible()
    assert not page.print_button.isVisible()
    submissions(province_desk.office, SHARES)
    province_desk.window.refresh_all()
    page = ranking(province_desk)
    assert rows(page) == [("1", SECOND), ("2", FIRST), ("2", THIRD), ("4", FOURTH)]
    assert "Bản tạm tính, chưa công bố" in page.standing.words.text()
    assert "dữ liệu mẫu" in page.standing.words.text()
    last = page.list.table.cells.rows[-1]
    assert last.value is None
    assert last.cells[-2].text == "chưa nộp"
    wait_for(lambda: page.list.profile.profile is not None)
    for view in ("charts", "fields", "years", "list"):
        page.show_view(view)
        province_desk.settle()
        found = eyes.at_rest(eyes.clipped, province_desk.window)
        for see in (eyes.nameless, eyes.keyless, eyes.english):
            found += see(province_desk.window)
        assert found == [], view
    assert page.list.profile.profile.unit_code == SECOND
    assert "Hạng 1 trên 4" in page.list.profile.result.text()

    # A field's bar ranks by it; a rating's bar shows its units; a unit's bar marks it.
    page.show_view("charts")
    labels = page.charts.radar.series.labels
    assert [line.name for line in page.charts.radar.series.lines] == [
        "Bình quân",
        "Cao nhất",
        "Thấp nhất",
    ]
    assert page.list.profile.chart.series.labels == tuple(name.split(".")[0] for name in labels)
    page.charts.radar.opened.emit("average", 0)
    province_desk.settle()
    assert page.ranking.field.id == "1"
    page.show_view("charts")
    page.charts.fields.opened.emit("fields", 0)
    province_desk.settle()
    assert page.ranking.field.id == "1"
    assert page.by.currentData() == "1"
    page.rank_by("")
    province_desk.settle()
    bands = [band.name for band in sorted(page.ranking.criteria.bands, key=lambda b: -b.lowest)]
    page.charts.bands.opened.emit("bands", bands.index("Tốt"))
    assert rows(page) == [("2", FIRST), ("2", THIRD)]
    page.band_chip.click()
    assert len(rows(page)) == 4
    page.show_view("charts")
    page.charts.focus_first()
    bars = page.charts.units
    bars.show_series(bars.series)  # nothing is marked, wherever the mouse stands
    bars.grab()  # what is marked must have been drawn
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
        province_desk.press(key, on=bars)
    assert page.stack.currentWidget() is page.list
    assert page.list.table.current_key == FIRST
    put_in(page.bar.search, UNITS[3].name)
    wait_for(lambda: len(rows(page)) == 1)
    assert rows(page) == [("4", FOURTH)]
    page.bar.search.clear()
    wait_for(lambda: len(rows(page)) == 4)

    # Paper, file, projector.
    page.print_button.click()
    dialog = wait_shown("previewDialog")
    assert "BẢN TẠM TÍNH, CHƯA CÔNG BỐ" in text_of(dialog._pdf)
    dialog.reject()
    book = tmp_path / "xếp hạng.xlsx"
    page.papers.save_to(page.ranking, book)
    province_desk.settle()
    assert "Đã ghi bảng xếp hạng" in province_desk.said
    assert openpyxl.load_workbook(book)["Xếp hạng"].cell(5, 2).value == UNITS[1].name
    page.slides_button.click()
    slides = wait_shown("slides")
    # Pictures first: ratings and fields, then the units; then the figures.
    assert slides.pages == 3
    province_desk.press(Qt.Key.Key_Right, on=slides)
    assert slides.page == 1
    slides.reject()
    page.list.profile.paper.click()
    dialog = wait_shown("previewDialog")
    assert page.list.profile.profile.unit_name.upper() in text_of(dialog._pdf)
    dialog.reject()

    # Published: told at once, and beside the year.
    publish(province_desk.office, YEAR, "12/QĐ-UBND")
    province_desk.window.refresh_all()
    province_desk.settle()
    assert page.standing.words.text().startswith("Đã công bố theo 12/QĐ-UBND, 20/11/2026")
    page.show_view("years")
    wait_for(lambda: page.years.cells.rows)
    assert [column.heading for column in page.years.cells.columns] == [
        "Đơn vị",
        str(YEAR),
        "Thay đổi",
    ]
    page.show_view("list")
    province_desk.activate()
    page.list.table.choose(THIRD)
    page.list.focus_table()
    province_desk.press(Qt.Key.Key_Return)
    province_desk.settle()
    assert province_desk.current.key == "appraisal"
    wait_for(lambda: province_desk.current.is_judging)  # type: ignore[attr-defined]
    assert province_desk.current.judge.target.code == THIRD  # type: ignore[attr-defined]


def test_units_scored_by_a_set_that_is_not_here_are_told_of(province_desk: Desk) -> None:
    office = province_desk.office
    submissions(office, {FIRST: "0.8"})
    with store_command(office) as (_work, connection):
        row = connection.execute(select(unit_records)).one()
        told = row.content | {"copy": {**row.content["copy"]}}
        told["copy"]["set"] = {**told["copy"]["set"], "sha256": "0" * 64, "version": "9.9"}
        connection.execute(update(unit_records).values(content=told))
    page: Any = province_desk.page("ranking")
    province_desk.settle()
    wait_for(lambda: "phiên bản 9.9" in page.empty.title.text())
    assert "trang Phát hành" in page.empty.advice.text()
    assert eyes.at_rest(eyes.clipped, province_desk.window) == []
