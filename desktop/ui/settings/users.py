"""People: add, change the role, switch off, give a new password, change one's own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.roles import Permission, Role
from desktop.services.office import User
from desktop.services.outcomes import Change, Outcome
from desktop.services.signing_in import change_password
from desktop.services.users import NewUser, add_user, change_user, give_password, list_users
from desktop.ui.settings.recovery_dialog import RecoveryDialog
from desktop.ui.settings.section import Section
from desktop.ui.shell.context import UiContext
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.entry_dialog import EntryDialog
from desktop.ui.widgets.fields import ChoiceField, PasswordField, TextField
from desktop.ui.widgets.permits import permit
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.terms import term


class UserSection(Section):
    """The people of the office."""

    roles: tuple[Role, ...] = (Role.DESK, Role.OFFICER, Role.LEADER, Role.ADMIN)
    department = "Phòng, bộ phận"
    key = "users"
    title = "Người dùng"
    icon_name = "users"
    advice = "Mỗi người một tài khoản. Người nghỉ việc thì ngừng sử dụng; hồ sơ cũ vẫn giữ tên."
    changes = frozenset({Change.USERS})

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.own_button = button(
            "Đổi mật khẩu của tôi", name="ownPassword", icon_name="lock", key="Ctrl+Shift+M"
        )
        self.add_button = button(
            "Thêm người", role="primary", name="addUser", icon_name="plus", key="Ctrl+N"
        )
        permit(self.add_button, context.office, Permission.MANAGE_USERS)
        self.action_bar.addWidget(self.own_button)
        self.action_bar.addWidget(self.add_button)
        self.table = RowsTable(
            "userTable",
            "Người dùng",
            ("Tên", "Vai trò", self.department, "Tình trạng"),
            (220, 180, 0, 150),
        )
        self.body.addWidget(self.table, 1)
        row = QHBoxLayout()
        self.change_button = button(
            "Sửa vai trò, phòng", name="changeUser", icon_name="edit", key="Ctrl+Shift+E"
        )
        self.password_button = button(
            "Cấp mật khẩu mới", name="givePassword", icon_name="lock", key="Ctrl+Shift+P"
        )
        self.switch_button = button(
            "Ngừng hoặc mở lại", name="switchUser", icon_name="ban", key="Ctrl+Shift+T"
        )
        for made in (self.change_button, self.password_button, self.switch_button):
            permit(made, context.office, Permission.MANAGE_USERS)
            self.table.offer(made)
            row.addWidget(made)
        self.recovery_button = button(
            "Cấp mã khôi phục mới…",
            name="renewRecovery",
            icon_name="rotate",
            key="Ctrl+Shift+R",
            tip="Khi tờ mã khôi phục bị mất, bị lộ hoặc chưa kịp in",
        )
        permit(self.recovery_button, context.office, Permission.MANAGE_USERS)
        self.recovery_button.clicked.connect(lambda: RecoveryDialog(context, self).open())
        row.addStretch(1)
        row.addWidget(self.recovery_button)
        self.body.addLayout(row)
        self.add_button.clicked.connect(lambda: self._open(None))
        self.own_button.clicked.connect(lambda: PasswordDialog(context, None, self).open())
        self.change_button.clicked.connect(self._change)
        self.password_button.clicked.connect(self._give_password)
        self.switch_button.clicked.connect(self._switch)

    def enter(self) -> None:
        """Reads the people."""
        office = self.context.office
        self.context.runner.query(lambda _: list_users(office), self._show, owner=self)

    def _show(self, users: tuple[User, ...]) -> None:
        muted = colours().muted
        self.table.show_rows(
            [
                (
                    [
                        user.name,
                        term(user.role),
                        " · ".join(filter(None, (user.department, user.title))),
                        "Đang dùng" if user.is_active else "Đã ngừng",
                    ],
                    user,
                    None if user.is_active else muted,
                )
                for user in users
            ]
        )

    def _change(self) -> None:
        user = self.table.current_value()
        if user is not None:
            self._open(user)

    def _open(self, user: User | None) -> None:
        UserDialog(self.context, user, self, self.roles, self.department).open()

    def _give_password(self) -> None:
        user = self.table.current_value()
        if user is not None:
            PasswordDialog(self.context, user, self).open()

    def _switch(self) -> None:
        user: User | None = self.table.current_value()
        if user is None:
            return
        office, active = self.context.office, not user.is_active

        def done(_value: object) -> None:
            text = f"Đã ngừng tài khoản {user.name}."
            if active:
                text = f"Đã mở lại tài khoản {user.name}; hãy cấp mật khẩu mới."
            self.context.messages.say(text)

        self.context.runner.command(
            lambda _: change_user(office, user.id, user.role, user.department, user.title, active),
            done,
            owner=self,
        )


class UserDialog(EntryDialog):
    """A new person, or the role of a known one."""

    def __init__(
        self,
        context: UiContext,
        user: User | None,
        parent: QWidget,
        roles: Sequence[Role],
        department: str,
    ) -> None:
        title = f"Sửa {user.name}" if user else "Thêm người dùng"
        super().__init__(parent, title, "Lưu" if user else "Thêm người")
        self.setObjectName("userDialog")
        self._context = context
        self._user = user
        self.name = TextField("Họ và tên", "userName")
        self.role = ChoiceField("Vai trò", "userRole", [(term(role), role) for role in roles])
        self.department = TextField(department, "userDepartment")
        self.job_title = TextField("Chức vụ", "userTitle")
        if user is None:
            self.add("name", self.name)
        else:
            self.role.choose(user.role)
            self.department.set_text(user.department)
            self.job_title.set_text(user.title)
        self.add("role", self.role)
        self.add("department", self.department)
        self.add("title", self.job_title)
        self.password = PasswordField("Mật khẩu đầu tiên", "userPassword")
        if user is None:
            self.add("password", self.password)
            self.column.addWidget(
                label("Ít nhất 8 ký tự, có chữ hoa, chữ thường, số và ký tự đặc biệt.", "caption")
            )
        self.finish()
        self.go.clicked.connect(self._save)

    def _save(self) -> None:
        office, user = self._context.office, self._user
        role = self.role.value
        assert isinstance(role, Role)
        department, title = self.department.text, self.job_title.text
        new = NewUser(self.name.text, role, self.password.text, department, title)

        def work(_: object) -> Outcome[User]:
            if user is None:
                return add_user(office, new)
            return change_user(office, user.id, role, department, title, user.is_active)

        def done(saved: User) -> None:
            self._context.messages.say(f"Đã lưu {saved.name} ({term(saved.role)}).")
            self.accept()

        self._context.runner.command(
            work, done, button=self.go, owner=self, on_error=self.show_error
        )


class PasswordDialog(EntryDialog):
    """A new password for oneself (``user`` None) or, by the administrator, for another."""

    def __init__(self, context: UiContext, user: User | None, parent: QWidget) -> None:
        title = f"Mật khẩu mới cho {user.name}" if user else "Đổi mật khẩu của tôi"
        super().__init__(parent, title, "Đổi mật khẩu")
        self.setObjectName("passwordDialog")
        self._context = context
        self._user = user
        self.old = PasswordField("Mật khẩu hiện tại", "oldPassword")
        if user is None:
            self.add("password", self.old)
        self.new = PasswordField("Mật khẩu mới", "newPassword")
        self.again = PasswordField("Gõ lại mật khẩu mới", "newPasswordAgain")
        self.add("new_password", self.new)
        self.add("again", self.again)
        self.finish()
        self.go.clicked.connect(self._save)

    def _save(self) -> None:
        if self.new.text != self.again.text:
            self.again.show_error("Hai lần gõ chưa giống nhau.")
            self.again.entry.setFocus()
            return
        office, user = self._context.office, self._user
        old, new = self.old.text, self.new.text

        def work(_: object) -> Outcome[None]:
            if user is not None:
                return give_password(office, user.name, new)
            change_password(office, old, new)
            return Outcome(None, frozenset())

        def done(_value: object) -> None:
            self._context.messages.say("Đã đổi mật khẩu.")
            self.accept()

        self._context.runner.command(
            work, done, button=self.go, owner=self, on_error=self.show_error
        )
