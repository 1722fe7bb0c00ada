"""The papers that can be printed for a dossier: the receipt first, the others in a menu."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from desktop.services.form_names import FORM_TITLES
from desktop.services.papers.catalogue import FormOffer
from desktop.ui.icons import icon
from desktop.ui.widgets.buttons import button

RECEIPT = "receipt"


class PaperButtons(QWidget):
    """Tells ``wanted`` with the name of a form, ``declaration_wanted`` for the unit's own."""

    wanted = Signal(str)
    declaration_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._offers: dict[str, FormOffer] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.receipt = button(
            FORM_TITLES[RECEIPT], name="print_receipt", icon_name="printer", key="Ctrl+P"
        )
        self.others = button(
            "In giấy khác…", name="printOther", icon_name="file-text", key="Ctrl+Shift+P"
        )
        self.menu = QMenu(self)
        self.menu.setObjectName("printMenu")
        self.fill(self.menu)
        self.receipt.clicked.connect(partial(self.wanted.emit, RECEIPT))
        self.others.clicked.connect(self._pop_up)
        column.addWidget(self.receipt)
        column.addWidget(self.others)
        self.declaration = button(
            "Điền tờ khai…",
            name="fillDeclaration",
            icon_name="edit",
            key="Ctrl+Shift+K",
            tip="Tờ khai Word của đơn vị, điền từ hồ sơ",
        )
        self.declaration.clicked.connect(self.declaration_wanted)
        column.addWidget(self.declaration)

    def fill(self, menu: QMenu) -> None:
        """Adds every form but the receipt to a menu."""
        menu.setToolTipsVisible(True)
        for form, title in FORM_TITLES.items():
            if form != RECEIPT:
                action = menu.addAction(icon("printer"), title)
                action.setObjectName(f"print_{form}")
                action.setEnabled(self._offers[form].is_ready if form in self._offers else True)
                action.setToolTip(self._reason(form))
                action.triggered.connect(partial(self._tell, form))

    def show_offers(self, offers: tuple[FormOffer, ...]) -> None:
        """Which forms the dossier can have now; the others say why not."""
        self._offers = {offer.form: offer for offer in offers}
        self.menu.clear()
        self.fill(self.menu)

    def _reason(self, form: str) -> str:
        offer = self._offers.get(form)
        return f"Chưa in được: {offer.why_not}" if offer is not None and offer.why_not else ""

    def _tell(self, form: str, _checked: bool = False) -> None:
        self.wanted.emit(form)

    def _pop_up(self) -> None:
        self.menu.popup(self.others.mapToGlobal(self.others.rect().bottomLeft()))
