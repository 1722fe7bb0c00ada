"""The sign-in window: shows at once, loads the rest of the program behind it."""

from __future__ import annotations

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
from desktop.ui.widgets.work import BackgroundWork

_FORGOTTEN = "Quên hẳn thì bấm Quên mật khẩu."
_REPLY_WAITS = (
    "Văn phòng này đã lập yêu cầu nhờ tỉnh mở lại. Tỉnh gọi thì đọc mã hiện ở trang sau; có tệp "
    "trả lời thì cũng mở ở đó."
)


class SignInWindow(QWidget):
    """Tells ``opened`` with the open office.

    The heavy parts (database, pages) are imported by ``loader`` in a thread while the user
    types; opening waits for it when it is not done yet.
    """

    opened = Signal(object)
    recovery_wanted = Signal()
    other_folder_wanted = Signal()
    province_wanted = Signal()

    def __init__(self, folder: Path, door: Door, open_office: Callable[[str, str], object]) -> None:
        super().__init__()
        self.setObjectName("signIn")
        self.setWindowTitle("Sổ Một Cửa")
        self.setMinimumSize(460, 470)
        self.setStyleSheet(f"#signIn {{ background: {colours().window}; }}")
        self._open_office = open_office
        self._work = BackgroundWork(self)
        self._busy = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(40, 30, 40, 30)
        outer.addStretch(1)
        card = Card(margins=26, spacing=12)
        title = label("Sổ Một Cửa", "big")
        shown = f"Bàn tỉnh – {door.office_name}" if door.is_province else door.office_name
        office = label(shown, "section", name="doorOffice", wrap=True)
        card.body.addWidget(title)
        card.body.addWidget(office)
        if door.is_practice:
            place = "Bàn tỉnh" if door.is_province else "Văn phòng"
            mark = QLabel(f"{place} thực hành – dữ liệu mẫu")
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
        words = "Mở thư mục khác" if door.is_province else "Mở văn phòng khác"
        other = button(words, role="quiet", name="otherFolder", key="Alt+M")
        forgot.clicked.connect(self.recovery_wanted)
        other.clicked.connect(self.other_folder_wanted)
        row.addWidget(forgot)
        row.addStretch(1)
        row.addWidget(other)
        card.body.addLayout(row)
        if door.asked_province:
            self._build_reply(card)
        outer.addWidget(card)
        outer.addWidget(label(str(folder), "caption", wrap=True))
        outer.addStretch(2)
        self.password.edit.setFocus()
        fit_before_show(self)

    def _build_reply(self, card: Card) -> None:
        """A request to the province waits: its reply is opened from here."""
        card.body.addWidget(label(_REPLY_WAITS, "caption", wrap=True, name="replyWaits"))
        reply = button(
            "Xem mã, mở tệp trả lời của tỉnh", name="provinceReply", icon_name="mail", key="Alt+T"
        )
        reply.clicked.connect(self.province_wanted)
        card.body.addWidget(reply)

    def sign_in(self) -> None:
        """Derives the key in a thread; the window stays alive."""
        if self._busy:
            return
        self._busy = True
        self.error.hide()
        self.go.setEnabled(False)
        self.go.setText("Đang mở…")
        name, password = self.users.currentText(), self.password.text
        self._work.run(lambda: self._open_office(name, password), self._let_in, self._refuse)

    def _let_in(self, office: object) -> None:
        self._ready_again()
        self.opened.emit(office)

    def _ready_again(self) -> None:
        self._busy = False
        self.go.setEnabled(True)
        self.go.setText("Vào làm việc")

    def _refuse(self, error: Exception) -> None:
        self._ready_again()
        from desktop.ui.sign_in.words import error_words, is_wrong_password

        forgotten = is_wrong_password(error)
        self.error.setText(
            f"{error_words(error)} {_FORGOTTEN}" if forgotten else error_words(error)
        )
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
    """Covers the window until the signed-in user gives the password again.

    ``other_wanted``: somebody else wants to work at this machine.
    """

    unlocked = Signal()
    other_wanted = Signal()

    def __init__(self, parent: QWidget, name: str, check: Callable[[str], None]) -> None:
        super().__init__(parent)
        self.setObjectName("lockScreen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(f"#lockScreen {{ background: {colours().window}; }}")
        self._check = check
        self._work = BackgroundWork(self)
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
        self.other = button("Người khác vào làm việc", role="quiet", name="otherUser", key="Alt+N")
        self.other.clicked.connect(self.other_wanted)
        card.body.addWidget(self.other)
        # Not by alignment: an aligned card gets no height for the lines of an error.
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(card)
        across.addStretch(1)
        outer.addLayout(across)
        outer.addStretch(2)
        parent.installEventFilter(self)
        self.setGeometry(parent.rect())
        self.show()
        self.raise_()
        QTimer.singleShot(0, self.password.edit.setFocus)

    def say(self, text: str) -> None:
        """Words under the password, for instance why nobody else can come in just now."""
        self.password.show_error(text)
        self.password.edit.setFocus()

    def try_password(self) -> None:
        """Checks in a thread."""
        self.go.setEnabled(False)
        password = self.password.text
        self._work.run(lambda: self._check(password), self._unlock, self._refuse)

    def eventFilter(self, watched: QObject, event: object) -> bool:
        """Follows the size of the window."""
        parent = self.parentWidget()
        if watched is parent and self.size() != parent.size():
            self.setGeometry(parent.rect())
        return False

    def _unlock(self, _checked: None) -> None:
        self.go.setEnabled(True)
        self.unlocked.emit()
        self.hide()
        self.deleteLater()

    def _refuse(self, error: Exception) -> None:
        self.go.setEnabled(True)
        from desktop.ui.sign_in.words import error_words

        self.password.show_error(error_words(error))
        self.password.edit.selectAll()
        self.password.edit.setFocus()
