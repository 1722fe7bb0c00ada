"""What the papers of a self-assessment say, ready to be drawn: texts only."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A line of the score table; ``level`` 0 is a field."""

    level: int
    number: str
    name: str
    maximum: str
    computed: str
    own: str
    why: str
    proof: str


@dataclass(frozen=True, slots=True)
class ExplanationRow:
    """A line that explains itself: no proof, own points, does not apply."""

    number: str
    name: str
    points: str
    explanation: str


@dataclass(frozen=True, slots=True)
class ProofRow:
    """A document at the lines it proves."""

    number: str
    document: str
    dated: str
    summary: str
    lines: str
    pages: str


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A line of the sheet that comes back in: what may be typed over, as the parser reads it.

    ``is_open`` False for groups and for lines that others score.
    """

    level: int
    number: str
    name: str
    maximum: str
    rule: str
    answer: str
    own: str
    why: str
    note: str
    is_open: bool


class Headed(Protocol):
    """What every paper of an assessment says at its head and foot."""

    @property
    def body(self) -> str:
        """The office."""

    @property
    def place(self) -> str:
        """Where it is written."""

    @property
    def issued_on(self) -> date:
        """The day."""

    @property
    def title(self) -> str:
        """What it is."""

    @property
    def subtitle(self) -> str:
        """Of which set."""

    @property
    def marks(self) -> tuple[str, ...]:
        """On every page."""


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A line that was explained after a round: both sides, what is proposed, what is new."""

    number: str
    name: str
    maximum: str
    own: str
    appraised: str
    proposed: str
    remark: str
    explanation: str
    documents: str


@dataclass(frozen=True, slots=True)
class RoundPaper:
    """The explanations of a round, an annex to the office's letter."""

    body: str
    place: str
    issued_on: date
    title: str
    subtitle: str
    marks: tuple[str, ...]
    facts: tuple[str, ...]
    rows: tuple[RoundRow, ...]
    proofs: tuple[ProofRow, ...]


@dataclass(frozen=True, slots=True)
class AssessmentPaper:
    """All parts with their heading; ``marks`` stand on every page.

    ``identity`` names the very assessment in the sheet that comes back in.
    """

    body: str
    place: str
    issued_on: date
    title: str
    subtitle: str
    marks: tuple[str, ...]
    facts: tuple[str, ...]
    score: tuple[ScoreRow, ...]
    totals: tuple[tuple[str, str], ...]
    explanations: tuple[ExplanationRow, ...]
    proofs: tuple[ProofRow, ...]
    difficulties: str = ""
    proposals: str = ""
    entries: tuple[EntryRow, ...] = ()
    identity: str = ""


SCORE_HEADINGS = (
    "STT",
    "Lĩnh vực, tiêu chí, tiêu chí thành phần",
    "Điểm tối đa",
    "Điểm tính được",
    "Điểm tự chấm",
    "Cách tính ra điểm",
    "Tài liệu kiểm chứng",
)
EXPLANATION_HEADINGS = ("STT", "Tiêu chí", "Điểm", "Nội dung giải trình")
PROOF_HEADINGS = ("TT", "Số, ký hiệu; tên tệp", "Ngày", "Trích yếu", "Dùng cho dòng", "Trang, mục")
PARTS = (
    "I. BẢNG ĐIỂM TỰ CHẤM",
    "II. GIẢI TRÌNH",
    "III. KHÓ KHĂN, VƯỚNG MẮC VÀ ĐỀ XUẤT, KIẾN NGHỊ",
    "IV. DANH MỤC TÀI LIỆU KIỂM CHỨNG",
)
WRITE_UP_HEADINGS = ("1. Khó khăn, vướng mắc", "2. Đề xuất, kiến nghị")
ROUND_HEADINGS = (
    "STT",
    "Tiêu chí",
    "Điểm tối đa",
    "Điểm tự chấm",
    "Điểm thẩm định",
    "Điểm đề nghị",
    "Ý kiến thẩm định",
    "Nội dung giải trình",
    "Tài liệu bổ sung",
)
ROUND_PARTS = ("I. NỘI DUNG GIẢI TRÌNH", "II. DANH MỤC TÀI LIỆU BỔ SUNG")
REPORT_NUMBER = "Số: …………/BC-UBND"
ANNEX_NUMBER = "(Kèm theo Công văn số …………/UBND)"
NOTHING = "Không có."
SIGNER = "LÃNH ĐẠO ĐƠN VỊ"
SIGNED_HOW = "(Ký, ghi rõ họ tên, đóng dấu)"
COVER_TITLE = "TÀI LIỆU KIỂM CHỨNG"

# The sheet that comes back in; read by ``desktop.imports.score_sheet``.
ENTRY_SHEET = "Nhập liệu"
ENTRY_HEADINGS = (
    "STT",
    "Lĩnh vực, tiêu chí, tiêu chí thành phần",
    "Điểm tối đa",
    "Cách tính điểm",
    "Câu trả lời",
    "Điểm tự chấm khác",
    "Lý do điểm khác",
    "Giải trình",
    "Khi xuất",
)
ENTRY_GUIDE = (
    "Chỉ sửa các ô nền vàng rồi nhập lại tệp này. Câu trả lời: có, không, 2412/2431, 99,2 %, 3, "
    "tên mức; hoặc “không áp dụng”, “không phát sinh”. Xóa chữ trong ô là xóa câu trả lời."
)


def exported_as(row: EntryRow) -> str:
    """The four texts as they stood at the export: told apart later from what was changed."""
    return json.dumps([row.answer, row.own, row.why, row.note], ensure_ascii=False)


def cover_count(paper: AssessmentPaper) -> str:
    """How many documents lie behind the cover."""
    return f"Gồm {len(paper.proofs)} tài liệu"


def sheet_title(proof: ProofRow) -> str:
    """What the sheet before a document is called."""
    return f"Tài liệu kiểm chứng số {proof.number}"


def sheet_facts(proof: ProofRow) -> tuple[tuple[str, str], ...]:
    """What to know of the document behind a sheet, name by name."""
    return (
        ("Tài liệu", proof.document),
        ("Ngày văn bản", proof.dated or "…"),
        ("Trích yếu", proof.summary or "…"),
        ("Dùng cho dòng", proof.lines),
        ("Trang, mục", proof.pages or "Toàn văn"),
    )
