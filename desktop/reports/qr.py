"""QR codes as vectors (TCVN 7322:2009)."""

from __future__ import annotations

from typing import Any


def draw_qr(canvas: Any, text: str, x: float, y: float, side: float) -> None:
    """Draws a QR with its lower left corner at (x, y), points; quiet zone of two modules."""
    import segno

    matrix = segno.make(text, error="m", micro=False).matrix
    count = len(matrix) + 4
    module = side / count
    canvas.saveState()
    canvas.setFillGray(0)
    path = canvas.beginPath()
    for row, modules in enumerate(matrix):
        start = None
        for column, dark in enumerate([*modules, 0]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                left = x + (start + 2) * module
                bottom = y + (count - 3 - row) * module
                path.rect(left, bottom, (column - start) * module, module)
                start = None
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()
