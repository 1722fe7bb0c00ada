"""Words of the page Số liệu toàn tỉnh and of its view for a projector."""

from __future__ import annotations

from desktop.domain.figures import Figure

# What stands in a column, short enough for a head of one line.
COLUMNS: tuple[tuple[Figure, str, str], ...] = (
    (Figure.TOTAL, "Tổng", "Tổng số hồ sơ trong kỳ: tiếp nhận mới và kỳ trước chuyển sang"),
    (Figure.RECEIVED_ONLINE, "Trực tuyến", "Tiếp nhận mới trong kỳ, nộp trực tuyến"),
    (Figure.RECEIVED_OFFLINE, "Trực tiếp", "Tiếp nhận mới trong kỳ, nộp trực tiếp hoặc bưu chính"),
    (Figure.CARRIED_OVER, "Kỳ trước", "Từ kỳ trước chuyển sang"),
    (Figure.SETTLED, "Đã xong", "Đã giải quyết trong kỳ"),
    (Figure.SETTLED_EARLY, "Trước hạn", "Giải quyết trước hạn"),
    (Figure.SETTLED_ON_TIME, "Đúng hạn", "Giải quyết đúng hạn"),
    (Figure.SETTLED_LATE, "Quá hạn", "Giải quyết quá hạn"),
    (Figure.IN_PROGRESS, "Đang làm", "Đang giải quyết lúc cuối kỳ"),
    (Figure.IN_PROGRESS_OVER, "Đang quá", "Đang giải quyết và đã quá hạn"),
)
ON_TIME_SHARE = "Đúng hạn %"
ON_TIME_TIP = "Tỷ lệ hồ sơ giải quyết trước hạn và đúng hạn trên số đã giải quyết"
WHOLE_PROVINCE = "TOÀN TỈNH"
METRICS: tuple[tuple[str, str], ...] = (
    ("total", "Hồ sơ trong kỳ"),
    ("share", "Tỷ lệ đúng hạn"),
    ("late", "Giải quyết quá hạn"),
    ("over", "Đang quá hạn"),
)
METRIC_TITLES: dict[str, str] = {
    "total": "Số hồ sơ trong kỳ",
    "share": "Tỷ lệ giải quyết trước hạn và đúng hạn (%)",
    "late": "Hồ sơ giải quyết quá hạn",
    "over": "Hồ sơ đang giải quyết đã quá hạn",
}
PROJECTOR_KEYS = "← → sang trang · 1–4 chọn chỉ tiêu · Esc đóng"
NOTHING = "Kỳ này các đơn vị chưa gửi hồ sơ nào."
