"""What gives way in a narrow window: columns of words, rows of chips, long labels."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desktop.ui.widgets.cards import ElidedLabel
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.tables import RowsTable


@pytest.fixture
def table(qapp: QApplication) -> Iterator[RowsTable]:
    """A name that stretches between a code, a sentence and a day."""
    made = RowsTable("t", "Thử", ("Mã", "Tên", "Ghi chú", "Ngày"), (110, 0, 260, 150))
    row = ["24259-0001", "Nguyễn Văn An", "một câu dài về việc này", "20/11/26 16:00"]
    made.show_rows([(row, None, None)])
    yield made
    made.close()


def widths(table: RowsTable, width: int) -> list[int]:
    table.resize(width, 200)
    table.show()
    QApplication.processEvents()
    return [table.columnWidth(place) for place in range(4)]


def test_sentences_give_way_to_names_and_codes_and_days_stay_whole(table: RowsTable) -> None:
    assert widths(table, 900)[::2] == [110, 260]
    code, name, sentence, day = widths(table, 520)
    assert name >= 145
    assert sentence < 160
    metrics = table.fontMetrics()
    assert code > metrics.horizontalAdvance("24259-0001")
    assert day > metrics.horizontalAdvance("20/11/26 16:00")
    assert widths(table, 900)[::2] == [110, 260]


def test_width_chosen_by_hand_comes_back_after_a_narrow_window(table: RowsTable) -> None:
    widths(table, 900)
    table.setColumnWidth(2, 200)
    widths(table, 480)
    assert widths(table, 900)[2] == 200


@pytest.mark.usefixtures("qapp")
def test_chips_go_on_in_the_next_line() -> None:
    holder = QWidget()
    row = FlowLayout()
    chips = [QPushButton(f"Chờ xác nhận nhận {n}") for n in range(4)]
    for chip in chips:
        row.addWidget(chip)
    chips[3].hide()
    holder.setLayout(row)
    wide = row.sizeHint().width()
    holder.resize(wide, 40)
    holder.show()
    QApplication.processEvents()
    assert {chip.y() for chip in chips[:3]} == {0}
    holder.resize(wide - 10, row.heightForWidth(wide - 10))
    QApplication.processEvents()
    assert chips[2].y() > chips[1].y() == chips[0].y()
    assert chips[2].geometry().bottom() < holder.height()
    assert all(chip.width() >= chip.sizeHint().width() for chip in chips[:3])
    holder.close()


@pytest.mark.usefixtures("qapp")
def test_label_that_gives_way_keeps_its_whole_text() -> None:
    holder = QWidget()
    made = ElidedLabel("Số thủ tục phải công khai theo quyết định của Ủy ban nhân dân tỉnh")
    made.setParent(holder)
    made.resize(120, 20)
    holder.show()
    QApplication.processEvents()
    assert made.minimumWidth() < 60
    assert made.text().endswith("Ủy ban nhân dân tỉnh")
    firm = ElidedLabel("Ngày sinh", gives_way=False)
    assert firm.minimumSizeHint().width() >= firm.fontMetrics().horizontalAdvance("Ngày sinh")
    holder.close()
