"""Words of the round trip with the province: where it stands, what leaves, what came back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from desktop.domain.criteria.progress import LineEvent
from desktop.domain.criteria.rounds import Stage, Verdict
from desktop.domain.packages import ItemOutcome
from desktop.domain.submissions import Judged, Lack, LineJob
from desktop.wording.criteria import points
from desktop.wording.dates import moment, spoken_day
from desktop.wording.scoring import event_text
from desktop.wording.sync import ITEM_OUTCOME_WORDS
from desktop.wording.terms import term

# The steps as they follow each other on the page, in few words.
STEP_NAMES: dict[Stage, str] = {
    Stage.OPEN: "Chấm",
    Stage.HANDED_IN: "Trình",
    Stage.APPROVED: "Duyệt",
    Stage.SUBMITTED: "Nộp tỉnh",
    Stage.APPRAISED: "Thẩm định 1",
    Stage.EXPLAINED: "Giải trình",
    Stage.APPRAISED_AGAIN: "Thẩm định 2",
    Stage.PUBLISHED: "Công bố",
}

# What a page without the province's word teaches: title and next step.
WAITING_WORDS: dict[Stage, tuple[str, str]] = {
    Stage.OPEN: (
        "Chưa có gì để đối chiếu",
        (
            "Khi tỉnh thẩm định, điểm của hai bên hiện ở đây, dòng chênh nhiều đứng trước.\n"
            "Bây giờ: trả lời các dòng, trình lãnh đạo duyệt, rồi nộp cho tỉnh."
        ),
    ),
    Stage.HANDED_IN: (
        "Bản tự chấm đang chờ lãnh đạo duyệt",
        (
            "Duyệt xong thì nộp cho tỉnh. Điểm thẩm định của tỉnh sẽ hiện ở đây, "
            "dòng chênh nhiều đứng trước."
        ),
    ),
    Stage.APPROVED: (
        "Đã duyệt, chưa nộp cho tỉnh",
        "Xem trước những gì sẽ gửi, rồi nộp. Điểm thẩm định của tỉnh sẽ hiện ở đây.",
    ),
    Stage.SUBMITTED: (
        "Đã nộp, chờ tỉnh thẩm định",
        (
            "Kết quả thẩm định về cùng lần Gửi và nhận, hoặc theo USB, ở trang Đồng bộ. "
            "Khi đó các dòng chênh lệch hiện ở đây để giải trình."
        ),
    ),
}

LACK_WORDS: dict[Lack, str] = {
    Lack.NOT_APPROVED: "Bản tự chấm chưa được lãnh đạo duyệt; duyệt rồi mới nộp được.",
    Lack.NOT_JOINED: "Đơn vị chưa kết nối với tỉnh; hãy mở giấy mời của tỉnh ở trang Đồng bộ.",
    Lack.COPY_OLD: "Bản duyệt do phiên bản cũ của chương trình tạo ra; hãy mở lại, trình và "
    "duyệt lại một lần.",
    Lack.COPY_CHANGED: "Bản đã duyệt không còn nguyên vẹn; hãy lấy lại từ bản sao lưu.",
    Lack.FILE_LOST: "Tệp không còn trên đĩa: {files}. Hãy lấy từ bản sao lưu, hoặc mở lại để "
    "thêm lại tệp.",
    Lack.TOO_LATE: "Đã quá hạn nộp {until}: vẫn nộp được, tỉnh có thể không nhận.",
    Lack.UNPROVED: "{count} dòng có điểm mà không có tài liệu, không có giải trình: {items}.",
    Lack.NO_DIFFICULTIES: "Chưa ghi khó khăn, vướng mắc.",
    Lack.NO_PROPOSALS: "Chưa ghi đề xuất, kiến nghị.",
}

JOB_WORDS: dict[LineJob, str] = {
    LineJob.ANSWER: "chưa trả lời",
    LineJob.PROVE: "thiếu minh chứng",
    LineJob.EXPLAIN: "chờ giải trình",
}

# The cells of the sheet that comes back from Excel.
PART_NAMES = {"answer": "trả lời", "own": "điểm tự chấm", "why": "lý do", "note": "giải trình"}

LOCK_WORDS = {
    "score": "Hết hạn tự chấm {until}: các dòng đã khóa, những gì đã ghi vẫn còn nguyên. "
    "Lãnh đạo gia hạn ở “Hạn của đợt” thì sửa tiếp được.",
    "explain": "Hết hạn giải trình {until}: giải trình đã khóa, bản đã viết vẫn còn nguyên. ",
    "by_province": "Hạn này do tỉnh đặt; hãy xin tỉnh gia hạn.",
    "by_unit": "Lãnh đạo gia hạn ở “Hạn của đợt” thì viết tiếp được.",
}


def days_left(until: date, today: date) -> str:
    """còn 3 ngày · hôm nay là ngày cuối · quá hạn 2 ngày."""
    left = (until - today).days
    if not left:
        return "hôm nay là ngày cuối"
    return f"còn {left} ngày" if left > 0 else f"quá hạn {-left} ngày"


def deadline_text(name: str, until: date, today: date) -> str:
    """Nộp cho tỉnh: Thứ Hai 30/11, còn 10 ngày."""
    return f"{name}: {spoken_day(until, today)}, {days_left(until, today)}"


def lack_text(lack: Lack, facts: Mapping[str, Any]) -> str:
    """What still lacks, and what to do."""
    shown = {
        k: ", ".join(map(str, v)) if isinstance(v, (list, tuple)) else v for k, v in facts.items()
    }
    return LACK_WORDS[lack].format_map(shown)


def copy_words(judged_other_copy: bool, unknown_lines: Sequence[str]) -> list[str]:
    """What must be known before points are compared; usually nothing."""
    said = []
    if judged_other_copy:
        said.append(
            "Tỉnh thẩm định trên bản đã nộp trước, không phải bản duyệt mới nhất; "
            "điểm của đơn vị ở đây là của bản tỉnh đã xem."
        )
    if unknown_lines:
        said.append(
            f"Tỉnh cho điểm {len(unknown_lines)} dòng không có trong phiên bản bộ tiêu chí của "
            f"đơn vị: {', '.join(unknown_lines)}. Hãy hỏi tỉnh đang dùng phiên bản nào."
        )
    return said


class _Changed(Protocol):
    """A line that is no longer as approved."""

    @property
    def item_id(self) -> str:
        """Which."""
        ...

    @property
    def before(self) -> Decimal:
        """Points as approved."""
        ...

    @property
    def after(self) -> Decimal:
        """Points now."""
        ...

    @property
    def parts(self) -> Sequence[str]:
        """What of it."""
        ...


_CHANGED_WORDS = {
    "answer": "trả lời",
    "note": "giải trình",
    "documents": "tài liệu",
    "new_line": "dòng mới",
    "gone": "không còn trong bộ",
}
_MOST_NAMED = 6


def changed_line_text(line: _Changed) -> str:
    """1.8 (1 → 0 điểm) · 1.3.1 (giải trình)."""
    said = [_CHANGED_WORDS[part] for part in line.parts]
    if line.before != line.after:
        said = [f"{points(line.before)} → {points(line.after)} điểm", *said[1:]]
    return f"{line.item_id} ({', '.join(said)})"


def since_approval_text(approved_at: datetime, lines: Sequence[_Changed]) -> str:
    """Khác bản đã duyệt lúc 15:51 30/11/2026 ở 2 dòng: 1.8 (1 → 0 điểm), 1.3.1 (giải trình)."""
    head = f"bản đã duyệt lúc {moment(approved_at)}"
    if not lines:
        return f"Không khác {head}."
    named = ", ".join(changed_line_text(line) for line in lines[:_MOST_NAMED])
    more = f" và {len(lines) - _MOST_NAMED} dòng khác" if len(lines) > _MOST_NAMED else ""
    return f"Khác {head} ở {len(lines)} dòng: {named}{more}."


def word_text(round_number: int, verdict: Verdict | None, said: Decimal | None, note: str) -> str:
    """Vòng 1: chấm khác, 0,5 điểm. “Biên bản chưa ký”."""
    given = "không cho điểm" if said is None else f"{points(said)} điểm"
    if not round_number:
        return f"Công bố {given}" + (f", {note}" if note else "")
    about = f"{term(verdict).lower()}, {given}" if verdict is not None else given
    return f"Vòng {round_number}: {about}" + (f". “{note}”" if note else "")


def explained_text(data: Mapping[str, Any]) -> str:
    """Giải trình vòng 1, đề nghị 1 điểm: “…”."""
    number = data.get("round", 1)
    if data.get("sent"):
        return f"Gửi giải trình vòng {number} cho tỉnh"
    if data.get("is_withdrawn"):
        return f"Rút giải trình vòng {number}"
    proposed = data.get("proposed")
    wanted = f", đề nghị {points(Decimal(proposed))} điểm" if proposed else ""
    text = f": “{data['text']}”" if data.get("text") else ""
    return f"Viết giải trình vòng {number}{wanted}{text}"


def own_event_text(event: LineEvent, data: Mapping[str, Any]) -> str:
    """An event of the unit in the history of both sides."""
    return explained_text(data) if event is LineEvent.EXPLAIN else event_text(event, data)


_JUDGED_WORDS: dict[Judged, str] = {
    Judged.THIS_COPY: "tỉnh đã nhận và thẩm định bản này",
    Judged.OTHER_COPY: "tỉnh đã thẩm định một bản nộp trước đó, chưa phải bản này",
}


class _Submitted(Protocol):
    """A copy that was submitted, and what became of it."""

    @property
    def submitted_by(self) -> str:
        """Who."""
        ...

    @property
    def submitted_at(self) -> datetime:
        """When."""
        ...

    @property
    def acknowledged_at(self) -> datetime | None:
        """When the province confirmed it."""
        ...

    @property
    def outcome(self) -> ItemOutcome | None:
        """What the province did with it."""
        ...

    @property
    def package(self) -> int | None:
        """The package that carries it."""
        ...


def submission_text(sent: _Submitted, judged: Judged) -> str:
    """Where the submission is: what the province said of it, else where it still waits."""
    head = f"{sent.submitted_by} nộp lúc {moment(sent.submitted_at)}"
    if sent.acknowledged_at is not None:
        said = f": {ITEM_OUTCOME_WORDS[sent.outcome]}" if sent.outcome is not None else ""
        held = sent.outcome is ItemOutcome.QUARANTINED
        why = " Lý do ở trang Đồng bộ; hãy liên hệ tỉnh." if held else ""
        return f"{head}; tỉnh xác nhận lúc {moment(sent.acknowledged_at)}{said}.{why}"
    if judged in _JUDGED_WORDS:
        return f"{head}; {_JUDGED_WORDS[judged]}."
    if sent.package is not None:
        return f"{head}; nằm trong gói số {sent.package}, tỉnh chưa xác nhận. Gửi ở trang Đồng bộ."
    return f"{head}; đang chờ đóng gói, sẽ đi ở lần gửi tới."
