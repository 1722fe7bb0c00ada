"""Words of failing surroundings: disk, folder, files, printer; what is safe stands in each."""

from __future__ import annotations

from desktop.domain.errors import Surroundings
from desktop.wording.messages import NOTHING_CHANGED as _NOTHING
from desktop.wording.messages import Message

SURROUNDINGS: dict[Surroundings, Message] = {
    Surroundings.DISK_FULL: Message(
        "Ổ đĩa đã đầy.",
        "Mọi việc đã xác nhận trước đó vẫn còn nguyên; việc vừa rồi chưa được ghi.",
        "Hãy xóa bớt tệp không cần trên ổ đĩa rồi làm lại.",
    ),
    Surroundings.FOLDER_LOCKED: Message(
        "Văn phòng này đang mở ở một cửa sổ khác.",
        "Dữ liệu vẫn an toàn.",
        "Hãy dùng cửa sổ đang mở, hoặc đóng cửa sổ đó rồi mở lại.",
    ),
    Surroundings.FOLDER_NOT_WRITABLE: Message(
        "Không ghi được vào thư mục {folder}.",
        _NOTHING,
        "Hãy kiểm tra quyền ghi, hoặc chọn thư mục khác.",
    ),
    Surroundings.FILE_NOT_FOUND: Message(
        "Không tìm thấy tệp {file}.",
        _NOTHING,
        "Hãy kiểm tra tên tệp và đường dẫn; nếu là USB, hãy cắm lại.",
    ),
    Surroundings.FILE_NOT_READABLE: Message(
        "Không đọc được tệp {file}.",
        _NOTHING,
        "Hãy đóng chương trình đang mở tệp, hoặc chép tệp sang chỗ khác rồi làm lại.",
    ),
    Surroundings.FILE_IS_FOLDER: Message(
        "{file} là một thư mục, không phải tệp.",
        _NOTHING,
        "Hãy chọn một tệp trong thư mục đó.",
    ),
    Surroundings.FILE_NOT_TEXT: Message(
        "Tệp {file} không phải tệp chữ (UTF-8).",
        _NOTHING,
        "Hãy lưu lại tệp bằng Notepad với bảng mã UTF-8 rồi làm lại.",
    ),
    Surroundings.PLACE_READ_ONLY: Message(
        "Chỉ đọc được, không ghi được vào {folder}: USB hoặc ổ đĩa đang khóa chống ghi.",
        "Dữ liệu trong sổ không bị ảnh hưởng.",
        "Hãy gạt khóa chống ghi trên USB, hoặc dùng USB khác rồi làm lại.",
    ),
    Surroundings.FILE_NOT_WRITABLE: Message(
        "Không ghi được tệp {file}.",
        "Dữ liệu trong sổ không bị ảnh hưởng.",
        "Hãy đóng chương trình đang mở tệp, kiểm tra chỗ trống và quyền ghi rồi làm lại.",
    ),
    Surroundings.FOLDER_MISSING: Message(
        "Không có thư mục {folder}: ổ USB, ổ mạng có thể đã rút, hoặc đường dẫn gõ nhầm.",
        "Chưa ghi tệp nào; dữ liệu trong sổ không bị ảnh hưởng.",
        "Hãy cắm lại ổ, hoặc tạo thư mục đó rồi làm lại.",
    ),
    Surroundings.FOLDER_IS_FILE: Message(
        "{folder} là một tệp, không phải thư mục.",
        _NOTHING,
        "Hãy chọn đúng thư mục của văn phòng.",
    ),
    Surroundings.ANSWER_NOT_WRITTEN: Message(
        "Không ghi được câu trả lời ra nơi nhận.",
        "Lệnh đã chạy xong; những gì lệnh ghi vào sổ vẫn được giữ.",
        "Hãy kiểm tra chỗ trống nơi nhận, rồi xem lại bằng lệnh tra cứu; đừng ghi lại lần nữa.",
    ),
    Surroundings.OFFICE_NOT_FOUND: Message(
        "Không có văn phòng nào trong thư mục {folder}.",
        _NOTHING,
        "Hãy tạo văn phòng mới, tạo văn phòng thực hành, hoặc chọn đúng thư mục bằng --data.",
    ),
    Surroundings.KEYS_DAMAGED: Message(
        "Tệp khóa keys.json trong {folder} bị hỏng hoặc bị mất.",
        "Dữ liệu vẫn còn và vẫn được mã hóa.",
        "Hãy khôi phục từ bản sao lưu gần nhất; đừng xóa thư mục văn phòng.",
    ),
    Surroundings.DATABASE_DAMAGED: Message(
        "Tệp dữ liệu office.db bị hỏng ({detail}).",
        "Các bản sao lưu không bị ảnh hưởng.",
        "Đừng ghi thêm; hãy khôi phục từ bản sao lưu gần nhất ở mục Sao lưu.",
    ),
    Surroundings.DATABASE_TOO_NEW: Message(
        "Dữ liệu này do phiên bản mới hơn của chương trình ghi ({found}).",
        "Dữ liệu không bị thay đổi.",
        "Hãy cài phiên bản mới rồi mở lại.",
    ),
    Surroundings.DATABASE_BUSY: Message(
        "Dữ liệu đang bận vì một lệnh khác chưa xong.",
        "Việc vừa rồi chưa được ghi; những việc trước vẫn còn.",
        "Hãy đợi vài giây rồi làm lại.",
    ),
    Surroundings.LIBRARY_TOO_OLD: Message(
        "Thư viện dữ liệu SQLite {found} quá cũ (cần từ {needed}).",
        "Dữ liệu chưa được mở.",
        "Hãy cài lại chương trình đúng cách.",
    ),
    Surroundings.BACKUP_DAMAGED: Message(
        "Bản sao lưu {file} bị hỏng: {detail}.",
        "Văn phòng đang dùng không bị ảnh hưởng.",
        "Hãy dùng bản sao lưu khác và tạo ngay một bản mới.",
    ),
    Surroundings.BACKUP_FILES_LOST: Message(
        "Bản sao lưu {file}: {detail}.",
        "Chưa khôi phục gì; văn phòng đang dùng không bị ảnh hưởng.",
        "Hãy tìm đủ tệp rồi khôi phục lại; hoặc khôi phục sổ hồ sơ mà thiếu {count} tệp ấy.",
    ),
    Surroundings.ATTACHMENT_DAMAGED: Message(
        "Tệp đính kèm “{file}” bị hỏng hoặc bị mất trên đĩa.",
        "Các tệp khác không bị ảnh hưởng.",
        "Hãy lấy lại từ bản sao lưu, hoặc quét lại giấy tờ.",
    ),
    Surroundings.RESOURCES_DAMAGED: Message(
        "Tệp đi kèm chương trình bị hỏng hoặc bị mất: {file}.",
        "Dữ liệu của văn phòng không bị ảnh hưởng.",
        "Hãy cài lại chương trình.",
    ),
    Surroundings.LAYOUT_BROKEN: Message(
        "Bố cục biểu mẫu của đơn vị có lỗi: tệp {file}, {place}: {problem}.",
        "Hồ sơ không bị ảnh hưởng; chưa in gì.",
        "Hãy sửa tệp đó, hoặc chuyển tệp ra khỏi thư mục forms để dùng mẫu đi kèm chương trình.",
    ),
    Surroundings.READER_STOPPED: Message(
        "Không đọc được bảng trong tệp {file}: việc đọc bị dừng vì tệp hỏng hoặc quá lớn.",
        "Chưa có dòng nào được nhập.",
        "Hãy mở tệp bằng Excel, lưu lại thành .xlsx rồi nhập lại.",
    ),
    Surroundings.PRINTER_FAILED: Message(
        "Không in được ra máy in “{printer}”.",
        "Hồ sơ đã lưu; phiếu có thể in lại bất cứ lúc nào.",
        "Hãy kiểm tra máy in rồi in lại, hoặc lưu phiếu ra tệp PDF.",
    ),
    Surroundings.NO_SCREEN: Message(
        "Máy này không có màn hình để mở cửa sổ.",
        "Dữ liệu không bị ảnh hưởng.",
        "Hãy chạy trên máy có màn hình, hoặc dùng các lệnh (somotcua --help).",
    ),
}

# What the database library says in English, by a part of it.
_DAMAGE = {
    "not a database": "phần đầu tệp không đọc được",
    "malformed": "có chỗ trong tệp không đọc được",
    "hmac": "có chỗ trong tệp không khớp mã kiểm chứng",
    "corrupt": "có chỗ trong tệp không đọc được",
    "vtable": "phần tìm kiếm không đọc được",
}


def damage_words(detail: str) -> str:
    """Damage in Vietnamese; what is Vietnamese already stays."""
    return next((words for part, words in _DAMAGE.items() if part in detail), detail)
