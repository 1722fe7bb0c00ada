"""Words of the page Gói đến: what a turn brought, and what to do about items put aside."""

from __future__ import annotations

from desktop.domain.packages import ItemReason

ADVICE: dict[ItemReason, str] = {
    ItemReason.NOT_JSON: "Nhờ đơn vị cập nhật chương trình rồi gửi lại; bản gửi lại sẽ thay mục này.",
    ItemReason.TOO_LONG: "Nhờ đơn vị rút ngắn phần chữ của hồ sơ này rồi gửi lại.",
    ItemReason.WRONG_SHAPE: "Nhờ đơn vị cập nhật chương trình, mở lại hồ sơ, lưu rồi gửi lại.",
    ItemReason.UNKNOWN_KIND: "Đơn vị dùng bản mới hơn ở tỉnh: hãy cập nhật chương trình ở tỉnh, rồi nhờ đơn vị gửi lại.",
    ItemReason.OTHER_UNIT: "Gọi đơn vị: máy này đang giữ hồ sơ của đơn vị khác. Chưa ghi gì vào số liệu.",
    ItemReason.CODE_TAKEN: "Nhờ đơn vị xem hai hồ sơ trùng mã; hồ sơ sửa xong sẽ tự gửi lại.",
    ItemReason.LOCKED: "Nếu đồng ý cho nộp muộn: mở đơn vị, bấm Gia hạn và ghi lý do; bản này được nhận ngay.",
}
PERIODS: tuple[tuple[str, int | None], ...] = (
    ("Hôm nay", 0),
    ("7 ngày", 7),
    ("30 ngày", 30),
    ("Tất cả", None),
)


def turn_text(found: int, new: int, refused: int, partly: int, *, is_whole: bool) -> str:
    """What one turn brought, in one sentence."""
    if not found and is_whole:
        return "Không thấy gói nào ở đó."
    text = f"Thấy {found} gói, {new} gói mới"
    if partly:
        text += f", {partly} gói có mục để riêng"
    if refused:
        text += f", {refused} gói không nhận được"
    return text + ("." if is_whole else "; đã dừng theo yêu cầu, phần đã nhận được giữ.")
