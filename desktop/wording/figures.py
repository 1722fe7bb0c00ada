"""The meaning of each figure in the office's words, with its source; shown beside the figure."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.figures import Figure, Share


@dataclass(frozen=True, slots=True)
class FigureWords:
    """A title, what is counted, and where the definition comes from."""

    title: str
    meaning: str
    source: str


_II06A = "TT 01/2020/TT-VPCP, Biểu II.06a/VPCP/KSTT"
_07A = "Biểu 07a/BTP năm 2026 (theo mẫu đang chạy, chưa thấy thông tư ban hành)"
_END = "NĐ 61/2018/NĐ-CP Điều 19 (NĐ 118/2025/NĐ-CP giữ nguyên trình tự)"
_F = Figure

FIGURE_WORDS: dict[Figure, FigureWords] = {
    _F.TOTAL: FigureWords(
        "Tổng số hồ sơ",
        "Tiếp nhận trong kỳ cộng với từ kỳ trước chuyển sang. Hồ sơ đã hủy vì nhập nhầm không tính.",
        f"{_II06A}, cột 3",
    ),
    _F.RECEIVED: FigureWords(
        "Tiếp nhận trong kỳ",
        "Ngày tiếp nhận hợp lệ (ghi trên Giấy tiếp nhận) nằm trong kỳ, tính cả ngày đầu và ngày cuối.",
        f"{_II06A}, cột 4 và 5; NĐ 309/2026/NĐ-CP (mốc tính thời hạn)",
    ),
    _F.RECEIVED_ONLINE: FigureWords(
        "Tiếp nhận trực tuyến", "Tiếp nhận trong kỳ, nộp trực tuyến.", f"{_II06A}, cột 4"
    ),
    _F.RECEIVED_OFFLINE: FigureWords(
        "Tiếp nhận trực tiếp, bưu chính",
        "Tiếp nhận trong kỳ, nộp tại quầy hoặc qua bưu chính công ích.",
        f"{_II06A}, cột 5",
    ),
    _F.RECEIVED_DIRECT: FigureWords(
        "Tiếp nhận trực tiếp", "Tiếp nhận trong kỳ, nộp tại quầy.", f"{_II06A}, cột 5"
    ),
    _F.RECEIVED_POST: FigureWords(
        "Tiếp nhận qua bưu chính",
        "Tiếp nhận trong kỳ, nộp qua bưu chính công ích.",
        f"{_II06A}, cột 5; QĐ 45/2016/QĐ-TTg",
    ),
    _F.CARRIED_OVER: FigureWords(
        "Từ kỳ trước chuyển sang",
        "Tiếp nhận trước ngày đầu kỳ và đến hết ngày liền trước kỳ chưa kết thúc; luôn bằng số đang giải quyết cuối kỳ trước.",
        f"{_II06A}, cột 6",
    ),
    _F.SETTLED: FigureWords(
        "Đã giải quyết",
        "Kết thúc trong kỳ: có kết quả, từ chối, người nộp rút hoặc dừng giải quyết. Tính theo ngày có kết quả, không phải ngày dân đến lấy.",
        f"{_II06A}, cột 7; {_END}",
    ),
    _F.SETTLED_EARLY: FigureWords(
        "Giải quyết trước hạn",
        "Có kết quả hoặc từ chối trước ngày hẹn theo quy định. Hồ sơ rút, dừng không tính là trước hạn.",
        f"{_II06A}, cột 8",
    ),
    _F.SETTLED_ON_TIME: FigureWords(
        "Giải quyết đúng hạn",
        "Kết thúc đúng ngày hẹn theo quy định; gồm hồ sơ rút, dừng khi chưa quá hạn và hồ sơ không hẹn ngày.",
        f"{_II06A}, cột 9",
    ),
    _F.SETTLED_LATE: FigureWords(
        "Giải quyết quá hạn",
        "Kết thúc sau ngày hẹn theo quy định, kể cả khi đã xin lỗi và hẹn lại.",
        f"{_II06A}, cột 10; {_END}",
    ),
    _F.LATE_APOLOGISED: FigureWords(
        "Quá hạn có xin lỗi", "Giải quyết quá hạn, đã có văn bản xin lỗi và hẹn lại.", _07A
    ),
    _F.LATE_UNAPOLOGISED: FigureWords(
        "Quá hạn không xin lỗi", "Giải quyết quá hạn, không có văn bản xin lỗi.", _07A
    ),
    _F.IN_PROGRESS: FigureWords(
        "Đang giải quyết",
        "Đến hết ngày cuối kỳ đã tiếp nhận mà chưa kết thúc, gồm cả hồ sơ chờ bổ sung.",
        f"{_II06A}, cột 11",
    ),
    _F.IN_PROGRESS_WITHIN: FigureWords(
        "Đang giải quyết trong hạn",
        "Đang giải quyết, ngày hẹn theo quy định từ ngày cuối kỳ trở đi, hoặc không hẹn ngày. Hồ sơ chờ bổ sung: đồng hồ dừng ở ngày yêu cầu.",
        f"{_II06A}, cột 12",
    ),
    _F.IN_PROGRESS_OVER: FigureWords(
        "Đang giải quyết quá hạn",
        "Đang giải quyết, ngày hẹn theo quy định trước ngày cuối kỳ (chờ bổ sung: trước ngày yêu cầu).",
        f"{_II06A}, cột 13",
    ),
    _F.WAITING: FigureWords(
        "Chờ bổ sung",
        "Cuối kỳ đang chờ người nộp bổ sung giấy tờ; đã nằm trong số đang giải quyết.",
        _END,
    ),
    _F.RESULT_EARLY: FigureWords(
        "Có kết quả trước hạn", "Có kết quả trong kỳ, trước ngày hẹn theo quy định.", _07A
    ),
    _F.RESULT_ON_TIME: FigureWords(
        "Có kết quả đúng hạn", "Có kết quả trong kỳ, đúng ngày hẹn hoặc không hẹn ngày.", _07A
    ),
    _F.RESULT_LATE_APOLOGISED: FigureWords(
        "Có kết quả quá hạn, có xin lỗi", "Có kết quả trong kỳ, quá hạn, đã xin lỗi.", _07A
    ),
    _F.RESULT_LATE_UNAPOLOGISED: FigureWords(
        "Có kết quả quá hạn, không xin lỗi",
        "Có kết quả trong kỳ, quá hạn, không có văn bản xin lỗi.",
        _07A,
    ),
    _F.REFUSED: FigureWords(
        "Từ chối giải quyết",
        "Bị từ chối trong kỳ; đã nằm trong số đã giải quyết vì từ chối là một kết quả.",
        "NĐ 61/2018/NĐ-CP Điều 19 khoản 8",
    ),
    _F.WITHDRAWN: FigureWords(
        "Người nộp rút hồ sơ", "Rút trong kỳ; đã nằm trong số đã giải quyết.", _07A
    ),
    _F.STOPPED: FigureWords(
        "Dừng giải quyết",
        "Dừng trong kỳ; đã nằm trong số đã giải quyết.",
        f"TT 03/2025/TT-VPCP, Mẫu 05; {_07A}",
    ),
    _F.UNDATED: FigureWords(
        "Đã kết thúc, không rõ ngày",
        "Sổ cũ ghi đã kết thúc nhưng không ghi ngày; chỉ tính vào số tiếp nhận.",
        "Quy ước của chương trình",
    ),
}  # fmt: skip

SHARE_WORDS: dict[Share, FigureWords] = {
    Share.ONLINE: FigureWords(
        "Tỷ lệ nộp trực tuyến",
        "Hồ sơ nộp trực tuyến trên tổng số tiếp nhận trong kỳ.",
        "QĐ 766/QĐ-TTg, nhóm 4",
    ),
    Share.ON_TIME: FigureWords(
        "Tỷ lệ trước và đúng hạn",
        "Giải quyết trước hạn và đúng hạn trên tổng số đã giải quyết trong kỳ.",
        "QĐ 766/QĐ-TTg, nhóm 2",
    ),
    Share.DIGITISED: FigureWords(
        "Tỷ lệ số hóa",
        "Hồ sơ có kết quả trong kỳ mà có tệp của giấy tờ và có tệp kết quả, trên số hồ sơ có kết quả trong kỳ.",
        "QĐ 766/QĐ-TTg, nhóm 3; TT 01/2023/TT-VPCP",
    ),
    Share.PAID_ONLINE: FigureWords(
        "Thanh toán trực tuyến",
        "Giao dịch nộp phí, lệ phí trực tuyến trên tổng số giao dịch nộp phí, lệ phí có ngày nộp trong kỳ (trực tuyến và trực tiếp; mỗi hồ sơ là một giao dịch). Hồ sơ không thu phí, chưa nộp hoặc chưa ghi cách nộp không tính ở cả tử số và mẫu số.",
        "QĐ 766/QĐ-TTg, nhóm 4",
    ),
    Share.RETURNED_BY_POST: FigureWords(
        "Trả kết quả qua bưu chính",
        "Hồ sơ đăng ký nhận kết quả qua bưu chính trên số hồ sơ đã trả kết quả trong kỳ.",
        "QĐ 45/2016/QĐ-TTg",
    ),
    Share.SAME_DAY: FigureWords(
        "Tỷ lệ trả trong ngày không hẹn",
        "Hồ sơ tiếp nhận vào ngày “không hẹn” của đơn vị và có kết quả ngay trong ngày, trên số hồ sơ tiếp nhận vào ngày đó trong kỳ.",
        "Mô hình “Ngày không hẹn” của đơn vị (ngày trong tuần đặt ở mục Thiết lập)",
    ),
    Share.MEAN_HOURS: FigureWords(
        "Thời gian giải quyết bình quân",
        "Giờ làm việc theo lịch của đơn vị từ lúc tiếp nhận đến lúc có kết quả, trừ thời gian chờ bổ sung; chỉ tính hồ sơ có kết quả trong kỳ.",
        "TT 01/2018/TT-VPCP Điều 14 (chỉ số thời gian)",
    ),
}  # fmt: skip

UNDATED_WORDS = "{count} hồ sơ nhập từ sổ cũ đã kết thúc nhưng không ghi ngày: chỉ tính vào số tiếp nhận, nên tổng tiếp nhận lớn hơn đã giải quyết cộng đang giải quyết đúng bấy nhiêu."
PAYMENT_UNKNOWN_WORDS = "{count} hồ sơ tiếp nhận trong kỳ có thu phí nhưng chưa ghi cách nộp: không tính vào thanh toán trực tuyến hay trực tiếp."
LEVEL_UNKNOWN_WORDS = "{count} hồ sơ trực tuyến chưa rõ mức độ (danh mục thủ tục ngày tiếp nhận chưa ghi toàn trình hay một phần): chỉ tính ở cột trực tuyến."
