"""Words of the proposals on the Today page, and the page each of them opens."""

from __future__ import annotations

from typing import Protocol

STEP_WORDS = {
    "apologise": "{count} hồ sơ quá hạn: trả ngay hoặc gửi thư xin lỗi, hẹn lại",
    "hand_over": "Bàn giao {count} hồ sơ đã nhận cho bộ phận giải quyết",
    "confirm": "{count} lượt bàn giao chưa được bên nhận xác nhận",
    "call_waiting": "Nhắc {count} người chưa nộp bổ sung sau 7 ngày",
    "call_ready": "Báo {count} người đến nhận kết quả đã có quá 7 ngày",
    "back_up": "Sao lưu: bản gần nhất đã {count} ngày",
    "second_backup_gone": "Cắm lại USB, ổ sao lưu thứ hai trước khi đóng máy",
    "second_backup_locked": "USB, ổ sao lưu thứ hai đang khóa chống ghi: gạt khóa hoặc thay ổ",
    "second_backup_full": "USB, ổ sao lưu thứ hai không đủ chỗ: dọn bớt hoặc thay ổ",
    "second_backup_old": "USB, ổ sao lưu thứ hai: đã {count} ngày chưa ghi được bản nào",
    "confirm_calendar": "Xác nhận {count} ngày nghỉ sắp tới chưa có thông báo chính thức",
    "fill_letterhead": "Điền điện thoại liên hệ để in trên giấy tiếp nhận",
}
STEP_PAGES = {
    "back_up": "settings/backups",
    "second_backup_gone": "settings/desk",
    "second_backup_locked": "settings/desk",
    "second_backup_full": "settings/desk",
    "second_backup_old": "settings/backups",
    "confirm_calendar": "settings/calendar",
    "fill_letterhead": "settings/office",
}


class Step(Protocol):
    """A proposal: what it is, and how many it concerns."""

    @property
    def hint(self) -> str:
        """The kind of proposal."""
        ...

    @property
    def count(self) -> int:
        """How many."""
        ...


def step_text(step: Step) -> str:
    """The sentence of a proposal."""
    return STEP_WORDS[str(step.hint)].format(count=step.count)
