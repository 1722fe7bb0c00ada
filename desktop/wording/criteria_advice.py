"""Words of advice, of filling and of warnings about evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from desktop.domain.criteria.advice import Step, StepKind
from desktop.domain.criteria.carrying import Fate
from desktop.domain.criteria.figures import FIGURES, FigureReading, Register
from desktop.domain.criteria.filling import Unfilled
from desktop.domain.criteria.forecast import Basis
from desktop.domain.criteria.items import CriteriaItem
from desktop.domain.criteria.rules import Ratio
from desktop.wording import dates
from desktop.wording.criteria import decimal, percent, points, rule_text
from desktop.wording.criteria_figures import FIGURE_NAMES, REGISTER_NAMES


def step_text(step: Step) -> str:
    """What a step asks for and what it brings."""
    return f"{_STEPS[step.kind](step.item, step.facts)} (được {points(step.facts['points'])} điểm)"


def _cases(item: CriteriaItem) -> str:
    rule = item.rule
    return rule.part if isinstance(rule, Ratio) and rule.part else "trường hợp đạt"


def _answer(item: CriteriaItem, _facts: Mapping[str, Any]) -> str:
    return f"Chưa trả lời: {item.name}. {rule_text(item)}".rstrip()


def _good_cases(item: CriteriaItem, f: Mapping[str, Any]) -> str:
    now = percent(f["part"] * 100 / f["whole"], f["edge"]) if f["whole"] else "chưa có"
    return f"{item.name}: cần thêm {decimal(f['amount'])} {_cases(item)} liên tiếp để từ {now} lên {points(f['edge'])} %"


def _of_the_whole(item: CriteriaItem, f: Mapping[str, Any]) -> str:
    return f"{item.name}: cần thêm {decimal(f['amount'])} {_cases(item)} (đang {decimal(f['part'])} / {decimal(f['whole'])}) để đạt {points(f['edge'])} %"


_STEPS: dict[StepKind, Callable[[CriteriaItem, Mapping[str, Any]], str]] = {
    StepKind.ANSWER: _answer,
    StepKind.DO: lambda item, f: f"Thực hiện: {item.name}",
    StepKind.MORE_GOOD_CASES: _good_cases,
    StepKind.MORE_OF_THE_WHOLE: _of_the_whole,
    StepKind.RAISE_PERCENT: lambda item, f: (
        f"{item.name}: nâng từ {percent(f['from'])} lên {points(f['to'])} %"
    ),
    StepKind.MORE_UNITS: lambda item, f: (
        f"{item.name}: thêm {decimal(f['amount'])} {f['unit']}".rstrip()
    ),
    StepKind.NEXT_LEVEL: lambda item, f: f"{item.name}: đạt mức “{f['name']}”",
}

BASIS_WORDS: dict[Basis, str] = {
    Basis.SEASON: "theo mùa của năm trước",
    Basis.PACE: "theo nhịp từ đầu năm",
    Basis.AS_IS: "giữ như hiện nay",
    Basis.LAST_YEAR: "chưa trả lời, lấy điểm năm trước",
}

FATE_WORDS: dict[Fate, str] = {
    Fate.KEPT: "giữ nguyên câu trả lời",
    Fate.MOVED: "chuyển sang số thứ tự mới",
    Fate.ASKED: "cách tính hoặc điểm tối đa đã đổi, cần trả lời lại; câu cũ nằm trong lịch sử",
    Fate.GONE: "không còn trong bản mới; câu trả lời nằm trong lịch sử",
}


def version_words(before: str, after: str, counts: Mapping[Fate, int]) -> str:
    """Từ phiên bản 2025 sang 2026: 40 dòng giữ nguyên, 2 dòng cần trả lời lại."""
    said = [
        f"{count} dòng {words}"
        for fate, words in (
            (Fate.ASKED, "cần trả lời lại"),
            (Fate.GONE, "không còn"),
            (Fate.MOVED, "chuyển số thứ tự"),
            (Fate.KEPT, "giữ nguyên"),
        )
        if (count := counts[fate])
    ]
    return f"Từ phiên bản {before} sang {after}: {', '.join(said) or 'chưa có dòng nào đã ghi'}."


UNFILLED_WORDS: dict[Unfilled, str] = {
    Unfilled.NO_REGISTER: "chương trình chưa có sổ cho số liệu này; hãy nhập tay",
    Unfilled.NOT_RECORDED: "sổ chưa ghi đủ để tính (ví dụ cách nộp phí); hãy ghi vào hồ sơ, hoặc nhập tay",
    Unfilled.NOTHING_TO_DIVIDE: "không có trường hợp nào để tính; hãy chọn “không phát sinh” hoặc “không áp dụng”",
    Unfilled.TYPED_BY_HAND: "đã có người trả lời; giữ nguyên",
    Unfilled.NOT_APPLICABLE: "đã ghi là không áp dụng; giữ nguyên",
}

EVIDENCE_WARNINGS: dict[str, str] = {
    "outside_year": "ngày văn bản nằm ngoài năm chấm điểm",
    "without_date": "chưa ghi ngày văn bản",
    "without_number": "chưa ghi số, ký hiệu",
    "without_signer": "chưa ghi người ký; hãy xem tệp có đủ trang ký không",
    "already_used": "cũng là tài liệu của dòng khác",
    "used_in_other_year": "đã dùng cho năm khác",
    "in_a_dossier": "tệp này cũng nằm trong một hồ sơ của người dân; hãy xem lại dữ liệu cá nhân",
    "no_text": "bản quét không có chữ tìm kiếm được; hãy nhìn lại xem có đọc rõ không",
    "file_lost": "tệp không còn trên đĩa; hãy lấy từ bản sao lưu hoặc thêm lại",
}

NO_SIGNATURE = "Không thấy phần ký ở trang nào: hãy xem tệp có thiếu trang ký không."
READ_FROM_FILE = "Đọc từ chữ trong tệp; hãy đối chiếu lại."


def source_text(reading: FigureReading) -> str:
    """Tỷ lệ hồ sơ trước và đúng hạn (sổ hồ sơ, 01/01/2026–20/11/2026, đọc lúc …)."""
    kind = FIGURES[reading.figure]
    span = f"{dates.day(reading.first_day)}–{dates.day(reading.last_day)}"
    where = REGISTER_NAMES[Register(kind.register)]
    return (
        f"{FIGURE_NAMES[reading.figure]} ({where}, {span}, đọc lúc {dates.moment(reading.read_at)})"
    )


def reading_value(reading: FigureReading) -> str:
    """2.412/2.431 for a share, 12 for a count."""
    part = decimal(reading.part)
    return part if reading.whole is None else f"{part}/{decimal(reading.whole)}"
