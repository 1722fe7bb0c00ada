"""What a file really is, by its content and not by its name: PDF, JPEG, PNG, or something else."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from enum import StrEnum

from desktop.pdf_files import LockedPdf, NotAPdf, opened_pdf

_TAIL = 65_536
_PAGES_READ = 5


class FileKind(StrEnum):
    """Kinds that are recognised."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


# What a person may attach; a Word file only where the program itself has written it.
SCANS = frozenset({FileKind.PDF, FileKind.JPEG, FileKind.PNG})
ENDINGS = {
    FileKind.PDF: (".pdf",),
    FileKind.JPEG: (".jpg", ".jpeg"),
    FileKind.PNG: (".png",),
    FileKind.DOCX: (".docx",),
}
_OTHERS = (
    (b"PK\x03\x04", "tệp nén hoặc Word, Excel"),
    (b"MZ", "chương trình"),
    (b"\xd0\xcf\x11\xe0", "Word, Excel kiểu cũ"),
    (b"GIF8", "ảnh GIF"),
    (b"II*\x00", "ảnh TIFF"),
    (b"MM\x00*", "ảnh TIFF"),
    (b"RIFF", "ảnh WebP hoặc âm thanh"),
    (b"BM", "ảnh BMP"),
    (b"<", "trang web hoặc XML"),
    (b"{", "dữ liệu văn bản"),
)


@dataclass(frozen=True, slots=True)
class FileFinding:
    """The kind (None when it cannot be attached), what is wrong with it, and words for it."""

    kind: FileKind | None
    is_damaged: bool
    found: str
    is_locked: bool = False


def examine_file(content: bytes) -> FileFinding:
    """Looks at the bytes alone."""
    if not content:
        return FileFinding(None, True, "tệp rỗng")
    head, tail = content[:1024], content[-_TAIL:]
    if b"%PDF-" in head:
        return _examine_pdf(content, has_end=b"%%EOF" in tail)
    if head.startswith(b"\xff\xd8\xff"):
        whole = b"\xff\xd9" in tail
        return FileFinding(FileKind.JPEG, not whole, "JPEG" if whole else "JPEG bị cắt ngang")
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        whole = b"IEND" in tail[-64:]
        return FileFinding(FileKind.PNG, not whole, "PNG" if whole else "PNG bị cắt ngang")
    if head.startswith(b"PK\x03\x04") and _is_word(content):
        return FileFinding(FileKind.DOCX, False, "Word")
    for mark, words in _OTHERS:
        if head.lstrip().startswith(mark):
            return FileFinding(None, False, words)
    text = sum(32 <= byte < 127 or byte in (9, 10, 13) for byte in head) > 0.9 * len(head)
    return FileFinding(None, False, "văn bản" if text else "không rõ")


def _examine_pdf(content: bytes, *, has_end: bool) -> FileFinding:
    try:
        with opened_pdf(content) as document:
            whole = has_end and len(document) > 0
    except LockedPdf:
        return FileFinding(FileKind.PDF, False, "PDF có mật khẩu", is_locked=True)
    except NotAPdf:
        whole = False
    return FileFinding(FileKind.PDF, not whole, "PDF" if whole else "PDF thiếu phần cuối")


def page_count(content: bytes, kind: FileKind) -> int | None:
    """Pages of a PDF; 1 for an image; None for a Word file, whose pages only Word knows."""
    if kind is FileKind.DOCX:
        return None
    return (_pdf_pages(content) or 0) if kind is FileKind.PDF else 1


def _is_word(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "word/document.xml" in archive.namelist()
    except zipfile.BadZipFile:
        return False


def has_text(content: bytes, kind: FileKind) -> bool:
    """Whether a PDF carries text on its first pages; an image never does."""
    if kind is not FileKind.PDF:
        return False
    try:
        with opened_pdf(content) as document:
            pages = range(min(len(document), _PAGES_READ))
            return any(document[n].get_textpage().count_chars() > 0 for n in pages)
    except NotAPdf:
        return False


def _pdf_pages(content: bytes) -> int | None:
    try:
        return _counted(content)
    except NotAPdf:
        return None


def _counted(content: bytes) -> int | None:
    with opened_pdf(content) as document:
        return len(document) or None
