"""Words of the page Phát hành."""

from __future__ import annotations

from desktop.domain.appraisals import PackKind

KIND_NAMES: dict[PackKind, str] = {
    PackKind.CRITERIA: "Bộ tiêu chí",
    PackKind.PROCEDURES: "Danh mục thủ tục",
    PackKind.CALENDAR: "Lịch nghỉ",
    PackKind.FORMS: "Mẫu giấy",
}
ANSWERS: dict[str, str] = {
    "all": "Tất cả",
    "silent": "Chưa trả lời",
    "waiting": "Chờ đơn vị xem",
    "declined": "Giữ cách riêng",
    "refused": "Không dùng được",
    "applied": "Đã áp dụng",
    "outdated": "Đã có bản mới",
}
SIGNED = (
    "Gói được ký bằng khóa của tỉnh. Đơn vị kiểm chữ ký, áp dụng trọn gói hoặc không áp dụng gì; "
    "chỗ nào đơn vị đã tự sửa thì chờ người của đơn vị xem."
)


def look_text(title: str, number: int, summary: str, units: int, *, is_same: bool) -> str:
    """What would be sent, in words."""
    name = f"✓ {title[:1].upper()}{title[1:]}"
    if is_same:
        return f"{name}: {summary}. Giống bản số {number - 1} đã gửi, không cần gửi lại."
    head = f"{name}, bản số {number}: {summary}. "
    if not units:
        return head + "Chưa đơn vị nào kết nối; đơn vị kết nối sau sẽ nhận được."
    return head + f"{units} đơn vị đã kết nối sẽ nhận."


def sent_text(title: str, number: int, *, is_new: bool, with_mailbox: bool) -> str:
    """What became of sending."""
    if not is_new:
        return f"{title[:1].upper()}{title[1:]} giống bản đã gửi lần trước, không gửi lại."
    where = "đã đặt vào hộp thư" if with_mailbox else "sẽ đặt vào USB ở lần nhận gói tới"
    return f"Đã ký {title} số {number}; {where}."
