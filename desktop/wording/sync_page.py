"""Words of the page Đồng bộ and of the strip below: what waits, since when, what it means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from desktop.domain.dossiers import (
    ApplicantKind,
    Channel,
    DossierEvent,
    DossierState,
    ReturnMethod,
    SupplementMode,
    Timeliness,
)
from desktop.domain.due_dates import LimitUnit
from desktop.domain.moments import local_date
from desktop.wording.dates import dong, moment, number, size
from desktop.wording.terms import term

LIST_TITLE = "DANH SÁCH ĐÃ GỬI VÀ BIÊN NHẬN CỦA TỈNH"
LIST_SUBTITLE = "Gói số {number}, lập lúc {made}; tỉnh trả lời lúc {answered}: {outcome}"
LIST_RECIPIENTS = ("- Lưu: VT.",)
LIST_PROOF = "Biên nhận do tỉnh ký cho đúng gói có mã SHA-256 {sha256}."

NOT_JOINED = "Chưa kết nối với tỉnh"
NOT_JOINED_TIP = (
    "Máy này chưa tham gia hệ thống của tỉnh nên chưa có gì được gửi đi.\n"
    "Hồ sơ vẫn được ghi đầy đủ trên máy."
)
OWN_FINGERPRINT = "Mã nhận dạng máy này, đọc cho tỉnh khi được hỏi: {shown}"
IS_PROVINCE = "Bàn tỉnh"
IS_PROVINCE_TIP = "Thư mục này là bàn tỉnh: nhận gói của các đơn vị, không gửi đi đâu."
PAUSED = "Việc gửi đang tạm dừng"
PAUSED_BY_PERSON = "có người đã bấm tạm dừng"
STICK_ONLY = "Chưa có hộp thư trên mạng: chép ra USB (Ctrl+E), hoặc đặt hộp thư ở Đường gửi."
SCANS_WARNING = (
    "Bản quét cho thấy mọi điều có trên giấy, kể cả họ tên, số định danh; chỉ gửi vì tỉnh đã xin "
    "và đơn vị đã bật. Tên tệp không gửi."
)
NEVER = "tỉnh chưa trả lời lần nào"

# Sealed for the province alone: the one value that a screen does not show.
_HIDDEN = "chỉ tỉnh đọc được, không hiện trên màn hình"
_KINDS = {
    "dossier": "Hồ sơ",
    "enrolment": "Đăng ký máy",
    "assessment": "Bản tự chấm",
    "explanation": "Giải trình",
    "dossier_files": "Bản quét của hồ sơ",
    "key_change": "Đổi khóa của máy",
    "file": "Tệp",
}


def kind_name(kind: str) -> str:
    """The kind of a record as people say it."""
    return _KINDS.get(kind, kind)


def age(then: datetime, now: datetime) -> str:
    """vừa xong · 25 phút trước · 3 giờ trước · hôm qua · 12 ngày trước; a clock set back is 0."""
    seconds = max((now - then).total_seconds(), 0)
    days = (local_date(now) - local_date(then)).days
    if seconds < 120:
        return "vừa xong"
    if seconds < 3_600:
        return f"{seconds // 60:.0f} phút trước"
    if days < 1 or seconds < 6 * 3_600:
        return f"{seconds // 3_600:.0f} giờ trước"
    return "hôm qua" if days == 1 else f"{number(days)} ngày trước"


def last_word(last: datetime | None, now: datetime) -> str:
    """Tỉnh trả lời lần cuối 3 ngày trước (09:42 17/11/2026)."""
    if last is None:
        return "Tỉnh chưa trả lời lần nào"
    return f"Tỉnh trả lời lần cuối {age(last, now)} ({moment(last)})"


def big_sentence(unsent: int, waiting: int, problems: int, enrolled: bool) -> str:
    """The one sentence of the page, when nothing is paused."""
    if not enrolled and waiting:
        return "Chờ tỉnh xác nhận máy này"
    if not enrolled:
        return "Đã mở giấy mời; hãy gửi gói đầu tiên để đăng ký máy này"
    if unsent and waiting:
        return f"{_records(unsent)} chưa gửi, {_packages(waiting)} chờ tỉnh xác nhận"
    if unsent:
        return f"{_records(unsent)} chưa gửi"
    if waiting:
        return f"{_packages(waiting)} chờ tỉnh xác nhận"
    if problems:
        return f"Không còn gì chờ gửi; có {number(problems)} điều cần xem"
    return "Đã gửi: tỉnh đã xác nhận mọi hồ sơ trong sổ"


def strip_text(unsent: int, waiting: int, last: datetime | None, now: datetime) -> str:
    """The line under every page. "Đã gửi" is said only when the province has answered all."""
    heard = f"tỉnh xác nhận {age(last, now)}" if last is not None else NEVER
    if not unsent and not waiting:
        return f"Đã gửi, {heard}" if last is not None else f"Không có gì chờ gửi, {NEVER}"
    parts = [f"{_records(unsent)} chưa gửi"] if unsent else []
    parts += [f"{_packages(waiting)} chờ xác nhận"] if waiting else []
    return f"{', '.join(parts)}; {heard}"


def strip_to_look(count: int, text: str) -> str:
    """The same when the province did not take something as it was sent: never "Đã gửi"."""
    rest = text.removeprefix("Đã gửi, ")
    return f"{number(count)} mục tỉnh chưa ghi; {rest}"


def sent_words(packages: int, octets: str, place: str) -> str:
    """After a stick was written. Never "đã gửi": only a receipt says so."""
    if not packages:
        return f"Ở {place} đã có đủ các gói, không phải chép thêm. Hãy chờ biên nhận của tỉnh."
    return (
        f"Đã chép {_packages(packages)} ({octets}) vào {place}. Hãy mang về tỉnh; "
        "khi có biên nhận mới là đã gửi."
    )


def run_words(packages: int, answered: int) -> str:
    """After a turn through the mailbox."""
    laid = f"Đã đặt {_packages(packages)} vào hộp thư." if packages else "Không có gói nào mới."
    return f"{laid} {received_words(answered, answered)}"


def received_words(receipts: int, accepted: int) -> str:
    """After receipts were read."""
    if not receipts:
        return "Chưa có biên nhận mới của tỉnh."
    if accepted == receipts:
        return f"Tỉnh đã xác nhận thêm {_packages(accepted)}."
    return f"Đã đọc {number(receipts)} biên nhận; tỉnh nhận {_packages(accepted)}."


def _records(count: int) -> str:
    return f"{number(count)} bản ghi"


def _packages(count: int) -> str:
    return f"{number(count)} gói"


def content_lines(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every value of a record that leaves, with its name; what has no name yet shows its key."""
    if isinstance(content.get("files"), list):
        yield from _scan_lines(content)
        return
    known = list(FIELD_WORDS)
    order = sorted(content, key=lambda k: known.index(k) if k in known else len(known))
    for key in order:
        if key == "history":
            continue
        value = content[key]
        yield _named(key), shown(key, value)
    for step in content.get("history", ()):
        undone = " (đã hoàn tác)" if step["undone"] else ""
        event = f"{term(DossierEvent(step['event']))}{undone}"
        yield "Bước", f"{event}, {_instant(step['at'])}, ghi lúc {_instant(step['recorded_at'])}"


def _scan_lines(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every scan that leaves: what is in the picture leaves with it."""
    yield FIELD_WORDS["code"], str(content["code"])
    yield "Lưu ý", SCANS_WARNING
    for place, file in enumerate(content["files"], start=1):
        what = "kết quả giải quyết" if file["result"] else "giấy tờ của hồ sơ"
        pages = f", {file['pages']} trang" if file["pages"] else ""
        yield f"Tệp {place}", f"{what}{pages}, {size(file['size'])}"


def _named(key: str) -> str:
    return FIELD_WORDS.get(key, key)


def shown(key: str, value: Any) -> str:
    """One value as people read it."""
    if value is None or value in ("", []):
        return "không có"
    if key == "secret":
        return _HIDDEN
    if key in _CHOICES:
        return term(_CHOICES[key](value))
    if key == "fee_vnd":
        return dong(value)
    if key.endswith("_at") or key == "waiting_since":
        return _instant(value)
    if key == "pauses":
        return "; ".join(" đến ".join(_instant(end) for end in pause) for pause in value)
    if key == "limit":
        cutoff = f", trước {value['cutoff']}" if value["cutoff"] else ""
        return f"{value['value']} {term(LimitUnit(value['unit']))}{cutoff}"
    if key == "procedure":
        about = f"lĩnh vực {value['field']}, phiên bản {value['version']}"
        return f"{value['name']} ({value['code']}), {about}"
    if isinstance(value, dict):
        return ", ".join(f"{_named(k).lower()} {v}" for k, v in value.items())
    return str(value)


def _instant(text: str | None) -> str:
    if not text:
        return "không có"
    return moment(datetime.fromisoformat(text.replace("Z", "+00:00")))


_CHOICES: dict[str, Any] = {
    "supplement_mode": SupplementMode,
    "channel": Channel,
    "applicant_kind": ApplicantKind,
    "return_method": ReturnMethod,
    "state": DossierState,
    "timeliness": Timeliness,
}

FIELD_WORDS = {
    "code": "Mã hồ sơ",
    "portal_code": "Mã trên Cổng",
    "procedure": "Thủ tục",
    "name": "Tên",
    "field": "Lĩnh vực",
    "version": "Phiên bản",
    "limit": "Thời hạn",
    "supplement_mode": "Khi bổ sung",
    "channel": "Hình thức nộp",
    "applicant_kind": "Loại chủ hồ sơ",
    "return_method": "Cách nhận kết quả",
    "sets": "Số bộ",
    "fee_vnd": "Phí, lệ phí",
    "desk": "Quầy",
    "submitted_at": "Nộp lúc",
    "received_at": "Tiếp nhận lúc",
    "original_due_at": "Hẹn trả ban đầu",
    "legal_due_at": "Hạn theo quy định",
    "due_at": "Hẹn trả",
    "apologised_at": "Xin lỗi lúc",
    "waiting_since": "Chờ bổ sung từ",
    "pauses": "Các lần tạm dừng",
    "supplement_count": "Số lần bổ sung",
    "state": "Trạng thái",
    "ended_at": "Kết thúc lúc",
    "timeliness": "Đúng hạn",
    "finished_at": "Có kết quả lúc",
    "returned_at": "Trả kết quả lúc",
    "papers": "Giấy tờ",
    "asked": "Phải nộp",
    "handed_in": "Đã nộp",
    "files": "Số tệp (tệp không gửi)",
    "results": "Kết quả",
    "secret": "Mã mời dùng một lần",
    "sign": "Khóa ký công khai của máy",
    "seal": "Khóa niêm phong công khai của máy",
    "old": "Khóa ký cũ",
    "proof": "Chữ ký của khóa mới",
    "unit": "Đơn vị",
    "year": "Năm",
}
