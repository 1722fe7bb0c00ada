"""First start: what the program is, and the ways to begin."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, label


class FirstStart(QWidget):
    """No office in the folder yet."""

    new_wanted = Signal()
    practice_wanted = Signal()
    restore_wanted = Signal()
    other_folder_wanted = Signal()
    desk_wanted = Signal()
    province_wanted = Signal()
    practice_province_wanted = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.setObjectName("firstStart")
        self.setWindowTitle("Sổ Một Cửa")
        self.setMinimumSize(620, 650)
        self.setStyleSheet(f"#firstStart {{ background: {colours().window}; }}")
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 36, 48, 36)
        column.setSpacing(14)
        column.addWidget(label("Chào mừng đến với Sổ Một Cửa", "big"))
        column.addWidget(
            label(
                "Sổ hồ sơ của Bộ phận Một cửa cấp xã, làm việc không cần mạng. Mọi dữ liệu được "
                "mã hóa và nằm trên máy này.",
                wrap=True,
            )
        )
        choices = (
            (
                "Lập văn phòng của đơn vị",
                "Chọn xã, phường, đặt giờ làm việc và người quản trị. Khoảng 3 phút.",
                "newOffice",
                "primary",
                "Alt+1",
                self.new_wanted,
            ),
            (
                "Mở văn phòng thực hành",
                "Có sẵn hồ sơ mẫu để tập dùng; mọi trang, mọi giấy in đều ghi rõ là dữ liệu mẫu.",
                "practiceOffice",
                "",
                "Alt+2",
                self.practice_wanted,
            ),
            (
                "Khôi phục từ bản sao lưu",
                "Khi chuyển sang máy mới hoặc máy cũ bị hỏng.",
                "restoreOffice",
                "",
                "Alt+3",
                self.restore_wanted,
            ),
        )
        for title, advice, name, role, key, signal in choices:
            card = Card(margins=16)
            made = button(title, role=role, name=name, key=key)
            made.clicked.connect(signal)
            card.body.addWidget(made)
            card.body.addWidget(label(advice, "muted", wrap=True))
            column.addWidget(card)
        column.addLayout(self._other_ways())
        column.addStretch(1)
        self.folder = label(f"Thư mục dữ liệu: {folder}", "caption", wrap=True)
        self.work = label("", wrap=True, name="firstWork")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        for part in (self.work, self.bar, self.folder):
            column.addWidget(part)
        self.work.hide()
        self.bar.hide()

    def show_work(self, words: str) -> None:
        """Something takes a while: it is said, and no other way can be taken meanwhile."""
        for made in self.findChildren(QPushButton):
            made.setEnabled(False)
        self.work.setText(words)
        self.folder.hide()
        self.work.show()
        self.bar.show()

    def _other_ways(self) -> QGridLayout:
        """What few need, two in a row."""
        ways = (
            (
                "Văn phòng đã có ở thư mục khác",
                "otherFolder",
                "Alt+4",
                "Mở một thư mục dữ liệu đã lập trước đây",
                self.other_folder_wanted,
            ),
            (
                "Máy này là quầy thêm của đơn vị",
                "joinAsDesk",
                "Alt+5",
                "Khi quầy đầu đã trao giấy mời quầy và mã mở giấy mời",
                self.desk_wanted,
            ),
            (
                "Lập bàn của tỉnh (Sở Nội vụ)",
                "newProvince",
                "Alt+6",
                "Nơi nhận gói của các xã, phường, thẩm định và xếp hạng",
                self.province_wanted,
            ),
            (
                "Mở bàn tỉnh thực hành",
                "practiceProvince",
                "Alt+7",
                "Bàn tỉnh với các đơn vị mẫu để tập dùng; lập lần đầu mất khoảng một phút",
                self.practice_province_wanted,
            ),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for place, (title, name, key, tip, signal) in enumerate(ways):
            made = button(title, role="quiet", name=name, key=key, tip=tip)
            made.clicked.connect(signal)
            grid.addWidget(made, place // 2, place % 2)
        return grid
