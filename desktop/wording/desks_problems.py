"""Words of the errors among the desks of one unit."""

from __future__ import annotations

from desktop.domain.errors import Rule
from desktop.wording.messages import NOTHING_CHANGED as _NOTHING
from desktop.wording.messages import Message

DESKS_RULES: dict[Rule, Message] = {
    Rule.DESK_INVITATION_NOT_VALID: Message(
        "Giấy mời {file} không phải giấy mời quầy còn nguyên vẹn.",
        _NOTHING,
        "Hãy quét, dán lại hoặc chép lại nguyên tệp từ quầy đầu; nếu vẫn không được, tạo giấy mời mới ở đó.",
    ),
    Rule.DESK_INVITATION_EXPIRED: Message(
        "Giấy mời quầy đã hết hạn lúc {expires} (đồng hồ máy này: {now}).",
        _NOTHING,
        "Nếu đồng hồ máy đúng, hãy tạo giấy mời mới ở quầy đầu; nếu sai, hãy chỉnh đồng hồ.",
    ),
    Rule.WRONG_DESK_CODE: Message(
        "Mã mở giấy mời không đúng.",
        _NOTHING,
        "Hãy nhìn lại mã hiện ở quầy đầu lúc tạo giấy mời; mã đi riêng, không nằm trong tệp.",
    ),
    Rule.NOT_FOUNDING_DESK: Message(
        "Việc này làm ở quầy {founder}: chỉ quầy đó cấp số quầy, để số hồ sơ không bao giờ trùng.",
        _NOTHING,
        "Hãy làm ở quầy {founder}.",
    ),
    Rule.NO_OTHER_DESKS: Message(
        "Văn phòng này chưa có quầy nào khác.",
        _NOTHING,
        "Hãy mời quầy thứ hai: desks invite --out TỆP.",
    ),
    Rule.DESK_UNKNOWN: Message(
        "Không có quầy “{desk}”; các quầy: {desks}.",
        _NOTHING,
        "Hãy xem số quầy bằng lệnh desks list.",
    ),
    Rule.NO_OLDER_KEY: Message(
        "Quầy {desk} không gửi gói nào bằng khóa cũ, nên không có khóa cũ để nhận lại.",
        _NOTHING,
        "Nếu quầy đó vừa khôi phục từ bản sao lưu, hãy trao đổi ở quầy đó trước, rồi trao đổi ở máy này.",
    ),
    Rule.LEADS_ALREADY: Message(
        "Quầy {desk} đang là quầy đầu của sổ chung theo máy này.",
        _NOTHING,
        "Chỉ khi quầy đầu mất máy mới đặt quầy khác thay, và làm ở từng máy còn lại.",
    ),
    Rule.NO_DESK_CONFLICT: Message(
        "Không có bản nào của “{label}” mang mã “{version}”.",
        _NOTHING,
        "Hãy xem mã các bản bằng lệnh desks conflicts.",
    ),
    Rule.DESK_CODE_TOO_LONG_FOR_QR: Message(
        "Giấy mời dài {size} ký tự, nhiều hơn một mã QR chứa được.",
        "Tệp giấy mời vẫn dùng được.",
        "Hãy dùng tệp giấy mời thay cho mã QR.",
    ),
}
