"""The health check on screen."""

from __future__ import annotations

from desktop.services.clock_check import clock_trouble, trust_clock
from desktop.services.doctor import Check, examine
from desktop.ui.settings.section import Section
from desktop.ui.shell.context import UiContext
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.table_or_advice import TableOrAdvice
from desktop.ui.widgets.tables import RowsTable


class HealthSection(Section):
    """Looks at everything that can go wrong unseen."""

    key = "health"
    title = "Kiểm tra sức khỏe"
    icon_name = "shield-check"
    advice = "Đọc lại toàn bộ dữ liệu, tệp đính kèm, nhật ký và bản sao lưu mới nhất."

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.go = button(
            "Kiểm tra ngay",
            role="primary",
            name="runDoctor",
            icon_name="refresh",
            key="Ctrl+Return",
        )
        self.go.clicked.connect(self.examine)
        self.trust = button(
            "Giờ máy đúng",
            name="trustClock",
            icon_name="clock",
            key="Ctrl+Shift+G",
            tip="Đã xem ngày giờ của máy tính và thấy đúng; không báo sai nữa",
        )
        self.trust.clicked.connect(self._trust_clock)
        self.trust.hide()
        self.action_bar.addWidget(self.trust)
        self.action_bar.addWidget(self.go)
        self.table = RowsTable(
            "healthTable", "Kết quả kiểm tra", ("Kết quả", "Mục", "Chi tiết"), (110, 170, 0)
        )
        self.shown = TableOrAdvice(
            self.table,
            "shield-check",
            "Chưa kiểm tra lần nào trong phiên này",
            "Bấm Kiểm tra ngay; việc tiếp nhận hồ sơ vẫn làm được trong lúc kiểm tra.",
        )
        self.shown.show_table(False)
        self.body.addWidget(self.shown, 1)
        self.verdict = label("", "muted", name="verdict")
        self.body.addWidget(self.verdict)

    def examine(self) -> None:
        """Runs all checks beside the counter's work."""
        office = self.context.office
        self.go.setEnabled(False)
        self.context.runner.query(
            lambda progress: examine(office, progress),
            self._show,
            owner=self,
            label="Đang kiểm tra",
        )

    def enter(self) -> None:
        """The button for the clock stands here only while the clock is doubted."""
        office = self.context.office
        self.context.runner.query(
            lambda _: clock_trouble(office) is not None,
            self.trust.setVisible,
            key="clock doubted",
            owner=self,
        )

    def _trust_clock(self) -> None:
        office = self.context.office

        def trusted(_: object) -> None:
            self.context.messages.say("Đã ghi nhận: giờ máy đúng.")
            self.enter()

        self.context.runner.command(
            lambda _: trust_clock(office), trusted, button=self.trust, owner=self
        )

    def _show(self, checks: list[Check]) -> None:
        self.go.setEnabled(True)
        self.shown.show_table(True)
        c = colours()
        self.table.show_rows(
            [
                (
                    ["✓ Tốt" if check.ok else "✗ Cần xem", check.title, check.detail],
                    check,
                    c.good if check.ok else c.overdue,
                )
                for check in checks
            ]
        )
        bad = sum(not check.ok for check in checks)
        self.verdict.setText(f"{bad} mục cần xem lại." if bad else "Mọi thứ đều tốt.")
