"""The sign-in window: shows at once, loads the rest of the program behind it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.services.door import PRACTICE_PASSWORD, Door, last_user
from desktop.ui.icons import pixmap
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, label
from desktop.ui.widgets.fields import PasswordField


class SignInWindow(QWidget):
    """Tells ``opened`` with the open office.

    The heavy parts (database, pages) are imported by ``loader`` in a thread while the user
    types; opening waits for it when it is not done yet.
    """

    opened = Signal(object)
    recovery_wanted = Signal()
    other_folder_wanted = Signal()
    _answered = Signal(object, object)

    def __init__(self, folder: Path, door: Door, open_office: Callable[[str, str], object]) -> None:
        super().__init__()
        self.setObjectName("signIn")
        self.setWindowTitle("Sổ Một Cửa")
        self.setMinimumSize(460, 470)
        self.setStyleSheet(f"#signIn {{ background: {colours().window}; }}")
        self._open_office = open_office
        self._busy = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(40, 30, 40, 30)
        outer.addStretch(1)
        card = Card(margins=26, spacing=12)
        title = label("Sổ Một Cửa", "big")
        office = label(door.office_name, "section", name="doorOffice")
        card.body.addWidget(title)
        card.body.addWidget(office)
        if door.is_practice:
            mark = QLabel("Văn phòng thực hành – dữ liệu mẫu")
            mark.setObjectName("practiceMark")
            card.body.addWidget(mark, 0, Qt.AlignmentFlag.AlignLeft)
            card.body.addWidget(label(f"Mật khẩu của mọi người: {PRACTICE_PASSWORD}", "caption"))
        card.body.addSpacing(4)
        card.body.addWidget(label("Người dùng", "fieldLabel"))
        self.users = QComboBox()
        self.users.setObjectName("users")
        self.users.setAccessibleName("Người dùng")
        self.users.addItems(list(door.user_names))
        self.users.setCurrentText(last_user(folder))
        card.body.addWidget(self.users)
        self.password = PasswordField("Mật khẩu", "password")
        self.password.edit.returnPressed.connect(self.sign_in)
        card.body.addWidget(self.password)
        self.error = label("", "error", wrap=True, name="signInError")
        self.error.hide()
        card.body.addWidget(self.error)
        self.go = button(
            "Vào làm việc",
            role="primary",
            name="signInGo",
            icon_name="arrow-right",
            tip="Phím tắt: Enter",
        )
        self.go.clicked.connect(self.sign_in)
        card.body.addWidget(self.go)
        row = QHBoxLayout()
        forgot = button("Quên mật khẩu", role="quiet", name="forgot", key="Alt+Q")
        other = button("Mở văn phòng khác", role="quiet", name="otherFolder", key="Alt+M")
        forgot.clicked.connect(self.recovery_wanted)
        other.clicked.connect(self.other_folder_wanted)
        row.addWidget(forgot)
        row.addStretch(1)
        row.addWidget(other)
        card.body.addLayout(row)
        outer.addWidget(card)
        outer.addWidget(label(str(folder), "caption", wrap=True))
        outer.addStretch(2)
        self._answered.connect(self._show_answer)
        self.password.edit.setFocus()
        fit_before_show(self)

    def sign_in(self) -> None:
        """Derives the key in a thread; the window stays alive."""
        if self._busy:
            return
        self._busy = True
        self.error.hide()
        self.go.setEnabled(False)
        self.go.setText("Đang mở…")
        name, password = self.users.currentText(), self.password.text

        def work() -> None:
            try:
                office, error = self._open_office(name, password), None
            except Exception as problem:  # noqa: BLE001 - shown on the main thread, nothing hidden
                office, error = None, problem
            self._answered.emit(office, error)

        threading.Thread(target=work, name="sign-in", daemon=True).start()

    def _show_answer(self, office: object, error: Exception | None) -> None:
        self._busy = False
        self.go.setEnabled(True)
        self.go.setText("Vào làm việc")
        if error is None:
            self.opened.emit(office)
            return
        from desktop.ui.sign_in.words import error_words

        self.error.setText(error_words(error))
        self.error.show()
        grow_to_fit(self)
        self.password.edit.selectAll()
        self.password.edit.setFocus()


def fit_before_show(window: QWidget) -> None:
    """As high as the words need, before anything is shown: the fonts are not laid on yet."""
    for part in (window, *window.findChildren(QWidget)):
        part.ensurePolished()
    grow_to_fit(window)


def grow_to_fit(window: QWidget) -> None:
    """Makes a window as high as its words need, now that there are more of them."""
    layout = window.layout()
    if layout is not None:
        layout.activate()
        needed = layout.totalHeightForWidth(window.width())
        window.resize(window.width(), max(window.height(), needed))


class LockScreen(QWidget):
    """Covers the window until the signed-in user gives the password again."""

    unlocked = Signal()
    _answered = Signal(object)

    def __init__(self, parent: QWidget, name: str, check: Callable[[str], None]) -> None:
        super().__init__(parent)
        self.setObjectName("lockScreen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(f"#lockScreen {{ background: {colours().window}; }}")
        self._check = check
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        card = Card(margins=26, spacing=12)
        card.setFixedWidth(400)
        picture = QLabel()
        picture.setPixmap(pixmap("lock", colours().accent, 32))
        card.body.addWidget(picture)
        card.body.addWidget(label(f"Đã khóa – {name}", "section"))
        card.body.addWidget(label("Việc đang nhập được giữ nguyên.", "muted"))
        self.password = PasswordField("Mật khẩu", "lockPassword")
        self.password.edit.returnPressed.connect(self.try_password)
        card.body.addWidget(self.password)
        self.go = button("Mở khóa", role="primary", name="unlock", tip="Phím tắt: Enter")
        self.go.clicked.connect(self.try_password)
        card.body.addWidget(self.go)
        # Not by alignment: an aligned card gets no height for the lines of an error.
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(card)
        across.addStretch(1)
        outer.addLayout(across)
        outer.addStretch(2)
        self._answered.connect(self._show_answer)
        parent.installEventFilter(self)
        self.setGeometry(parent.rect())
        self.show()
        self.raise_()
        QTimer.singleShot(0, self.password.edit.setFocus)

    def try_password(self) -> None:
        """Checks in a thread."""
        self.go.setEnabled(False)
        password = self.password.text

        def work() -> None:
            try:
                self._check(password)
                self._answered.emit(None)
            except Exception as problem:  # noqa: BLE001 - shown on the main thread
                self._answered.emit(problem)

        threading.Thread(target=work, name="unlock", daemon=True).start()

    def eventFilter(self, watched: QObject, event: object) -> bool:
        """Follows the size of the window."""
        parent = self.parentWidget()
        if watched is parent and self.size() != parent.size():
            self.setGeometry(parent.rect())
        return False

    def _show_answer(self, error: Exception | None) -> None:
        self.go.setEnabled(True)
        if error is None:
            self.unlocked.emit()
            self.hide()
            self.deleteLater()
            return
        from desktop.ui.sign_in.words import error_words

        self.password.show_error(error_words(error))
        self.password.edit.selectAll()
        self.password.edit.setFocus()
