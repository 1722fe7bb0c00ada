"""PDF files are read one thread at a time, and always closed."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from desktop.pdf_files import NotAPdf, opened_pdf


@pytest.fixture
def three_pages(tmp_path: Path) -> bytes:
    canvas = Canvas(str(tmp_path / "ba trang.pdf"))
    for number in range(3):
        canvas.drawString(72, 720, f"Trang {number + 1}")
        canvas.showPage()
    canvas.save()
    return (tmp_path / "ba trang.pdf").read_bytes()


def test_two_threads_never_have_a_document_open_at_once(three_pages: bytes) -> None:
    open_now, most = 0, 0
    counting = threading.Lock()

    def read(_: int) -> str:
        nonlocal open_now, most
        with opened_pdf(three_pages) as document:
            with counting:
                open_now += 1
                most = max(most, open_now)
            text = str(document[2].get_textpage().get_text_bounded())
            with counting:
                open_now -= 1
        return text

    with ThreadPoolExecutor(4) as threads:
        texts = list(threads.map(read, range(40)))
    assert most == 1
    assert {text.strip() for text in texts} == {"Trang 3"}


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\xff\xd8\xff\xe0 a picture"])
def test_what_is_no_pdf_is_told_and_leaves_the_way_free(content: bytes, three_pages: bytes) -> None:
    with pytest.raises(NotAPdf), opened_pdf(content):
        pass
    with opened_pdf(three_pages) as document:
        assert len(document) == 3


def test_a_fault_inside_the_block_closes_the_document(three_pages: bytes) -> None:
    with pytest.raises(ZeroDivisionError), opened_pdf(three_pages) as document:
        _ = 1 // 0
    assert document.raw is None or not document.raw
