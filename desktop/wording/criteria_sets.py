"""Words of sets as they are edited and compared: parts of a line, parts of the whole."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.domain.criteria.figures import FIGURES, Register
from desktop.domain.criteria.items import Band, Binding, Block, Rounding, Scorer
from desktop.wording.criteria import points
from desktop.wording.criteria_figures import FIGURE_NAMES, REGISTER_NAMES

LINE_WORDS: dict[str, str] = {
    "new": "dòng mới",
    "gone": "bỏ dòng",
    "other": "cách ghi khác",
    "name": "tên",
    "maximum": "điểm tối đa",
    "rule": "cách tính",
    "rule_text": "lời văn của quyết định",
    "no_case": "điểm khi không phát sinh",
    "not_applicable_when": "không áp dụng khi",
    "evidence": "tài liệu kiểm chứng",
    "scorer": "ai chấm",
    "department": "cơ quan thẩm định",
    "binding": "số liệu tự điền",
    "parent": "thuộc dòng",
}
HEAD_WORDS: dict[str, str] = {
    "title": "tên bộ",
    "year": "năm",
    "province": "tỉnh",
    "decision": "quyết định",
    "bands": "xếp loại",
    "whole": "tổng điểm của thang",
    "bonus_cap": "trần điểm thưởng",
    "deduction_cap": "trần điểm trừ",
    "rescale": "quy đổi khi có dòng không áp dụng",
    "rounding": "làm tròn (số chữ số)",
}
SCORER_NAMES: dict[Scorer, str] = {
    Scorer.UNIT: "đơn vị tự chấm",
    Scorer.SURVEY: "điều tra xã hội học",
    Scorer.SYSTEM: "hệ thống của tỉnh, trung ương",
    Scorer.PROVINCE: "tỉnh chấm",
}
BLOCK_NAMES: dict[Block, str] = {
    Block.MAIN: "trong thang điểm",
    Block.BONUS: "điểm thưởng",
    Block.DEDUCTION: "điểm trừ",
}


def scorer_name(scorer: Scorer) -> str:
    """Who gives the points."""
    return SCORER_NAMES[scorer]


def figure_choice(figure: str) -> str:
    """A figure with the register it comes from: "Tỷ lệ … (sổ hồ sơ)"."""
    if figure not in FIGURES:
        return figure
    where = REGISTER_NAMES[Register(FIGURES[figure].register)]
    return f"{FIGURE_NAMES[figure]} ({where})"


def binding_text(binding: Binding | None) -> str:
    """The figure that fills a line; empty for none."""
    if binding is None:
        return ""
    if binding.figure:
        return figure_choice(binding.figure)
    return "; ".join(f"{key} = {figure_choice(name)}" for key, name in binding.variables.items())


def bands_text(bands: Iterable[Band]) -> str:
    """Xuất sắc từ 90; Tốt từ 80."""
    return "; ".join(f"{band.name} từ {points(band.lowest)}" for band in bands)


def rounding_text(rounding: Rounding) -> str:
    """The decimals of points, sums, result, ratios."""
    ratio = "không làm tròn" if rounding.ratio_percent is None else str(rounding.ratio_percent)
    return (
        f"điểm {rounding.points}, tổng {rounding.total}, kết quả {rounding.percent}, tỷ lệ {ratio}"
    )


def yes_no(on: bool) -> str:
    """có, không."""
    return "có" if on else "không"
