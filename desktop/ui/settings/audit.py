"""The audit chain on screen: who did what, and whether anybody changed the record of it."""

from __future__ import annotations

from datetime import timedelta

from desktop.domain.moments import day_start, local_date
from desktop.domain.roles import Permission
from desktop.services.audit import AuditEntry, ChainState, chain_is_whole, read_audit
from desktop.ui.settings.section import Section
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.table_or_advice import TableOrAdvice
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.audit import action_text
from desktop.wording.dates import moment, number

_PERIODS = (("Hôm nay", 1), ("7 ngày qua", 7), ("30 ngày qua", 30), ("365 ngày qua", 365))


class AuditSection(Section):
    """For leaders and administrators."""

    key = "audit"
    title = "Nhật ký"
    icon_name = "history"
    advice = "Mỗi mục khóa mục trước bằng mã băm; sửa hay xóa một mục là bị phát hiện."

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.check = button(
            "Kiểm tra chuỗi", name="checkChain", icon_name="shield-check", key="Ctrl+Return"
        )
        self.check.clicked.connect(self._check)
        self.action_bar.addWidget(self.check)
        self.period = ChoiceField("Thời gian", "auditPeriod", list(_PERIODS))
        self.period.setFixedWidth(180)
        self.period.changed.connect(self.enter)
        self.body.addWidget(self.period)
        self.table = RowsTable(
            "auditTable", "Nhật ký", ("Lúc", "Người làm", "Việc", "Đối tượng"), (160, 200, 260, 0)
        )
        self.shown = TableOrAdvice(
            self.table,
            "lock",
            "Chỉ lãnh đạo và quản trị xem được nhật ký",
            "Nếu cần biết ai đã làm gì với một hồ sơ, hãy xem dòng thời gian của hồ sơ đó.",
        )
        self.body.addWidget(self.shown, 1)
        self.verdict = label("", "muted", name="chainVerdict")
        self.body.addWidget(self.verdict)

    def enter(self) -> None:
        """Reads the chosen days."""
        if not self.may(Permission.SEE_AUDIT):
            self.shown.show_table(False)
            self.period.hide()
            self.check.hide()
            return
        office, days = self.context.office, int(str(self.period.value))
        start = day_start(local_date(office.now()) - timedelta(days=days - 1))
        self.context.runner.query(
            lambda _: read_audit(office, start)[::-1][:20_000],
            self._show,
            key="audit",
            owner=self,
        )

    def _show(self, entries: list[AuditEntry]) -> None:
        self.table.show_rows(
            [
                ([moment(e.at), e.user_name, action_text(e.action), e.subject], e, None)
                for e in entries
            ]
        )
        self.verdict.setText(f"{number(len(entries))} mục")

    def _check(self) -> None:
        office = self.context.office

        def shown(state: ChainState) -> None:
            text = f"✓ Chuỗi nguyên vẹn, {number(state.entries)} mục."
            if not state.ok:
                text = f"✗ Chuỗi bị đứt ở mục lúc {moment(state.broken_at)}."
            self.verdict.setText(text)

        self.context.runner.query(
            lambda _: chain_is_whole(office), shown, owner=self, label="Đang kiểm tra nhật ký"
        )
