"""Words of the rules of the office: users, passwords, folders, backups."""

from __future__ import annotations

from desktop.domain.errors import Rule
from desktop.wording.messages import NOTHING_CHANGED as _NOTHING
from desktop.wording.messages import Message

OFFICE_RULES: dict[Rule, Message] = {
    Rule.WRONG_PASSWORD: Message(
        "Tên hoặc mật khẩu chưa đúng.",
        "Dữ liệu vẫn khóa an toàn.",
        "Hãy gõ lại; kiểm tra phím Caps Lock và bộ gõ tiếng Việt.",
    ),
    Rule.SIGN_IN_DELAYED: Message(
        "Đã sai mật khẩu nhiều lần.",
        "Dữ liệu vẫn khóa an toàn.",
        "Hãy đợi {seconds} giây rồi thử lại.",
    ),
    Rule.USER_UNKNOWN: Message(
        "Không có người dùng “{name}” trong văn phòng này.",
        _NOTHING,
        "Hãy chọn một trong: {names}.",
    ),
    Rule.USER_OFF: Message(
        "Người dùng “{name}” đã ngừng sử dụng.",
        _NOTHING,
        "Hãy nhờ quản trị mở lại.",
    ),
    Rule.LAST_ADMIN: Message(
        "“{name}” là quản trị duy nhất còn lại.",
        _NOTHING,
        "Hãy trao quyền quản trị cho người khác trước.",
    ),
    Rule.WRONG_RECOVERY_CODE: Message(
        "Mã khôi phục chưa đúng.",
        "Dữ liệu vẫn khóa an toàn.",
        "Hãy gõ lại từng nhóm theo tờ giấy đã in; chữ O và số 0, chữ I và số 1 được hiểu như nhau.",
    ),
    Rule.OFFICE_EXISTS: Message(
        "Thư mục {folder} đã có một văn phòng.",
        "Văn phòng đang có không bị thay đổi.",
        "Hãy mở văn phòng đó, hoặc chọn một thư mục trống.",
    ),
    Rule.FOLDER_NOT_EMPTY: Message(
        "Thư mục {folder} không trống.",
        "Các tệp trong thư mục không bị thay đổi.",
        "Hãy chọn một thư mục trống.",
    ),
    Rule.DESK_NUMBER_TAKEN: Message(
        "Số quầy {desk} không dùng được.",
        _NOTHING,
        "Hãy chọn số quầy từ 1 đến 99, mỗi máy một số.",
    ),
    Rule.PASSWORD_MISSING: Message(
        "Chưa có mật khẩu.",
        _NOTHING,
        "Hãy đặt biến môi trường SOMOTCUA_PASSWORD hoặc dùng --password-file TỆP; thêm --user TÊN.",
    ),
    Rule.NOT_A_BACKUP: Message(
        "Tệp {file} không phải bản sao lưu của Sổ Một Cửa.",
        _NOTHING,
        "Hãy chọn tệp có đuôi .smcbackup.",
    ),
    Rule.BACKUP_TOO_NEW: Message(
        "Bản sao lưu {file} do phiên bản mới hơn tạo ra.",
        _NOTHING,
        "Hãy cài phiên bản mới của chương trình rồi khôi phục.",
    ),
}
