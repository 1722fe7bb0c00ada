"""What the papers of a self-assessment say, ready to be drawn: texts only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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
class AssessmentPaper:
    """All three parts with their heading; ``marks`` stand on every page."""

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
    "III. DANH MỤC TÀI LIỆU KIỂM CHỨNG",
)
NOTHING = "Không có."
