"""The sums of a sheet as tiles; each of them opens what it counts."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.domain.criteria.items import Band
from desktop.services.assessments.sheets import ScoreSheet
from desktop.ui.scoring.presentation import due_text, is_open, is_ours, lacks_proof, nearest_due
from desktop.ui.theme import colours
from desktop.ui.widgets.cards import ElidedLabel, label
from desktop.wording.criteria import decimal, percent, points


class ScoreBar(QWidget):
    """Tells ``opened`` with the name of the tile: total, percent, open, missing."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("scoreBar")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self.tiles = {
            "total": _Tile("total", "Tổng điểm", "Xem lại mọi dòng"),
            "percent": _Tile("percent", "Kết quả và xếp loại", "Mở việc nên làm"),
            "open": _Tile("open", "Còn mở", "Chỉ xem các dòng còn mở"),
            "missing": _Tile("missing", "Thiếu minh chứng", "Chỉ xem các dòng thiếu minh chứng"),
        }
        for name, tile in self.tiles.items():
            tile.clicked.connect(lambda _on, name=name: self.opened.emit(name))
            row.addWidget(tile, 1)

    def show_sheet(self, sheet: ScoreSheet, today: date) -> None:
        """Replaces the sums."""
        score, c = sheet.score, colours()
        extra = []
        if score.bonus:
            extra.append(f"thưởng {points(score.bonus)}")
        if score.deduction:
            extra.append(f"trừ {points(score.deduction)}")
        if score.applicable != score.maximum:
            extra.append(f"thang {points(score.maximum)}")
        self.tiles["total"].show_value(
            decimal(score.total, 2), f"/ {points(score.applicable)} điểm", ", ".join(extra)
        )
        band = score.band.name if score.band else "chưa xếp loại"
        self.tiles["percent"].show_value(percent(score.percent), band, _to_next(sheet))
        opened = sum(is_open(line) for line in sheet.lines)
        ours = sum(is_ours(line) for line in sheet.lines)
        due = nearest_due(sheet)
        said = due_text(due, today) if due is not None else ""
        self.tiles["open"].show_value(
            str(opened), f"/ {ours} dòng đơn vị chấm", said, c.accent if opened else c.good
        )
        missing = [line for line in sheet.lines if lacks_proof(line)]
        at_risk = sum((line.counted for line in missing), start=score.total * 0)
        risk = f"{points(at_risk)} điểm chưa chắc" if missing else "mọi điểm đều có căn cứ"
        self.tiles["missing"].show_value(
            str(len(missing)), "dòng", risk, c.due if missing else c.good
        )


class _Tile(QPushButton):
    """A caption, a value, what it is of, and a word about it."""

    def __init__(self, name: str, caption: str, tip: str) -> None:
        super().__init__()
        self.setObjectName(f"score_{name}")
        self.setProperty("role", "figure")
        self.setStyleSheet(f"#score_{name} {{ min-height: 70px; }}")
        self.setToolTip(f"{tip}\nPhím tắt: Space khi đang ở ô này")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._caption = caption
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 5, 12, 5)
        column.setSpacing(0)
        self.value = QLabel("…")
        self.of = ElidedLabel("")
        self.of.setProperty("role", "muted")
        self.said = ElidedLabel("")
        self.said.setProperty("role", "caption")
        middle = QHBoxLayout()
        middle.setSpacing(6)
        middle.addWidget(self.value)
        middle.addWidget(self.of, 1, Qt.AlignmentFlag.AlignBottom)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(caption, "fieldLabel"))
        column.addLayout(head)
        column.addLayout(middle)
        column.addWidget(self.said)
        for part in self.findChildren(QLabel):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_value(self, value: str, of: str, said: str, colour: str = "") -> None:
        """Replaces what is shown."""
        self.value.setText(value)
        shown = f"color: {colour};" if colour else ""
        self.value.setStyleSheet(f"font-size: 20px; font-weight: 600; {shown}")
        self.of.setText(of)
        self.said.setText(said)
        self.setAccessibleName(f"{self._caption}: {value} {of}. {said}")


def _to_next(sheet: ScoreSheet) -> str:
    """còn 7,65 % tới Khá; the next better band."""
    better: list[Band] = [b for b in sheet.criteria.bands if b.lowest > sheet.score.percent]
    if not better:
        return "mức cao nhất" if sheet.criteria.bands else "bộ tiêu chí không ghi mức xếp loại"
    nearest = min(better, key=lambda band: band.lowest)
    return f"còn {percent(nearest.lowest - sheet.score.percent)} tới {nearest.name}"
