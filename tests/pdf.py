"""Looks into PDFs with public tools: text, fonts, structure, pictures of pages."""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import pypdfium2
import zxingcpp
from pypdf import PdfReader


def text_of(pdf: bytes, *, layout: bool = False) -> str:
    """The text as ``pdftotext`` copies it; runs of white space are one space unless laid out."""
    line = ["pdftotext", *(["-layout"] if layout else []), "-", "-"]
    text = subprocess.run(line, input=pdf, capture_output=True, check=True).stdout.decode()
    return text if layout else re.sub(r"\s+", " ", text)


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page, white space made single."""
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    pages = text.stdout.decode().split("\f")[:-1]
    return [re.sub(r"\s+", " ", page) for page in pages]


def check_pdf(pdf: bytes, tmp_path: Path) -> None:
    """What holds for every paper: whole, fonts embedded with Unicode maps, NFC, title, language."""
    file = tmp_path / "checked.pdf"
    file.write_bytes(pdf)
    checked = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, check=False)
    assert checked.returncode == 0, checked.stdout.decode() + checked.stderr.decode()
    fonts = subprocess.run(["pdffonts", str(file)], capture_output=True, check=True).stdout.decode()
    rows = fonts.splitlines()[2:]
    assert rows
    assert all(re.search(r"yes yes yes\s+\d+", row) for row in rows), fonts
    text = text_of(pdf)
    assert text.strip()
    assert unicodedata.is_normalized("NFC", text)
    assert "\ufffd" not in text
    reader = PdfReader(io.BytesIO(pdf))
    assert reader.metadata is not None
    assert reader.metadata.title
    assert reader.trailer["/Root"]["/Lang"] == "vi-VN"


def pictures(pdf: bytes, dpi: int = 100) -> list[Any]:
    """Each page as a picture."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=dpi / 72).to_pil() for page in document]


def codes_on(pdf: bytes) -> list[str]:
    """The texts of all QR codes, page after page."""
    return [code.text for page in pictures(pdf, 200) for code in zxingcpp.read_barcodes(page)]


def ink_reaches_edge(pdf: bytes, margin_mm: float = 4) -> bool:
    """Whether anything is drawn closer to the edge of the paper than a printer can print."""
    edge = int(margin_mm / 25.4 * 100)
    for page in pictures(pdf):
        grey = page.convert("L")
        width, height = grey.size
        strips = (
            (0, 0, width, edge),
            (0, height - edge, width, height),
            (0, 0, edge, height),
            (width - edge, 0, width, height),
        )
        if any(grey.crop(strip).getextrema()[0] < 250 for strip in strips):
            return True
    return False
