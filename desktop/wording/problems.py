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
from desktop.wording.fields import field_name
from desktop.wording.messages import NOTHING_CHANGED
from desktop.wording.messages import Message as Message
from desktop.wording.sync_problems import SYNC_ENTRIES, SYNC_RULES, SYNC_SURROUNDINGS
from desktop.wording.terms import TERMS, term

_NOTHING = NOTHING_CHANGED

ENTRY_WORDS: dict[Entry, str] = {
    **SYNC_ENTRIES,
    Entry.REQUIRED: "chưa có nội dung; hãy nhập.",
    Entry.TOO_LONG: "dài quá {most} ký tự; hãy rút gọn.",
    Entry.NOT_A_DATE: "“{text}” không phải ngày; hãy nhập theo dạng ngày/tháng/năm, ví dụ 05/12/2026.",
    Entry.NOT_A_TIME: "“{text}” không phải ngày giờ; hãy nhập ví dụ 2026-11-20T15:20.",
    Entry.NOT_A_NUMBER: "“{text}” không phải số; hãy nhập bằng chữ số.",
    Entry.OUT_OF_RANGE: "{value} nằm ngoài khoảng từ {lowest} đến {highest}; hãy nhập lại.",
    Entry.UNKNOWN_CHOICE: "“{text}” không có trong các lựa chọn: {choices}.",
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
    Entry.PASSWORD_TOO_WEAK: "mật khẩu còn thiếu: {lacks}.",
    Entry.NAME_TAKEN: "tên “{text}” đã có người dùng; hãy thêm chữ để phân biệt.",
    Entry.UNREADABLE_CARD: "không tìm thấy số định danh 12 số trong mã quét ({length} ký tự); hãy quét lại hoặc gõ tay.",
    Entry.END_BEFORE_START: "ngày cuối kỳ {end} sớm hơn ngày đầu kỳ {start}; hãy đổi lại.",
    Entry.DUE_BEFORE_RECEIVED: "ngày hẹn trả {due} sớm hơn lúc tiếp nhận {received}; hãy chọn ngày sau.",
}  # fmt: skip

RULE_WORDS: dict[Rule, Message] = {
    **SYNC_RULES,
    Rule.MOVE_NOT_ALLOWED: Message(
        "Không thể “{event}” khi hồ sơ đang ở trạng thái “{state}”.",
        _NOTHING,
        "Hãy xem các bước làm được ở khung bên phải của hồ sơ.",
    ),
    Rule.ROLE_NOT_ALLOWED: Message(
        "Vai trò “{role}” không được làm việc “{action}”.",
        _NOTHING,
        "Hãy nhờ người có quyền, hoặc đề nghị quản trị đổi vai trò.",
    ),
    Rule.ALREADY_APOLOGISED: Message(
        "Hồ sơ {code} đã xin lỗi, hẹn lại một lần; quy định chỉ cho hẹn lại một lần.",
        _NOTHING,
        "Hãy trả kết quả sớm nhất có thể; hồ sơ sẽ được báo là quá hạn.",
    ),
    Rule.NEW_DUE_NOT_LATER: Message(
        "Ngày hẹn mới {new_due} không muộn hơn ngày đang hẹn {due}.",
        _NOTHING,
        "Hãy chọn một ngày sau ngày đang hẹn.",
    ),
    Rule.TIME_BEFORE_PREVIOUS: Message(
        "Thời điểm {at} sớm hơn bước trước của hồ sơ ({previous}).",
        _NOTHING,
        "Hãy kiểm tra đồng hồ máy tính hoặc nhập lại thời điểm.",
    ),
    Rule.NOTHING_TO_UNDO: Message(
        "Hồ sơ {code} không còn bước nào hoàn tác được.",
        _NOTHING,
        "Mỗi hồ sơ chỉ hoàn tác được bước vừa làm.",
    ),
    Rule.UNDO_TOO_LATE: Message(
        "Bước “{event}” đã quá {hours} giờ nên không tự hoàn tác được.",
        _NOTHING,
        "Hãy nhờ lãnh đạo hoặc quản trị hoàn tác.",
    ),
    Rule.UNDO_NOT_YOURS: Message(
        "Bước “{event}” do {user} thực hiện.",
        _NOTHING,
        "Hãy nhờ {user}, lãnh đạo hoặc quản trị hoàn tác.",
    ),
    Rule.UNDO_RECEIVE_ONLY_AT_DESK: Message(
        "Chỉ người làm ở quầy tiếp nhận mới hủy được việc tiếp nhận hồ sơ {code}.",
        _NOTHING,
        "Hãy nhờ cán bộ một cửa hoặc quản trị.",
    ),
    Rule.NO_HAND_OVER_WAITING: Message(
        "Hồ sơ {code} không có lượt bàn giao nào đang chờ xác nhận.",
        _NOTHING,
        "Hãy xem dòng thời gian của hồ sơ.",
    ),
    Rule.DOSSIER_NOT_FOUND: Message(
        "Không có hồ sơ mã “{code}” trong sổ.",
        _NOTHING,
        "Hãy kiểm tra lại mã, hoặc tìm theo họ tên, số định danh.",
    ),
    Rule.PROCEDURE_OFF: Message(
        "Thủ tục {code} đang tắt, không nhận hồ sơ mới.",
        _NOTHING,
        "Nếu đơn vị vẫn nhận, hãy bật lại ở Danh mục và thiết lập, mục Thủ tục.",
    ),
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
    Rule.NO_WORKING_DAYS: Message(
        "Lịch làm việc quanh ngày {near} không có ngày làm việc nào.",
        _NOTHING,
        "Hãy kiểm tra lịch làm việc và ngày nghỉ ở Danh mục và thiết lập.",
    ),
    Rule.SERIALS_EXHAUSTED: Message(
        "Quầy {desk} đã dùng hết số hồ sơ của ngày này.",
        "Các hồ sơ đã nhận vẫn còn nguyên.",
        "Hãy tiếp nhận ở quầy khác trong ngày này.",
    ),
    Rule.DESK_NUMBER_TAKEN: Message(
        "Số quầy {desk} không dùng được.",
        _NOTHING,
        "Hãy chọn số quầy từ 1 đến 99, mỗi máy một số.",
    ),
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
    Rule.CODE_TAKEN: Message(
        "Mã hồ sơ {code} đã có trong sổ.",
        _NOTHING,
        "Hãy mở hồ sơ đó, hoặc để trống để chương trình cấp mã mới.",
    ),
    Rule.PASSWORD_MISSING: Message(
        "Chưa có mật khẩu.",
        _NOTHING,
        "Hãy đặt biến môi trường SOMOTCUA_PASSWORD hoặc dùng --password-file TỆP; thêm --user TÊN.",
    ),
    Rule.ATTACHMENT_NOT_FOUND: Message(
        "Không tìm thấy tệp đính kèm này trong hồ sơ.",
        _NOTHING,
        "Hãy tải lại hồ sơ bằng F5.",
    ),
    Rule.NOTHING_CHOSEN: Message(
        "Chưa chọn hồ sơ nào.",
        _NOTHING,
        "Hãy chọn ít nhất một dòng trong danh sách.",
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
    Rule.NO_LIST_BEHIND: Message(
        "Ô “{column}” của dòng “{row}” không phải số đếm hồ sơ nên không có danh sách.",
        _NOTHING,
        "Hãy chọn ô khác.",
    ),
    Rule.FORM_NEEDS_STATE: Message(
        "Chưa in được “{form}” cho hồ sơ {code}: {why}.",
        _NOTHING,
        "Hãy làm bước đó trước rồi in.",
    ),
    Rule.CODE_NOT_RESERVED: Message(
        "Không nhập được hồ sơ với số in sẵn “{code}”: {why}.",
        _NOTHING,
        "Hãy nhìn lại số và ngày trên giấy đã giao cho người nộp.",
    ),
    Rule.NOT_A_TEMPLATE: Message(
        "Không dùng được tệp {file} làm mẫu tờ khai: {why}.",
        "Tệp gốc không bị đụng tới; hồ sơ chưa thay đổi.",
        "Hãy sửa mẫu trong Word, lưu lại kiểu .docx rồi kiểm tra lại.",
    ),
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

SURROUNDINGS_WORDS: dict[Surroundings, Message] = {
    **SYNC_SURROUNDINGS,
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
    Surroundings.FILE_NOT_WRITABLE: Message(
        "Không ghi được tệp {file}.",
        "Dữ liệu trong sổ không bị ảnh hưởng.",
        "Hãy đóng chương trình đang mở tệp, kiểm tra chỗ trống và quyền ghi rồi làm lại.",
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


def _shown(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
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
    return f"{field_name(problem.field)}: {_filled(ENTRY_WORDS[problem.code], facts)}"


def message(error: InputRefused | RuleViolation | EnvironmentProblem) -> Message:
    """The words of an expected error."""
    if isinstance(error, InputRefused):
        return Message(" ".join(map(entry_text, error.problems)), _NOTHING, "")
    words: Message = _words_of(error.code)
    return Message(*(_filled(part, error.facts) for part in (words.what, words.safe, words.do)))


def _words_of(code: Code) -> Message:
    if isinstance(code, Rule):
        return RULE_WORDS[code]
    assert isinstance(code, Surroundings)
    return SURROUNDINGS_WORDS[code]


def bug_message(reference: str, log: object) -> Message:
    """The words of an unexpected error, with the number to tell the helper."""
    facts = {"reference": reference, "log": log}
    return Message(*(part.format_map(facts) for part in _UNKNOWN_BUG.lines))
