"""Under the editor: where the edit stands, and how it ends."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from desktop.services.assessments.set_editing import SetEdit
from desktop.services.assessments.sets import FORGIVEN
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label


class EditFoot(QHBoxLayout):
    """The state in words; back to the beginning, for later, save."""

    def __init__(self) -> None:
        super().__init__()
        self.state = label("", "muted", wrap=True, name="editState")
        self.reset = button("Bỏ mọi thay đổi", role="quiet", name="editReset", key="Ctrl+Shift+Z")
        self.later = button(
            "Để sau", name="editLater", key="Ctrl+W", tip="Cất bản đang sửa, chưa thành phiên bản"
        )
        self.save = button("Lưu phiên bản mới", role="primary", name="editSave", key="Ctrl+S")
        self.addWidget(self.state, 1)
        for made in (self.reset, self.later, self.save):
            self.addWidget(made)

    def show_edit(self, edit: SetEdit) -> None:
        """Says what differs and what keeps the set from being opened."""
        self.state.setText(_state(edit))
        self.save.setEnabled(edit.has_changed and bool(edit.criteria.items))
        self.reset.setEnabled(edit.has_changed)


def _state(edit: SetEdit) -> str:
    stops = sum(problem.fault not in FORGIVEN for problem in edit.problems)
    name = f"phiên bản {edit.base.version}" if edit.base is not None else "bộ mới"
    parts = [f"Đang sửa từ {name}."]
    if edit.has_changed and edit.base is not None:
        parts.append(f"{edit.changed_lines} dòng khác; phiên bản đang dùng giữ nguyên.")
    if stops:
        parts.append(f"{stops} chỗ chưa khớp: lưu được nhưng chưa mở để chấm được.")
    elif not edit.problems and edit.criteria.items:
        parts.append("Mọi kiểm tra đều đạt.")
    return " ".join(parts)
