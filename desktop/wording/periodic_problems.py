"""Words of the rules of periodic reports and statistics forms."""

from __future__ import annotations

from desktop.domain.errors import Rule
from desktop.wording.messages import NOTHING_CHANGED as _NOTHING
from desktop.wording.messages import Message

PERIODIC_RULES: dict[Rule, Message] = {
    Rule.FORM_MALFORMED: Message(
        "Tệp {file} không đúng dạng biểu thống kê: chỗ “{place}”, mục “{what}”.",
        _NOTHING,
        "Hãy sửa chỗ đó, hoặc xin lại tệp từ nơi gửi.",
    ),
    Rule.FORM_NOT_SOUND: Message(
        "Biểu trong tệp {file} chưa dùng được: {problems}.",
        _NOTHING,
        "Hãy báo nơi gửi sửa các chỗ đó rồi nhập lại.",
    ),
    Rule.FORM_NOT_FOUND: Message(
        "Không có biểu thống kê “{form}”.",
        _NOTHING,
        "Hãy chọn một trong: {choices}; hoặc nhập biểu từ tệp.",
    ),
    Rule.PERIODIC_NOT_FOUND: Message(
        "Chưa mở báo cáo “{report}” kỳ {period}.",
        _NOTHING,
        "Hãy mở báo cáo của kỳ này trước, rồi làm lại.",
    ),
    Rule.PERIODIC_INCOMPLETE: Message(
        "Báo cáo còn thiếu {count} chỗ: {items}.",
        "Chưa cấp số, chưa khóa gì; phần đã viết vẫn còn nguyên.",
        "Hãy điền nốt, hoặc chọn phát hành khi còn thiếu.",
    ),
    Rule.PERIODIC_ISSUED: Message(
        "Không cất được {report} {period}: báo cáo này đã phát hành, số đã nằm trên giấy.",
        _NOTHING,
        "Nếu nội dung chưa đúng, hãy sửa rồi phát hành lại; bản cũ vẫn giữ nguyên.",
    ),
    Rule.PERIODIC_NOT_AWAY: Message(
        "Không có báo cáo “{report}” kỳ {period} nào đang cất.",
        _NOTHING,
        "Hãy xem danh sách báo cáo đang mở và đang cất.",
    ),
}
