"""Dates, hours, amounts and limits, as the office writes them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from desktop.domain.due_dates import CountReason, DayCount, DueDate, Limit, LimitUnit
from desktop.domain.moments import local, local_date
from desktop.domain.work_calendar import WorkCalendar
from desktop.wording.numbers import number as number
from desktop.wording.terms import term

SHIPPED_CALENDAR = (
    "Lưu ý: tính theo lịch nghỉ và danh mục đi kèm chương trình, không phải của văn phòng nào;"
    " thêm --data THƯ_MỤC và --user TÊN để tính theo văn phòng."
)
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def day(value: date | None) -> str:
    """27/11/2026; empty for None."""
    return "" if value is None else f"{value:%d/%m/%Y}"


def moment(value: datetime | None) -> str:
    """09:42 27/11/2026 on the office's clock; empty for None."""
    return "" if value is None else f"{local(value):%H:%M %d/%m/%Y}"


def short_moment(value: datetime | None) -> str:
    """20/11/26 14:51, for narrow columns; empty for None."""
    return "" if value is None else f"{local(value):%d/%m/%y %H:%M}"


def weekday(value: date) -> str:
    """Thứ Sáu."""
    return WEEKDAYS[value.weekday()]


def spoken_day(value: date, today: date | None = None) -> str:
    """Thứ Sáu 27/11, with the year when it is not this one."""
    same_year = today is not None and value.year == today.year
    return f"{weekday(value)} {value:%d/%m}" if same_year else f"{weekday(value)} {value:%d/%m/%Y}"


def long_moment(value: datetime) -> str:
    """09 giờ 42 phút, ngày 27 tháng 11 năm 2026, as the official forms write it."""
    at = local(value)
    return f"{at:%H} giờ {at:%M} phút, ngày {at:%d} tháng {at:%m} năm {at:%Y}"


def long_day(value: date) -> str:
    """ngày 27 tháng 11 năm 2026 (days and months with two digits below 10 and 3: NĐ 30/2020)."""
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return f"ngày {value.day:02d} tháng {month} năm {value.year}"


def limit_text(limit: Limit | None) -> str:
    """3 ngày làm việc; "Trong ngày"; "Chưa có thời hạn" for None."""
    if limit is None:
        return "Chưa có thời hạn"
    if limit.unit is LimitUnit.SAME_DAY:
        return "Trong ngày làm việc"
    return f"{limit.value} {term(limit.unit)}"


def dong(amount: int | None) -> str:
    """8.000 đ; empty for None."""
    return "" if amount is None else f"{amount:,} đ".replace(",", ".")


def size(octets: int) -> str:
    """1,4 MB."""
    value = float(octets)
    for unit in ("byte", "KB", "MB", "GB"):
        if value < 1024 or unit == "GB":
            text = f"{value:.0f}" if unit == "byte" or value >= 100 else f"{value:.1f}"
            return f"{text} {unit}".replace(".", ",")
        value /= 1024
    raise AssertionError("unreachable")


def short_time_left(due_at: datetime | None, now: datetime, calendar: WorkCalendar) -> str:
    """As ``time_left`` for a narrow column: "quá hạn 2 ngày" leaves "làm việc" out."""
    text = time_left(due_at, now, calendar)
    return text.removesuffix(" làm việc") if text.startswith("quá hạn") else text


def time_left(due_at: datetime | None, now: datetime, calendar: WorkCalendar) -> str:
    """còn 3 ngày làm việc · hôm nay đến hạn · quá hạn 2 ngày làm việc."""
    if due_at is None:
        return "không hẹn ngày"
    today, due = local_date(now), local_date(due_at)
    if due == today:
        return "đến hạn hôm nay"
    if due < today:
        late = _working_days(due, today, calendar)
        return f"quá hạn {late} ngày làm việc" if late else "quá hạn (chưa qua ngày làm việc nào)"
    return f"còn {_working_days(today, due, calendar)} ngày làm việc"


def _working_days(start: date, end: date, calendar: WorkCalendar) -> int:
    days = (end - start).days
    return sum(calendar.is_counted(start + timedelta(days=n)) for n in range(1, days + 1))


def why_line(line: DayCount) -> str:
    """One line of a due date's why, without its date."""
    text = term(line.reason)
    if line.reason is CountReason.HOURS and line.minutes is not None:
        hours, minutes = divmod(line.minutes, 60)
        text = f"tính {hours} giờ" + (f" {minutes} phút" if minutes else "")
    if line.note and line.reason in _WITH_NOTE:
        text = f"{text}: {line.note}"
    if line.unconfirmed:
        shown = line.reason in _WITH_NOTE
        text += " (chưa có thông báo chính thức)" if shown else f" (lưu ý: {line.note})"
    return text


_WITH_NOTE = (CountReason.DAY_OFF, CountReason.SWAPPED_WORKING, CountReason.HALF_DAY)


def why_text(due: DueDate) -> str:
    """The whole why as lines "Thứ Hai 23/11/2026 · ngày 1 · ngày làm việc"."""
    lines = []
    for line in due.why:
        place = f"tính ngày {line.ordinal}" if line.ordinal else ("tính" if line.counted else "—")
        lines.append(f"{weekday(line.day)} {day(line.day)}  ·  {place}  ·  {why_line(line)}")
    return "\n".join(lines)
