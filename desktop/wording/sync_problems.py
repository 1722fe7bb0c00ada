"""Words of the errors on the way to the province: what happened, what is safe, what to do."""

from __future__ import annotations

from desktop.domain.errors import Entry, Rule, Surroundings
from desktop.wording.messages import NOTHING_CHANGED as _NOTHING
from desktop.wording.messages import Message

SYNC_ENTRIES: dict[Entry, str] = {
    Entry.UNKNOWN_PROVINCE: "không có tỉnh, thành phố mã “{text}”; mã gồm 2 số, ví dụ 66.",
    Entry.BAD_MAILBOX: "“{text}” không phải nơi đặt hộp thư dùng được; hãy ghi đường dẫn đầy đủ của một thư mục (D:\\hop-thu) hoặc địa chỉ https://, sftp://, s3+https://.",
    Entry.BAD_DATABASE_ADDRESS: "“{text}” không phải địa chỉ cơ sở dữ liệu dùng được; hãy bỏ trống để lưu trong thư mục của bàn tỉnh, hoặc ghi dạng postgresql://người_dùng@máy_chủ/tên_cơ_sở_dữ_liệu.",
}

SYNC_RULES: dict[Rule, Message] = {
    Rule.INVITATION_NOT_VALID: Message(
        "Tệp {file} không phải giấy mời còn nguyên vẹn của tỉnh ({why}).",
        _NOTHING,
        "Hãy xin tỉnh gửi lại giấy mời và chép nguyên tệp, không mở ra sửa.",
    ),
    Rule.INVITATION_FOR_OTHER_UNIT: Message(
        "Giấy mời này gửi cho đơn vị {invited}, không phải đơn vị {unit}.",
        _NOTHING,
        "Hãy mở giấy mời gửi cho đơn vị mình.",
    ),
    Rule.INVITATION_EXPIRED: Message(
        "Giấy mời đã hết hạn lúc {expires} (đồng hồ máy này: {now}).",
        _NOTHING,
        "Nếu đồng hồ máy đúng, hãy xin tỉnh giấy mời mới; nếu sai, hãy chỉnh đồng hồ rồi làm lại.",
    ),
    Rule.ALREADY_JOINED: Message(
        "Máy này đã kết nối với {province}.",
        _NOTHING,
        "Không cần kết nối lại; nếu tỉnh đã thu hồi máy này, hãy dùng giấy mời mới của tỉnh.",
    ),
    Rule.NOT_JOINED: Message(
        "Đơn vị chưa kết nối với tỉnh.",
        "Hồ sơ vẫn được ghi đầy đủ và chờ gửi.",
        "Hãy mở giấy mời của tỉnh ở trang Đồng bộ (hoặc lệnh sync join TỆP).",
    ),
    Rule.SENDING_PAUSED: Message(
        "Việc gửi đang tạm dừng: {why}.",
        "Hồ sơ vẫn được ghi đầy đủ và chờ gửi; chưa có gì được gửi đi.",
        "Hãy xem lại cùng người phụ trách rồi cho gửi tiếp ở trang Đồng bộ (hoặc lệnh sync resume).",
    ),
    Rule.NOTHING_PAUSED: Message(
        "Việc gửi không bị tạm dừng.",
        _NOTHING,
        "Hãy gửi như thường lệ.",
    ),
    Rule.NOT_ENROLLED: Message(
        "{province} chưa xác nhận máy này, nên chưa có khóa nào để đổi.",
        _NOTHING,
        "Hãy gửi gói đầu tiên và chờ biên nhận; khóa hiện có là khóa mới tạo lúc kết nối.",
    ),
    Rule.NO_PROVINCE_WRAP: Message(
        "Văn phòng này chưa gửi chìa dự phòng cho tỉnh nào giữ, nên tỉnh không giúp mở được.",
        "Dữ liệu còn nguyên và vẫn khóa.",
        "Hãy tìm tờ mã khôi phục trong két, hoặc người còn nhớ mật khẩu.",
    ),
    Rule.NO_RECOVERY_PENDING: Message(
        "Máy này không có yêu cầu nào đang chờ tỉnh trả lời.",
        _NOTHING,
        "Hãy lập tệp yêu cầu trước, gửi tỉnh, rồi mở tệp trả lời trên chính máy này.",
    ),
    Rule.RECOVERY_REPLY_NOT_VALID: Message(
        "Tệp {file} không phải trả lời cho yêu cầu đang chờ trên máy này: {why}.",
        "Dữ liệu còn nguyên và vẫn khóa.",
        "Hãy xin tỉnh trả lời đúng tệp yêu cầu mới nhất.",
    ),
    Rule.RECOVERY_REQUEST_NOT_VALID: Message(
        "Tệp {file} không phải yêu cầu mở lại gửi cho tỉnh này: {why}.",
        _NOTHING,
        "Hãy xin đơn vị gửi lại tệp yêu cầu nguyên vẹn.",
    ),
    Rule.RECOVERY_CODE_DIFFERS: Message(
        "Mã đơn vị đọc không khớp với tệp yêu cầu mang tên {unit}.",
        "Chưa trả lời gì; chìa của đơn vị vẫn khóa.",
        "Hãy gọi lại cho lãnh đạo đơn vị theo số điện thoại đã biết và so lại mã; đừng trả lời khi mã lệch.",
    ),
    Rule.NO_MAILBOX: Message(
        "Giấy mời của tỉnh không ghi hộp thư trên mạng.",
        "Hồ sơ vẫn được ghi đầy đủ và chờ gửi.",
        "Hãy chép ra USB, mang về tỉnh, rồi đọc biên nhận từ USB (trang Đồng bộ, hoặc lệnh sync export và sync import).",
    ),
    Rule.NOT_A_PROVINCE: Message(
        "Thư mục này là văn phòng của đơn vị, không phải bàn tỉnh.",
        _NOTHING,
        "Hãy chọn thư mục của bàn tỉnh bằng --data, hoặc lập mới: province init.",
    ),
    Rule.NOT_A_UNIT: Message(
        "Thư mục này là bàn tỉnh, không phải văn phòng của đơn vị.",
        _NOTHING,
        "Hãy chọn thư mục văn phòng của đơn vị bằng --data.",
    ),
    Rule.UNIT_OF_OTHER_PROVINCE: Message(
        "{unit} thuộc {other}, không thuộc {province}.",
        _NOTHING,
        "Hãy kiểm tra lại mã đơn vị.",
    ),
    Rule.DEVICE_NOT_FOUND: Message(
        "Đơn vị {unit} không có máy “{device}” đã kết nối.",
        _NOTHING,
        "Hãy xem mã máy bằng lệnh province status; có thể ghi vài ký tự đầu nếu không trùng.",
    ),
    Rule.DEVICE_REVOKED: Message(
        "Máy “{device}” của đơn vị {unit} đã bị thu hồi trước đó.",
        _NOTHING,
        "Không cần thu hồi lần nữa.",
    ),
}

SYNC_SURROUNDINGS: dict[Surroundings, Message] = {
    Surroundings.MAILBOX_UNREACHABLE: Message(
        "Không mở được hộp thư {place}.",
        "Hồ sơ và các gói chưa gửi vẫn còn nguyên trên máy này.",
        "Hãy cắm lại USB hoặc kiểm tra thư mục dùng chung rồi làm lại.",
    ),
    Surroundings.MAILBOX_DAMAGES: Message(
        "Hộp thư ghi sai nội dung tệp {file}: đọc lại không khớp.",
        "Gói vẫn còn nguyên trên máy này.",
        "Hãy dùng USB khác hoặc kiểm tra ổ đĩa của hộp thư rồi làm lại.",
    ),
    Surroundings.SYNC_BUSY: Message(
        "Một lượt gửi nhận khác đang chạy.",
        "Chưa có gì bị bỏ sót.",
        "Hãy đợi lượt đó xong rồi làm lại.",
    ),
}
