"""Words for the problems of imported cells."""

from __future__ import annotations

from desktop.domain.cell_problems import CellProblem, ImportCode
from desktop.wording.fields import field_name

IMPORT_WORDS: dict[ImportCode, str] = {
    ImportCode.MISSING: "{field} đang trống, hoặc công thức trong ô chưa có kết quả; hãy điền rồi nhập lại dòng này.",
    ImportCode.NOT_A_DATE: "{field} “{text}” không phải ngày; hãy viết dạng 05/12/2025.",
    ImportCode.DATE_ORDER: "{field} {text} sớm hơn ngày tiếp nhận; hãy xem lại hai ngày.",
    ImportCode.DATE_FAR: "{field} {text} nằm ngoài khoảng hợp lý; hãy xem lại năm.",
    ImportCode.NOT_A_NUMBER: "{field} “{text}” không phải số; ô này được bỏ qua.",
    ImportCode.BAD_CODE: "Mã thủ tục “{text}” không đúng dạng 1.001193; hãy sửa mã.",
    ImportCode.CODE_MENDED: "Mã “{text}” bị bảng tính đổi thành số và mất số 0 cuối; đã hiểu là {mended}.",
    ImportCode.REPEATED_CODE: "Mã {text} đã có ở dòng {first} với nội dung khác; hãy giữ một dòng.",
    ImportCode.BAD_LIMIT: "Thời hạn “{text}” không hiểu được; thời hạn của thủ tục giữ như cũ.",
    ImportCode.BAD_KIND: "Loại ngày “{text}” không hiểu được; hãy ghi “nghỉ” hoặc “làm bù”.",
    ImportCode.BAD_ID_NUMBER: "Số định danh “{text}” có {digits} chữ số; được giữ nguyên như đã viết, hãy đối chiếu lại.",
    ImportCode.ID_NUMBER_MENDED: "Số định danh “{text}” mất số 0 đầu; đã hiểu là {mended}.",
    ImportCode.BAD_PHONE: "Số điện thoại “{text}” không đúng dạng; được giữ trong ghi chú.",
    ImportCode.PHONE_MENDED: "Số điện thoại “{text}” mất số 0 đầu; đã hiểu là {mended}.",
    ImportCode.SKIPPED_LINE: "Dòng “{text}” được hiểu là dòng tiêu đề, tổng cộng hoặc chữ ký, không phải hồ sơ.",
    ImportCode.UNKNOWN_PROCEDURE: "Thủ tục “{text}” không có trong danh mục; hãy chọn thủ tục tương ứng hoặc sửa tên.",
    ImportCode.PROCEDURE_GUESSED: "Thủ tục “{text}” được hiểu là “{guess}”.",
    ImportCode.UNKNOWN_STATE: "Trạng thái “{text}” không hiểu được; hãy ghi ví dụ “Đã trả”, “Đang giải quyết”.",
    ImportCode.UNKNOWN_CHANNEL: "Hình thức nộp “{text}” không hiểu được; được ghi là trực tiếp.",
    ImportCode.UNKNOWN_PAYMENT: "Cách nộp phí “{text}” không hiểu được; để là “chưa ghi”. Hãy ghi “trực tiếp”, “trực tuyến” hoặc “chưa nộp”.",
    ImportCode.UNKNOWN_LEVEL: "Mức độ dịch vụ công “{text}” không hiểu được; giữ như cũ. Hãy ghi “toàn trình”, “một phần” hoặc “không”.",
    ImportCode.OLD_FONT: "Chữ gõ bằng bảng mã cũ {font}; đã đổi sang Unicode thành “{text}”.",
    ImportCode.TEXT_TOO_LONG: "{field} dài quá {most} ký tự; hãy rút gọn.",
    ImportCode.FORMULA_ERROR: "{field} là lỗi công thức {text}; hãy sửa trong bảng tính.",
    ImportCode.UNCONFIRMED_DAY: "Ngày {text} ghi là chưa xác nhận; được đưa vào lịch nhưng chưa áp dụng.",
    ImportCode.NO_LIMIT_COLUMN: "Tệp không có cột thời hạn; {count} thủ tục mới chưa có thời hạn, chương trình sẽ hỏi khi tiếp nhận.",
    ImportCode.CODE_OF_OTHER: "Mã hồ sơ {text} đã thuộc về người khác; hãy xem lại mã.",
    ImportCode.RULE_QUESTION: "{question} Nguyên văn: “{text}”.",
    ImportCode.ITEM_NUMBER_GIVEN: "Dòng “{text}” không có số thứ tự; đã đặt là {given}.",
    ImportCode.ITEM_NUMBER_MENDED: "Số thứ tự “{text}” bị bảng tính đổi; đã hiểu là {mended}.",
    ImportCode.TOTAL_LINE: "Dòng “{text}” được hiểu là dòng tổng, không phải tiêu chí.",
    ImportCode.STRAY_LINE: "Dòng “{text}” không có số thứ tự, không có điểm; được bỏ qua.",
    ImportCode.ITEM_ORPHAN: "Dòng {item} không có mục cha {parent} trong tệp nên đứng riêng như một lĩnh vực; hãy xem lại số thứ tự.",
    ImportCode.ROW_TOO_WIDE: "Hàng này có thừa ô (“{text}”): dấu phân cách có lẽ nằm trong lời văn; hãy đặt phần lời văn trong dấu ngoặc kép, hoặc dùng tệp Excel.",
    ImportCode.ROWS_UNCLEAR: "Các dòng dưới mục {item} không có số thứ tự: là tiêu chí con hay các mức điểm? Hãy đánh số hoặc gộp vào cột cách tính.",
    ImportCode.BLOCK_UNCLEAR: "Mục “{text}” gộp cả thưởng và phạt; hãy tách thành hai mục để biết điểm nào cộng, điểm nào trừ.",
    ImportCode.SET_FAULT: "{reason}.",
    ImportCode.FIGURE_PROPOSED: "Đề nghị tự điền dòng {item} từ số liệu “{figure}” của đơn vị.",
    ImportCode.BANDS_ASSUMED: "Tệp không ghi mức xếp loại; tạm dùng mức thường gặp ({bands}), hãy đối chiếu quyết định.",
    ImportCode.NOT_OFFICIAL: "Tệp tự ghi là không phải văn bản chính thức; bộ tiêu chí được đánh dấu “dữ liệu mẫu”.",
    ImportCode.ROW_FORMULA_UNCLEAR: "Chưa hiểu cách tính “{text}” của dòng “{row}”; dòng này sẽ nhập tay.",
    ImportCode.REPEATED_LINE: "Dòng {text} đã có ở hàng {first} của trang tính; hãy giữ một hàng.",
    ImportCode.ANSWER_REFUSED: "{reason}.",
    ImportCode.ANSWER_MOVED_ON: "Dòng {item} đã được sửa trong chương trình thành “{now}” sau khi xuất tệp; hãy xem lại rồi sửa trong chương trình.",
}  # fmt: skip

QUESTION_WORDS: dict[str, str] = {
    "no_rule": "Chưa ghi cách tính điểm; tính thế nào?",
    "unknown_words": "Chưa hiểu hết cách tính; hãy chọn kiểu tính và điền các mốc.",
    "label_contradicts": "Tên kiểu tính và lời văn không khớp nhau; tính theo cách nào?",
    "amount_missing": "Chưa ghi mức điểm được, mất; mỗi trường hợp bao nhiêu điểm?",
    "points_differ": "Điểm trong cách tính không khớp điểm tối đa; số nào đúng?",
    "share_of_what": "Tỷ lệ của gì trên gì, có mức sàn không?",
    "steps_apart": "Các mốc hở nhau hoặc chồng lên nhau; mỗi mốc bắt đầu từ đâu?",
    "once_or_each": "Trừ một lần hay trừ cho mỗi trường hợp?",
}


def problem_text(problem: CellProblem) -> str:
    """The reason in words, without the place."""
    facts = dict(problem.facts)
    if "field" in facts:
        facts["field"] = field_name(facts["field"])
    return IMPORT_WORDS[problem.code].format_map(facts)
