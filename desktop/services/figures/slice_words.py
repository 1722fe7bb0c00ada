"""What an opened list stands for: which figure, of which days, of which row."""

from __future__ import annotations

from desktop.domain.figure_marks import Mark
from desktop.domain.figures import Period
from desktop.services.dossier_filters import DossierFilter
from desktop.services.figures.marks import MarkSlice
from desktop.services.figures.slices import FeeMark, FigureSlice
from desktop.wording.dates import day
from desktop.wording.figures import FIGURE_WORDS
from desktop.wording.terms import term

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_FEES = {
    FeeMark.CHARGED: "có thu phí, lệ phí",
    FeeMark.FREE: "không thu phí, lệ phí",
    FeeMark.UNKNOWN: "chưa ghi mức phí, lệ phí",
    FeeMark.PAID_DIRECT: "phí nộp trực tiếp",
    FeeMark.PAID_ONLINE: "phí nộp trực tuyến",
    FeeMark.UNPAID: "chưa nộp phí",
    FeeMark.UNRECORDED: "có thu phí, chưa ghi cách nộp",
}
MARK_TITLES: dict[Mark, str] = {
    Mark.SCANNED: "Tiếp nhận, có tệp giấy tờ",
    Mark.SUPPLEMENTED_AGAIN: "Tiếp nhận, yêu cầu bổ sung quá một lần",
    Mark.RESULT_FILE: "Có kết quả, có tệp kết quả",
    Mark.DIGITISED: "Có kết quả, đã số hóa",
    Mark.RETURNED: "Đã trả kết quả",
    Mark.RETURNED_BY_POST: "Đã trả kết quả qua bưu chính",
    Mark.BY_POST: "Nộp hoặc nhận kết quả qua bưu chính",
    Mark.UNSCANNED: "Tiếp nhận, chưa có tệp giấy tờ",
    Mark.WITHOUT_RESULT_FILE: "Có kết quả, chưa có tệp kết quả",
    Mark.WITH_RESULT: "Có kết quả",
    Mark.PAID: "Nộp phí, lệ phí trong kỳ",
    Mark.PAID_ONLINE: "Nộp phí, lệ phí trực tuyến",
    Mark.PAID_DIRECT: "Nộp phí, lệ phí trực tiếp",
    Mark.PAYMENT_UNKNOWN: "Tiếp nhận, có thu phí, chưa ghi cách nộp",
    Mark.ONLINE_FULL: "Tiếp nhận trực tuyến toàn trình",
    Mark.ONLINE_PART: "Tiếp nhận trực tuyến một phần",
    Mark.LEVEL_UNKNOWN: "Tiếp nhận trực tuyến, chưa rõ mức độ",
    Mark.OUTSIDE: "Tiếp nhận phi địa giới",
}


def list_title(wanted: DossierFilter) -> str:
    """ "Giải quyết quá hạn · 01/01/2026 – 30/11/2026 · Hộ tịch"; empty for a list of no figure."""
    if wanted.figure is not None:
        return " · ".join(_slice_parts(wanted.figure))
    if wanted.mark is not None:
        return " · ".join(_mark_parts(wanted.mark))
    return ""


def _slice_parts(wanted: FigureSlice) -> list[str]:
    figure = wanted.figure
    title = MARK_TITLES[figure] if isinstance(figure, Mark) else FIGURE_WORDS[figure].title
    if wanted.in_time:
        title = "Giải quyết trước và đúng hạn"
    parts = [title, _days(wanted.period), wanted.service_field or ""]
    parts.append(term(wanted.channel) if wanted.channel is not None else "")
    parts.append(f"người nhận: {wanted.officer}" if wanted.officer else "")
    parts.append(f"quầy {wanted.desk_number}" if wanted.desk_number is not None else "")
    parts.append("một thủ tục" if wanted.procedure_id is not None else "")
    parts.append("các lĩnh vực còn lại" if wanted.other_than else "")
    parts.append(_WEEKDAYS[wanted.weekday] if wanted.weekday is not None else "")
    parts.append(f"{wanted.hour} giờ" if wanted.hour is not None else "")
    parts.append(_FEES[wanted.fee] if wanted.fee is not None else "")
    return [part for part in parts if part]


def _mark_parts(wanted: MarkSlice) -> list[str]:
    return [MARK_TITLES[wanted.mark], _days(wanted.period)]


def _days(period: Period) -> str:
    if period.start == period.end:
        return day(period.start)
    return f"{day(period.start)} – {day(period.end)}"
