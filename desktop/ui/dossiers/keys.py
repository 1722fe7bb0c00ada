"""The keys of the register that no button shows, for the F1 sheet."""

from __future__ import annotations

KEYS = (
    ("↑ ↓", "đi trong danh sách; giữ Shift để chọn nhiều"),
    ("Enter", "mở hồ sơ ra cả trang; Esc trở lại"),
    ("Ctrl+PgUp", "hồ sơ trước, khi mở cả trang"),
    ("Ctrl+PgDown", "hồ sơ sau, khi mở cả trang"),
    ("Space", "mở hoặc đóng khung bên phải"),
    ("Ctrl+A", "chọn tất cả"),
    ("Ctrl+C", "sao chép các dòng đã chọn"),
    ("Ctrl+Shift+L", "chọn cột, xếp theo cột"),
    ("Ctrl+F", "tới ô tìm"),
    ("Quét thẻ, quét giấy hẹn", "mở hồ sơ của người đó, chọn sẵn kết quả chờ trả"),
    ("Ctrl+1…9", "mở một danh sách đã lưu"),
    ("Ctrl+Z", "hoàn tác bước vừa làm của hồ sơ"),
    ("F6", "chuyển giữa ô tìm, danh sách và hồ sơ"),
)
