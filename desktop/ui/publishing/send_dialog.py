"""Sending rules: choose a file or a kept set, read it as a unit will, sign, send."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QWidget

from desktop.domain.appraisals import PackKind
from desktop.domain.moments import local_date
from desktop.services.assessments.sets import SetRow, list_sets
from desktop.services.outcomes import Outcome
from desktop.services.provinces.boxes import boxes_of
from desktop.services.provinces.rule_drafts import (
    RulesLook,
    RulesToSend,
    look_at_file,
    look_at_set,
)
from desktop.services.provinces.rules import SentRules, send_rules, send_set
from desktop.services.provinces.setting_up import require_desk
from desktop.ui.shell.context import UiContext
from desktop.ui.sign_in.words import error_words
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import Segments, button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.entry_dialog import EntryDialog
from desktop.ui.widgets.fields import ChoiceField, DateField, TextField
from desktop.ui.widgets.permits import allow
from desktop.wording.publishing_page import KIND_NAMES, SIGNED, look_text, sent_text

_FILES = "Bảng, JSON (*.xlsx *.xls *.ods *.csv *.json);;Mọi tệp (*)"
_CHECK_FIRST = "Hãy bấm Đọc thử trước khi ký."


class SendDialog(EntryDialog):
    """Nothing is signed before it was read; what was read is what is sent."""

    def __init__(self, context: UiContext, parent: QWidget, set_code: str = "") -> None:
        super().__init__(parent, "Gửi quy định cho các đơn vị", "Ký và gửi")
        self.setObjectName("sendDialog")
        self.setMinimumWidth(620)
        self._context = context
        self._looked: RulesLook | None = None
        self._set_code = set_code
        self.explain(SIGNED)
        self.source = Segments([("Từ tệp", False), ("Bộ tiêu chí có sẵn", True)], "rulesSource")
        self.source.setAccessibleName("Nguồn")
        self.column.addWidget(self.source)
        self.file = TextField("Tệp bộ tiêu chí, danh mục, lịch nghỉ hoặc mẫu giấy", "rulesFile")
        self.choose_button = button(
            "Chọn tệp", name="rulesChoose", icon_name="folder", key="Ctrl+O"
        )
        self.add_beside("file", self.file, self.choose_button)
        self.kind = ChoiceField(
            "Loại",
            "rulesKind",
            [("Tự nhận ra theo tiêu đề bảng", None), *((KIND_NAMES[k], k) for k in PackKind)],
        )
        self.add("kind", self.kind)
        self.set = ChoiceField("Bộ tiêu chí", "rulesSet")
        self.add("set", self.set)
        self.dated = QCheckBox("Có ngày bắt đầu hiệu lực")
        self.dated.setObjectName("rulesDated")
        self.since = DateField("Hiệu lực từ ngày", "rulesSince")
        today = local_date(context.office.now())
        self.since.set_value(QDate(today.year, today.month, today.day))
        row = QHBoxLayout()
        row.addWidget(self.dated)
        row.addWidget(self.since, 1)
        self.column.addLayout(row)
        self.check_button = button(
            "Đọc thử", name="checkRules", icon_name="eye", key="Ctrl+Shift+K"
        )
        row = QHBoxLayout()
        row.addWidget(self.check_button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.seen = label("", wrap=True, name="rulesSeen")
        self.seen.setMinimumHeight(54)
        self.column.addWidget(self.seen)
        self.finish()
        self.go.setToolTip("Phím tắt: Enter")
        self.source.chosen.connect(lambda _on: self._show_source())
        self.choose_button.clicked.connect(self._choose)
        self.check_button.clicked.connect(self.check)
        self.go.clicked.connect(self.send)
        self.dated.toggled.connect(self.since.setVisible)
        for field in (self.file, self.kind, self.set, self.since):
            field.changed.connect(self._forget)
        for combo in (self.kind.combo, self.set.combo):
            combo.currentIndexChanged.connect(lambda _n: self._forget())
        self.dated.toggled.connect(lambda _on: self._forget())
        self.since.hide()
        self.source.choose(bool(set_code))
        self._show_source()
        office = context.office
        context.runner.query(lambda _: list_sets(office), self._sets_known, owner=self)

    def check(self) -> None:
        """Reads it as every unit will read it."""
        office, since = self._context.office, self._since()
        path, kind, code = Path(self.file.text), self._kind(), str(self.set.value or "")
        if not self.source.value and not self.file.text:
            self.file.show_error("Hãy chọn tệp.")
            self.file.entry.setFocus()
            return

        def look(_: object) -> RulesLook:
            if self.source.value:
                return look_at_set(office, code, since)
            return look_at_file(office, path, RulesToSend(kind, since))

        self._context.runner.query(
            look, self._checked, key="rules look", owner=self, on_error=self._refused
        )

    def send(self) -> None:
        """Signs and lays into the mailbox; a mailbox that is shut keeps nothing back."""
        if self._looked is None or self._looked.is_same:
            return
        office, since = self._context.office, self._since()
        path, kind, code = Path(self.file.text), self._kind(), str(self.set.value or "")
        with_mailbox = bool(require_desk(office).mailbox)

        def work(_: object) -> Outcome[tuple[SentRules, ...]]:
            with boxes_of(office) as boxes:
                if self.source.value:
                    return send_set(office, code, since, boxes)
                return send_rules(office, [path], RulesToSend(kind, since), boxes)

        def done(sent: tuple[SentRules, ...]) -> None:
            pack = sent[0]
            self._context.messages.say(
                sent_text(pack.title, pack.number, is_new=pack.is_new, with_mailbox=with_mailbox)
            )
            self.accept()

        self._context.runner.command(
            work,
            done,
            label="Đang ký và gửi quy định",
            button=self.go,
            owner=self,
            on_error=self._refused,
        )

    def _sets_known(self, sets: tuple[SetRow, ...]) -> None:
        self.set.set_choices([(f"{row.title} ({row.code})", row.code) for row in sets])
        self._forget()
        if self._set_code:
            self.set.choose(self._set_code)
            self.check()

    def _checked(self, look: RulesLook) -> None:
        self._looked = look
        self.seen.setStyleSheet(f"color: {colours().good};")
        self.seen.setText(
            look_text(look.title, look.number, look.summary, look.units, is_same=look.is_same)
        )
        allow(self.go, not look.is_same, "Giống bản đã gửi lần trước.")
        if not look.is_same:
            self.go.setFocus()

    def _refused(self, error: Exception) -> bool:
        self.seen.setStyleSheet(f"color: {colours().overdue};")
        self.seen.setText(f"✗ {error_words(error)}")
        return True

    def _forget(self) -> None:
        """Something else is chosen: what was read no longer holds."""
        self._looked = None
        self.seen.setText("")
        allow(self.go, False, _CHECK_FIRST)

    def _show_source(self) -> None:
        from_set = bool(self.source.value)
        for widget in (self.file, self.choose_button, self.kind):
            widget.setVisible(not from_set)
        self.set.setVisible(from_set)
        self._forget()

    def _since(self) -> date | None:
        if not self.dated.isChecked():
            return None
        value = self.since.value
        return date(value.year(), value.month(), value.day())

    def _kind(self) -> PackKind | None:
        kind = self.kind.value
        return kind if isinstance(kind, PackKind) else None

    def _choose(self) -> None:
        file, _ = QFileDialog.getOpenFileName(self, "Chọn tệp quy định", "", _FILES)
        if file:
            self.file.set_text(file)
            self._forget()
            self.check()
