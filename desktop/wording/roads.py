"""Words of the road to the mailbox: what it waits for, how it is set."""

from __future__ import annotations

from datetime import datetime, time

from desktop.domain.scans import Scans
from desktop.domain.sending import FilesBy, Road, RoadSettings, RoadState, Turn
from desktop.wording.dates import moment

FILES_WORDS: dict[FilesBy, str] = {
    FilesBy.NETWORK: "gửi qua mạng, sau hồ sơ",
    FilesBy.STICK: "chỉ gửi bằng USB",
}

SCANS_WORDS: dict[Scans, str] = {
    Scans.NONE: "không gửi",
    Scans.RESULTS: "chỉ gửi kết quả giải quyết",
    Scans.ALL: "gửi giấy tờ và kết quả",
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
    Road.WEBDAV: "ví dụ https://hopthu.example.vn/don-vi",
    Road.SFTP: "ví dụ sftp://ten@hopthu.example.vn:22/hop-thu",
    Road.S3: "ví dụ s3+https://kho.example.vn/hop-thu?region=vn-1",
}


def asked_words(asked: Scans) -> str:
    """Why scans may leave or not: the province must have asked."""
    if asked is Scans.NONE:
        return "Tỉnh không xin bản quét trong giấy mời: không có bản quét nào rời máy."
    what = "kết quả giải quyết" if asked is Scans.RESULTS else "giấy tờ và kết quả"
    return (
        f"Tỉnh xin {what}. Bản quét cho thấy cả họ tên, số định danh: chỉ bật khi đơn vị được "
        "phép cung cấp; xem trước từng tệp ở trang Đồng bộ."
    )


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
        f"Bản quét của hồ sơ: {SCANS_WORDS[settings.scans]}",
        f"Tự gửi: {'có' if settings.automatic else 'không'}"
        + (" (đang tạm dừng)" if settings.paused else ""),
        f"Giờ gửi: {hours_text(settings.hours)}",
        f"Tốc độ: {limit}",
        f"Bản quét: {FILES_WORDS[settings.files]}",
        f"Proxy: {settings.proxy or 'theo máy'}",
    ]
