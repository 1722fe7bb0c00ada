"""The published result: points, rating, rank, and each field beside the best and the mean."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from desktop.services.assessments.province_word import Publication
from desktop.ui.theme import ROW_HEIGHT
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, label
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.criteria import percent, points
from desktop.wording.dates import day

_MOST_ROWS = 5


class ResultCard(Card):
    """Hidden until the province has published."""

    def __init__(self) -> None:
        super().__init__("", spacing=6)
        self.setObjectName("resultCard")
        row = QHBoxLayout()
        row.setSpacing(16)
        self.big = label("", "big", name="resultBig")
        self.rank = label("", "section", name="resultRank")
        self.about = label("", "muted", wrap=True, name="resultAbout")
        self.more = button(
            "Xem theo lĩnh vực", role="quiet", name="resultFields", key="Ctrl+Shift+L"
        )
        row.addWidget(self.big)
        row.addWidget(self.rank)
        row.addWidget(self.about, 1)
        row.addWidget(self.more)
        self.body.addLayout(row)
        self.fields = RowsTable(
            "resultTable",
            "Kết quả theo lĩnh vực",
            ("Lĩnh vực", "Điểm", "Tối đa", "Cao nhất tỉnh", "Trung bình tỉnh"),
            (0, 80, 80, 120, 130),
            (1, 2, 3, 4),
        )
        self.body.addWidget(self.fields)
        self.more.setCheckable(True)
        self.more.toggled.connect(self.fields.setVisible)
        self.fields.hide()
        self.hide()

    def show_result(self, found: Publication | None) -> None:
        """Replaces what is shown."""
        self.setVisible(found is not None)
        if found is None:
            return
        band = found.band or "không xếp loại"
        self.big.setText(percent(found.percent))
        self.rank.setText(f"{band} · hạng {found.rank}/{found.ranked}")
        said = [f"{points(found.total)} / {points(found.applicable)} điểm"]
        if found.self_total is not None:
            said.append(f"đơn vị tự chấm {points(found.self_total)}")
        if found.survey is not None:
            said.append(f"khảo sát {points(found.survey)}")
        said.append(f"{found.decision}, ngày {day(found.published_on)}".lstrip(", "))
        self.about.setText(" · ".join(said))
        self.fields.show_rows(
            [
                (
                    [
                        f"{field.id}  {field.name}",
                        points(field.points),
                        points(field.maximum),
                        "" if field.best is None else points(field.best),
                        "" if field.average is None else points(field.average),
                    ],
                    field.id,
                    None,
                )
                for field in found.fields
            ]
        )
        high = min(len(found.fields), _MOST_ROWS) + 1
        self.fields.setFixedHeight(high * ROW_HEIGHT + 8)
        self.more.setVisible(bool(found.fields))
