"""Editing a procedure: what is saved is a new version from a day on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.dossiers import SupplementMode
from desktop.domain.due_dates import SAME_DAY_CUTOFF, LimitUnit
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.fees import FeeKind, FeeRule
from desktop.domain.moments import local_date
from desktop.domain.procedures import OnlineLevel, ProcedureFacts, RequiredDocument, check_code
from desktop.services.procedures import ProcedureRow, save_procedure
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.fields import (
    ChoiceField,
    DateField,
    Field,
    NoteField,
    NumberField,
    TextField,
    focus_first,
)
from desktop.wording.payments import LEVEL_HINT
from desktop.wording.problems import entry_text
from desktop.wording.terms import term

_KINDS = (FeeKind.FREE, FeeKind.FIXED, FeeKind.PER_COPY, FeeKind.COUNCIL, FeeKind.UNKNOWN)


class ProcedureEditor(QDialog):
    """One procedure; ``row`` None makes a new one."""

    def __init__(self, context: UiContext, row: ProcedureRow | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("procedureEditor")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Sửa thủ tục {row.code}" if row else "Thêm thủ tục")
        self.setMinimumWidth(760)
        self._context = context
        self._row = row
        self._old = row.facts if row else ProcedureFacts("", "")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        self._build_fields(grid)
        column.addLayout(grid)
        self.papers = NoteField(
            "Thành phần hồ sơ: mỗi dòng một giấy tờ; ghi số bản ở cuối, ví dụ “| 1 bản chính”",
            "procedureDocuments",
            lines=6,
        )
        self.papers.set_text("\n".join(map(_paper_line, self._old.documents)))
        column.addWidget(self.papers)
        column.addLayout(self._buttons())

    def facts(self) -> ProcedureFacts:
        """What is entered. Raises InputRefused."""
        unit = self.unit.value
        same_day = unit is LimitUnit.SAME_DAY
        value = 0 if same_day else self.limit.value
        has_limit = same_day or value is not None
        kind = self.fee_kind.value
        fee = self._old.fee
        amount = self.amount.value or 0
        if kind is not fee.kind or amount != fee.amount_vnd:
            listed = amount if kind in (FeeKind.FIXED, FeeKind.PER_COPY) else None
            fee = FeeRule(kind, amount_vnd=amount, published_vnd=listed)  # type: ignore[arg-type]
        return replace(
            self._old,
            name=" ".join(self.name.text.split()),
            field=self.service_field.text,
            short_name=self.short_name.text,
            limit_value=value if has_limit else None,
            limit_unit=unit if has_limit else None,  # type: ignore[arg-type]
            cutoff=(self._old.cutoff or SAME_DAY_CUTOFF) if same_day else None,
            supplement_mode=self.mode.value,  # type: ignore[arg-type]
            fee=fee,
            legal_basis=self.basis.text,
            online_level=self.level.value,  # type: ignore[arg-type]
            documents=_papers(self.papers.text),
        )

    def _build_fields(self, grid: QGridLayout) -> None:
        old = self._old
        self.code = TextField("Mã thủ tục", "procedureCode", placeholder="1.001193", most=30)
        self.code.set_text(self._row.code if self._row else "")
        self.code.edit.setReadOnly(self._row is not None)
        self.name = NoteField("Tên thủ tục", "procedureNameEdit", lines=2)
        self.name.set_text(old.name)
        self.short_name = TextField("Tên ngắn để hiện trong danh sách", "procedureShortName")
        self.short_name.set_text(old.short_name)
        self.service_field = TextField("Lĩnh vực", "procedureFieldEdit")
        self.service_field.set_text(old.field)
        self.limit = NumberField("Thời hạn", "procedureLimit", lowest=1, highest=1000, blank=True)
        self.limit.set_value(old.limit_value if old.limit_value else None)
        units = [(term(unit), unit) for unit in LimitUnit]
        self.unit = ChoiceField("Tính theo", "procedureUnit", units)
        self.unit.choose(old.limit_unit or LimitUnit.WORKING_DAY)
        self.mode = ChoiceField(
            "Khi bổ sung hồ sơ", "procedureMode", [(term(m), m) for m in SupplementMode]
        )
        self.mode.choose(old.supplement_mode)
        kinds = [(term(kind), kind) for kind in _KINDS]
        if old.fee.kind not in _KINDS:
            kinds.append((term(old.fee.kind), old.fee.kind))
        self.fee_kind = ChoiceField("Phí, lệ phí", "procedureFeeKind", kinds)
        self.fee_kind.choose(old.fee.kind)
        self.amount = NumberField("Mức thu (đ)", "procedureAmount", highest=100_000_000)
        self.amount.set_value(old.fee.amount_vnd)
        levels = [("Chưa ghi", None), *((term(level), level) for level in OnlineLevel)]
        self.level = ChoiceField("Dịch vụ công trực tuyến", "procedureLevel", levels)
        self.level.choose(old.online_level)
        self.level.combo.setToolTip(LEVEL_HINT)
        self.basis = TextField("Căn cứ pháp lý", "procedureBasis", most=2000)
        self.basis.set_text(old.legal_basis)
        self.valid_from = DateField("Áp dụng từ ngày", "procedureValidFrom")
        today = local_date(self._context.office.now())
        self.valid_from.set_value(QDate(today.year, today.month, today.day))
        places: tuple[tuple[Field, int, int, int], ...] = (
            (self.code, 0, 0, 1),
            (self.service_field, 0, 1, 2),
            (self.name, 1, 0, 3),
            (self.short_name, 2, 0, 3),
            (self.limit, 3, 0, 1),
            (self.unit, 3, 1, 1),
            (self.mode, 3, 2, 1),
            (self.fee_kind, 4, 0, 1),
            (self.amount, 4, 1, 1),
            (self.valid_from, 4, 2, 1),
            (self.level, 5, 0, 1),
            (self.basis, 5, 1, 2),
        )
        for field, line, column, span in places:
            grid.addWidget(field, line, column, 1, span, Qt.AlignmentFlag.AlignTop)
        for side in range(3):
            grid.setColumnStretch(side, 1)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        kept = "Hồ sơ đã nhận giữ phiên bản cũ." if self._row else "Có thể sửa, tắt bất cứ lúc nào."
        row.addWidget(label(kept, "muted"))
        row.addStretch(1)
        later = button("Để sau", name="procedureLater", tip="Phím tắt: Esc")
        self.save = button(
            "Lưu phiên bản mới" if self._row else "Thêm thủ tục",
            role="primary",
            name="procedureSave",
            key="Ctrl+Return",
        )
        later.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        row.addWidget(later)
        row.addWidget(self.save)
        return row

    def _save(self) -> None:
        office = self._context.office
        fields: dict[str, Field] = {
            "procedure_code": self.code,
            "procedure_name": self.name,
            "service_field": self.service_field,
            "limit": self.limit,
            "documents": self.papers,
        }
        for field in fields.values():
            field.clear_words()
        try:
            code, facts = check_code(self.code.text), self.facts()
        except InputRefused as refused:
            _show(refused, fields)
            return
        start = self.valid_from.value
        valid_from = date(start.year(), start.month(), start.day())

        def failed(error: Exception) -> bool:
            if isinstance(error, InputRefused):
                _show(error, fields)
                return True
            return False

        def done(changed: bool) -> None:
            text = f"Đã lưu thủ tục {code}." if changed else "Không có gì thay đổi."
            self._context.messages.say(text)
            self.accept()

        self._context.runner.command(
            lambda _: save_procedure(office, code, facts, valid_from),
            done,
            button=self.save,
            owner=self,
            on_error=failed,
        )


def _show(refused: InputRefused, fields: dict[str, Field]) -> None:
    for problem in refused.problems:
        if problem.field in fields:
            fields[problem.field].show_error(entry_text(problem))
    focus_first(list(fields.values()))


_COUNT_WORDS = (
    ("bản chính", "originals"),
    ("bản chứng thực", "certified_copies"),
    ("bản photo", "copies"),
)


def _paper_line(document: RequiredDocument) -> str:
    counts = [
        f"{getattr(document, name)} {word}"
        for word, name in _COUNT_WORDS
        if getattr(document, name)
    ]
    if not document.required:
        counts.append("khi cần")
    return f"{document.name} | {', '.join(counts)}" if counts else document.name


def _papers(text: str) -> tuple[RequiredDocument, ...]:
    """One paper a line, "name | 1 bản chính, 2 bản photo, khi cần". Raises InputRefused."""
    papers = []
    for text_line in text.splitlines():
        name, _, counts = text_line.partition("|")
        values: dict[str, int] = {}
        required = True
        for part in filter(None, (piece.strip() for piece in counts.split(","))):
            if part == "khi cần":
                required = False
                continue
            count, _, word = part.partition(" ")
            known = dict(_COUNT_WORDS).get(word.strip())
            if known is None or not count.isdigit():
                facts = {"text": part, "choices": ", ".join(w for w, _ in _COUNT_WORDS)}
                raise InputRefused(InputProblem("documents", Entry.UNKNOWN_CHOICE, facts))
            values[known] = int(count)
        if name.strip():
            papers.append(
                RequiredDocument(
                    name.strip(),
                    values.get("originals", 0),
                    values.get("certified_copies", 0),
                    values.get("copies", 0),
                    required,
                )
            )
    return tuple(papers)
