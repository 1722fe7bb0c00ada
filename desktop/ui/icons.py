"""Tabler outline icons, drawn in the colour that a place needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.resource_paths import resource_path
from desktop.ui.theme import colours

SIZE = 18
# What stands before the words of a push button: the icon, and air on its right.
AIR = 4
BEFORE_WORDS = QSize(SIZE + AIR, SIZE)
# Drawn once at this scale; Qt shrinks it where the screen has fewer pixels.
_SCALE = 3


def icon(name: str, colour: str | None = None, checked_colour: str | None = None) -> QIcon:
    """An icon by its Tabler name; a second colour for the checked state."""
    made = QIcon(_pixmap(name, colour or colours().text, 0))
    if checked_colour is not None:
        made.addPixmap(_pixmap(name, checked_colour, 0), QIcon.Mode.Normal, QIcon.State.On)
    return made


def draw_ahead(wanted: Iterable[tuple[str, str, int]]) -> Iterator[None]:
    """Draws icons (name, colour, air) before they are needed, one at each step."""
    for name, colour, air in wanted:
        _pixmap(name, colour, air)
        yield


def icon_before_words(name: str, colour: str | None = None) -> QIcon:
    """An icon with air on its right: Qt sets the words of a push button too close to it."""
    return QIcon(_pixmap(name, colour or colours().text, AIR))


def pixmap(name: str, colour: str | None = None, side: int = SIZE) -> QPixmap:
    """An icon as a picture of a given side."""
    drawn = _pixmap(name, colour or colours().text, 0)
    scaled = drawn.scaled(
        QSize(side * _SCALE, side * _SCALE),
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    scaled.setDevicePixelRatio(_SCALE)
    return scaled


@lru_cache(maxsize=512)
def _pixmap(name: str, colour: str, air: int) -> QPixmap:
    source = resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
    source = source.replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(source.encode()))
    drawn = QPixmap((SIZE + air) * _SCALE, SIZE * _SCALE)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(0, 0, SIZE * _SCALE, SIZE * _SCALE))
    painter.end()
    drawn.setDevicePixelRatio(_SCALE)
    return drawn
