"""What a scan really is, by its bytes and not by its name."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from desktop.imports.file_kinds import FileKind, examine_file, page_count
from tests.imports.sheets import write_book


def pdf(pages: int = 1) -> bytes:
    """A real PDF."""
    file = io.BytesIO()
    canvas = Canvas(file)
    for number in range(pages):
        canvas.drawString(100, 700, f"Trang {number}")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


PNG = b"\x89PNG\r\n\x1a\n" + bytes(40) + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + bytes(40) + b"\xff\xd9"


@pytest.mark.parametrize(
    ("content", "kind"), [(pdf(), FileKind.PDF), (PNG, FileKind.PNG), (JPEG, FileKind.JPEG)]
)
def test_whole_scan_is_recognised(content: bytes, kind: FileKind) -> None:
    finding = examine_file(content)
    assert (finding.kind, finding.is_damaged) == (kind, False)


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        (pdf()[:-200], FileKind.PDF, "PDF thiếu phần cuối"),
        (b"%PDF-1.7\nrubbish\n%%EOF", FileKind.PDF, "PDF thiếu phần cuối"),
        (PNG[:-12], FileKind.PNG, "PNG bị cắt ngang"),
        (JPEG[:-2], FileKind.JPEG, "JPEG bị cắt ngang"),
        (b"", None, "tệp rỗng"),
    ],
)
def test_scan_that_was_cut_short_is_damaged(
    content: bytes, kind: FileKind | None, words: str
) -> None:
    finding = examine_file(content)
    assert (finding.kind, finding.is_damaged, finding.found) == (kind, True, words)


def test_a_pdf_behind_a_password_is_not_called_damaged() -> None:
    output = io.BytesIO()
    writer = pypdf.PdfWriter()
    writer.append(io.BytesIO(pdf()))
    writer.encrypt("mat-khau", algorithm="RC4-128")
    writer.write(output)
    finding = examine_file(output.getvalue())
    assert (finding.kind, finding.is_damaged, finding.is_locked) == (FileKind.PDF, False, True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"MZ\x90\x00", "chương trình"),
        (b"GIF89a", "ảnh GIF"),
        (b"<html>", "trang web hoặc XML"),
        (b'  {"a": 1}', "dữ liệu văn bản"),
        (b"Nguyen Van An, thon 1", "văn bản"),
        (bytes(range(128, 256)), "không rõ"),
    ],
)
def test_other_file_is_named_and_not_taken(content: bytes, words: str) -> None:
    finding = examine_file(content)
    assert (finding.kind, finding.is_damaged, finding.found) == (None, False, words)


def test_spreadsheet_is_no_scan(tmp_path: Path) -> None:
    path = write_book(tmp_path / "x.xlsx", [["a"]])
    assert examine_file(path.read_bytes()).found == "tệp nén hoặc Word, Excel"


def test_pages_are_those_of_the_document() -> None:
    assert page_count(pdf(3), FileKind.PDF) == 3
    assert page_count(PNG, FileKind.PNG) == 1
