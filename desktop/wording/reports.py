"""Words of tabular reports: lines over and under the table, problems, notes."""

from __future__ import annotations

from datetime import date

from desktop.wording.dates import day

TOTAL_ROW = "TỔNG SỐ"
NUMBER_LINE = "Số: {number}/BC"
NO_NUMBER_LINE = "Số:        /BC"
REPORTING_UNIT = "Đơn vị báo cáo: {unit}"
RECEIVING_UNIT = "Đơn vị nhận báo cáo: {unit}"
PERIOD_NAMED = "Kỳ báo cáo: {label} (từ ngày {start} đến ngày {end})"
PERIOD_DAYS = "Kỳ báo cáo: từ ngày {start} đến ngày {end}"
ONE_DAY = "Ngày {start}"
NOTES_HEADING = "Ghi chú:"
PROBLEMS_HEADING = "Số liệu cần xem lại:"
CHARTS_HEADING = "PHỤ LỤC: BIỂU ĐỒ"
STAMP_LINE = "Mã kiểm chứng: {stamp}"
RECIPIENTS = ("- Như trên;", "- Lưu: VT.")
OVERRIDDEN = "Dòng “{row}”, cột “{column}”: nhập tay {value} thay cho số máy tính {computed} ({user}, {at}). Lý do: {reason}."
OVERRIDDEN_EMPTY = "Dòng “{row}”, cột “{column}”: nhập tay {value} vào ô máy tính để trống ({user}, {at}). Lý do: {reason}."
OVERRIDDEN_CELL = (
    "Đang dùng số nhập tay {value}; máy tính ra {computed} ({user}, {at}). Lý do: {reason}."
)
OVERRIDDEN_EMPTY_CELL = (
    "Đang dùng số nhập tay {value}; máy tính để trống ({user}, {at}). Lý do: {reason}."
)
NOT_ADDING_UP = "Dòng “{row}”: {left} = {left_sum} nhưng {right} = {right_sum}."
MORE_PROBLEMS = "… và {count} dòng khác."
GONE_OVERRIDE = "Số nhập tay {value} cho dòng “{row}”, cột “{column}” không còn chỗ: dòng hoặc cột đó không có trong kỳ này."

UNFINISHED_PERIOD = "Kỳ báo cáo chưa kết thúc: số liệu tính đến hết ngày {day}."
PERIOD_NOT_BEGUN = "Kỳ báo cáo chưa bắt đầu (ngày đầu kỳ {day}): hãy xem lại kỳ đã chọn."


def period_line(label: str, start: date, end: date) -> str:
    """Kỳ báo cáo: Quý III năm 2026 (từ ngày 01/07/2026 đến ngày 30/09/2026)."""
    words = {"label": label, "start": day(start), "end": day(end)}
    if label:
        return PERIOD_NAMED.format_map(words)
    return (ONE_DAY if start == end else PERIOD_DAYS).format_map(words)
