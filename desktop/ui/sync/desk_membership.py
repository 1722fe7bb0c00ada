"""What is done to the marked desk: new keys, an older key taken back, shut out, lead instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.domain.roles import Permission
from desktop.services.office import Office
from desktop.services.outcomes import Outcome
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.entry_dialog import EntryDialog
from desktop.ui.widgets.permits import permit
from desktop.wording import desk_membership as words
from desktop.wording.dates import moment
from desktop.wording.sync import spoken_key

if TYPE_CHECKING:
    from desktop.services.syncing.desk_membership import DeskKeyState
    from desktop.services.syncing.desks import Peer


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing to do, said before it is done and after."""

    title: str
    explanation: str
    action: str
    done: str
    work: Callable[[Office], Outcome[Any]]
    role: str = "danger"


class MembershipBar(QWidget):
    """The key of the marked desk for comparing, and the buttons that apply to it."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._peers: tuple[Peer, ...] = ()
        self._chosen: Peer | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.key = label("", "caption", wrap=True, name="deskKey")
        self.key.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.key)
        self.rotate = _button("Đổi khóa máy này…", "rotateDesk", "refresh", "Ctrl+Shift+K")
        self.take_back = _button("Nhận lại khóa cũ…", "takeBackKey", "shield-check", "Ctrl+Shift+O")
        self.shut_out = _button("Thu hồi quầy…", "shutOutDesk", "ban", "Ctrl+Shift+X")
        self.lead = _button("Đặt làm quầy đầu…", "leadDesk", "star", "Ctrl+Shift+L")
        row = QHBoxLayout()
        row.setSpacing(8)
        deeds = {
            self.rotate: self._rotate,
            self.take_back: self._take_back,
            self.shut_out: self._shut_out,
            self.lead: self._lead,
        }
        for made, act in deeds.items():
            row.addWidget(made)
            made.clicked.connect(act)
            permit(made, context.office, Permission.MANAGE_USERS)
        row.addStretch(1)
        column.addLayout(row)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """All of them, for the menu of the row."""
        return self.rotate, self.take_back, self.shut_out, self.lead

    def show_desks(self, peers: tuple[Peer, ...]) -> None:
        """Who belongs to the office now."""
        self._peers = peers
        self.setVisible(bool(peers))

    def show_chosen(self, peer: Peer | None, state: DeskKeyState | None) -> None:
        """Another row was marked."""
        self._chosen = peer
        if peer is None or state is None:
            self.key.setText("")
            return
        text = f"Khóa của {peer.name}, từ {moment(state.since)}: {spoken_key(state.fingerprint)}"
        self.key.setText(f"{text}\n{words.CLAIMED}" if state.claimed else text)
        i_lead = any(p.is_lead and p.is_me for p in self._peers)
        nobody_leads = not any(p.is_lead for p in self._peers)
        in_force = peer.revoked_at is None
        self.take_back.setVisible(bool(state.claimed) and in_force)
        self.shut_out.setVisible(i_lead and not peer.is_me and in_force)
        self.lead.setVisible((nobody_leads or not i_lead) and not peer.is_lead and in_force)

    def _rotate(self) -> None:
        self._ask(
            Deed(
                "Đổi khóa máy này",
                words.ROTATE,
                "Đổi khóa",
                words.ROTATED,
                _rotate,
                "primary",
            )
        )

    def _take_back(self) -> None:
        title = "Nhận lại khóa cũ của {name}"
        self._ask_about_chosen(
            title, words.TAKE_BACK, words.TAKEN_BACK, _take_back, action="Nhận lại khóa cũ"
        )

    def _shut_out(self) -> None:
        self._ask_about_chosen("Thu hồi {name}", words.SHUT_OUT, words.IS_SHUT_OUT, _shut_out)

    def _lead(self) -> None:
        self._ask_about_chosen("Đặt {name} làm quầy đầu", words.LEAD, words.LEADS, _lead)

    def _ask_about_chosen(
        self,
        title: str,
        explanation: str,
        done: str,
        work: Callable[[Office, int], Outcome[Any]],
        *,
        action: str = "",
    ) -> None:
        """A deed on the marked desk; every text may name it, and the desk that leads now."""
        peer = self._chosen
        if peer is None:
            return

        def told(text: str) -> str:
            return text.format(name=peer.name, lost=self._leader())

        number = peer.desk_number
        self._ask(
            Deed(
                told(title),
                told(explanation),
                told(action or title),
                told(done),
                lambda office: work(office, number),
            )
        )

    def _leader(self) -> str:
        return next((peer.name for peer in self._peers if peer.is_lead), "Quầy đầu")

    def _ask(self, deed: Deed) -> None:
        DeedDialog(self._context, deed, self).open()


class DeedDialog(EntryDialog):
    """Says what will happen; there is no way back but the one it names."""

    def __init__(self, context: UiContext, deed: Deed, parent: QWidget) -> None:
        super().__init__(parent, deed.title, deed.action, deed.role)
        self.setObjectName("deskDeed")
        self.setMinimumWidth(480)
        self.explain(deed.explanation)
        self.finish()
        self.go.clicked.connect(lambda: self._do(context, deed))

    def _do(self, context: UiContext, deed: Deed) -> None:
        def done(_value: object) -> None:
            context.messages.say(deed.done)
            self.accept()

        office = context.office
        context.runner.command(lambda _: deed.work(office), done, button=self.go, owner=self)


def _button(text: str, name: str, icon_name: str, key: str) -> QPushButton:
    return button(text, name=name, icon_name=icon_name, key=key)


def _rotate(office: Office) -> Outcome[Any]:
    from desktop.services.syncing.desk_membership import rotate_desk_keys

    return rotate_desk_keys(office)


def _take_back(office: Office, desk_number: int) -> Outcome[Any]:
    from desktop.services.syncing.desk_membership import take_back_key

    return take_back_key(office, desk_number)


def _shut_out(office: Office, desk_number: int) -> Outcome[Any]:
    from desktop.services.syncing.desk_membership import shut_out

    return shut_out(office, desk_number)


def _lead(office: Office, desk_number: int) -> Outcome[Any]:
    from desktop.services.syncing.desk_membership import follow_leader

    return follow_leader(office, desk_number)
