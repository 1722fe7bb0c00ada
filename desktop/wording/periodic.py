"""Words of periodic reports: figures that fill rows, faults of forms, findings of a check."""

from __future__ import annotations

from desktop.domain.figures import Figure, Share
from desktop.domain.statistics.computing import Origin
from desktop.domain.statistics.form_checks import FormFault, FormProblem
from desktop.domain.statistics.forms import ValueType
from desktop.wording.figures import FIGURE_WORDS, SHARE_WORDS, FigureWords

_OWN = "Sổ của đơn vị"
_CATALOGUE = "Danh mục thủ tục của đơn vị (mức độ theo quyết định công bố của tỉnh)"
_LATER = "Sổ của đơn vị (chương trình chưa có sổ này: nhập tay)"
# Figures of the self-assessment that the reports do not define: part, whole, source.
OFFICE_FIGURES: dict[str, tuple[str, str, str]] = {
    "components_digitised_share": ("Hồ sơ tiếp nhận có bản quét giấy tờ", "Hồ sơ tiếp nhận trong kỳ", _OWN),
    "electronic_results_share": ("Hồ sơ có tệp kết quả điện tử", "Hồ sơ có kết quả trong kỳ", _OWN),
    "online_procedures_share": ("Thủ tục có hồ sơ trực tuyến trong kỳ", "Thủ tục có hồ sơ trong kỳ", _OWN),
    "procedures_offered_share": ("Thủ tục đang dùng trong danh mục, tại lúc lập báo cáo", "Thủ tục trong danh mục", _OWN),
    "full_online_procedures_count": ("Thủ tục đang dùng ghi là toàn trình, tại lúc lập báo cáo", "", _CATALOGUE),
    "part_online_procedures_count": ("Thủ tục đang dùng ghi là một phần, tại lúc lập báo cáo", "", _CATALOGUE),
    "repeated_supplements": ("Hồ sơ bị yêu cầu bổ sung từ hai lần", "", _OWN),
    "by_post_count": ("Hồ sơ nhận hoặc trả qua bưu chính", "", _OWN),
    "plan_done_share": ("Nhiệm vụ kế hoạch CCHC đã hoàn thành", "Nhiệm vụ trong kế hoạch CCHC", _LATER),
    "province_tasks_share": ("Nhiệm vụ tỉnh giao đã hoàn thành đúng hạn", "Nhiệm vụ tỉnh giao", _LATER),
    "reports_in_time_count": ("Báo cáo gửi đúng hạn", "", _LATER),
    "inspected_share": ("Đơn vị đã kiểm tra", "Đơn vị phải kiểm tra", _LATER),
    "findings_mended_share": ("Vấn đề đã khắc phục sau kiểm tra", "Vấn đề đặt ra sau kiểm tra", _LATER),
    "survey_quarters_count": ("Số quý có khảo sát", "", _LATER),
    "satisfied_share": ("Phiếu hài lòng", "Phiếu khảo sát", _LATER),
    "feedback_in_time_share": ("PAKN xử lý đúng hạn", "PAKN phải xử lý", _LATER),
    "feedback_published_share": ("PAKN đã công khai kết quả", "PAKN phải công khai", _LATER),
    "initiatives_count": ("Sáng kiến, mô hình", "", _LATER),
    "communication_forms_count": ("Hình thức tuyên truyền", "", _LATER),
    "dialogues_count": ("Lần đối thoại", "", _LATER),
    "training_done_share": ("Người đã được đào tạo", "Người phải đào tạo", _LATER),
    "legal_education_share": ("Hoạt động phổ biến pháp luật đã làm", "Hoạt động theo kế hoạch", _LATER),
    "law_findings_mended_share": ("Kiến nghị thi hành pháp luật đã xử lý", "Kiến nghị phải xử lý", _LATER),
    "documents_reviewed_share": ("Văn bản đã rà soát", "Văn bản phải rà soát", _LATER),
    "documents_signed_share": ("Văn bản đi có ký số", "Văn bản đi", _LATER),
}  # fmt: skip

_SHARE_SIDES: dict[str, tuple[str, str]] = {
    Share.ONLINE: ("Hồ sơ nộp trực tuyến", "Hồ sơ tiếp nhận trong kỳ"),
    Share.ON_TIME: ("Hồ sơ giải quyết trước hạn và đúng hạn", "Hồ sơ đã giải quyết trong kỳ"),
    Share.DIGITISED: ("Hồ sơ có cả tệp giấy tờ và tệp kết quả", "Hồ sơ có kết quả trong kỳ"),
    Share.PAID_ONLINE: ("Giao dịch thanh toán trực tuyến", "Giao dịch thanh toán"),
    Share.RETURNED_BY_POST: ("Kết quả trả qua bưu chính", "Kết quả đã trả trong kỳ"),
    Share.SAME_DAY: ("Hồ sơ xong trong ngày không hẹn", "Hồ sơ nhận vào ngày không hẹn"),
}


def figure_words(name: str) -> FigureWords:
    """Title, meaning and source of a figure that fills a row; ``name`` as forms write it."""
    if name in set(Figure):
        return FIGURE_WORDS[Figure(name)]
    base, _, side = name.partition(".")
    if base in set(Share):
        words = SHARE_WORDS[Share(base)]
        if not side:
            return words
        return FigureWords(_SHARE_SIDES[base][side == "whole"], words.meaning, words.source)
    part, whole, source = OFFICE_FIGURES[base]
    return FigureWords(whole if side == "whole" else part, "", source)


ORIGIN_WORDS: dict[Origin, str] = {
    Origin.BLANK: "chưa có",
    Origin.TYPED: "nhập tay",
    Origin.RECORDS: "tự điền từ sổ",
    Origin.FORMULA: "tự tính",
    Origin.TYPED_OVER: "nhập đè",
}

TYPE_WORDS: dict[ValueType, str] = {
    ValueType.HEADING: "dòng tiêu đề",
    ValueType.INTEGER: "số nguyên",
    ValueType.DECIMAL: "số thập phân",
    ValueType.PERCENT: "tỷ lệ phần trăm",
    ValueType.MONEY: "số tiền, đồng",
    ValueType.CHOICE: "chọn một",
    ValueType.TEXT: "chữ",
}

FAULT_WORDS: dict[FormFault, str] = {
    FormFault.REPEATED_KEY: "mã “{about}” dùng cho hai dòng hoặc hai cột",
    FormFault.UNKNOWN_ROW: "“{place}” tính từ dòng mã “{about}” mà biểu không có",
    FormFault.UNKNOWN_COLUMN: "cột “{place}” tính từ cột mã “{about}” mà biểu không có",
    FormFault.NOT_A_NUMBER_ROW: "“{place}” tính từ “{about}”, dòng đó không phải số",
    FormFault.CIRCLE: "cách tính của “{place}” đi vòng về chính nó",
    FormFault.TWO_SOURCES: "“{place}” vừa tự điền từ sổ vừa có cách tính",
    FormFault.UNKNOWN_FIGURE: "“{place}” lấy số liệu tên “{about}” mà chương trình không biết",
    FormFault.NO_CHOICES: "“{place}” là dòng chọn nhưng không có lựa chọn nào",
    FormFault.UNKNOWN_KIND: "kỳ báo cáo “{about}” không có trong danh sách kỳ",
    FormFault.FORMULA_ON_TEXT: "“{place}” không phải số nên không tính được",
}


def fault_text(problem: FormProblem) -> str:
    """One fault of a form."""
    return FAULT_WORDS[problem.fault].format(place=problem.place, about=problem.about)


SAMPLE_MARK = "DỮ LIỆU MẪU"
UNCONFIRMED_MARK = "CHƯA CÓ NGUỒN XÁC NHẬN"
NOTHING_WRITTEN = "(Chưa có nội dung.)"
MISSING_TEXT = "Phần “{name}” chưa viết."
MISSING_VALUE = "Dòng “{name}”{column} chưa có số liệu."
IN_COLUMN = ", cột “{heading}”,"
BROKEN = "{words} Nay: {left} {sign} {right}{column}."
OVER_HUNDRED = "Dòng “{name}”{column} là {value} %: phần lớn hơn tổng."
OLD_PERIOD = "Phần “{name}”, dòng {line}, cột {place}: còn ghi “{text}” của kỳ trước."
NOT_ENDED = "Kỳ chưa kết thúc: số liệu từ sổ tính đến hết ngày {day}."
TYPED_OVER = "Dòng “{name}”{column}: nhập {value} thay cho số máy tính {computed} ({user}, {at}). Lý do: {reason}."
BROKEN_SIGNS = {"=": "khác", "<=": "lớn hơn", ">=": "nhỏ hơn"}
PERIOD_LINE = "Số liệu {period}, từ ngày {start} đến ngày {end}"
NUMBER_LINE = "Số:        /BC-UBND"
ANNEX_OF = "(Kèm theo Báo cáo {period} của {unit})"
