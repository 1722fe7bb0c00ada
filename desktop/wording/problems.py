"""Words for every error code: what happened, what is safe, what to do.

A test proves that each code of ``desktop.domain.errors`` has its words here and that the
words only name facts the code carries.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from desktop.domain.errors import (
    Code,
    Entry,
    EnvironmentProblem,
    InputProblem,
    InputRefused,
    Rule,
    RuleViolation,
    Surroundings,
)
from desktop.wording import dates
from desktop.wording.criteria_problems import CRITERIA_RULES
from desktop.wording.desks_problems import DESKS_RULES
from desktop.wording.dossier_problems import DOSSIER_RULES
from desktop.wording.fields import field_name
from desktop.wording.file_problems import FILE_RULES
from desktop.wording.messages import NOTHING_CHANGED
from desktop.wording.messages import Message as Message
from desktop.wording.office_problems import OFFICE_RULES
from desktop.wording.periodic_problems import PERIODIC_RULES
from desktop.wording.province_problems import (
    PROVINCE_ENTRIES,
    PROVINCE_RULES,
    PROVINCE_SURROUNDINGS,
)
from desktop.wording.roads_problems import ROADS_ENTRIES, ROADS_SURROUNDINGS
from desktop.wording.surroundings_problems import SURROUNDINGS, damage_words
from desktop.wording.sync_problems import SYNC_ENTRIES, SYNC_RULES, SYNC_SURROUNDINGS
from desktop.wording.terms import TERMS, term

_NOTHING = NOTHING_CHANGED
_ENTER_AGAIN = "Hãy sửa mục vừa nêu rồi làm lại."

ENTRY_WORDS: dict[Entry, str] = {
    **SYNC_ENTRIES,
    **PROVINCE_ENTRIES,
    **ROADS_ENTRIES,
    Entry.REQUIRED: "chưa có nội dung; hãy nhập.",
    Entry.TOO_LONG: "dài quá {most} ký tự; hãy rút gọn.",
    Entry.NOT_A_DATE: "“{text}” không phải ngày; hãy nhập theo dạng ngày/tháng/năm, ví dụ 05/12/2026.",
    Entry.NOT_A_CLOCK: "“{text}” không phải giờ trong ngày; hãy gõ như trên giấy, ví dụ 0815 hoặc 8h15.",
    Entry.NOT_A_TIME: "“{text}” không phải ngày giờ; hãy nhập ví dụ 2026-11-20T15:20.",
    Entry.NOT_A_NUMBER: "“{text}” không phải số; hãy nhập bằng chữ số.",
    Entry.NOTHING_TO_PAY: "hồ sơ không thu phí, lệ phí nên không ghi đã nộp; nếu có thu, hãy ghi số tiền trước.",
    Entry.NOT_PAID_YET: "chưa chọn đã nộp trực tiếp hay trực tuyến; hãy chọn, hoặc bỏ ngày nộp.",
    Entry.DAY_IN_FUTURE: "ngày {day} chưa đến; chỉ ghi khi đã nộp.",
    Entry.PAYMENT_NOT_IN_STEP: "bước này không thu phí; ghi khi tiếp nhận, khi nhận bổ sung, khi trả kết quả, hoặc sửa hồ sơ.",
    Entry.OUT_OF_RANGE: "{value} nằm ngoài khoảng từ {lowest} đến {highest}; hãy nhập lại.",
    Entry.NOT_WHOLE: "{value} phải là số nguyên, vì đây là số việc, số vụ đếm được.",
    Entry.PART_OVER_WHOLE: "tử số {part} lớn hơn mẫu số {whole}; hãy xem lại hai số, có thể đã ghi ngược.",
    Entry.TOO_MANY_DECIMALS: "{value} có nhiều chữ số sau dấu phẩy hơn bộ tiêu chí cho phép ({places}); hãy làm tròn.",
    Entry.NOT_A_SUPPOSITION: "“{text}” chưa rõ là dòng nào, giá trị gì; hãy ghi DÒNG=GIÁ_TRỊ, "
    'ví dụ 3.3.1=2412/2431, 1.7=có, "7.4=không áp dụng".',
    Entry.UNKNOWN_CHOICE: "“{text}” không có trong các lựa chọn: {choices}.",
    Entry.VALUE_MISSING: "“{text}” chưa có giá trị; hãy viết {text}=GIÁ_TRỊ.",
    Entry.UNKNOWN_KEY: "không có mục “{text}”; các mục dùng được: {choices}.",
    Entry.BAD_ID_NUMBER: "“{text}” có {digits} chữ số; số định danh cần 12 số (CMND cũ 9 số, hộ chiếu 1 chữ 7 số). Hãy nhìn lại thẻ.",
    Entry.BAD_PROCEDURE_CODE: "“{text}” không phải mã thủ tục; mã có dạng 1.001193.",
    Entry.BAD_CODE_PREFIX: "“{text}” không phải mã định danh cơ quan; ví dụ H56.14 hoặc mã đơn vị 5 số.",
    Entry.BAD_PHONE: "“{text}” không phải số điện thoại; hãy nhập 8 đến 15 chữ số.",
    Entry.BAD_EMAIL: "“{text}” không phải địa chỉ thư điện tử.",
    Entry.UNKNOWN_UNIT: "không có đơn vị “{text}” trong danh mục xã, phường, đặc khu; hãy chọn từ danh sách.",
    Entry.UNKNOWN_PROCEDURE: "không có thủ tục “{text}” trong danh mục; hãy tìm trong mục Thủ tục hoặc nhập thêm danh mục.",
    Entry.LIMIT_NEEDED: "thủ tục {procedure} chưa có thời hạn trong danh mục; hãy nhập số ngày và đơn vị theo quyết định công bố.",
    Entry.SESSIONS_OVERLAP: "các buổi làm việc chồng nhau hoặc giờ kết thúc trước giờ bắt đầu; hãy sửa lại giờ.",
    Entry.PASSWORD_TOO_WEAK: "còn thiếu: {lacks}.",
    Entry.NAME_TAKEN: "tên “{text}” đã có người dùng; hãy thêm chữ để phân biệt.",
    Entry.UNREADABLE_CARD: "không tìm thấy số định danh 12 số trong mã quét ({length} ký tự); hãy quét lại hoặc gõ tay.",
    Entry.END_BEFORE_START: "ngày cuối kỳ {end} sớm hơn ngày đầu kỳ {start}; hãy đổi lại.",
    Entry.DEADLINES_CROSS: "{until} sớm hơn hạn của bước trước ({before}); hãy xem lại thứ tự các hạn.",
    Entry.DUE_BEFORE_RECEIVED: "ngày hẹn trả {due} sớm hơn lúc tiếp nhận {received}; hãy chọn ngày sau.",
}  # fmt: skip

RULE_WORDS: dict[Rule, Message] = {
    **DOSSIER_RULES,
    **OFFICE_RULES,
    **FILE_RULES,
    **CRITERIA_RULES,
    **SYNC_RULES,
    **PERIODIC_RULES,
    **DESKS_RULES,
    **PROVINCE_RULES,
}

SURROUNDINGS_WORDS: dict[Surroundings, Message] = {
    **SURROUNDINGS,
    **SYNC_SURROUNDINGS,
    **PROVINCE_SURROUNDINGS,
    **ROADS_SURROUNDINGS,
}

_UNKNOWN_BUG = Message(
    "Chương trình gặp lỗi ngoài dự kiến (mã tra cứu {reference}).",
    "Mọi việc đã xác nhận trước đó vẫn còn nguyên.",
    "Hãy làm lại; nếu còn lỗi, gửi mã này và tệp nhật ký {log} cho người hỗ trợ.",
)

PASSWORD_PARTS = {
    "length": "đủ {min_length} ký tự",
    "lower": "chữ thường",
    "upper": "chữ hoa",
    "digit": "chữ số",
    "special": "ký tự đặc biệt (ví dụ @ # . -)",
}


_VIETNAMESE_MARKS = str.maketrans(",.", ".,")


def _shown(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}".translate(_VIETNAMESE_MARKS)
    if isinstance(value, StrEnum):
        return term(value) if type(value) in TERMS else str(value)
    if isinstance(value, datetime):
        return dates.moment(value)
    if isinstance(value, date):
        return dates.day(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(str(_shown(v)) for v in value)
    return value


def _filled(template: str, facts: dict[str, Any]) -> str:
    return template.format_map({key: _shown(value) for key, value in facts.items()})


def entry_text(problem: InputProblem) -> str:
    """The sentence beside one field, beginning with the field's name."""
    facts = dict(problem.facts)
    if problem.code is Entry.PASSWORD_TOO_WEAK:
        parts = [PASSWORD_PARTS[key].format_map(facts) for key in facts["lacks"]]
        facts["lacks"] = ", ".join(parts)
    # Where several lines are typed at once, which of them it is about.
    name = " ".join(filter(None, (field_name(problem.field), facts.get("line"))))
    return f"{name}: {_filled(ENTRY_WORDS[problem.code], facts)}"


def message(error: InputRefused | RuleViolation | EnvironmentProblem) -> Message:
    """The words of an expected error."""
    if isinstance(error, InputRefused):
        return Message(" ".join(map(entry_text, error.problems)), _NOTHING, _ENTER_AGAIN)
    words: Message = _words_of(error.code)
    facts = dict(error.facts)
    if error.code is Surroundings.DATABASE_DAMAGED:
        facts["detail"] = damage_words(str(facts.get("detail", "")))
    return Message(*(_filled(part, facts) for part in (words.what, words.safe, words.do)))


def _words_of(code: Code) -> Message:
    if isinstance(code, Rule):
        return RULE_WORDS[code]
    assert isinstance(code, Surroundings)
    return SURROUNDINGS_WORDS[code]


def bug_message(reference: str, log: object) -> Message:
    """The words of an unexpected error, with the number to tell the helper."""
    facts = {"reference": reference, "log": log}
    return Message(*(part.format_map(facts) for part in _UNKNOWN_BUG.lines))
