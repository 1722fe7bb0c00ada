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
    Rule.NOT_A_SCORE_SHEET: Message(
        "Tệp {file} không phải bảng điểm xuất từ chương trình (không có trang “Nhập liệu”).",
        _NOTHING,
        "Hãy xuất bản tự chấm ra Excel, sửa các ô nền vàng ở trang “Nhập liệu” rồi nhập lại tệp đó.",
    ),
    Rule.EVIDENCE_NOT_FOUND: Message(
        "Không tìm thấy tài liệu kiểm chứng này ở dòng {item}.",
        _NOTHING,
        "Hãy tải lại trang rồi làm lại; bằng lệnh thì xem số của tài liệu ở assess documents.",
    ),
    Rule.APPROVED_COPY_CHANGED: Message(
        "Bản đã duyệt lưu trong sổ không còn nguyên vẹn.",
        "Bản tự chấm đang mở không bị ảnh hưởng.",
        "Hãy lấy lại từ bản sao lưu và báo người hỗ trợ.",
    ),
    Rule.APPROVED_COPY_OLD: Message(
        "Bản duyệt này do phiên bản cũ của chương trình tạo ra nên chưa đủ thông tin để nộp.",
        "Điểm, giải trình và tài liệu vẫn còn nguyên.",
        "Lãnh đạo hãy mở lại, trình và duyệt lại một lần rồi nộp.",
    ),
    Rule.ASSESSMENT_STAGE: Message(
        "Bản tự chấm đang ở bước “{stage}” nên chưa làm được việc này.",
        "Điểm, ghi chú và tài liệu đã lưu vẫn còn nguyên.",
        "Đã duyệt thì nộp; đã có điểm thẩm định thì giải trình từng dòng rồi gửi.",
    ),
    Rule.DEADLINE_PASSED: Message(
        "Đã hết hạn {what} từ ngày {until}, nay đã khóa.",
        "Những gì đã ghi vẫn còn nguyên.",
        "Nếu được cho thêm thời gian, lãnh đạo hãy gia hạn ở “Hạn của đợt” (lệnh assess deadline).",
    ),
    Rule.EVIDENCE_LOST: Message(
        "Tệp tài liệu kiểm chứng không còn trên đĩa: {files}.",
        "Điểm và danh mục tài liệu vẫn còn nguyên; chưa gửi gì đi.",
        "Hãy lấy tệp từ bản sao lưu, hoặc lãnh đạo mở lại bản tự chấm để thêm lại tệp.",
    ),
    Rule.EXPLANATION_FILE_LOST: Message(
        "Tệp kèm giải trình không còn trên đĩa: {files}.",
        "Nội dung giải trình vẫn còn nguyên; chưa gửi gì đi.",
        "Hãy thêm lại đúng tệp đó vào giải trình của dòng, hoặc gỡ tài liệu khỏi giải trình.",
    ),
    Rule.SUBMISSION_TOO_LONG: Message(
        "Nội dung giải trình dài quá mức một gói chở được ({size} KiB, nhiều nhất {most} KiB).",
        _NOTHING,
        "Hãy mở lại, rút gọn giải trình, đưa phần dài vào tài liệu kèm theo.",
    ),
    Rule.NOTHING_TO_SEND: Message(
        "Không có giải trình nào chờ gửi.",
        _NOTHING,
        "Hãy viết giải trình ở từng dòng trước.",
    ),
    Rule.NOT_THIS_ASSESSMENT: Message(
        "Tệp {file} là bảng điểm của {found}, không phải của {wanted}.",
        _NOTHING,
        "Hãy chọn đúng tệp, hoặc xuất lại bảng điểm của bản đang mở.",
    ),
    Rule.YEAR_NOT_OVER: Message(
        "Năm {year} chưa hết nên chưa có kết quả để thử lại dự báo.",
        _NOTHING,
        "Hãy chọn một năm đã qua.",
    ),
}
