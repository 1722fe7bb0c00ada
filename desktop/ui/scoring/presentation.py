"""Lines of a sheet as words, signs and tones. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from desktop.domain.criteria.answers import AnswerKind
from desktop.domain.criteria.items import Scorer
from desktop.domain.criteria.progress import EvidenceState
from desktop.domain.text import matches_all, words
from desktop.services.assessments.sheets import ScoreSheet, SheetLine
from desktop.wording.criteria import decimal, percent, points
from desktop.wording.rounds import days_left
from desktop.wording.scoring import WAITS_FOR
from desktop.wording.terms import term


class Tone(StrEnum):
    """The names of colours of the theme that a state is shown in."""

    GOOD = "good"
    DUE = "due"
    OVERDUE = "overdue"
    MUTED = "muted"
    ACCENT = "accent"


class Narrow(StrEnum):
    """The chips over the tree."""

    OPEN = "open"
    MISSING = "missing"
    FILLED = "filled"
    DIFFERS = "differs"
    MINE = "mine"


NARROW_WORDS: dict[Narrow, str] = {
    Narrow.OPEN: "Còn mở",
    Narrow.MISSING: "Thiếu minh chứng",
    Narrow.FILLED: "Tự điền",
    Narrow.DIFFERS: "Khác điểm",
    Narrow.MINE: "Của tôi",
}


@dataclass(frozen=True, slots=True)
class LineLook:
    """How a state is shown: sign, words, tone."""

    icon_name: str
    words: str
    tone: Tone


def is_settled(line: SheetLine) -> bool:
    """Whether the points of a line, or their absence, are known."""
    na = line.kind is AnswerKind.NOT_APPLICABLE
    return na or line.computed is not None or line.own is not None


def is_ours(line: SheetLine) -> bool:
    """A line that the unit scores; the others wait for survey, system or province."""
    return line.is_scored and line.item.scorer is Scorer.UNIT


def is_open(line: SheetLine) -> bool:
    """A line that the unit still has to answer."""
    return is_ours(line) and not is_settled(line)


def lacks_proof(line: SheetLine) -> bool:
    """Answered and claiming points without proof or explanation."""
    is_missing = line.evidence_state is EvidenceState.MISSING
    return line.is_scored and is_settled(line) and is_missing


def differs(line: SheetLine) -> bool:
    """Whether own points stand in for other computed ones."""
    return line.own is not None and line.own != line.computed


def passes(line: SheetLine, narrow: Narrow | None, me: str = "") -> bool:
    """Whether a scored line belongs under a chip; ``me`` is who looks."""
    if narrow is Narrow.MINE:
        return bool(me) and line.assignee == me
    if narrow is Narrow.OPEN:
        return is_open(line)
    if narrow is Narrow.MISSING:
        return lacks_proof(line)
    if narrow is Narrow.FILLED:
        return line.reading is not None
    if narrow is Narrow.DIFFERS:
        return differs(line)
    return True


def found_by(line: SheetLine, query: list[str]) -> bool:
    """Whether the words of a search stand in number, name, evidence or rule, without accents."""
    if not query:
        return True
    item = line.item
    if item.id.casefold().startswith(".".join(query)):
        return True
    if all(part.isdigit() for part in query):
        return False  # a number of a line, not of points in its rule
    texts = (item.name, item.evidence, line.rule, item.department, line.assignee)
    return any(matches_all(query, words(text)) for text in texts)


def look_of(line: SheetLine, today: date | None = None) -> LineLook:
    """The state of a line or of a group; with a day also what its last day means for it."""
    if today is not None and line.is_scored and line.due_on is not None and not line.is_complete:
        if line.due_on < today:
            days = days_left(line.due_on, today)
            return LineLook("clock-exclamation", days, Tone.OVERDUE)
        look = look_of(line)
        return replace(look, words=f"hạn {line.due_on:%d/%m}") if is_open(line) else look
    if not line.is_scored:
        done = line.complete == line.lines
        text = f"{line.complete}/{line.lines} dòng"
        return LineLook("circle-check" if done else "list-check", text, _group_tone(line))
    if line.kind is AnswerKind.NOT_APPLICABLE:
        return LineLook("ban", "không áp dụng", Tone.MUTED)
    if not is_settled(line):
        if line.item.scorer is Scorer.UNIT:
            return LineLook("circle-dot", "còn mở", Tone.ACCENT)
        return LineLook("hourglass", WAITS_FOR[line.item.scorer], Tone.MUTED)
    if lacks_proof(line):
        return LineLook("alert-triangle", "thiếu minh chứng", Tone.DUE)
    if differs(line):
        return LineLook("edit", "khác điểm tính", Tone.DUE)
    if line.reading is not None:
        return LineLook("database", "tự điền, xong", Tone.GOOD)
    if line.evidence_state is EvidenceState.EXPLAINED:
        return LineLook("message-report", "có giải trình", Tone.GOOD)
    return LineLook("circle-check", "xong", Tone.GOOD)


def _group_tone(line: SheetLine) -> Tone:
    return Tone.GOOD if line.complete == line.lines else Tone.MUTED


def points_text(line: SheetLine) -> str:
    """1,5 / 2: what counts of the maximum; a dash before an answer."""
    most = points(line.maximum) if line.maximum is not None else "?"
    if line.is_scored and (not is_settled(line) or line.kind is AnswerKind.NOT_APPLICABLE):
        return f"– / {most}"
    return f"{points(line.counted)} / {most}"


def assessment_title(year: int, set_title: str) -> str:
    """2026 · Bộ chỉ số …"""
    return f"{year} · {set_title}"


def total_text(sheet: ScoreSheet) -> str:
    """62,35 / 100 điểm = 62,35 %."""
    score = sheet.score
    return f"{decimal(score.total, 2)} / {points(score.applicable)} điểm = {percent(score.percent)}"


def state_line(sheet: ScoreSheet) -> str:
    """What the page says under its title."""
    score = sheet.score
    ours = [line for line in sheet.lines if is_ours(line)]
    answered = sum(is_settled(line) for line in ours)
    parts = [term(sheet.assessment.state), f"đã trả lời {answered}/{len(ours)} dòng"]
    missing = sum(lacks_proof(line) for line in sheet.lines)
    if missing:
        parts.append(f"{missing} dòng thiếu minh chứng")
    if score.awaited:
        parts.append(f"{points(score.awaited)} điểm chờ nơi khác")
    if sheet.last_year_percent is not None:
        parts.append(f"năm trước {percent(sheet.last_year_percent)}")
    return " · ".join(parts)


def nearest_due(sheet: ScoreSheet) -> date | None:
    """The earliest due day among lines that are not complete."""
    days = [line.due_on for line in sheet.lines if line.due_on and not line.is_complete]
    return min(days, default=None)


def due_text(due: date, today: date) -> str:
    """Việc giao: 30/11, còn 10 ngày."""
    return f"Việc giao: {due:%d/%m}, {days_left(due, today)}"
