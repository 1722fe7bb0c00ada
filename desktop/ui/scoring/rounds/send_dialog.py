"""Gửi giải trình: what the leader sends, line by line, before it is queued."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.assessments.differences import Differences
from desktop.ui.scoring.rounds.compare_rows import Show, of_this_round, passes, waits
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.criteria import points


class SendDialog(QDialog):
    """Tells ``confirmed``."""

    confirmed = Signal()

    def __init__(self, found: Differences, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sendDialog")
        self.setWindowTitle("Gửi giải trình cho tỉnh")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(880, 480)
        stage = found.status.stage
        written = [row for row in found.rows if passes(row, Show.WRITTEN, stage)]
        silent = sum(waits(row, stage) for row in found.rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(
            label(
                f"Sẽ gửi giải trình của {len(written)} dòng", "section", wrap=True, name="sendHead"
            )
        )
        if silent:
            column.addWidget(
                label(
                    f"Còn {silent} dòng chờ giải trình mà chưa viết; gửi bây giờ rồi viết tiếp, "
                    "gửi thêm vẫn được đến hết hạn.",
                    "warning",
                    wrap=True,
                    name="sendSilent",
                )
            )
        self.table = RowsTable(
            "sendTable",
            "Các giải trình sẽ gửi",
            ("Dòng", "Tự chấm", "Tỉnh chấm", "Đề nghị", "Giải trình", "Tài liệu"),
            (220, 76, 84, 76, 0, 150),
            (1, 2, 3),
        )
        rows: list[tuple[list[str], str, str | None]] = []
        for row in written:
            said = of_this_round(row)
            assert said is not None
            lost = [d.file_name for d in said.documents if d.is_lost]
            files = ", ".join(d.file_name for d in said.documents)
            cells = [
                f"{row.item.id}  {row.item.name}",
                points(row.own),
                "–" if row.appraised is None else points(row.appraised),
                "" if said.proposed is None else points(said.proposed),
                "rút lại giải trình" if said.is_withdrawn else said.text,
                f"mất tệp: {', '.join(lost)}" if lost else files,
            ]
            rows.append((cells, row.item.id, colours().overdue if lost else None))
        self.table.show_rows(rows)
        column.addWidget(self.table, 1)
        column.addWidget(
            label(
                "Sửa lại sau khi gửi vẫn được đến hết hạn: bản sửa được gửi thay bản trước. "
                "Chỉ khi có biên nhận mới là tỉnh đã nhận.",
                "caption",
                wrap=True,
            )
        )
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        later = button("Để sau", name="sendLater", tip="Phím tắt: Esc")
        self.go = button("Gửi giải trình", role="primary", name="sendGo", key="Ctrl+Return")
        self.go.setEnabled(bool(written))
        later.clicked.connect(self.reject)
        self.go.clicked.connect(self._confirm)
        buttons.addWidget(later)
        buttons.addWidget(self.go)
        column.addLayout(buttons)
        self.go.setFocus()

    def _confirm(self) -> None:
        self.confirmed.emit()
        self.accept()
