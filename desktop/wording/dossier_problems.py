"""Words of the rules at the desk: moves, undo, due dates, numbers."""

from __future__ import annotations

from desktop.domain.errors import Rule
from desktop.wording.messages import NOTHING_CHANGED as _NOTHING
from desktop.wording.messages import Message

DOSSIER_RULES: dict[Rule, Message] = {
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
    Rule.CODE_TAKEN: Message(
        "Mã hồ sơ {code} đã có trong sổ.",
        _NOTHING,
        "Hãy mở hồ sơ đó, hoặc để trống để chương trình cấp mã mới.",
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
    Rule.FORM_NEEDS_STATE: Message(
        "Chưa in được “{form}” cho hồ sơ {code}: {why}.",
        _NOTHING,
        "Hãy bổ sung điều còn thiếu vào hồ sơ rồi in, hoặc in giấy khác.",
    ),
    Rule.CODE_NOT_RESERVED: Message(
        "Không nhập được hồ sơ với số in sẵn “{code}”: {why}.",
        _NOTHING,
        "Hãy nhìn lại số và ngày trên giấy đã giao cho người nộp.",
    ),
}
