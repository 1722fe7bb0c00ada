"""The document typeface: Liberation Serif, with the metrics of Times New Roman, embedded."""

from __future__ import annotations

from functools import cache
from typing import Any

from desktop.resource_paths import resource_path

REGULAR, BOLD, ITALIC, BOLD_ITALIC = "Serif", "Serif-Bold", "Serif-Italic", "Serif-BoldItalic"
_FILES = {
    REGULAR: "LiberationSerif-Regular.ttf",
    BOLD: "LiberationSerif-Bold.ttf",
    ITALIC: "LiberationSerif-Italic.ttf",
    BOLD_ITALIC: "LiberationSerif-BoldItalic.ttf",
}


@cache
def register_fonts() -> None:
    """Makes the four faces known to reportlab, once a process."""
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    rl_config.useA85 = 0  # binary streams: a fifth smaller, and no time spent on encoding
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(resource_path("fonts", file))))
    pdfmetrics.registerFontFamily(
        REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD_ITALIC
    )


@cache
def _undrawable(letter: str) -> bool:
    from reportlab.pdfbase import pdfmetrics

    font: Any = pdfmetrics.getFont(REGULAR)
    return ord(letter) not in font.face.charToGlyph


def drawable(text: str) -> str:
    """The text with a question mark for each sign the typeface lacks (an emoji, a stray sign).

    Without it such a sign would be an empty box on paper and lost when the text is copied.
    """
    if text.isascii():
        return text
    return "".join("?" if letter != "\n" and _undrawable(letter) else letter for letter in text)
