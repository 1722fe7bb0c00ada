"""Actions that a role may not do: shown disabled, with who may do them in the tooltip."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.roles import Permission, has
from desktop.services.office import Office

REASONS = {
    Permission.RECEIVE: "Tiếp nhận hồ sơ là việc của cán bộ một cửa và quản trị.",
    Permission.EDIT_DOSSIER: "Sửa thông tin hồ sơ là việc của cán bộ một cửa và quản trị.",
    Permission.EDIT_PROCEDURES: "Chỉ quản trị sửa được danh mục thủ tục.",
    Permission.EDIT_CALENDAR: "Chỉ lãnh đạo và quản trị sửa được lịch làm việc.",
    Permission.EDIT_OFFICE: "Chỉ quản trị sửa được thiết lập của đơn vị.",
    Permission.MANAGE_USERS: "Chỉ quản trị quản lý được người dùng.",
    Permission.IMPORT: "Chỉ quản trị nhập được dữ liệu từ tệp.",
    Permission.REPORT: "Vai trò này chỉ xem báo cáo, không lập và phát hành được.",
    Permission.EXPORT: "Vai trò này không xuất được dữ liệu.",
    Permission.BACK_UP: "Vai trò này không sao lưu được.",
    Permission.SEE_AUDIT: "Chỉ lãnh đạo và quản trị xem được nhật ký.",
    Permission.UNDO_OF_OTHERS: "Chỉ lãnh đạo và quản trị hoàn tác được việc của người khác.",
    Permission.ASSESS: "Chấm điểm là việc của cán bộ, lãnh đạo của đơn vị.",
    Permission.ASSIGN_LINES: "Giao việc, đặt hạn là việc của lãnh đạo và quản trị.",
    Permission.APPROVE_ASSESSMENT: "Duyệt, trả lại, mở lại, nộp bản tự chấm là việc của lãnh đạo.",
    Permission.EDIT_CRITERIA: "Nhập, chép bộ tiêu chí là việc của lãnh đạo và quản trị.",
    Permission.SEND: "Gửi và nhận gói là việc của cán bộ một cửa, lãnh đạo và quản trị.",
    Permission.RUN_PROVINCE: "Việc này của người có vai trò Cấp tỉnh hoặc quản trị bàn tỉnh.",
    Permission.LEAD_APPRAISAL: "Giao dòng, chốt, kết thúc vòng, công bố là việc của quản trị.",
    Permission.JOIN_PROVINCE: "Chỉ quản trị kết nối với tỉnh và cho gửi tiếp.",
}
_USUAL_TIP = "usualTip"


def permit(widget: QWidget, office: Office, permission: Permission) -> bool:
    """Enables for who may; for the others the tooltip says who may. Tells which it was."""
    return allow(widget, has(office.user.role, permission), REASONS[permission])


def allow(widget: QWidget, allowed: bool, reason: str) -> bool:
    """Enables, or disables with the reason in the tooltip and for screen readers."""
    usual = widget.property(_USUAL_TIP)
    if usual is None:
        usual = widget.toolTip()
        widget.setProperty(_USUAL_TIP, usual)
    widget.setEnabled(allowed)
    widget.setToolTip(str(usual) if allowed else reason)
    widget.setAccessibleDescription("" if allowed else reason)
    return allowed
