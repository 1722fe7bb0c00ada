"""Why somebody else cannot come in at a locked window just now."""

from __future__ import annotations

WORK_UNDER_WAY = (
    "Máy đang làm dở việc của người đã khóa (nhập, xuất, sao lưu…). Việc đó vẫn chạy tiếp; "
    "xong rồi hãy bấm lại."
)
DIALOG_IS_OPEN = (
    "Người đã khóa còn một khung đang nhập dở; đổi người thì chữ trong khung đó không giữ được. "
    "Bấm lần nữa để đổi người, hoặc chờ người đó mở khóa."
)
