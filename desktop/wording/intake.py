"""Words of the warnings at intake and after a move."""

from __future__ import annotations

from enum import StrEnum

from desktop.wording.terms import term

INTAKE_WORDS = {
    "same_open": "Người này đang có hồ sơ cùng thủ tục chưa xong: {facts}.",
    "document_missing": "Còn thiếu giấy tờ bắt buộc: {facts}.",
    "at_in_future": "Thời điểm của bước này ở tương lai; hãy xem lại ngày giờ, hoặc hoàn tác.",
    "new_due_on_day_off": "Ngày hẹn mới là ngày nghỉ; hãy xem lại, hoặc hoàn tác.",
    "portal_code_missing": "Nộp trực tuyến mà chưa ghi mã hồ sơ trên Cổng.",
    "return_address_missing": "Trả qua bưu chính mà chưa ghi địa chỉ nhận kết quả.",
    "received_in_future": "Thời điểm tiếp nhận {facts} ở tương lai; hãy xem lại ngày giờ.",
}


def warning_text(code: StrEnum, facts: tuple[str, ...] = ()) -> str:
    """The sentence of a warning."""
    if str(code) in INTAKE_WORDS:
        return INTAKE_WORDS[str(code)].format(facts="; ".join(facts))
    said = f" Theo số này: {'; '.join(facts)}." if facts else ""
    return f"{term(code)}{said}"
