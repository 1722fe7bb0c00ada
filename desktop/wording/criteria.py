"""Words of self-assessment: rules, reasons for points, faults of a set, advice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from desktop.domain.criteria.answers import AnswerKind
from desktop.domain.criteria.checks import SetFault, SetProblem
from desktop.domain.criteria.formulas import FormulaFault
from desktop.domain.criteria.items import Block, CriteriaItem, Scorer
from desktop.domain.criteria.numbers import HUNDRED, half_up, plain
from desktop.domain.criteria.pictures import StepKind
from desktop.domain.criteria.points import Why, WhyKind
from desktop.domain.criteria.rules import (
    Deduct,
    Formula,
    Levels,
    Manual,
    Measure,
    PerUnit,
    Ratio,
    Survey,
    Tier,
    Tiers,
    YesNo,
)

SAMPLE_MARK = "DỮ LIỆU MẪU – KHÔNG PHẢI VĂN BẢN CHÍNH THỨC"
UNCONFIRMED_MARK = "CHƯA ĐỐI CHIẾU VỚI VĂN BẢN GỐC"


# How a person types the two ways to have no value; read back by the sheet that comes in.
KIND_TEXTS: dict[AnswerKind, str] = {
    AnswerKind.NOT_APPLICABLE: "không áp dụng",
    AnswerKind.NO_CASE: "không phát sinh",
}


STEP_NAMES: dict[StepKind, str] = {
    StepKind.MAXIMUM: "Điểm tối đa",
    StepKind.NOT_APPLICABLE: "Không áp dụng",
    StepKind.FIELD: "Lĩnh vực",
    StepKind.BONUS: "Điểm thưởng",
    StepKind.DEDUCTION: "Điểm trừ",
    StepKind.TOTAL: "Tổng điểm",
}


def decimal(value: Decimal | None, places: int | None = None) -> str:
    """3,97 and 2.412; exactly as it is, or with so many decimals; empty for None."""
    if value is None:
        return ""
    text = plain(value) if places is None else f"{half_up(value, places):f}"
    whole, _, rest = text.partition(".")
    sign, digits = ("−", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(digits or 0):,}".replace(",", ".")
    return f"{sign}{grouped},{rest}" if rest else f"{sign}{grouped}"


def percent(value: Decimal, beside: Decimal | None = None) -> str:
    """99,22 %; with more decimals when two would make it look like the edge beside it."""
    shown = half_up(value, 2)
    places = 2
    while beside is not None and _side(value, beside) != _side(shown, beside) and places < 8:
        places += 2
        shown = half_up(value, places)
    return f"{decimal(Decimal(plain(shown)))} %"


def _side(value: Decimal, edge: Decimal) -> int:
    return (value > edge) - (value < edge)


def points(value: Decimal) -> str:
    """3,97; without zeros at the end."""
    return decimal(Decimal(plain(value)))


# ── why ──────────────────────────────────────────────────────────────────────────────────


def why_text(why: Why) -> str:
    """One sentence of arithmetic that anybody can check."""
    return _WHYS[why.kind](why.facts)


def _counted(facts: Mapping[str, Any], value: Decimal, edge: Decimal | None) -> str:
    """2.412 / 2.431 hồ sơ đúng hạn = 99,22 %; the percentage alone when it was typed."""
    shown = percent(value, edge)
    if "part" not in facts:
        return shown
    name = facts.get("part_name", "")
    return f"{decimal(facts['part'])} / {decimal(facts['whole'])}{' ' + name if name else ''} = {shown}"


def _ratio(f: Mapping[str, Any]) -> str:
    floor = f["floor"]
    reached = f" ≥ {points(floor)} %" if floor is not None else ""
    share = f["counted"] / HUNDRED
    formula = f"{points(f['max'])} × {_share(share)}"
    if f["full_at"] != HUNDRED:
        formula += f" ÷ {_share(f['full_at'] / HUNDRED)}"
    return f"{_counted(f, f['percent'], floor)}{reached} → {formula} = {points(f['points'])}"


def _share(value: Decimal) -> str:
    return decimal(Decimal(plain(half_up(value, 6))))


def _ratio_full(f: Mapping[str, Any]) -> str:
    edge = f["full_at"]
    shown = _counted(f, f["percent"], edge)
    reached = "" if f["percent"] == HUNDRED == edge else f" ≥ {points(edge)} %"
    return f"{shown}{reached} → đủ {points(f['max'])} điểm"


def _below_floor(f: Mapping[str, Any]) -> str:
    return f"{_counted(f, f['percent'], f['floor'])} < {points(f['floor'])} % → 0 điểm"


def _tier_value(f: Mapping[str, Any]) -> str:
    if f["measure"] is Measure.PERCENT:
        # The edge that two decimals could be mistaken for: its own, else that of the better step.
        own = half_up(f["value"], 2) == f["edge"] or f["better"] is None
        return _counted(f, f["value"], f["edge"] if own else f["better"])
    return f"{decimal(f['value'])} {f['unit']}".strip()


def _edge(f: Mapping[str, Any]) -> str:
    return f"{points(f['edge'])}{' %' if f['measure'] is Measure.PERCENT else ''}"


def _tier(f: Mapping[str, Any]) -> str:
    sign = ">" if f["above"] else "≥"
    return f"{_tier_value(f)} {sign} {_edge(f)} → {points(f['points'])} điểm"


def _below_tiers(f: Mapping[str, Any]) -> str:
    return f"{_tier_value(f)}, chưa tới {_edge(f)} → 0 điểm"


def _per_unit(f: Mapping[str, Any]) -> str:
    made = f["count"] * f["each"]
    text = f"{decimal(f['count'])} {f['unit']} × {points(f['each'])} = {points(made)}"
    return text.replace("  ", " ")


def _parts(f: Mapping[str, Any]) -> str:
    return "; ".join(f"{decimal(n)} {name} × {points(each)}" for name, n, each in f["parts"])


def _deduct(f: Mapping[str, Any]) -> str:
    left = f["max"] - f["lost"]
    floor = ", không âm → 0" if left < 0 else ""
    return f"{points(f['max'])} − {points(f['lost'])} ({_parts(f)}) = {points(left)}{floor}"


def _penalty(f: Mapping[str, Any]) -> str:
    if not f["parts"]:
        return "không có vi phạm → không trừ"
    most = f", trừ nhiều nhất {points(f['max'])}" if f["lost"] > f["max"] else ""
    return f"{_parts(f)} = trừ {points(f['lost'])}{most}"


def _formula(f: Mapping[str, Any]) -> str:
    named = "; ".join(f"{name} = {decimal(value) or 'chưa có'}" for name, value in f["variables"])
    clamped = "" if f["value"] == f["points"] else f" → {points(f['points'])} điểm"
    return f"{f['expression']} với {named}: {decimal(half_up(f['value'], 4))}{clamped}"


def _survey(f: Mapping[str, Any]) -> str:
    return f"chỉ số đã công bố {percent(f['percent'])} → {points(f['max'])} × {_share(f['percent'] / f['full_at'])} = {points(f['points'])}"


_AWAITED = {
    Scorer.SURVEY: "chờ kết quả điều tra xã hội học; đơn vị không tự chấm",
    Scorer.SYSTEM: "chờ số liệu của hệ thống; đơn vị không tự chấm",
    Scorer.PROVINCE: "chờ tỉnh chấm; đơn vị không tự chấm",
}
_FAULTS = {
    FormulaFault.TOO_LONG: "công thức dài quá {about} ký tự",
    FormulaFault.TOO_DEEP: "công thức lồng quá nhiều lớp",
    FormulaFault.NOT_READABLE: "không đọc được công thức “{about}”",
    FormulaFault.NOT_ALLOWED: "công thức dùng phần không cho phép ({about})",
    FormulaFault.UNKNOWN_NAME: "công thức dùng số chưa khai báo “{about}”",
    FormulaFault.DIVISION_BY_ZERO: "công thức chia cho 0",
    FormulaFault.TOO_LARGE: "kết quả công thức quá lớn",
}


def formula_fault(fault: FormulaFault, about: str) -> str:
    """Why a formula gives no number."""
    return _FAULTS[FormulaFault(fault)].format(about=about)


_WHYS: dict[WhyKind, Callable[[Mapping[str, Any]], str]] = {
    WhyKind.UNANSWERED: lambda f: "chưa trả lời",
    WhyKind.AWAITED: lambda f: _AWAITED[f["scorer"]],
    WhyKind.NOT_APPLICABLE: lambda f: f"không áp dụng: {points(f['max'])} điểm ra khỏi mẫu số",
    WhyKind.NO_CASE: lambda f: (
        f"không phát sinh → {points(f['points'])} điểm theo cách tính của dòng"
    ),
    WhyKind.WHOLE_IS_ZERO: lambda f: (
        "mẫu số bằng 0, dòng này không nói tính thế nào; hãy chọn “không áp dụng” hoặc tự ghi điểm"
    ),
    WhyKind.YES: lambda f: f"có → {points(f['points'])} điểm",
    WhyKind.NO: lambda f: "không → 0 điểm",
    WhyKind.TIER: _tier,
    WhyKind.BELOW_TIERS: _below_tiers,
    WhyKind.RATIO: _ratio,
    WhyKind.RATIO_FULL: _ratio_full,
    WhyKind.BELOW_FLOOR: _below_floor,
    WhyKind.PER_UNIT: _per_unit,
    WhyKind.PER_UNIT_CAPPED: lambda f: f"{_per_unit(f)}, tối đa {points(f['max'])}",
    WhyKind.DEDUCT: _deduct,
    WhyKind.DEDUCT_NONE: lambda f: f"không bị trừ → đủ {points(f['max'])} điểm",
    WhyKind.PENALTY: _penalty,
    WhyKind.LEVEL: lambda f: f"{f['name']} → {points(f['points'])} điểm",
    WhyKind.FORMULA: _formula,
    WhyKind.FORMULA_FAILED: lambda f: formula_fault(f["fault"], f["about"]),
    WhyKind.SURVEY: _survey,
    WhyKind.MANUAL: lambda f: f"chấm tay {points(f['points'])} trên {points(f['max'])} điểm",
}

# ── rules ────────────────────────────────────────────────────────────────────────────────


def rule_text(item: CriteriaItem) -> str:
    """The rule as a sentence; what the decision wrote stands first when there is something."""
    if item.rule_text:
        return item.rule_text
    if item.rule is None:
        return ""
    parts = [_RULES[type(item.rule)](item, item.rule)]
    if item.no_case_points is not None:
        parts.append(f"không phát sinh: {points(item.no_case_points)} điểm")
    if item.not_applicable_when:
        parts.append(f"không áp dụng khi {item.not_applicable_when}")
    return "; ".join(parts) + "."


def _capital(text: str) -> str:
    """The first letter only: abbreviations stay."""
    return text[:1].upper() + text[1:]


def _yes_no_rule(item: CriteriaItem, rule: YesNo) -> str:
    if item.block is Block.DEDUCTION:
        return f"Có: trừ {points(rule.points)} điểm; không: không trừ"
    return f"Có: {points(rule.points)} điểm; không: 0 điểm"


def _tiers_rule(_item: CriteriaItem, rule: Tiers) -> str:
    unit = " %" if rule.measure is Measure.PERCENT else f" {rule.unit}".rstrip()

    def step(tier: Tier) -> str:
        return f"{'trên' if tier.above else 'từ'} {points(tier.lowest)}{unit}: {points(tier.points)} điểm"

    steps = [step(tier) for tier in rule.tiers]
    return f"{_capital('; '.join(steps))}; thấp hơn: 0 điểm"


def _ratio_rule(item: CriteriaItem, rule: Ratio) -> str:
    share = _capital(f"{rule.part or 'tử số'} / {rule.whole or 'mẫu số'}")
    full = f"; từ {points(rule.full_at)} % được đủ điểm" if rule.full_at != HUNDRED else ""
    floor = f"; dưới {points(rule.floor)} %: 0 điểm" if rule.floor is not None else ""
    return f"{share} × {points(item.maximum or Decimal(0))} điểm{full}{floor}"


def _deduct_rule(item: CriteriaItem, rule: Deduct) -> str:
    each = "; ".join(f"mỗi {v.name} trừ {points(v.points)}" for v in rule.violations)
    end = "trừ nhiều nhất" if item.block is Block.DEDUCTION else "không âm, tối đa"
    return f"{_capital(each)} điểm; {end} {points(item.maximum or Decimal(0))}"


_RULES: dict[type, Callable[[CriteriaItem, Any], str]] = {
    YesNo: _yes_no_rule,
    Tiers: _tiers_rule,
    Ratio: _ratio_rule,
    PerUnit: lambda i, r: (
        f"Mỗi {r.unit or 'đơn vị'}: {points(r.each)} điểm, tối đa {points(i.maximum or Decimal(0))}"
    ),
    Deduct: _deduct_rule,
    Levels: lambda _i, r: _capital(
        "; ".join(f"{lv.name}: {points(lv.points)} điểm" for lv in r.levels)
    ),
    Formula: lambda _i, r: (
        f"Công thức {r.expression} ({'; '.join(f'{v.key}: {v.name}' for v in r.variables)})"
    ),
    Survey: lambda i, r: (
        f"Chỉ số đã công bố (%) × {points(i.maximum or Decimal(0))} điểm; đơn vị không tự chấm"
    ),
    Manual: lambda i, _r: f"Chấm tay, tối đa {points(i.maximum or Decimal(0))} điểm",
}

# ── faults of a set ──────────────────────────────────────────────────────────────────────

FAULT_WORDS: dict[SetFault, str] = {
    SetFault.EMPTY: "bộ tiêu chí chưa có dòng nào.",
    SetFault.REPEATED_ID: "số thứ tự này có ở {times} dòng; hãy đánh số lại.",
    SetFault.UNKNOWN_PARENT: "nằm dưới mục “{parent}” nhưng không có mục đó; hãy thêm mục hoặc sửa số.",
    SetFault.CIRCLE: "các mục nằm dưới lẫn nhau thành vòng; hãy sửa mục cha.",
    SetFault.TOO_DEEP: "có hơn {most} cấp; hãy gộp bớt cấp.",
    SetFault.KIND_ORDER: "cấp của dòng không thấp hơn mục cha {parent}; hãy xem lại lĩnh vực, tiêu chí, tiêu chí thành phần.",
    SetFault.BLOCK_MIXED: "không cùng khối (thang điểm, thưởng, phạt) với mục cha {parent}.",
    SetFault.MAX_MISSING: "chưa có điểm tối đa.",
    SetFault.MAX_RANGE: "điểm tối đa {max} không nằm trong khoảng 0 đến {most}.",
    SetFault.CHILDREN_SUM: "điểm tối đa ghi {max}, các dòng con cộng lại {sum}.",
    SetFault.WHOLE_SUM: "các lĩnh vực cộng lại {sum}, thang điểm là {whole}.",
    SetFault.RULE_MISSING: "chưa có cách tính điểm mà máy hiểu; hãy chọn cách tính cho dòng này.",
    SetFault.EVIDENCE_MISSING: "chưa ghi tài liệu kiểm chứng.",
    SetFault.RULE_ON_GROUP: "có dòng con nên điểm do các dòng con cộng lại; cách tính ghi ở đây không dùng.",
    SetFault.RULE_BEYOND_MAX: "cách tính cho nhiều nhất {points}, vượt điểm tối đa {max}.",
    SetFault.RULE_BELOW_MAX: "cách tính cho nhiều nhất {points}, không đạt được điểm tối đa {max}.",
    SetFault.RULE_NUMBERS: "cách tính thiếu số, có số âm hoặc có mục trùng nhau.",
    SetFault.TIERS_ORDER: "các bậc phải giảm dần cả mốc lẫn điểm.",
    SetFault.NO_CASE_BEYOND_MAX: "điểm khi không phát sinh {points} không nằm trong khoảng 0 đến {max}.",
    SetFault.FORMULA_BAD: "{reason}.",
    SetFault.UNKNOWN_FIGURE: "không có số liệu tên “{figure}” để điền.",
    SetFault.FIGURE_DOES_NOT_FIT: "số liệu “{figure}” không hợp với cách tính của dòng.",
    SetFault.BANDS_ORDER: "các mức xếp loại phải khác nhau và giảm dần.",
    SetFault.CAP_MISSING: "có khối {block} nhưng chưa ghi mức cộng, trừ nhiều nhất.",
}
_BLOCKS = {Block.MAIN: "thang điểm", Block.BONUS: "điểm thưởng", Block.DEDUCTION: "điểm phạt"}


def block_name(block: Block) -> str:
    """Thang điểm, điểm thưởng, điểm phạt."""
    return _BLOCKS[block]


def fault_text(problem: SetProblem) -> str:
    """A failed check in words, with its line."""
    facts = {key: _shown(value) for key, value in problem.facts.items()}
    if problem.fault is SetFault.FORMULA_BAD:
        facts["reason"] = formula_fault(problem.facts["fault"], problem.facts["about"])
    words = FAULT_WORDS[problem.fault].format_map(facts)
    return f"Dòng {problem.item}: {words}" if problem.item else f"Bộ tiêu chí: {words}"


def _shown(value: Any) -> Any:
    if isinstance(value, Block):
        return block_name(value)
    return points(value) if isinstance(value, Decimal) else value
