"""Words of the errors at the province's desk: what happened, what is safe, what to do."""

from __future__ import annotations

from desktop.domain.errors import Entry, Rule, Surroundings
from desktop.wording.messages import NOTHING_CHANGED as _NOTHING
from desktop.wording.messages import Message

PROVINCE_ENTRIES: dict[Entry, str] = {
    Entry.REASON_WANTED: "điểm thấp hơn đơn vị tự chấm nên cần ghi lý do để đơn vị biết mà giải trình.",
    Entry.PASSWORD_IN_ADDRESS: "địa chỉ cơ sở dữ liệu không được chứa mật khẩu, vì ai xem danh sách lệnh đang chạy cũng đọc được; hãy bỏ mật khẩu khỏi địa chỉ và đặt trong tệp ~/.pgpass (hoặc biến PGPASSFILE, PGPASSWORD).",
}

PROVINCE_RULES: dict[Rule, Message] = {
    Rule.DATABASE_NOT_EMPTY: Message(
        "Cơ sở dữ liệu {place} đã có bảng, không phải cơ sở dữ liệu mới.",
        _NOTHING,
        "Hãy tạo một cơ sở dữ liệu trống cho bàn tỉnh rồi làm lại.",
    ),
    Rule.DATABASE_OF_OTHER_DESK: Message(
        "Cơ sở dữ liệu {place} thuộc một bàn tỉnh khác, không khớp với thư mục này.",
        _NOTHING,
        "Hãy mở đúng thư mục của bàn tỉnh, hoặc khôi phục thư mục và cơ sở dữ liệu từ cùng một lần sao lưu.",
    ),
    Rule.DATABASE_NOT_UTF8: Message(
        "Cơ sở dữ liệu {place} dùng bảng mã {encoding}, không lưu được tiếng Việt.",
        _NOTHING,
        "Hãy tạo lại cơ sở dữ liệu với bảng mã UTF8 (createdb -E UTF8 -T template0).",
    ),
    Rule.DATABASE_DIFFERS: Message(
        "Dữ liệu trên máy chủ không giống dữ liệu trong thư mục (bảng {table}, dòng {row}).",
        "Bàn tỉnh vẫn dùng dữ liệu trong thư mục; không có gì bị sửa hay mất.",
        "Hãy tạo một cơ sở dữ liệu trống khác rồi chuyển lại.",
    ),
    Rule.ALREADY_ON_SERVER: Message(
        "Dữ liệu của bàn tỉnh đã nằm trên máy chủ {place}.",
        _NOTHING,
        "Nếu máy chủ đã đổi chỗ, hãy chỉ địa chỉ mới (lệnh: province database ĐỊA_CHỈ).",
    ),
    Rule.RULES_NOT_FOUND: Message(
        "Không có gói quy định “{pack}” đang chờ quyết định.",
        _NOTHING,
        "Hãy xem mã gói bằng lệnh sync rules list; ghi từ 4 ký tự cuối của mã.",
    ),
    Rule.RULES_BAD_ROWS: Message(
        "Tệp {file} có {count} dòng không dùng được, ví dụ {place}: {why}.",
        "Không dòng nào của tệp được ghi.",
        "Hãy sửa tệp rồi gửi lại.",
    ),
    Rule.RULES_BAD_FORM: Message(
        "Tệp mẫu {file} không dùng được, ở {place}: {why}.",
        _NOTHING,
        "Hãy sửa tệp rồi gửi lại.",
    ),
    Rule.RULES_UNCLEAR: Message(
        "Không nhận ra tệp {file} là bộ tiêu chí, danh mục thủ tục, lịch nghỉ hay mẫu giấy.",
        "Chưa gửi gì cho đơn vị nào.",
        "Hãy kiểm tra dòng tiêu đề của bảng, hoặc ghi rõ bằng --kind.",
    ),
    Rule.PRACTICE_OFFICE: Message(
        "Đây là văn phòng thực hành, không được kết nối với tỉnh.",
        "Dữ liệu thực hành vẫn còn nguyên và không rời máy này.",
        "Hãy mở văn phòng thật của đơn vị rồi kết nối; giấy mời vẫn dùng được.",
    ),
    Rule.NOTHING_SUBMITTED: Message(
        "Đơn vị {unit} chưa nộp bản tự chấm năm {year}.",
        _NOTHING,
        "Hãy xem tình hình nộp ở trang Tình hình đơn vị (lệnh: province status --year {year}).",
    ),
    Rule.SET_NOT_HERE: Message(
        "Đơn vị {unit} chấm theo bộ tiêu chí {set} phiên bản {version}, khác với bộ bàn tỉnh đang giữ.",
        "Bản tự chấm đã nhận vẫn còn nguyên.",
        "Hãy nhập đúng bộ đó (lệnh: criteria import), hoặc gửi bộ của tỉnh ở trang Phát hành (lệnh: province send) rồi đề nghị đơn vị nộp lại.",
    ),
    Rule.RESULTS_PUBLISHED: Message(
        "Kết quả năm {year} của đơn vị {unit} đã công bố.",
        _NOTHING,
        "Kết quả đã công bố không sửa được nữa.",
    ),
    Rule.ROUND_CLOSED: Message(
        "Vòng {round} của đơn vị {unit} đã kết thúc và kết quả đã gửi đơn vị.",
        _NOTHING,
        "Hãy ghi ở vòng sau; nếu vòng này ghi nhầm thì chọn “Đính chính vòng đã gửi” (lệnh: thêm --correct) rồi kết thúc lại vòng để gửi bản đính chính.",
    ),
    Rule.ROUND_NOT_OPEN: Message(
        "Chưa kết thúc vòng trước của đơn vị {unit} nên chưa thể kết thúc vòng {round}.",
        _NOTHING,
        "Hãy kết thúc vòng 1 trước: nút Kết thúc vòng ở trang Thẩm định (lệnh: province close {unit} --round 1).",
    ),
    Rule.STEP_LOCKED: Message(
        "Việc thẩm định đã chốt từ hết ngày {last_day}.",
        _NOTHING,
        "Nếu cần ghi thêm, hãy đặt hạn khác ở “Hạn, công bố” (lệnh: province lock --step appraise).",
    ),
    Rule.LINE_OF_ANOTHER: Message(
        "Dòng {item} được giao cho {appraiser} thẩm định.",
        _NOTHING,
        "Hãy để người đó ghi, hoặc đề nghị quản trị giao lại ở “Giao dòng” (lệnh: province assign).",
    ),
    Rule.NOTHING_TO_PUBLISH: Message(
        "Chưa đơn vị nào có kết quả thẩm định năm {year} để công bố.",
        _NOTHING,
        "Hãy thẩm định trước ở trang Thẩm định (lệnh: province appraise, province close).",
    ),
    Rule.NOTHING_TO_RANK: Message(
        "Chưa đơn vị nào nộp bản tự chấm năm {year}.",
        _NOTHING,
        "Hãy nhận gói của các đơn vị trước ở trang Gói đến (lệnh: province collect).",
    ),
    Rule.RANKED_SET_NOT_HERE: Message(
        "{count} đơn vị đã nộp năm {year} theo bộ tiêu chí {set} phiên bản {version}, nhưng bàn tỉnh không giữ đúng bộ đó nên chưa tính được kết quả.",
        "Các bản tự chấm đã nhận vẫn còn nguyên.",
        "Hãy nhập đúng bộ đó ở trang Phát hành (lệnh: criteria import), hoặc gửi bộ của tỉnh xuống (lệnh: province send) rồi đề nghị đơn vị nộp lại.",
    ),
    Rule.NO_SUCH_FIELD: Message(
        "Bộ tiêu chí không có lĩnh vực “{field}”; các lĩnh vực: {choices}.",
        _NOTHING,
        "Hãy ghi lại số của lĩnh vực.",
    ),
    Rule.VERDICTS_REFUSED: Message(
        "Tệp {file} có {count} dòng chưa ghi được: {problems}.",
        "Không dòng nào của tệp được ghi.",
        "Hãy sửa tệp rồi nhập lại.",
    ),
}

PROVINCE_SURROUNDINGS: dict[Surroundings, Message] = {
    Surroundings.DATABASE_UNREACHABLE: Message(
        "Không kết nối được máy chủ cơ sở dữ liệu {place}.",
        "Dữ liệu trên máy chủ và các gói trong hộp thư vẫn còn nguyên.",
        "Hãy kiểm tra máy chủ PostgreSQL có đang chạy không rồi làm lại.",
    ),
    Surroundings.DATABASE_REFUSES: Message(
        "Máy chủ cơ sở dữ liệu {place} từ chối: sai người dùng, sai mật khẩu, thiếu quyền hoặc không có cơ sở dữ liệu đó.",
        _NOTHING,
        "Hãy kiểm tra tệp ~/.pgpass (quyền 600) và quyền của người dùng trên máy chủ.",
    ),
}
