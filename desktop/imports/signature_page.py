"""The page where an official document is signed (NĐ 30/2020/NĐ-CP): there, missing, or unseen.

Only a file whose pages all carry text can be said to lack it: a scan may show a signature that
no program reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from desktop.domain.text import clean
from desktop.pdf_files import NotAPdf, opened_pdf

# "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", also right of "Nơi nhận:" on the same line.
_IN_THE_NAME_OF = re.compile(r"(?:^|\s)(?:TM|KT|TL|TUQ|Q)\.\s*[A-ZĐÀ-Ỹ]{2,}")
_POST = re.compile(
    r"(?:^|\s)(?:(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG (?:PHÒNG|BAN)|BÍ THƯ)|CHÁNH VĂN PHÒNG"
    r"|THỦ TRƯỞNG ĐƠN VỊ|LÃNH ĐẠO ĐƠN VỊ|CHỦ TỌA|NGƯỜI LẬP(?: BIỂU)?)$"
)
_SIGNED = re.compile(r"\(\s*đã ký\s*\)|\bngười ký\s*:|\bký bởi\s*:", re.IGNORECASE)
_LINES_TO_NAME = 10
_MOST_PAGES = 40


class SignatureState(StrEnum):
    """Whether the file shows where it was signed."""

    FOUND = "found"
    MISSING = "missing"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class Signature:
    """The state and, where it stands alone on its line, the name of who signed."""

    state: SignatureState
    signer: str = ""


def signature_of(content: bytes) -> Signature:
    """Looks from the last page on: annexes may follow the page that was signed."""
    if not content.startswith(b"%PDF"):
        return Signature(SignatureState.UNSEEN)
    try:
        with opened_pdf(content) as document:
            return _looked_for(_page_texts(document), _is_signed_digitally(document))
    except NotAPdf:
        return Signature(SignatureState.UNSEEN)


def _page_texts(document: Any) -> Iterator[str]:
    places = range(len(document) - 1, -1, -1)
    for place in places[:_MOST_PAGES]:
        yield str(document[place].get_textpage().get_text_bounded())
    if len(places) > _MOST_PAGES:
        yield ""  # pages that nobody looked at


def _is_signed_digitally(document: Any) -> bool:
    from pypdfium2.raw import FPDF_GetSignatureCount

    return int(FPDF_GetSignatureCount(document.raw)) > 0


def _looked_for(texts: Iterator[str], signed: bool) -> Signature:
    unread = False
    for text in texts:
        lines = [line for line in map(clean, text.splitlines()) if line]
        found = signer_in(lines)
        if found is not None:
            return Signature(SignatureState.FOUND, found)
        unread = unread or not lines
    if signed:
        return Signature(SignatureState.FOUND)
    return Signature(SignatureState.UNSEEN if unread else SignatureState.MISSING)


def signer_in(lines: list[str]) -> str | None:
    """Who signed by the lines of a page; empty when the name is not clear, None: not signed."""
    for place, line in enumerate(lines):
        if _IN_THE_NAME_OF.search(line) or _POST.search(line) or _SIGNED.search(line):
            below = lines[place + 1 : place + 1 + _LINES_TO_NAME]
            return next((name for name in below if _is_name(name)), "")
    return None


def _is_name(line: str) -> bool:
    parts = line.split()
    return 2 <= len(parts) <= 6 and all(part.isalpha() and part.istitle() for part in parts)
