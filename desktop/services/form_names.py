"""The papers that can be printed, by the names of the command line."""

from __future__ import annotations

# One dossier, one paper; in the order in which the law comes to them.
FORM_TITLES = {
    "receipt": "Giấy tiếp nhận, hẹn trả (mẫu 01)",
    "supplement": "Phiếu yêu cầu bổ sung (mẫu 02)",
    "refusal": "Phiếu từ chối (mẫu 03)",
    "apology": "Xin lỗi, đề nghị gia hạn (mẫu 04)",
    "stop": "Thông báo dừng giải quyết (mẫu 05)",
    "control": "Phiếu kiểm soát quá trình (mẫu 06)",
    "return": "Giấy biên nhận trả kết quả",
    "fee": "Phiếu thu phí, lệ phí",
    "due_why": "Giải trình cách tính ngày hẹn trả",
}
FORMS = tuple(FORM_TITLES)

# Papers about several dossiers, about a period, or about none yet.
LIST_TITLES = {
    "hand_over": "Phiếu bàn giao hồ sơ",
    "results": "Phiếu bàn giao kết quả",
    "return_list": "Danh sách ký nhận kết quả",
    "register": "Sổ theo dõi hồ sơ (mẫu 07)",
    "blank_receipt": "Giấy tiếp nhận in sẵn số",
    "drill": "Biên bản thử khôi phục dữ liệu",
}
