"""Words of the rules of criteria sets and self-assessments."""

from __future__ import annotations

from desktop.domain.errors import Rule
from desktop.wording.messages import NOTHING_CHANGED as _NOTHING
from desktop.wording.messages import Message

CRITERIA_RULES: dict[Rule, Message] = {
    Rule.CRITERIA_NOT_FOUND: Message(
        "Không có bộ tiêu chí “{set}”.",
        _NOTHING,
        "Hãy chọn một trong: {choices}; hoặc nhập bộ tiêu chí từ tệp.",
    ),
    Rule.CRITERIA_MALFORMED: Message(
        "Tệp {file} không đúng dạng bộ tiêu chí: chỗ “{place}”, mục “{what}”.",
        _NOTHING,
        "Hãy sửa chỗ đó, hoặc xin lại tệp từ nơi gửi.",
    ),
    Rule.CRITERIA_NOT_READY: Message(
        "Bộ tiêu chí “{set}” chưa dùng để chấm được: {problems}.",
        "Bộ tiêu chí vẫn được giữ nguyên.",
        "Hãy sửa các chỗ đó trong tệp rồi nhập lại.",
    ),
    Rule.ASSESSMENT_NOT_OPEN: Message(
        "Năm {year} chưa mở bản tự chấm nào.",
        _NOTHING,
        "Hãy mở bằng assess open --set BỘ --year {year}.",
    ),
    Rule.ASSESSMENT_CHOOSE: Message(
        "Năm {year} có nhiều bản tự chấm.",
        _NOTHING,
        "Hãy chọn một bộ tiêu chí: {choices}.",
    ),
    Rule.ASSESSMENT_STATE: Message(
        "Bản tự chấm đang ở trạng thái “{state}” nên chưa làm được việc này.",
        "Điểm, ghi chú và tài liệu đã lưu vẫn còn nguyên.",
        "Đang trình thì lãnh đạo duyệt hoặc trả lại; đã duyệt thì lãnh đạo mở lại rồi sửa.",
    ),
    Rule.ASSESSMENT_INCOMPLETE: Message(
        "Còn {count} dòng chưa trả lời: {items}.",
        _NOTHING,
        "Hãy trả lời, hoặc ghi “không áp dụng”, “không phát sinh” rồi trình lại.",
    ),
    Rule.LINE_NOT_FOUND: Message(
        "Bộ tiêu chí không có dòng “{item}”.",
        _NOTHING,
        "Hãy xem lại số thứ tự của dòng.",
    ),
    Rule.LINE_HAS_PARTS: Message(
        "Dòng {item} có các dòng con nên điểm do các dòng con cộng lại.",
        _NOTHING,
        "Hãy trả lời ở các dòng: {parts}.",
    ),
    Rule.LINE_NOT_SELF_SCORED: Message(
        "Dòng {item} do nơi khác chấm (khảo sát, hệ thống hoặc tỉnh); đơn vị không tự ghi điểm.",
        _NOTHING,
        "Khi kết quả được công bố, hãy nhập giá trị đã công bố.",
    ),
    Rule.LINE_WITHOUT_RULE: Message(
        "Dòng {item} chưa có cách tính mà máy hiểu.",
        _NOTHING,
        "Hãy tự ghi điểm kèm lý do, hoặc bổ sung cách tính vào bộ tiêu chí.",
    ),
    Rule.NO_CASE_UNSAID: Message(
        "Cách tính của dòng {item} không nói “không phát sinh” được bao nhiêu điểm.",
        _NOTHING,
        "Hãy chọn “không áp dụng”, hoặc tự ghi điểm kèm lý do.",
    ),
    Rule.EVIDENCE_NOT_FOUND: Message(
        "Không tìm thấy tài liệu kiểm chứng này ở dòng {item}.",
        _NOTHING,
        "Hãy tải lại trang rồi làm lại.",
    ),
    Rule.APPROVED_COPY_CHANGED: Message(
        "Bản đã duyệt lưu trong sổ không còn nguyên vẹn.",
        "Bản tự chấm đang mở không bị ảnh hưởng.",
        "Hãy lấy lại từ bản sao lưu và báo người hỗ trợ.",
    ),
}
