"""Lines of the appraisal as words, signs and tones. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from desktop.domain.appraisals import ROUNDS
from desktop.domain.criteria.items import Block, Scorer
from desktop.domain.criteria.judging import Judged
from desktop.domain.criteria.rounds import Verdict
from desktop.services.provinces.lines import UnitLine
from desktop.ui.widgets.cells import Cell, CellRow, Column
from desktop.wording.criteria import points
from desktop.wording.terms import term


class LineNarrow(StrEnum):
    """The chips over the lines."""

    MINE = "mine"
    OPEN = "open"
    EXPLAINED = "explained"
    CHANGED = "changed"


LINE_NARROW_WORDS: dict[LineNarrow, str] = {
    LineNarrow.MINE: "Phần của tôi",
    LineNarrow.OPEN: "Chưa chấm",
    LineNarrow.EXPLAINED: "Có giải trình",
    LineNarrow.CHANGED: "Chấm khác",
}

_POINT_COLUMNS = (
    Column("Tối đa", 56, is_number=True, tip="Điểm tối đa của dòng"),
    Column("Tự", 50, is_number=True, tip="Điểm đơn vị tự chấm"),
    Column("Tính", 50, is_number=True, tip="Điểm bàn tỉnh tính lại từ câu trả lời của đơn vị"),
    Column("Chấm", 56, is_number=True, tip="Điểm tỉnh đã chấm gần nhất"),
    Column("+/−", 50, is_number=True, tip="Điểm thẩm định trừ điểm đơn vị đề nghị"),
)
UNIT_SHEET_COLUMNS = (Column("Dòng"), *_POINT_COLUMNS)
ACROSS_COLUMNS = (Column("Đơn vị"), *_POINT_COLUMNS)
COUNCIL_COLUMNS = (
    Column("Đơn vị", 210),
    Column("Dòng"),
    Column("Tối đa", 70, is_number=True),
    Column("Đơn vị đề nghị", 120, is_number=True),
    Column("Tỉnh chấm", 90, is_number=True),
    Column("Chênh", 80, is_number=True),
    Column("Vì sao", 250),
)
_SCORED_ELSEWHERE = {
    Scorer.SURVEY: "điểm khảo sát, nhập từ bảng",
    Scorer.SYSTEM: "hệ thống khác chấm, nhập từ bảng",
    Scorer.PROVINCE: "tỉnh chấm, đơn vị không tự chấm",
}


def signed(line: UnitLine, size: Decimal | None) -> Decimal | None:
    """Points as a decision prints them: penalties below nothing."""
    return -size if size and line.item.block is Block.DEDUCTION else size


def shown_points(line: UnitLine, size: Decimal | None) -> str:
    """1,5; a dash where none is known."""
    value = signed(line, size)
    return "–" if value is None else points(value)


def claimed_text(line: UnitLine) -> str:
    """What the unit claims, in few letters."""
    if not line.claim.applies:
        return "KAD"
    return shown_points(line, line.claim.points) if line.claim.is_answered else "–"


def wanted_text(line: UnitLine) -> str:
    """What the unit asks for now: proposed after a round, else claimed."""
    return claimed_text(line) if line.proposed is None else shown_points(line, line.proposed)


def judged_text(line: UnitLine, judged: Judged | None) -> str:
    """The province's points, in few letters."""
    if judged is None:
        return ""
    return "KAD" if not judged.applies else shown_points(line, judged.points)


def difference(line: UnitLine) -> Decimal | None:
    """The province's points less what the unit asks for, signed; None before a word."""
    word = line.standing
    if word is None or word.points is None or not word.applies or not line.claim.applies:
        return None
    mine, theirs = signed(line, word.points), signed(line, line.wanted)
    assert mine is not None
    assert theirs is not None
    return mine - theirs


def difference_text(line: UnitLine) -> str:
    """+0,5, −1, or nothing where both agree."""
    value = difference(line)
    if not value:
        return ""
    return f"+{points(value)}" if value > 0 else points(value)


def line_look(line: UnitLine) -> tuple[str, str, str]:
    """Sign, tone and words of a line's state."""
    if line.is_published:
        return "lock", "muted", "đã công bố"
    if not line.may_judge:
        return "user", "muted", f"giao cho {line.assigned.appraiser}"
    if line.is_open:
        if line.round_now > 1 and line.explanation:
            return "message-report", "accent", "đã giải trình, chờ chấm lại"
        return "circle-dot", "accent", "chưa chấm"
    word = line.standing
    if word is None:
        return "circle-dot", "muted", "chưa chấm"
    if word.verdict is Verdict.AGREED:
        return "circle-check", "good", "đồng ý"
    if word.verdict is Verdict.NEEDS_EXPLANATION:
        return "help-circle", "due", "chờ đơn vị giải trình"
    if word.verdict is Verdict.NOT_ASSESSED:
        return "ban", "muted", "chưa thẩm định"
    return "edit", "due", "chấm khác"


def line_passes(line: UnitLine, narrow: LineNarrow | None) -> bool:
    """Whether a line stands under a chip."""
    if narrow is LineNarrow.MINE:
        return line.is_mine
    if narrow is LineNarrow.OPEN:
        return line.is_open
    if narrow is LineNarrow.EXPLAINED:
        return bool(line.explanation)
    if narrow is LineNarrow.CHANGED:
        word = line.standing
        return word is not None and word.verdict is not Verdict.AGREED
    return True


def line_row(line: UnitLine, *, across: bool = False) -> CellRow:
    """A line of the table; by its number and name, or by its unit."""
    sign, tone, state = line_look(line)
    name = line.unit_name if across else f"{line.item.id}  {line.item.name}"
    lower = (difference(line) or 0) < 0
    recomputed = line.computed
    differs = recomputed is not None and line.claim.applies and recomputed != line.claim.points
    points_cells = (
        Cell(shown_points(line, line.item.maximum), "muted"),
        Cell(claimed_text(line)),
        Cell(shown_points(line, recomputed), "due" if differs else "muted"),
        Cell(judged_text(line, line.standing)),
        Cell(difference_text(line), "overdue" if lower else "good"),
    )
    spoken = (
        f"{name}: tự chấm {claimed_text(line)}, "
        f"thẩm định {judged_text(line, line.standing) or 'chưa có'}, {state}"
    )
    done = "" if line.is_open else "muted"
    first = Cell(name, done, sign, f"{name}\n{state[:1].upper()}{state[1:]}", tone)
    return CellRow(key_of(line), (first, *points_cells), line, spoken=spoken)


def key_of(line: UnitLine) -> tuple[str, str]:
    """What tells one line of one unit from all others."""
    return line.unit_code, line.item.id


def sheet_rows(lines: Sequence[UnitLine], *, across: bool) -> list[CellRow]:
    """Rows of the table; under their fields for one unit."""
    if across:
        return [line_row(line, across=True) for line in lines]
    rows: list[CellRow] = []
    field = ""
    for line in lines:
        top = line.criteria.path(line.item)[0]
        if top.id != field and top.id != line.item.id:
            field = top.id
            rows.append(CellRow(("", top.id), (Cell(f"{top.id}. {top.name}"),), is_head=True))
        rows.append(line_row(line))
    return rows


def council_row(line: UnitLine) -> CellRow:
    """A line that the council must settle."""
    word = line.standing
    if word is None:
        why = "tỉnh chưa chấm"
    elif line.closed_round < ROUNDS[-1]:
        why = f"{term(word.verdict).lower()}, chưa xong vòng 2"
    elif word.verdict in (Verdict.NEEDS_EXPLANATION, Verdict.NOT_ASSESSED):
        why = term(word.verdict).lower()
    else:
        why = "đã giải trình, hai bên còn khác nhau"
    return CellRow(
        key_of(line),
        (
            Cell(line.unit_name),
            Cell(f"{line.item.id}  {line.item.name}"),
            Cell(shown_points(line, line.item.maximum), "muted"),
            Cell(wanted_text(line)),
            Cell(judged_text(line, word)),
            Cell(points(line.gap) if word is not None else "–", "due"),
            Cell(why, "muted"),
        ),
        line,
    )


def elsewhere_words(line: UnitLine) -> str:
    """Why the unit has no claim of its own; empty where it has one."""
    return _SCORED_ELSEWHERE.get(line.item.scorer, "")
