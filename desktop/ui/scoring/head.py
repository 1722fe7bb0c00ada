"""The actions on top of the page of the index, and its keys for the F1 sheet."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QMenu

from desktop.domain.roles import Permission
from desktop.services.office import Office
from desktop.ui.scoring.papers import ScorePapers
from desktop.ui.scoring.rounds.part import RoundPart
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.permits import permit

KEYS = (
    ("Enter", "ở cây: tới ô trả lời; ở ô cuối: ghi và sang dòng còn mở kế tiếp"),
    ("Ctrl+Enter", "ghi và sang dòng còn mở kế tiếp; ở Đối chiếu: dòng chờ giải trình kế tiếp"),
    ("1…9", "chọn câu trả lời thứ mấy"),
    ("Ctrl+1…5", "lọc các dòng bằng nhãn thứ mấy"),
    ("Ctrl+F", "tới ô tìm dòng"),
    ("F6", "chuyển giữa ô tìm, cây và dòng"),
    ("Ctrl+G", "sang khung kế tiếp: Việc nên làm, Dự báo, Biểu đồ, Đối chiếu, Bộ tiêu chí"),
    ("Ctrl+Shift+G", "giao các dòng đang chọn cho người làm"),
    ("Ctrl+Shift+T", "việc chính của bước này: trình, duyệt, nộp cho tỉnh, gửi giải trình"),
    ("Ctrl+Z", "hoàn tác trả lời, tài liệu hoặc lần điền vừa rồi"),
    ("Ctrl+P", "xem trang in bản tự chấm"),
    ("Ctrl+E", "lưu bản tự chấm ra PDF, Excel, Word"),
    ("Ctrl+Shift+I", "nhập lại bảng điểm đã sửa trong Excel"),
    ("Ctrl+Shift+H", "các hạn của đợt"),
)


class HeadActions:
    """Fill, give back, papers, and the one thing that the stage of the round asks for."""

    def __init__(
        self, office: Office, papers: ScorePapers, rounds: RoundPart, bar: QHBoxLayout
    ) -> None:
        self.fill = button("Điền từ sổ", name="fillFromRecords", icon_name="database", key="Ctrl+D")
        self.fill.setToolTip("Xem trước các dòng mà số liệu của đơn vị điền được\nPhím tắt: Ctrl+D")
        permit(self.fill, office, Permission.ASSESS)
        self.back = button(
            "Trả lại", name="sendBack", icon_name="arrow-back-up", key="Ctrl+Shift+B"
        )
        self.out = button("Giấy tờ", name="scorePapers", icon_name="printer")
        self.out.setToolTip(
            "Xem trang in, lưu PDF, Excel, Word, nhập lại từ Excel\nPhím tắt: Ctrl+P, Ctrl+E"
        )
        menu = QMenu(self.out)
        menu.setObjectName("papersMenu")
        papers.fill_menu(menu)
        rounds.fill_menu(menu)
        self.out.setMenu(menu)
        permit(self.out, office, Permission.EXPORT)
        self.main = button("Trình lãnh đạo", role="primary", name="decide", key="Ctrl+Shift+T")
        for made in (self.fill, self.back, self.out, self.main):
            bar.addWidget(made)
