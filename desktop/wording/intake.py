"""Words of the warnings at intake and after a move."""

from __future__ import annotations

from enum import StrEnum

from desktop.wording.messages import Message
from desktop.wording.terms import term

INTAKE_WORDS = {
    "same_open": "Người này đang có hồ sơ cùng thủ tục chưa xong: {facts}.",
    "document_missing": "Còn thiếu giấy tờ bắt buộc: {facts}.",
    "at_in_future": "Thời điểm của bước này ở tương lai; hãy xem lại ngày giờ, hoặc hoàn tác.",
    "new_due_on_day_off": "Ngày hẹn mới là ngày nghỉ; hãy xem lại, hoặc hoàn tác.",
    "portal_code_missing": "Nộp trực tuyến mà chưa ghi mã hồ sơ trên Cổng.",
    "return_address_missing": "Trả qua bưu chính mà chưa ghi địa chỉ nhận kết quả.",
    "clock_behind": (
        "Đồng hồ máy tính đang ghi {0}, nhưng sổ đã có việc lúc {1}. Số hồ sơ, ngày hẹn lấy theo "
        "giờ máy: hãy chỉnh giờ trước khi lưu."
    ),
    "clock_ahead": (
        "Đồng hồ máy tính đang ghi {0}, lần ghi sổ gần nhất là {1}. Số hồ sơ, ngày hẹn lấy theo "
        "giờ máy: hãy xem lại trước khi lưu."
    ),
    "received_in_future": "Thời điểm tiếp nhận {facts} ở tương lai; hãy xem lại ngày giờ.",
}


def clock_words(now: str, last: str, *, is_behind: bool) -> Message:
    """What a clock that cannot be right means for the counter, and the way out."""
    key = "clock_behind" if is_behind else "clock_ahead"
    return Message(
        INTAKE_WORDS[key].format(now, last),
        "Những gì đã ghi vẫn nguyên.",
        "Nếu giờ máy đúng: Danh mục, thiết lập, mục Kiểm tra sức khỏe, bấm Giờ máy đúng.",
    )


def warning_text(code: StrEnum, facts: tuple[str, ...] = ()) -> str:
    """The sentence of a warning."""
    if str(code) in INTAKE_WORDS:
        return INTAKE_WORDS[str(code)].format(*facts, facts="; ".join(facts))
    said = f" Theo số này: {'; '.join(facts)}." if facts else ""
    return f"{term(code)}{said}"
