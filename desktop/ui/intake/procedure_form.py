"""Column 2 of intake: what is asked for, the papers, how it came and how it goes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from desktop.domain.dossiers import Channel, ReturnMethod
from desktop.domain.due_dates import Limit, LimitUnit
from desktop.domain.procedures import RequiredDocument
from desktop.services.dossier_rows import HandedInDocument
from desktop.services.procedures import ProcedureRow
from desktop.ui.intake.boundary_box import BoundaryBox
from desktop.ui.intake.documents_table import DocumentsTable
from desktop.ui.intake.pending_files import PendingFiles
from desktop.ui.intake.procedure_picker import ProcedurePicker
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.ask_text import AskText
from desktop.ui.widgets.buttons import Segments, button
from desktop.ui.widgets.cards import ScrollCard, label
from desktop.ui.widgets.fields import ChoiceField, Field, NumberField, TextField, field_line
from desktop.ui.widgets.file_drop import files_of
from desktop.wording.dates import limit_text
from desktop.wording.terms import term


class ProcedureForm(ScrollCard):
    """Tells ``changed`` on every edit and ``picked`` when a procedure was chosen."""

    changed = Signal()
    picked = Signal(object)

    def __init__(self, context: UiContext, find: Callable[[str], list[ProcedureRow]]) -> None:
        super().__init__("Thủ tục", spacing=7)
        self.setAcceptDrops(True)
        self.files = PendingFiles(context)
        self.files.changed.connect(self.changed)
        self.picker = ProcedurePicker(find)
        self.picker.picked.connect(self._picked)
        self.body.addWidget(self.picker)
        self.about = label("", "caption", wrap=True, name="procedureAbout")
        self.about.setMinimumHeight(34)
        self.body.addWidget(self.about)
        self._build_limit()
        self.table = DocumentsTable()
        self.table.documents.edited.connect(self.changed)
        self.no_papers = label("", "muted", wrap=True, name="noPapers")
        self.no_papers.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.papers = QStackedWidget()
        self.papers.addWidget(self.table)
        self.papers.addWidget(self.no_papers)
        self.body.addWidget(self.papers, 1)
        self._build_below(context)
        self._show_about(None)

    @property
    def procedure(self) -> ProcedureRow | None:
        """The chosen procedure."""
        return self.picker.chosen

    def limit(self) -> Limit | None:
        """The limit that the clerk gave where the catalogue has none. Raises InputRefused."""
        if not self.limit_box_shown:
            return None
        if self.limit_unit.value is LimitUnit.SAME_DAY:
            return Limit(0, LimitUnit.SAME_DAY)
        if self.limit_value.value is None:
            return None
        return Limit(self.limit_value.value, self.limit_unit.value)  # type: ignore[arg-type]

    @property
    def limit_box_shown(self) -> bool:
        """Whether the clerk is asked for a limit."""
        return not self.limit_value.isHidden()

    def choose(self, procedure: ProcedureRow | None) -> None:
        """Sets the procedure and its papers."""
        self.picker.choose(procedure)
        documents = procedure.facts.documents if procedure else ()
        self.table.documents.set_items(
            [
                HandedInDocument(document, document.required, place)
                for place, document in enumerate(documents, start=1)
            ]
        )
        self._show_about(procedure)

    def clear(self) -> None:
        """Back to an empty form."""
        self.choose(None)
        self.channel.choose(Channel.DIRECT)
        self.portal_code.set_text("")
        self.return_method.choose(ReturnMethod.COUNTER)
        self.return_address.set_text("")
        self.sets.set_value(1)
        self.pages.set_value(None)
        self.copies.set_value(None)
        self.limit_value.set_value(None)
        self.boundary.clear()
        self.files.clear()
        self._channel_chosen()
        self._return_chosen()

    def fields(self) -> dict[str, Field]:
        """Fields by the names that checks use."""
        return {
            "limit": self.limit_value,
            "portal_code": self.portal_code,
            "sets": self.sets,
            "pages": self.pages,
            "copies": self.copies,
            "submitted": self.boundary.time,
        }

    def state(self) -> dict[str, Any]:
        """Plain data for the draft."""
        return {
            "procedure": self.procedure.code if self.procedure else "",
            "channel": str(self.channel.value),
            "portal_code": self.portal_code.text,
            "return_method": str(self.return_method.value),
            "return_address": self.return_address.text,
            "sets": self.sets.value,
            "pages": self.pages.value,
            "copies": self.copies.value,
            "outside": self.boundary.state(),
            "limit_value": self.limit_value.value,
            "limit_unit": str(self.limit_unit.value),
            "files": [str(file.path) for file in self.files.files],
            "documents": [
                [
                    item.document.name,
                    item.document.originals,
                    item.document.certified_copies,
                    item.document.copies,
                    item.document.required,
                    item.document.note,
                    item.handed_in,
                ]
                for item in self.table.documents.items
            ],
        }

    def set_state(self, state: dict[str, Any], procedure: ProcedureRow | None) -> None:
        """Puts a draft back."""
        self.choose(procedure)
        self.channel.choose(Channel(state["channel"]))
        self.portal_code.set_text(state["portal_code"])
        self.return_method.choose(ReturnMethod(state["return_method"]))
        self.return_address.set_text(state["return_address"])
        self.sets.set_value(state["sets"])
        self.pages.set_value(state["pages"])
        self.copies.set_value(state["copies"])
        self.boundary.set_state(state.get("outside"))
        self.limit_value.set_value(state["limit_value"])
        self.limit_unit.choose(LimitUnit(state["limit_unit"]))
        self.table.documents.set_items(
            [
                HandedInDocument(RequiredDocument(*values[:6]), bool(values[6]), place)
                for place, values in enumerate(state["documents"], start=1)
            ]
        )
        self._show_papers()
        self._channel_chosen()
        self._return_chosen()
        self.files.restore(state["files"])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Scans may be dropped anywhere on the card."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Takes the dropped files."""
        self.files.add_paths(files_of(event.mimeData()))
        event.acceptProposedAction()

    def _build_limit(self) -> None:
        self.limit_value = NumberField(
            "Thời hạn (danh mục chưa có)", "limitValue", lowest=1, highest=1000, blank=True
        )
        units = (LimitUnit.WORKING_DAY, LimitUnit.DAY, LimitUnit.HOUR, LimitUnit.SAME_DAY)
        self.limit_unit = ChoiceField("Tính theo", "limitUnit", [(term(u), u) for u in units])
        self.limit_unit.changed.connect(self._limit_unit_chosen)
        self.limit_value.changed.connect(self.changed)
        self.body.addLayout(field_line(((self.limit_value, 1), (self.limit_unit, 1))))

    def _build_below(self, context: UiContext) -> None:
        self.add_paper = button(
            "Thêm giấy tờ khác", role="quiet", name="addPaper", icon_name="plus", key="Ctrl+G"
        )
        self.add_paper.clicked.connect(self._ask_paper)
        row = QHBoxLayout()
        row.addWidget(self.add_paper, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.files, 1)
        self.body.addLayout(row)
        self.channel = Segments([(term(c), c) for c in Channel], "channel")
        self.channel.chosen.connect(lambda _c: self._channel_chosen())
        self.portal_code = TextField("Mã hồ sơ trên Cổng", "portalCode", most=60)
        self.portal_code.changed.connect(self.changed)
        self.sets = NumberField("Số bộ", "sets", lowest=1, highest=99)
        self.pages = NumberField("Số trang", "pages", lowest=1, highest=9999, blank=True)
        self.copies = NumberField("Số bản", "copies", lowest=1, highest=999, blank=True)
        self.return_method = ChoiceField(
            "Nhận kết quả", "returnMethod", [(term(m), m) for m in ReturnMethod]
        )
        self.return_method.changed.connect(self._return_chosen)
        self.return_address = TextField("Địa chỉ nhận kết quả", "returnAddress")
        self.return_address.changed.connect(self.changed)
        for field in (self.sets, self.pages, self.copies):
            field.changed.connect(self.changed)
        self.boundary = BoundaryBox(context)
        self.boundary.changed.connect(self.changed)
        head = QHBoxLayout()
        head.addWidget(label("Hình thức nộp", "fieldLabel"))
        head.addStretch(1)
        head.addWidget(self.boundary.tick)
        self.body.addLayout(head)
        self.body.addWidget(self.channel)
        counts = QHBoxLayout()
        counts.setSpacing(8)
        shares: tuple[tuple[Field, int], ...] = (
            (self.return_method, 5),
            (self.sets, 2),
            (self.pages, 3),
            (self.copies, 3),
        )
        for shown, share in shares:
            counts.addWidget(shown, share)
        below = QVBoxLayout()
        below.setSpacing(5)
        elsewhere = QHBoxLayout()
        elsewhere.setSpacing(8)
        elsewhere.addWidget(self.boundary, 1)
        elsewhere.addWidget(self.portal_code, 1)
        below.addLayout(elsewhere)
        below.addLayout(counts)
        below.addWidget(self.return_address)
        self.body.addLayout(below)
        self._channel_chosen()
        self._return_chosen()

    def _picked(self, procedure: ProcedureRow) -> None:
        self.choose(procedure)
        self.picked.emit(procedure)
        self.changed.emit()

    def _show_about(self, procedure: ProcedureRow | None) -> None:
        facts = procedure.facts if procedure else None
        needs_limit = facts is not None and facts.limit is None
        self.limit_value.setVisible(needs_limit)
        self.limit_unit.setVisible(needs_limit)
        counted = facts is not None and facts.fee.needs_pages
        self.pages.setVisible(counted)
        self.copies.setVisible(counted)
        self._show_papers()
        if facts is None or procedure is None:
            self.about.setText("Hay dùng nhất đứng đầu danh sách; bấm ↓ để xem.")
            return
        sample = (
            "" if facts.documents_confirmed or not facts.documents else " · giấy tờ: dữ liệu mẫu"
        )
        self.about.setText(f"{procedure.code} · {facts.field} · {limit_text(facts.limit)}{sample}")
        tip = [facts.name]
        if facts.legal_basis:
            tip.append(f"Căn cứ: {facts.legal_basis}")
        if facts.counter_note:
            tip.append(f"Lưu ý: {facts.counter_note}")
        self.about.setToolTip("\n".join(tip))

    def _show_papers(self) -> None:
        has_papers = bool(self.table.documents.items)
        self.papers.setCurrentWidget(self.table if has_papers else self.no_papers)
        advice = "Giấy tờ phải nộp sẽ hiện ở đây khi chọn thủ tục."
        if self.procedure is not None:
            advice = "Danh mục chưa khai giấy tờ của thủ tục này; bấm “Thêm giấy tờ khác” để ghi."
        self.no_papers.setText(advice)

    def _ask_paper(self) -> None:
        dialog = AskText(self, "Thêm giấy tờ", "Tên giấy tờ", "Thêm giấy tờ")
        dialog.given.connect(self._add_paper)
        dialog.open()

    def _add_paper(self, name: str) -> None:
        self.table.documents.add(name)
        self._show_papers()

    def _limit_unit_chosen(self) -> None:
        self.limit_value.setEnabled(self.limit_unit.value is not LimitUnit.SAME_DAY)
        self.changed.emit()

    def _channel_chosen(self) -> None:
        self.portal_code.setVisible(self.channel.value is Channel.ONLINE)
        self.changed.emit()

    def _return_chosen(self) -> None:
        self.return_address.setVisible(self.return_method.value is ReturnMethod.POST)
        self.changed.emit()
