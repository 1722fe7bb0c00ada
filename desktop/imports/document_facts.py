"""Number, date and subject out of the first page of an official document (NĐ 30/2020/NĐ-CP).

What the page does not say in the usual place is left empty: a person completes and checks it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from desktop.domain.text import clean
from desktop.pdf_files import NotAPdf, opened_pdf

_NUMBER = re.compile(r"\bSố\s*:?\s*(\d{1,5}\s*/\s*[0-9A-ZĐ][0-9A-ZĐ/&.–-]*)")
_DATE = re.compile(r"\bngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})\b", re.IGNORECASE)
_ABOUT = re.compile(r"\bV/v:?\s+(.+)", re.IGNORECASE)
_KINDS = (
    "KẾ HOẠCH", "BÁO CÁO", "QUYẾT ĐỊNH", "THÔNG BÁO", "TỜ TRÌNH", "BIÊN BẢN", "KẾT LUẬN",
    "CHƯƠNG TRÌNH", "PHƯƠNG ÁN", "ĐỀ ÁN", "QUY CHẾ", "NGHỊ QUYẾT", "CHỈ THỊ", "HƯỚNG DẪN",
)  # fmt: skip
# What comes after the subject: the text itself begins.
_ENDS = re.compile(
    r"^((?:tm|kt|tl|tuq)\.|căn cứ|kính gửi|thực hiện|ủy ban|chủ tịch|[IVX]+\.|\d+[.)]|[-_–*]{2,})",
    re.IGNORECASE,
)
_LONGEST, _MOST_LINES = 300, 3


@dataclass(frozen=True, slots=True)
class FirstPage:
    """What a first page says; empty where it says nothing in the usual place."""

    number: str = ""
    dated: date | None = None
    summary: str = ""


def first_page(text: str) -> FirstPage:
    """Reads the text of a first page."""
    lines = [line for line in map(clean, text.splitlines()) if line]
    whole = "\n".join(lines)
    number = _NUMBER.search(whole)
    return FirstPage(
        re.sub(r"\s", "", number[1]).rstrip(".-–") if number else "",
        _date(whole),
        _summary(lines)[:_LONGEST],
    )


def named_subject(kind: str, subject: str) -> str:
    """KẾ HOẠCH, Cải cách hành chính → Kế hoạch cải cách hành chính."""
    return f"{kind.capitalize()} {_lowered(subject)}".strip()


def text_of_first_page(content: bytes) -> str:
    """The text of a PDF's first page; empty for a picture, a scan, a damaged file."""
    if not content.startswith(b"%PDF"):
        return ""
    try:
        with opened_pdf(content) as document:
            return str(document[0].get_textpage().get_text_bounded()) if len(document) else ""
    except NotAPdf:
        return ""


def _date(whole: str) -> date | None:
    found = _DATE.search(whole)
    if found is None:
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def _summary(lines: list[str]) -> str:
    """The kind of document with the lines under it; of a letter what stands after V/v."""
    for place, line in enumerate(lines):
        if line.strip(" .") in _KINDS:
            return named_subject(line, _until_text(lines[place + 1 :]))
    for place, line in enumerate(lines):
        about = _ABOUT.search(line)
        if about is not None:
            return clean(f"{about[1]} {_until_text(lines[place + 1 : place + 2])}")
    return ""


def _until_text(lines: list[str]) -> str:
    taken: list[str] = []
    for line in lines[:_MOST_LINES]:
        is_text = line.endswith(".") or _ENDS.match(line)  # a subject carries no full stop
        if is_text or _NUMBER.search(line) or _DATE.search(line):
            break
        taken.append(line)
    return " ".join(taken)


def _lowered(text: str) -> str:
    """Inside a sentence; abbreviations stay."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
