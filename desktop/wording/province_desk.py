"""Words about the desk itself: its database, its mailbox, its set-up."""

from __future__ import annotations

DATABASE_USES: dict[str, str] = {
    "free": "Cơ sở dữ liệu trống, dùng được.",
    "ours": "Đây là dữ liệu của chính bàn tỉnh này.",
    "other_desk": "Ở đó là dữ liệu của một bàn tỉnh khác; hãy tạo cơ sở dữ liệu trống.",
    "not_empty": "Ở đó đã có bảng của chương trình khác; hãy tạo cơ sở dữ liệu trống.",
    "not_utf8": "Cơ sở dữ liệu không lưu được chữ Việt (mã hóa khác UTF-8); hãy tạo lại.",
}


def database_seen(place: str, version: str, use: str) -> str:
    """What a connection test found, in one line."""
    return f"Kết nối được tới {place} (PostgreSQL {version}). {DATABASE_USES[use]}"
