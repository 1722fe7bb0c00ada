"""What every unit said about one pack: applied, waiting, declined, refused, silent."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from desktop.services.provinces.rules import RulesStatus
from desktop.ui.shell.context import UiContext
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, label
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.dates import day, moment
from desktop.wording.publishing_page import ANSWERS, SIGNED

_SILENT = "silent"


class AnswersPanel(Card):
    """Units with their answers, those that need a look first."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(margins=12, spacing=8)
        self.setObjectName("answersPanel")
        self.setMinimumWidth(400)
        self._context = context
        self._pack: RulesStatus | None = None
        self._names: dict[str, str] = {}
        self.name = label("", "section", wrap=True, name="packName")
        self.about = label("", "muted", wrap=True, name="packAbout")
        self.body.addWidget(self.name)
        self.body.addWidget(self.about)
        self.which = ChoiceField("Xem các đơn vị", "answerFilter")
        self.which.combo.currentIndexChanged.connect(lambda _n: self._list())
        self.body.addWidget(self.which)
        self.table = RowsTable(
            "answerTable", "Trả lời của các đơn vị", ("Đơn vị", "Trả lời"), (0, 150)
        )
        self.body.addWidget(self.table, 1)
        self.said = label("", wrap=True, name="answerSaid")
        self.body.addWidget(self.said)
        self.open_unit = button(
            "Mở đơn vị", name="answerUnit", icon_name="building", key="Ctrl+Shift+U"
        )
        self.table.offer(self.open_unit)
        self.open_unit.clicked.connect(self._open)
        row = QHBoxLayout()
        row.addWidget(self.open_unit)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(label(SIGNED, "caption", wrap=True))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_said())
        self.show_pack(None, {})

    def show_pack(self, pack: RulesStatus | None, names: dict[str, str]) -> None:
        """A pack of the list; None hides the panel."""
        is_other = pack is None or self._pack is None or pack.pack.id != self._pack.pack.id
        self._pack, self._names = pack, names
        self.setVisible(pack is not None)
        if pack is None:
            return
        title = pack.pack.title
        self.name.setText(f"{title[:1].upper()}{title[1:]}, bản số {pack.pack.number}")
        since = (
            f"hiệu lực từ {day(pack.pack.valid_from)}" if pack.pack.valid_from else "hiệu lực ngay"
        )
        self.about.setText(f"Ký {moment(pack.made_at)}, {since}; tệp {pack.pack.file_name}.")
        chosen = None if is_other else self.which.value
        counts = {"all": sum(pack.answers.values()) + len(pack.silent), _SILENT: len(pack.silent)}
        counts |= {str(state): count for state, count in pack.answers.items()}
        self.which.combo.blockSignals(True)
        self.which.set_choices(
            [(f"{words} ({counts[key]})", key) for key, words in ANSWERS.items() if counts.get(key)]
        )
        self.which.choose(chosen)
        self.which.combo.blockSignals(False)
        self._list()

    def _list(self) -> None:
        if self._pack is None:
            return
        wanted = str(self.which.value or "all")
        c = colours()
        tones = {"refused": c.overdue, "declined": c.due, "waiting": c.due, _SILENT: c.muted}
        found = [(unit, str(state), said) for unit, state, said in self._pack.said]
        found += [(unit, _SILENT, "Chưa nhận được trả lời.") for unit in self._pack.silent]
        order = {"refused": 0, "declined": 1, "waiting": 2, _SILENT: 3}
        found.sort(key=lambda row: (order.get(row[1], 9), row[0]))
        self.table.show_rows(
            [
                ([self._names.get(unit, unit), ANSWERS[state]], (unit, said), tones.get(state))
                for unit, state, said in found
                if wanted in ("all", state)
            ]
        )
        self._show_said()

    def _show_said(self) -> None:
        value = self.table.current_value() if self.table.rows.rowCount() else None
        self.said.setText(value[1] if value else "")

    def _open(self) -> None:
        value = self.table.current_value()
        if value:
            self._context.open_page(f"units/{value[0]}")
