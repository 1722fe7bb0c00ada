"""Words of the road to the mailbox: what it waits for, how it is set."""

from __future__ import annotations

from datetime import datetime, time

from desktop.domain.sending import FilesBy, Road, RoadSettings, RoadState, Turn
from desktop.wording.dates import moment

FILES_WORDS: dict[FilesBy, str] = {
    FilesBy.NETWORK: "gửi qua mạng, sau hồ sơ",
    FilesBy.STICK: "chỉ gửi bằng USB",
}

ROAD_WORDS: dict[Road | None, str] = {
    None: "Chỉ dùng USB",
    Road.FOLDER: "Thư mục dùng chung",
    Road.WEBDAV: "WebDAV (https)",
    Road.SFTP: "SFTP",
    Road.S3: "S3",
}
ROAD_EXAMPLES: dict[Road | None, str] = {
    None: "",
    Road.FOLDER: r"ví dụ \\may-chu\hop-thu hoặc /mnt/hop-thu",
    Road.WEBDAV: "ví dụ https://hopthu.tinh.gov.vn/don-vi",
    Road.SFTP: "ví dụ sftp://ten@hopthu.tinh.gov.vn:22/hop-thu",
    Road.S3: "ví dụ s3+https://kho.tinh.gov.vn/hop-thu?region=vn-1",
}


def turn_text(turn: Turn, at: datetime | None, state: RoadState, waiting: int) -> str:
    """One line: where sending by itself stands. ``waiting`` packages have no answer yet.

    Nothing is called sent here: only a receipt of the province says that.
    """
    if turn is Turn.OFF:
        return "Không tự gửi; gửi khi có người bấm hoặc gõ sync run"
    if turn is Turn.PAUSED:
        return "Đang tạm dừng gửi qua mạng"
    if turn is Turn.OUTSIDE_HOURS:
        return "Chờ đến giờ gửi đã đặt"
    if state.failures:
        return f"Chưa gửi được; thử lại lúc {moment(at)}" if at else "Chưa gửi được; đang thử lại"
    if state.reached_at is None or turn is Turn.DUE:
        return "Sắp gửi về tỉnh"
    what = f"{waiting} gói chờ tỉnh xác nhận" if waiting else "không còn gói nào chờ"
    return f"Nối được hộp thư lúc {moment(state.reached_at)}, {what}"


def hours_text(hours: tuple[time, time] | None) -> str:
    """17:00-07:00, or cả ngày."""
    return "cả ngày" if hours is None else f"{hours[0]:%H:%M}-{hours[1]:%H:%M}"


def settings_lines(settings: RoadSettings) -> list[str]:
    """The settings as a person reads them."""
    limit = f"{settings.kib_per_s} KiB/giây" if settings.kib_per_s else "không giới hạn"
    return [
        f"Tự gửi: {'có' if settings.automatic else 'không'}"
        + (" (đang tạm dừng)" if settings.paused else ""),
        f"Giờ gửi: {hours_text(settings.hours)}",
        f"Tốc độ: {limit}",
        f"Bản quét: {FILES_WORDS[settings.files]}",
        f"Proxy: {settings.proxy or 'theo máy'}",
    ]
