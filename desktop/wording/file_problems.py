"""Words of the rules about files that come in and reports that go out."""

from __future__ import annotations

from desktop.domain.errors import Rule
from desktop.wording.messages import NOTHING_CHANGED as _NOTHING
from desktop.wording.messages import Message

FILE_RULES: dict[Rule, Message] = {
    Rule.NOT_A_TABLE: Message(
        "Không nhận ra bảng dữ liệu trong tệp {file}.",
        "Chưa có dòng nào được nhập.",
        "Hãy dùng tệp Excel (.xlsx, .xls, .ods) hoặc CSV có dòng tiêu đề cột.",
    ),
    Rule.HEADERS_NOT_FOUND: Message(
        "Không tìm thấy dòng tiêu đề trong tệp {file}; còn thiếu cột: {missing}.",
        "Chưa có dòng nào được nhập.",
        "Hãy đặt tên cột rõ ràng (ví dụ: {examples}) rồi nhập lại.",
    ),
    Rule.FILE_TOO_LARGE: Message(
        "Tệp {file} quá lớn ({size}; nhiều nhất {most}).",
        _NOTHING,
        "Hãy chia nhỏ tệp rồi làm lại.",
    ),
    Rule.FILE_NOT_RECOGNISED: Message(
        "Tệp {file} không phải PDF, JPEG hay PNG (nội dung: {found}).",
        _NOTHING,
        "Hãy quét lại hoặc lưu sang PDF rồi đính kèm.",
    ),
    Rule.FILE_DAMAGED: Message(
        "Tệp {file} bị hỏng hoặc bị cắt ngang ({found}).",
        "Tệp gốc không bị đụng tới; hồ sơ chưa thay đổi.",
        "Hãy quét lại hoặc chép lại tệp rồi đính kèm.",
    ),
    Rule.FILE_LOCKED: Message(
        "Tệp {file} là PDF có mật khẩu, không xem được ở đây và ở nơi nhận.",
        "Tệp gốc không bị đụng tới; hồ sơ chưa thay đổi.",
        "Hãy mở tệp bằng mật khẩu, in ra một tệp PDF mới rồi đính kèm tệp mới.",
    ),
    Rule.NOT_A_TEMPLATE: Message(
        "Không dùng được tệp {file} làm mẫu tờ khai: {why}.",
        "Tệp gốc không bị đụng tới; hồ sơ chưa thay đổi.",
        "Hãy sửa mẫu trong Word, lưu lại kiểu .docx rồi kiểm tra lại.",
    ),
    Rule.WRONG_ENDING: Message(
        "Không ghi được vào tệp “{file}”: tên tệp phải kết thúc bằng {endings}.",
        _NOTHING,
        "Hãy đổi tên tệp rồi làm lại.",
    ),
    Rule.NOT_A_REPORT_FILE: Message(
        "Không ghi được báo cáo vào tệp “{file}”.",
        _NOTHING,
        "Hãy đặt tên tệp kết thúc bằng .pdf, .xlsx hoặc .docx.",
    ),
    Rule.ISSUED_NOT_FOUND: Message(
        "Không có báo cáo đã phát hành nào mang số “{text}”.",
        _NOTHING,
        "Hãy xem danh sách báo cáo đã phát hành (report issued).",
    ),
    Rule.OVERRIDE_NOT_FOUND: Message(
        "Không có số nhập tay nào mang số “{text}”, hoặc số ấy đã được bỏ.",
        _NOTHING,
        "Hãy xem báo cáo: mỗi số nhập tay có ghi số của nó.",
    ),
    Rule.CELL_NOT_TYPED: Message(
        "Cột “{column}” cho biết là dòng nào nên không nhập tay được.",
        _NOTHING,
        "Hãy chọn ô số liệu.",
    ),
    Rule.NO_LIST_BEHIND: Message(
        "Ô “{column}” của dòng “{row}” không phải số đếm hồ sơ nên không có danh sách.",
        _NOTHING,
        "Hãy chọn ô khác.",
    ),
}
