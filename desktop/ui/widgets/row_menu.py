"""The right-click menu of one dossier in a short list: open it, copy its code."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from desktop.ui.icons import icon
from desktop.ui.shell.context import UiContext


def offer_row_menu(widget: QWidget, context: UiContext, code: str) -> None:
    """Gives the widget the menu; the Menu key opens it too."""

    def pop_up(place: QPoint) -> None:
        menu = QMenu(widget)
        menu.setObjectName("rowMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icon("eye"), "Mở hồ sơ", lambda: context.open_dossier(code))
        menu.addAction(icon("copy"), "Sao chép mã hồ sơ", lambda: _copy(context, code))
        menu.popup(widget.mapToGlobal(place))

    widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    widget.customContextMenuRequested.connect(pop_up)


def _copy(context: UiContext, code: str) -> None:
    QGuiApplication.clipboard().setText(code)
    context.messages.say(f"Đã sao chép mã {code}.")
