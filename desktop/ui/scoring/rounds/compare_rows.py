"""Lines of both sides as words and tones. No Qt."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from desktop.domain.criteria.numbers import ZERO
from desktop.domain.criteria.rounds import Stage, Verdict
from desktop.services.assessments.differences import DifferenceRow, Differences
from desktop.services.assessments.explaining import ExplanationRow
from desktop.services.assessments.line_story import StoryRow
from desktop.ui.scoring.presentation import Tone
from desktop.wording.criteria import points
from desktop.wording.dates import moment
from desktop.wording.rounds import own_event_text, word_text
from desktop.wording.terms import term

HEADINGS = (
    "Dòng",
    "Đơn vị",
    "Vòng 1",
    "Vòng 2",
    "Công bố",
    "Chênh",
    "Giải trình",
    "Ý kiến của tỉnh",
)
LINE, OWN, FIRST, SECOND, FINAL, GAP, STATE, REMARK = range(len(HEADINGS))
NUMBERS = (OWN, FIRST, SECOND, FINAL, GAP)
_CAN_EXPLAIN = frozenset({Stage.APPRAISED, Stage.EXPLAINED, Stage.APPRAISED_AGAIN})


class Show(StrEnum):
    """The chips over the table."""

    DIFFERENT = "different"
    WAITING = "waiting"
    WRITTEN = "written"
    ALL = "all"


SHOW_WORDS: dict[Show, str] = {
    Show.DIFFERENT: "Chênh lệch",
    Show.WAITING: "Chờ giải trình",
    Show.WRITTEN: "Viết rồi, chưa gửi",
    Show.ALL: "Tất cả",
}


def can_explain(stage: Stage) -> bool:
    """Whether the province still listens."""
    return stage in _CAN_EXPLAIN


def waits(row: DifferenceRow, stage: Stage) -> bool:
    """Whether the line should still be explained."""
    return can_explain(stage) and row.asks_for_words


def of_this_round(row: DifferenceRow) -> ExplanationRow | None:
    """The explanation that may still be written on; one of an earlier round is history."""
    found = row.explanation
    return found if found is not None and found.round == row.round else None


def passes(row: DifferenceRow, show: Show, stage: Stage) -> bool:
    """Whether a line belongs under a chip."""
    if show is Show.DIFFERENT:
        return bool(row.difference) or row.verdict is Verdict.NEEDS_EXPLANATION
    if show is Show.WAITING:
        return waits(row, stage)
    if show is Show.WRITTEN:
        written = of_this_round(row)
        return can_explain(stage) and written is not None and written.is_waiting
    return True


def cells(row: DifferenceRow, stage: Stage) -> list[str]:
    """The line as the table shows it."""
    first = row.appraised if row.round == 1 else row.first
    second = row.appraised if row.round > 1 else None
    return [
        f"{row.item.id}  {row.item.name}",
        points(row.own) if row.is_self_scored else "–",
        _shown(first),
        _shown(second),
        _shown(row.final),
        signed(row),
        state_text(row, stage),
        row.note,
    ]


def signed(row: DifferenceRow) -> str:
    """+0,5; −1; a dash where nothing was assessed."""
    if row.difference is None:
        return "–"
    sign = "+" if row.difference > ZERO else ""
    return f"{sign}{points(row.difference)}"


def state_text(row: DifferenceRow, stage: Stage) -> str:
    """Where the line stands between the two sides."""
    if waits(row, stage):
        asked = row.verdict is Verdict.NEEDS_EXPLANATION
        return "tỉnh yêu cầu" if asked else "chờ viết"
    written = row.explanation
    if written is not None and not written.is_withdrawn:
        return "đã gửi" if written.is_sent else "chưa gửi"
    if row.difference and row.difference > ZERO:
        return "được thêm điểm"
    if row.difference:
        return "không giải trình"
    if not row.is_self_scored:
        return "nơi khác chấm"
    return term(row.verdict).lower()


def tone_of(row: DifferenceRow, stage: Stage) -> Tone | None:
    """The colour that says the same as the words."""
    if waits(row, stage):
        return Tone.DUE
    if row.difference and row.difference > ZERO:
        return Tone.GOOD
    if row.difference:
        return Tone.OVERDUE
    return Tone.MUTED


def summary(found: Differences) -> str:
    """Vòng 1: tỉnh chấm 66,67 %, Trung bình; kém đơn vị tự chấm 1 điểm ở 2 dòng."""
    different = [row for row in found.rows if row.difference]
    if found.appraisal is None:
        head = "Tỉnh đã công bố"
    else:
        band = f", {found.appraisal.band}" if found.appraisal.band else ""
        head = f"Vòng {found.appraisal.round}: tỉnh chấm {points(found.appraisal.percent)} %{band}"
    if not different:
        return f"{head}; không dòng nào chênh lệch."
    gap = found.gap
    if gap < ZERO:
        how = f"ít hơn đơn vị tự chấm {points(-gap)} điểm"
    elif gap > ZERO:
        how = f"nhiều hơn đơn vị tự chấm {points(gap)} điểm"
    else:
        how = "tổng bằng đơn vị tự chấm"
    return f"{head}; {how}, chênh ở {len(different)} dòng."


def points_line(row: DifferenceRow) -> str:
    """Tự chấm 1 → vòng 1: 0 → vòng 2: 0,5 → công bố 0,5."""
    own = f"Tự chấm {points(row.own)}" if row.is_self_scored else "Đơn vị không tự chấm"
    parts = [own]
    if row.round == 1:
        parts.append(f"vòng 1: {_shown(row.appraised)}")
    elif row.round:
        parts += [f"vòng 1: {_shown(row.first)}", f"vòng 2: {_shown(row.appraised)}"]
    if row.final is not None:
        parts.append(f"công bố {points(row.final)}")
    most = f" (tối đa {points(row.item.maximum)})" if row.item.maximum is not None else ""
    return " → ".join(parts) + most


def verdict_line(row: DifferenceRow) -> str:
    """Chấm khác · Sở Nội vụ · Người thẩm định."""
    parts = [term(row.verdict)]
    if not row.applies:
        parts.append("không áp dụng")
    parts += [part for part in (row.department, row.appraiser) if part]
    return " · ".join(dict.fromkeys(parts))


def story_text(row: StoryRow) -> str:
    """One line of the history of both sides."""
    at = moment(row.at)
    if row.event is not None:
        words = own_event_text(row.event.event, row.event.data)
        return f"{at} · Đơn vị · {words} · {row.event.user_name}"
    word = row.word
    assert word is not None
    text = word_text(word.round, word.verdict, word.points, word.note)
    replaced = " (đã được thay bằng bản sau)" if word.is_replaced else ""
    who = ", ".join(part for part in (word.department, word.appraiser) if part)
    return f"{at} · Tỉnh · {text}{replaced}" + (f" · {who}" if who else "")


def _shown(value: Decimal | None) -> str:
    return "–" if value is None else points(value)
