"""Words of the audit's actions."""

from __future__ import annotations

from desktop.domain.dossiers import DossierEvent
from desktop.wording.province import PROVINCE_ACTIONS
from desktop.wording.terms import term

_WORDS = {
    "office.create": "Tạo văn phòng",
    "office.restore": "Mở văn phòng khôi phục từ bản sao lưu",
    "settings.save": "Sửa thiết lập đơn vị",
    "user.add": "Thêm người dùng",
    "user.change": "Sửa người dùng",
    "password.change": "Đổi mật khẩu",
    "password.give": "Cấp mật khẩu mới",
    "password.recover": "Đặt lại mật khẩu bằng mã khôi phục",
    "procedure.save": "Sửa thủ tục",
    "procedure.switch": "Bật, tắt thủ tục",
    "procedures.import": "Nhập danh sách thủ tục",
    "calendar.set": "Ghi ngày vào lịch",
    "calendar.remove": "Xóa ngày khỏi lịch",
    "calendar.import": "Nhập lịch nghỉ",
    "calendar.expect": "Thêm ngày nghỉ dự kiến",
    "attachment.add": "Đính kèm tệp",
    "attachment.remove": "Gỡ tệp đính kèm",
    "attachment.put_back": "Đặt lại tệp đính kèm",
    "dossiers.import": "Nhập sổ cũ",
    "dossiers.export": "Xuất danh sách hồ sơ",
    "backup.create": "Sao lưu",
    "id_number.see": "Xem số định danh",
    "print.receipt": "In giấy tiếp nhận",
    "print.supplement": "In phiếu yêu cầu bổ sung",
    "print.refusal": "In phiếu từ chối",
    "print.apology": "In văn bản xin lỗi, gia hạn",
    "print.stop": "In thông báo dừng giải quyết",
    "print.control": "In phiếu kiểm soát",
    "print.return": "In giấy biên nhận trả kết quả",
    "print.fee": "In phiếu thu phí, lệ phí",
    "print.hand_over": "In phiếu bàn giao hồ sơ",
    "print.results": "In phiếu bàn giao kết quả",
    "print.register": "In sổ theo dõi hồ sơ",
    "print.blank_receipt": "In giấy tiếp nhận in sẵn số",
    "print.due_why": "In giải trình ngày hẹn trả",
    "code.reserve": "Lấy số để in sẵn",
    "code.spoil": "Hủy giấy in sẵn số",
    "code.unspoil": "Bỏ ghi nhận hủy giấy in sẵn số",
    "declaration.fill": "Điền tờ khai",
    "declaration.add_template": "Thêm mẫu tờ khai",
    "declaration.remove_template": "Gỡ mẫu tờ khai",
    "figures.rebuild": "Đếm lại số liệu",
    "report.issue": "Phát hành báo cáo",
    "report.export": "Xuất báo cáo",
    "report.override": "Nhập tay số liệu báo cáo",
    "report.override_removed": "Bỏ số liệu nhập tay",
    "practice.fill": "Tạo dữ liệu thực hành",
    "sync.join": "Kết nối với tỉnh",
    "sync.pack": "Đóng gói gửi tỉnh",
    "sync.receipt": "Nhận biên nhận của tỉnh",
    "print.sent": "In danh sách đã gửi",
    "export.receipt": "Lưu biên nhận của tỉnh ra tệp",
    "sync.resend": "Xếp gửi lại toàn bộ sổ",
    "sync.resume": "Cho phép gửi lại sau khi khôi phục",
    "desks.invite": "Mời quầy mới",
    "desks.join": "Mở quầy theo giấy mời",
    "desks.enrol": "Nhận quầy mới vào sổ chung",
    "desks.revoke": "Thu hồi quầy",
    "desks.take_in": "Ghi gói của quầy khác",
    "desks.settle": "Chọn giữa hai bản khác nhau",
    "province.create": "Lập bàn tỉnh",
    "province.invite": "Mời đơn vị",
    "province.revoke": "Thu hồi máy của đơn vị",
    "province.collect": "Nhận gói của đơn vị",
    "criteria.save": "Lưu bộ tiêu chí",
    "assessment.open": "Mở bản tự chấm",
    "assessment.answer": "Trả lời dòng tự chấm",
    "assessment.fill": "Điền bản tự chấm từ sổ",
    "assessment.assign": "Giao việc tự chấm",
    "assessment.evidence": "Thêm tài liệu kiểm chứng",
    "assessment.evidence_remove": "Gỡ tài liệu kiểm chứng",
    "assessment.hand_in": "Trình bản tự chấm",
    "assessment.send_back": "Trả lại bản tự chấm",
    "assessment.approve": "Duyệt bản tự chấm",
    "assessment.reopen": "Mở lại bản tự chấm",
    "assessment.change_version": "Đổi phiên bản bộ tiêu chí",
    "assessment.export": "Xuất bản tự chấm",
    "assessment.submit": "Nộp bản tự chấm cho tỉnh",
    "assessment.write_up": "Ghi khó khăn, đề xuất",
    "assessment.explain": "Viết giải trình",
    "assessment.explain_send": "Gửi giải trình cho tỉnh",
    "assessment.deadline": "Đặt hạn tự chấm",
    "assessment.import": "Nhập lại bảng điểm từ Excel",
    "sync.letter": "Nhận thư của tỉnh",
    "statistics.import": "Nhập biểu thống kê",
    "periodic.open": "Mở báo cáo định kỳ",
    "periodic.put_away": "Cất báo cáo định kỳ mở nhầm",
    "periodic.bring_back": "Lấy lại báo cáo định kỳ đã cất",
    "periodic.text": "Viết báo cáo định kỳ",
    "periodic.value": "Nhập số liệu báo cáo định kỳ",
    "periodic.value_removed": "Bỏ số liệu nhập tay của báo cáo định kỳ",
    "periodic.carry": "Lấy số liệu kỳ trước làm điểm bắt đầu",
}


def action_text(action: str) -> str:
    """The words of an action as stored in the chain."""
    if action in _WORDS:
        return _WORDS[action]
    if action in PROVINCE_ACTIONS:
        return PROVINCE_ACTIONS[action]
    group, _, event = action.partition(".")
    if group == "dossier" and event in set(DossierEvent):
        return term(DossierEvent(event))
    return action
