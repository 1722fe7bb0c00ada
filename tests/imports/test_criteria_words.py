"""Rules in the words of decisions: settled, or asked."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.domain.criteria.items import Block, CriteriaItem, ItemKind, Scorer
from desktop.imports.criteria_words import Question, read_rule
from desktop.wording.criteria import rule_text
from desktop.wording.imports import QUESTION_WORDS


def _read_back(text: str, maximum: str, block: Block = Block.MAIN) -> str:
    reading = read_rule(text, Decimal(maximum), block)
    if reading.question is not None:
        return str(reading.question)
    item = CriteriaItem(
        "1",
        None,
        ItemKind.FIELD,
        "Dòng",
        Decimal(maximum),
        reading.rule,
        block=block,
        no_case_points=reading.no_case_points,
        not_applicable_when=reading.not_applicable_when,
        scorer=reading.scorer,
    )
    return rule_text(item)


@pytest.mark.parametrize(
    ("text", "maximum", "understood"),
    [
        ("NHỊ PHÂN: có = 0,5; không = 0", "0.5", "Có: 0,5 điểm; không: 0 điểm."),
        ("Có: 0,5 điểm; không: 0 điểm.", "0.5", "Có: 0,5 điểm; không: 0 điểm."),
        ("Nhị phân: 100% = 0,25", "0.25", "Có: 0,25 điểm; không: 0 điểm."),
        (
            "TỶ LỆ: b/a × 1,5 khi đạt từ 80% (a: việc đề ra, b: việc xong); dưới 80% = 0",
            "1.5",
            "Việc xong / việc đề ra × 1,5 điểm; dưới 80 %: 0 điểm.",
        ),
        (
            "Tỷ lệ: thư xin lỗi / hồ sơ trễ x 1; không có hồ sơ trễ = 1",
            "1",
            "Thư xin lỗi / hồ sơ trễ × 1 điểm; không phát sinh: 1 điểm.",
        ),
        (
            "≥ 80%: 2; 60% ≤ x < 80%: 1; < 60%: 0",
            "2",
            "Từ 80 %: 2 điểm; từ 60 %: 1 điểm; thấp hơn: 0 điểm.",
        ),
        (
            "Mỗi lỗi trừ 0,5 điểm, trừ không quá 5 điểm",
            "5",
            "Mỗi lỗi trừ 0,5 điểm; không âm, tối đa 5.",
        ),
        (
            "Mỗi mô hình cộng 1 điểm, tối đa không quá 3 điểm",
            "3",
            "Mỗi mô hình: 1 điểm, tối đa 3.",
        ),
        (
            "Đạt 100% kế hoạch: 4; từ 70% đến dưới 100%: tính theo công thức (b/a)*4; dưới 70%: 0",
            "4",
            "Tử số / mẫu số × 4 điểm; dưới 70 %: 0 điểm.",
        ),
        (
            "Chấm theo kết quả điều tra xã hội học",
            "6",
            "Chỉ số đã công bố (%) × 6 điểm; đơn vị không tự chấm.",
        ),
        (
            "TỶ LỆ hồ sơ đúng hạn; 100% = 20",
            "20",
            "Hồ sơ đúng hạn / mẫu số × 20 điểm.",
        ),
        (
            "BẬC THANG: từ 50% = 1; từ 30% đến dưới 50% = 0,5; dưới 30% = 0",
            "1",
            "Từ 50 %: 1 điểm; từ 30 %: 0,5 điểm; thấp hơn: 0 điểm.",
        ),
        (
            "Trên 95%: 2 điểm; từ 90%: 1,5 điểm; dưới 90%: 0,5 điểm",
            "2",
            "Trên 95 %: 2 điểm; từ 90 %: 1,5 điểm; từ 0 %: 0,5 điểm; thấp hơn: 0 điểm.",
        ),
        (
            "Bậc thang: từ 3 hình thức = 1; 1-2 hình thức = 0,5; không = 0",
            "1",
            "Từ 3 hình thức: 1 điểm; từ 1 hình thức: 0,5 điểm; thấp hơn: 0 điểm.",
        ),
        (
            "Xuất sắc = 100%; tốt = 75%; hoàn thành = 50% điểm tối đa",
            "2",
            "Xuất sắc: 2 điểm; tốt: 1,5 điểm; hoàn thành: 1 điểm.",
        ),
        (
            "Mỗi văn bản sai trừ 0,5 điểm, tối thiểu 0; không ban hành = không áp dụng",
            "2",
            "Mỗi văn bản sai trừ 0,5 điểm; không âm, tối đa 2; không áp dụng khi không ban hành.",
        ),
        (
            "Trừ điểm: nhắc nhở trừ 0,5/người; cảnh cáo trừ 1/người; tối thiểu 0",
            "2",
            "Mỗi người bị nhắc nhở trừ 0,5; mỗi người bị cảnh cáo trừ 1 điểm; không âm, tối đa 2.",
        ),
        (
            "0,5 điểm mỗi nội quy, tối đa 2",
            "2",
            "Mỗi nội quy: 0,5 điểm, tối đa 2.",
        ),
        (
            (
                "Hoàn thành 100% kế hoạch: 3 điểm\nHoàn thành từ 85% đến dưới 100%: 2 điểm\n"
                "- Hoàn thành từ 70 - dưới 85%: 1 điểm\n+ Dưới 70%: 0 điểm."
            ),
            "3",
            "Từ 100 %: 3 điểm; từ 85 %: 2 điểm; từ 70 %: 1 điểm; thấp hơn: 0 điểm.",
        ),
        (
            (
                "Tính điểm theo công thức: (b/a)*10,5. Trong đó: a là số việc phải làm; b là "
                "số việc đã làm. Tỷ lệ dưới 70% thì không tính điểm."
            ),
            "10.5",
            "Số việc đã làm / số việc phải làm × 10,5 điểm; dưới 70 %: 0 điểm.",
        ),
        ("ĐTXHH: chỉ số (%) × 8", "8", "Chỉ số đã công bố (%) × 8 điểm; đơn vị không tự chấm."),
    ],
)
def test_words_that_settle_a_rule(text: str, maximum: str, understood: str) -> None:
    assert _read_back(text, maximum) == understood


@pytest.mark.parametrize(
    ("text", "maximum", "question"),
    [
        ("", "1", Question.NO_RULE),
        ("TỶ LỆ", "4", Question.SHARE_OF_WHAT),
        ("TRỪ ĐIỂM: đủ = tối đa, thiếu thì trừ", "8", Question.AMOUNT_MISSING),
        ("NHỊ PHÂN: mỗi báo cáo đúng hạn 0,25", "1", Question.LABEL_CONTRADICTS),
        ("BẬC THANG: đủ 4 quý = 1; mỗi quý thiếu trừ 0,25", "1", Question.LABEL_CONTRADICTS),
        ("NHỊ PHÂN: có = 1; không = 0", "2", Question.POINTS_DIFFER),
        ("TỶ LỆ: b/a × 2", "1.5", Question.POINTS_DIFFER),
        ("Theo hướng dẫn của Sở Nội vụ", "1", Question.UNKNOWN_WORDS),
        ("Từ 90% đến dưới 95%: 1; từ 96%: 2; dưới 90%: 0", "2", Question.STEPS_APART),
        ("Từ 80% đến 90%: 1; từ 85% trở lên: 2", "2", Question.STEPS_APART),
        ("Đạt từ 95% trở lên: 2; mỗi 1% thiếu: 0,1", "2", Question.UNKNOWN_WORDS),
        ("Từ 95% trở lên: 2; tỷ lệ giảm 5%: 1", "2", Question.UNKNOWN_WORDS),
        ("Có 5% thì được điểm", "2", Question.UNKNOWN_WORDS),
        ("≥ 80%: 2; 60% ≤ x < 75%: 1; < 60%: 0", "2", Question.STEPS_APART),
        ("100%: 3; từ 70% đến dưới 100%: theo tỷ lệ b/a × 4", "4", Question.UNKNOWN_WORDS),
        ("Vi phạm nhẹ trừ 50%; nghiêm trọng = 0", "2", Question.UNKNOWN_WORDS),
    ],
)
def test_what_the_words_leave_open_is_asked(text: str, maximum: str, question: Question) -> None:
    assert _read_back(text, maximum) == question


def test_a_penalty_once_or_each_time_is_asked() -> None:
    once = _read_back("TRỪ ĐIỂM: chậm = trừ 0,5", "0.5", Block.DEDUCTION)
    assert once == "Có: trừ 0,5 điểm; không: không trừ."
    assert _read_back("chậm trừ 0,5", "1", Block.DEDUCTION) == Question.ONCE_OR_EACH


def test_who_scores_is_understood() -> None:
    assert read_rule("ĐTXHH", Decimal(3)).scorer is Scorer.SURVEY
    assert read_rule("Đơn vị không tự chấm", Decimal(3)).scorer is Scorer.PROVINCE


def test_every_question_has_words() -> None:
    assert set(QUESTION_WORDS) == set(Question)
    assert all("?" in words or words.endswith(".") for words in QUESTION_WORDS.values())
