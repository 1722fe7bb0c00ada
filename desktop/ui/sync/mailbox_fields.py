"""The mailbox of the unit: which kind, where, what opens it, what the other side must prove."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from desktop.domain.sending import Road
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, label
from desktop.ui.widgets.fields import ChoiceField, Field, PasswordField, TextField
from desktop.wording.dates import moment
from desktop.wording.roads import ROAD_EXAMPLES, ROAD_WORDS

if TYPE_CHECKING:
    from desktop.services.syncing.road_form import MailboxInput, RoadForm

_KEPT = "Để trống: giữ mật khẩu đang có"
_NONE = "Chưa có mật khẩu"
_FORGOTTEN = "Địa chỉ đã đổi: hãy nhập lại mật khẩu. Mật khẩu cũ chỉ dùng cho hộp thư cũ."
_MOST_PEM = 64 * 1024


class MailboxFields(Card):
    """Tells ``changed``; shows only what the chosen kind needs. No secret is ever shown."""

    changed = Signal()

    def __init__(self, heading: str = "Hộp thư của đơn vị") -> None:
        super().__init__(heading)
        self._form: RoadForm | None = None
        self._key: str | None = None
        self._ca: str | None = None
        self.kind = ChoiceField(
            "Gói đi bằng", "roadKind", [(text, road) for road, text in ROAD_WORDS.items()]
        )
        self.address = TextField("Địa chỉ hộp thư", "roadAddress")
        self.folder = button(
            "Chọn thư mục…", name="roadFolder", icon_name="folder", key="Ctrl+Shift+F"
        )
        self.user = TextField("Tên", "roadUser")
        self.secret = PasswordField("Mật khẩu", "roadSecret")
        self.host_key = TextField(
            "Khóa máy chủ phải đưa ra (SHA256:…)",
            "roadHostKey",
            tip="Chép từ giấy của tỉnh; máy chủ đưa ra khóa khác thì chương trình không gửi",
        )
        self.key_words = label("", "caption", wrap=True, name="roadKeyWords")
        self.key = button("Chọn khóa riêng…", name="roadKey", icon_name="lock", key="Ctrl+Shift+K")
        self.ca_words = label("", "caption", wrap=True, name="roadCaWords")
        self.ca = button(
            "Chọn chứng thư…", name="roadCa", icon_name="shield-check", key="Ctrl+Shift+C"
        )
        self.no_ca = button("Bỏ", role="quiet", name="roadNoCa", key="Ctrl+Shift+X")
        self.no_ca.setAccessibleName("Bỏ chứng thư riêng của tỉnh")
        self._build()
        self._connect()

    def _build(self) -> None:
        first = QHBoxLayout()
        first.addWidget(self.kind, 2)
        first.addWidget(self.address, 4)
        first.addWidget(self.folder, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(first)
        self.body.addWidget(self.address.words)
        names = QHBoxLayout()
        names.addWidget(self.user, 1)
        names.addWidget(self.secret, 1)
        self.body.addLayout(names)
        self.body.addWidget(self.host_key)
        for words, *buttons in ((self.key_words, self.key), (self.ca_words, self.ca, self.no_ca)):
            row = QHBoxLayout()
            row.addWidget(words, 1)
            for made in buttons:
                row.addWidget(made)
            self.body.addLayout(row)

    def _connect(self) -> None:
        for field in self.fields().values():
            field.changed.connect(self._edited)
        self.kind.changed.connect(self._show_kind)
        self.folder.clicked.connect(self._choose_folder)
        self.key.clicked.connect(self._choose_key)
        self.ca.clicked.connect(self._choose_ca)
        self.no_ca.clicked.connect(self._drop_ca)

    def fields(self) -> dict[str, Field]:
        """By the names under which the services find fault."""
        return {
            "mailbox": self.address,
            "access": self.host_key,
            "user": self.user,
            "secret": self.secret,
            "ca": self.address,
        }

    def show_form(self, form: RoadForm) -> None:
        """Replaces what stands there."""
        self._form, self._key, self._ca = form, None, None
        self.kind.choose(form.road)
        self.address.set_text(form.address)
        self.user.set_text(form.user)
        self.secret.set_text("")
        self.secret.edit.setPlaceholderText(_KEPT if form.has_secret else _NONE)
        self.host_key.set_text(form.host_key)
        self._show_kind()

    def entered(self) -> MailboxInput:
        """What stands in the fields; a secret that was not touched stays as it is."""
        from desktop.services.syncing.road_form import MailboxInput

        road = self.kind.value
        if road is None:
            return MailboxInput("")
        return MailboxInput(
            self.address.text,
            self.user.text if road is not Road.FOLDER else "",
            self.secret.text or None,
            self._key,
            self.host_key.text if road is Road.SFTP else "",
            self._ca,
        )

    def use_host_key(self, fingerprint: str) -> None:
        """Fills in what a server has shown; nothing is kept before it is saved."""
        self.host_key.set_text(fingerprint)
        self._edited()

    def _edited(self) -> None:
        moved = self._form is not None and self.address.text != self._form.address
        had = self._form is not None and (self._form.has_secret or self._form.has_private_key)
        if moved and had and not self.secret.text and self._is_far:
            self.secret.show_warning(_FORGOTTEN)
        else:
            self.secret.clear_words()
        self.changed.emit()

    @property
    def _is_far(self) -> bool:
        return self.kind.value in (Road.WEBDAV, Road.SFTP, Road.S3)

    def _show_kind(self) -> None:
        road = self.kind.value
        self.address.setVisible(road is not None)
        self.address.edit.setPlaceholderText(ROAD_EXAMPLES.get(road, ""))  # type: ignore[call-overload]
        self.folder.setVisible(road is Road.FOLDER)
        for field in (self.user, self.secret):
            field.setVisible(self._is_far)
        self.user.set_label("Mã khóa truy cập" if road is Road.S3 else "Tên")
        self.secret.set_label("Khóa bí mật" if road is Road.S3 else "Mật khẩu")
        for widget in (self.host_key, self.key, self.key_words):
            widget.setVisible(road is Road.SFTP)
        has_ca = road in (Road.WEBDAV, Road.S3)
        for widget in (self.ca, self.ca_words):
            widget.setVisible(has_ca)
        self._show_files()
        self.no_ca.setVisible(has_ca and self._has_ca)
        self.changed.emit()

    @property
    def _has_ca(self) -> bool:
        kept = self._form is not None and self._form.authority is not None
        return bool(self._ca) if self._ca is not None else kept

    def _show_files(self) -> None:
        form = self._form
        has_key = bool(self._key) or (form is not None and form.has_private_key)
        self.key_words.setText(
            "Đăng nhập bằng khóa riêng; mật khẩu ở trên mở khóa đó."
            if has_key
            else "Đăng nhập bằng mật khẩu; tỉnh trao khóa riêng thì chọn tệp khóa."
        )
        if self._ca:
            self.ca_words.setText("Đã chọn chứng thư mới; lưu rồi mới dùng.")
        elif self._has_ca and form is not None and form.authority is not None:
            known = form.authority
            self.ca_words.setText(
                f"Chứng thư riêng của tỉnh: {known.name}, dùng đến {moment(known.expires_at)}."
            )
        else:
            self.ca_words.setText("Không có chứng thư riêng: tin các chứng thư thông dụng.")

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Chọn thư mục dùng chung với tỉnh")
        if chosen:
            self.address.set_text(chosen)
            self._edited()

    def _choose_key(self) -> None:
        found = self._read("Chọn tệp khóa riêng do tỉnh trao", "Tất cả các tệp (*)")
        if found:
            self._key = found
            self._show_kind()

    def _choose_ca(self) -> None:
        found = self._read(
            "Chọn chứng thư của tỉnh", "Chứng thư (*.pem *.crt *.cer);;Tất cả các tệp (*)"
        )
        if found:
            self._ca = found
            self._show_kind()

    def _drop_ca(self) -> None:
        self._ca = ""
        self._show_kind()

    def _read(self, title: str, kinds: str) -> str:
        chosen, _ = QFileDialog.getOpenFileName(self, title, "", kinds)
        if not chosen:
            return ""
        try:
            with Path(chosen).open("rb") as file:
                return file.read(_MOST_PEM).decode("ascii")
        except (OSError, UnicodeError):
            self.address.show_error("Không đọc được tệp vừa chọn; hãy chọn tệp chữ (PEM) khác.")
            return ""
