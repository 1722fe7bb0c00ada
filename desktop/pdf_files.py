"""Reading PDF files through PDFium: one thread at a time, always closed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

# PDFium is not thread-safe, not even for two documents. The writer looks at new attachments
# while the viewer draws pages on the main thread: without turns the process may die.
_TURN = RLock()
_WRONG_PASSWORD = 4  # FPDF_ERR_PASSWORD


class NotAPdf(Exception):
    """The content is no PDF that can be opened: damaged, cut, or locked by a password."""


class LockedPdf(NotAPdf):
    """A whole PDF that opens with a password only."""


@contextmanager
def opened_pdf(source: bytes | Path) -> Iterator[Any]:
    """The document of pypdfium2, closed at the end of the block. Raises NotAPdf, LockedPdf.

    Blocks stay short: other threads that want a PDF wait until this one is closed.
    """
    import pypdfium2

    with _TURN:
        try:
            document = pypdfium2.PdfDocument(source)
        except pypdfium2.PdfiumError as error:
            locked = error.err_code == _WRONG_PASSWORD
            raise (LockedPdf if locked else NotAPdf) from error
        try:
            yield document
        finally:
            document.close()
