"""Qt's own words in Vietnamese (menus of text fields, file dialogs): Qt ships none."""

from __future__ import annotations

from PySide6.QtCore import QTranslator

WORDS = {
    # Text fields.
    "&Undo": "&Hoàn tác",
    "&Redo": "&Làm lại",
    "Cu&t": "&Cắt",
    "&Copy": "&Sao chép",
    "&Paste": "&Dán",
    "Delete": "Xóa",
    "Select All": "Chọn tất cả",
    "Clear": "Xóa hết",
    # Buttons of standard dialogs.
    "OK": "Đồng ý",
    "&OK": "Đồng ý",
    "Cancel": "Để sau",
    "&Cancel": "Để sau",
    "Close": "Đóng",
    "&Close": "Đóng",
    "Open": "Mở",
    "&Open": "&Mở",
    "Save": "Lưu",
    "&Save": "&Lưu",
    "&Choose": "&Chọn",
    "&Yes": "Có",
    "&No": "Không",
    # Choosing files and folders, where the system has no dialog of its own.
    "Look in:": "Tìm trong:",
    "&Look in:": "Tìm trong:",
    "Files of &type:": "Loại tệp:",
    "Directories": "Thư mục",
    "Show ": "Hiện ",
    "Save As": "Lưu thành",
    "Find Directory": "Chọn thư mục",
    "Directory:": "Thư mục:",
    "Folder": "Thư mục",
    "File &name:": "&Tên tệp:",
    "Files of type:": "Loại tệp:",
    "Back": "Quay lại",
    "Forward": "Đi tới",
    "Parent Directory": "Thư mục cha",
    "Create New Folder": "Tạo thư mục mới",
    "Create a New Folder": "Tạo thư mục mới",
    "&New Folder": "Thư mục mới",
    "New Folder": "Thư mục mới",
    "List View": "Xem danh sách",
    "Detail View": "Xem chi tiết",
    "Change to list view mode": "Đổi sang xem danh sách",
    "Change to detail view mode": "Đổi sang xem chi tiết",
    "Go back": "Quay lại",
    "Go forward": "Đi tới",
    "Go to the parent directory": "Lên thư mục cha",
    "Sidebar": "Các nơi thường dùng",
    "List of places and bookmarks": "Các nơi thường dùng",
    "Files": "Các tệp",
    "My Computer": "Máy này",
    "Computer": "Máy này",
    "Name": "Tên",
    "Size": "Dung lượng",
    "Type": "Loại",
    "Kind": "Loại",
    "Date Modified": "Sửa lần cuối",
    "&Rename": "Đổi &tên",
    "&Delete": "&Xóa",
    "Show &hidden files": "Hiện tệp ẩn",
    "All Files (*)": "Mọi tệp (*)",
    "Recent Places": "Nơi gần đây",
    "Remove": "Bỏ",
    "Drive": "Ổ đĩa",
    "File": "Tệp",
    "File Folder": "Thư mục",
    "%1 already exists.\nDo you want to replace it?": "Đã có %1.\nThay tệp cũ bằng tệp mới?",
    "%1\nFile not found.\nPlease verify the correct file name was given.": (
        "Không thấy %1.\nHãy xem lại tên tệp."
    ),
    "%1\nDirectory not found.\nPlease verify the correct directory name was given.": (
        "Không thấy %1.\nHãy xem lại tên thư mục."
    ),
}


class QtWords(QTranslator):
    """What is not in the table stays as Qt has it."""

    def translate(
        self,
        context: str,
        sourceText: str,  # noqa: N803 - Qt's name
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str:
        """The Vietnamese words, or the source text itself."""
        return WORDS.get(sourceText, sourceText)

    def isEmpty(self) -> bool:
        """Qt asks before it uses a translator."""
        return False
