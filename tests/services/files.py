"""Small whole files to attach, each different by the text it is made of."""

from __future__ import annotations

import hashlib
import struct
import zlib


def a_png(text: str, noise: int = 0) -> bytes:
    """A PNG of one pixel a byte of ``text``'s hash; ``noise`` more bytes that do not pack."""
    pixels = hashlib.shake_256(text.encode()).digest(32 + noise)
    header = struct.pack(">IIBBBBB", len(pixels), 1, 8, 0, 0, 0, 0)
    data = zlib.compress(b"\0" + pixels)
    chunks = [(b"IHDR", header), (b"tEXt", b"Title\0" + text.encode()), (b"IDAT", data)]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, content) for kind, content in [*chunks, (b"IEND", b"")]
    )


def a_pdf(text: str = "hello", pages: int = 1) -> bytes:
    """A PDF with one line on each page."""
    import io

    from reportlab.pdfgen.canvas import Canvas

    output = io.BytesIO()
    canvas = Canvas(output, invariant=1)
    for number in range(pages):
        canvas.drawString(100, 700, f"{text} {number + 1}")
        canvas.showPage()
    canvas.save()
    return output.getvalue()


def a_locked_pdf() -> bytes:
    """A whole PDF that opens with a password only."""
    import io

    from reportlab.pdfgen.canvas import Canvas

    output = io.BytesIO()
    canvas = Canvas(output, encrypt="mat khau")
    canvas.drawString(100, 700, "hello")
    canvas.save()
    return output.getvalue()


def _chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))
