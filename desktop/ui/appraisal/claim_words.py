"""What is said about one line beside its evidence. No Qt."""

from __future__ import annotations

from decimal import Decimal

from desktop.domain.appraisals import COUNCIL
from desktop.domain.criteria.items import Block
from desktop.services.provinces.lines import UnitLine
from desktop.services.provinces.rounds import VerdictEvent
from desktop.ui.appraisal.line_looks import (
    claimed_text,
    elsewhere_words,
    judged_text,
    shown_points,
    signed,
)
from desktop.wording.appraisal import round_name
from desktop.wording.criteria import block_name, points
from desktop.wording.dates import short_moment
from desktop.wording.terms import term


def way_up(line: UnitLine) -> str:
    """The field and the criterion that the line stands under."""
    above = line.criteria.path(line.item)[:-1]
    return " › ".join(f"{item.id} {item.name}" for item in above)


def facts_line(line: UnitLine) -> str:
    """Maximum, block, who judges."""
    most = "chưa ghi" if line.item.maximum is None else shown_points(line, line.item.maximum)
    parts = [f"Tối đa {most} điểm"]
    if line.item.block is not Block.MAIN:
        parts.append(block_name(line.item.block))
    if line.assigned.department:
        parts.append(f"{line.assigned.department} thẩm định")
    if line.assigned.appraiser:
        parts.append(f"giao {line.assigned.appraiser}")
    if line.item.unconfirmed:
        parts.append("chưa đối chiếu với quyết định")
    return " · ".join(parts)


def claim_words(line: UnitLine) -> str:
    """1,5 điểm; or why there are no points."""
    if not line.claim.applies:
        return "Không áp dụng"
    if line.claim.is_answered:
        return f"{claimed_text(line)} điểm"
    return elsewhere_words(line).capitalize() or "Chưa trả lời"


def answer_words(line: UnitLine) -> str:
    """The answer and its arithmetic, which usually begins with the answer itself."""
    if not line.why or line.why.startswith(line.answer):
        return line.why or line.answer
    return f"{line.answer}: {line.why}" if line.answer else line.why


def mismatch_words(line: UnitLine) -> str:
    """A claim that is not what the rule gives."""
    claim = line.claim
    if line.computed is None or not claim.applies or line.computed == claim.points:
        return ""
    return f"Tính lại theo câu trả lời được {shown_points(line, line.computed)} điểm."


def unit_words(line: UnitLine) -> str:
    """The reason for own points, and the note."""
    parts = []
    if line.own_why:
        parts.append(f"Lý do chấm khác điểm tính: “{line.own_why}”")
    if line.note:
        parts.append(f"Ghi chú: “{line.note}”")
    return "\n".join(parts)


def province_words(line: UnitLine) -> str:
    """Each round's word: Vòng 1: 1 điểm, chấm khác – “…” (Người)."""
    said = []
    for number, judged in sorted(line.verdicts.items()):
        shown = judged_text(line, judged)
        points_words = "không áp dụng" if shown == "KAD" else f"{shown} điểm"
        text = f"{round_name(number)}: {points_words}"
        if number != COUNCIL:
            text += f", {term(judged.verdict).lower()}"
        if judged.note:
            text += f" – “{judged.note}”"
        said.append(f"{text} ({judged.appraiser})" if judged.appraiser else text)
    return "\n".join(said)


def history_line(event: VerdictEvent) -> str:
    """One thing that was written, or taken back."""
    when = f"{short_moment(event.at)} {event.user_name}, {round_name(event.round).lower()}"
    if event.verdict is None:
        return f"{when}: bỏ điểm đã ghi"
    if not event.applies:
        return f"{when}: không áp dụng"
    shown = points(Decimal(event.points)) if event.points is not None else "–"
    return f"{when}: {shown} điểm" + (f" – “{event.note}”" if event.note else "")


def gap_words(line: UnitLine, size: Decimal) -> str:
    """What entered points mean beside what the unit asks for, while they are typed."""
    given, asked = signed(line, size), signed(line, line.wanted)
    if given is None or asked is None or not line.claim.applies:
        return ""
    if given == asked:
        return "bằng điểm đơn vị đề nghị"
    more = given - asked
    return f"{'cao' if more > 0 else 'thấp'} hơn {points(abs(more))} điểm"
