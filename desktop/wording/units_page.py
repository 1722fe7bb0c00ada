"""Words of the page Tình hình đơn vị and of its lists on paper."""

from __future__ import annotations

FILTERS: dict[str, str] = {
    "all": "Tất cả",
    "late": "Quá hạn",
    "sent": "Đã nộp",
    "sent_late": "Nộp muộn",
    "expected": "Còn hạn",
    "never": "Chưa gửi",
    "silent": "Im lặng",
    "set_aside": "Để riêng",
    "invited": "Đã mời",
    "to_confirm": "Máy mới",
    "excepted": "Gia hạn",
}
FILTER_TIPS: dict[str, str] = {
    "all": "Mọi xã, phường, đặc khu của tỉnh",
    "late": "Đã qua ngày chốt mà chưa nộp bản tự chấm",
    "sent": "Đã nộp bản tự chấm đúng hạn",
    "sent_late": "Đã nộp sau ngày chốt, được tỉnh cho phép",
    "expected": "Chưa nộp bản tự chấm, còn trong hạn",
    "never": "Chưa nhận được gói nào: chưa kết nối hoặc chưa gửi",
    "silent": "Đã kết nối nhưng quá 7 ngày chưa có gói mới",
    "set_aside": "Có mục trong gói được để riêng vì có lỗi",
    "invited": "Có giấy mời còn hạn, chưa máy nào dùng",
    "to_confirm": "Có máy đã kết nối nhưng chưa đối chiếu mã nhận dạng",
    "excepted": "Có ngày chốt riêng, khác ngày chung",
}
STANDINGS_SHORT: dict[str, str] = {
    "sent": "Đã nộp",
    "sent_late": "Nộp muộn",
    "expected": "Còn hạn",
    "late": "Quá hạn",
    "never": "Chưa gửi",
}
SORTS: tuple[tuple[str, str], ...] = (
    ("Theo mã", "code"),
    ("Theo tên", "name"),
    ("Gói cũ nhất trước", "oldest"),
    ("Nhiều hồ sơ trước", "dossiers"),
    ("Việc cần xem trước", "look"),
)
UNITS_TITLE = "TÌNH HÌNH CÁC ĐƠN VỊ GỬI DỮ LIỆU VÀ BẢN TỰ CHẤM NĂM {year}"
SUBMIT_BY = "Ngày chốt nộp bản tự chấm: {day}"
NO_LOCK = "Chưa đặt ngày chốt nộp bản tự chấm"
NEVER_SENT = "chưa gửi"
TOTAL = "Cộng {count} đơn vị"
PACKAGES_TOTAL = "Cộng {count} gói"
RECEIPTS_TITLE = "DANH SÁCH GÓI ĐÃ NHẬN"
RECEIPTS_PERIOD = "Nhận từ {start} đến {end}"


def look_text(set_aside: int, to_confirm: int, exception: str = "") -> str:
    """What needs a look at a unit, in few words."""
    parts = []
    if set_aside:
        parts.append(f"{set_aside} mục để riêng")
    if to_confirm:
        parts.append("máy mới" if to_confirm == 1 else f"{to_confirm} máy mới")
    if exception:
        parts.append(f"gia hạn: {exception}")
    return " · ".join(parts)


def age_text(days: int | None) -> str:
    """How long ago the last package came."""
    if days is None:
        return "–"
    return {0: "hôm nay", 1: "hôm qua"}.get(days, f"{days} ngày")
