"""Các quầy: who shares the register, inviting one more, exchanging, and what two desks changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from desktop.domain.moments import local_date
from desktop.domain.roles import Permission
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.ui.settings.section import Section
from desktop.ui.shell.context import UiContext
from desktop.ui.sync.desk_membership import MembershipBar
from desktop.ui.sync.invite_dialog import InviteDialog
from desktop.ui.theme import ROW_HEIGHT, colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.permits import permit
from desktop.ui.widgets.table_or_advice import TableOrAdvice
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.dates import day, moment, number

if TYPE_CHECKING:
    from desktop.services.syncing.desk_conflicts import Conflict
    from desktop.services.syncing.desk_exchange import DeskReport
    from desktop.services.syncing.desk_invitations import DeskInvited
    from desktop.services.syncing.desk_membership import DeskKeyState
    from desktop.services.syncing.desks import Peer

    Found = tuple[tuple[Peer, ...], tuple[DeskKeyState, ...], tuple[Conflict, ...]]

_CURRENT = "current"


class DesksSection(Section):
    """Desks above; below, side by side, what two of them changed at the same time."""

    key = "desks"
    title = "Các quầy"
    icon_name = "building"
    advice = (
        "Nhiều quầy, một sổ, không cần máy chủ: mỗi quầy có dãy số riêng nên số hồ sơ không trùng. "
        "Các quầy trao đổi qua thư mục chung hoặc USB; mất mạng vẫn nhận hồ sơ như thường."
    )
    changes = frozenset({Change.SYNC})

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._build_actions()
        self.table = RowsTable(
            "desksTable",
            "Các quầy của sổ chung",
            ("Quầy", "Tên", "Vai trò", "Khóa", "Trao đổi lần cuối"),
            (70, 0, 200, 170, 190),
        )
        self.shown = TableOrAdvice(
            self.table,
            "building",
            "Sổ này chỉ có một quầy",
            "Bấm Mời quầy mới: máy thứ hai mở tệp giấy mời là dùng chung sổ này.",
        )
        self.body.addWidget(self.shown, 2)
        self.members = MembershipBar(context)
        self.members.hide()
        self.table.offer(*self.members.buttons[1:])
        self.table.selectionModel().currentRowChanged.connect(lambda *_r: self._show_member())
        self.body.addWidget(self.members)
        self.result = label("", wrap=True, name="desksResult")
        self.result.hide()
        self.body.addWidget(self.result)
        self._build_conflicts()

    def enter(self) -> None:
        """Reads the desks and what is open between them."""
        office = self.context.office
        self.context.runner.query(lambda _: _read(office), self._show, owner=self, key="desks")

    def _build_actions(self) -> None:
        self.invite_button = button(
            "Mời quầy mới…", name="inviteDesk", icon_name="plus", key="Ctrl+Shift+N"
        )
        self.show_button = button(
            "Mời bằng mã QR…", name="showInvitation", icon_name="qrcode", key="Ctrl+Shift+Q"
        )
        self.exchange_button = button(
            "Trao đổi…", role="primary", name="exchangeDesks", icon_name="transfer", key="Ctrl+E"
        )
        self.exchange_button.setToolTip(
            "Đọc gói của các quầy và đặt gói của quầy này vào thư mục chung hoặc USB\n"
            "Phím tắt: Ctrl+E"
        )
        for made in (self.invite_button, self.show_button):
            permit(made, self.context.office, Permission.MANAGE_USERS)
        permit(self.exchange_button, self.context.office, Permission.SEND)
        self.action_bar.addWidget(self.invite_button)
        self.action_bar.addWidget(self.show_button)
        self.action_bar.addWidget(self.exchange_button)
        self.invite_button.clicked.connect(self._choose_invitation)
        self.show_button.clicked.connect(self.show_invitation)
        self.exchange_button.clicked.connect(self._choose_folder)

    def _build_conflicts(self) -> None:
        self.heading = label("", "section", name="conflictsTitle")
        self.body.addWidget(self.heading)
        self.conflicts = RowsTable(
            "conflictsTable",
            "Điều hai quầy cùng sửa",
            ("Loại", "Mã", "Đang giữ bản của", "Bản kia của", "Lúc biết"),
            (130, 0, 170, 170, 160),
        )
        self.conflicts.setMinimumHeight(3 * ROW_HEIGHT + 8)
        self.conflicts.setMaximumHeight(4 * ROW_HEIGHT)
        self.sides = RowsTable(
            "conflictSides", "Hai bản cạnh nhau", ("Mục", "Bản đang giữ", "Bản kia"), (220, 0, 300)
        )
        self.conflicts.selectionModel().currentRowChanged.connect(lambda *_r: self._show_sides())
        self.body.addWidget(self.conflicts, 1)
        self.body.addWidget(self.sides, 2)
        self.keep_button = button("Giữ bản đang có", name="keepCurrent", key="Ctrl+1")
        self.take_button = button("Lấy bản kia", name="takeOther", key="Ctrl+2")
        for made in (self.keep_button, self.take_button):
            permit(made, self.context.office, Permission.EDIT_DOSSIER)
        self.keep_button.clicked.connect(lambda: self._settle(other=False))
        self.take_button.clicked.connect(lambda: self._settle(other=True))
        row = QHBoxLayout()
        row.addWidget(self.keep_button)
        row.addWidget(self.take_button)
        row.addStretch(1)
        self.body.addLayout(row)

    def _show(self, found: Found) -> None:
        peers, states, conflicts = found
        rows = list(zip(peers, states, strict=True))
        self.members.show_desks(peers)
        due = colours().due
        self.table.show_rows([(_cells(*row), row, due if row[1].claimed else None) for row in rows])
        self.shown.show_table(bool(peers))
        self._show_member()
        self.conflicts.show_rows(
            [
                (_told(c, place), (c, place), None)
                for c in conflicts
                for place in range(len(c.losers))
            ]
        )
        for widget in (
            self.heading,
            self.conflicts,
            self.sides,
            self.keep_button,
            self.take_button,
        ):
            widget.setVisible(bool(conflicts))
        self.heading.setText(f"Hai quầy cùng sửa, cần chọn: {number(len(conflicts))}")
        self._show_sides()

    def _show_member(self) -> None:
        self.members.show_chosen(*(self.table.current_value() or (None, None)))

    def _show_sides(self) -> None:
        chosen = self.conflicts.current_value()
        if chosen is None:
            self.sides.show_rows([])
            return
        conflict, place = chosen
        rows = conflict.losers[place].differences
        self.sides.show_rows([(list(row), None, None) for row in rows])

    def _choose_invitation(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Lưu giấy mời quầy", "giay-moi-quay.moi", "Giấy mời quầy (*.moi);;Mã QR (*.png)"
        )
        if chosen:
            self.invite(Path(chosen))

    def invite(self, target: Path) -> None:
        """Writes an invitation and shows the code that opens it, once."""
        office = self.context.office

        def done(invited: DeskInvited) -> None:
            self.result.setText(
                f"Giấy mời quầy {invited.desk_number}: {target}. Mã mở giấy mời: {invited.code}. "
                f"Hãy ghi mã ra giấy, đừng gửi cùng tệp; dùng đến {moment(invited.expires_at)}. "
                "Ở máy mới, lần mở đầu tiên: bấm Máy này là quầy thêm của đơn vị."
            )
            self.result.show()

        self.context.runner.command(
            lambda _: _invite(office, target),
            done,
            button=self.invite_button,
            owner=self,
            label="Đang tạo giấy mời",
        )

    def show_invitation(self) -> None:
        """An invitation on the screen, to be scanned by the new machine."""
        office = self.context.office

        def done(found: tuple[DeskInvited, tuple[bytes, ...]]) -> None:
            InviteDialog(self.context, *found, self).open()

        self.context.runner.command(
            lambda _: _show_invitation(office),
            done,
            button=self.show_button,
            owner=self,
            label="Đang tạo giấy mời",
        )

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Chọn thư mục chung hoặc USB của các quầy")
        if chosen:
            self.exchange(Path(chosen))

    def exchange(self, folder: Path) -> None:
        """One turn with the other desks, beside the counter's work."""
        office = self.context.office

        def done(report: DeskReport) -> None:
            self.context.messages.say(
                f"Đã ghi {number(report.news)} thay đổi của các quầy, "
                f"đặt {number(report.laid)} gói."
            )
            self.result.setText("\n".join(report.problems))
            self.result.setVisible(bool(report.problems))
            self.enter()

        self.context.runner.query(
            lambda progress: _exchange(office, folder, progress),
            done,
            owner=self,
            label="Đang trao đổi với các quầy",
        )

    def _settle(self, *, other: bool) -> None:
        chosen = self.conflicts.current_value()
        if chosen is None:
            return
        office, (conflict, place) = self.context.office, chosen
        keep = conflict.losers[place].version if other else _CURRENT
        self.context.runner.command(
            lambda _: _settle(office, conflict, keep),
            lambda _done: self.context.messages.say(
                f"Đã chọn cho {conflict.label}; bản kia vẫn lưu và lấy lại được."
            ),
            button=self.take_button if other else self.keep_button,
            owner=self,
            label="Đang ghi lựa chọn",
        )


def _read(office: Office) -> Found:
    from desktop.services.syncing.desk_conflicts import list_conflicts
    from desktop.services.syncing.desk_membership import key_states
    from desktop.services.syncing.desks import list_desks

    return list_desks(office), key_states(office), list_conflicts(office)


def _invite(office: Office, target: Path) -> Outcome[DeskInvited]:
    from desktop.services.syncing.desk_invitations import invite_desk, write_invitation, write_qr

    outcome = invite_desk(office)
    (write_qr if target.suffix.lower() == ".png" else write_invitation)(outcome.value, target)
    return outcome


def _show_invitation(office: Office) -> Outcome[tuple[DeskInvited, tuple[bytes, ...]]]:
    from desktop.services.syncing.desk_invitations import invite_desk, qr_pictures

    outcome = invite_desk(office)
    return Outcome((outcome.value, qr_pictures(outcome.value)), outcome.changes)


def _exchange(office: Office, folder: Path, progress: object) -> Outcome[DeskReport]:
    from desktop.services.syncing.desk_exchange import exchange

    return exchange(office, folder, progress)  # type: ignore[arg-type]


def _settle(office: Office, conflict: Conflict, keep: str) -> Outcome[Conflict]:
    from desktop.services.syncing.desk_conflicts import settle

    return settle(office, conflict.label, keep, conflict.record)


def _cells(peer: Peer, state: DeskKeyState) -> list[str]:
    if peer.revoked_at is not None:
        heard = f"đã thu hồi {moment(peer.revoked_at)}"
    elif peer.is_me:
        heard = "máy này"
    else:
        heard = moment(peer.seen_at) or "chưa trao đổi"
    role = "quầy đầu, cấp số quầy" if peer.is_lead else "quầy"
    key = "khóa cũ, chưa nhận" if state.claimed else f"từ {day(local_date(state.since))}"
    return [number(peer.desk_number), peer.name, role, key, heard]


def _told(conflict: Conflict, place: int) -> list[str]:
    loser = conflict.losers[place]
    return [
        conflict.kind_text,
        conflict.label,
        conflict.desk,
        loser.desk,
        moment(loser.noted_at),
    ]
