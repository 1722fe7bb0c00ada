"""One table of colours for light and dark; palette and style sheet come from it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from string import Template

from PySide6.QtCore import QLocale
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from desktop.resource_paths import resource_path

BASE_PIXELS = 14
TITLE_PIXELS = 24
ROW_HEIGHT = 34


@dataclass(frozen=True, slots=True)
class Colours:
    """Every colour of the program by its job; text on its ground has at least 4.5:1."""

    window: str
    surface: str
    raised: str
    border: str
    strong_border: str
    text: str
    muted: str
    accent: str
    accent_text: str
    accent_hover: str
    accent_soft: str
    hover: str
    selected: str
    overdue: str
    overdue_soft: str
    due: str
    due_soft: str
    good: str
    good_soft: str


LIGHT = Colours(
    window="#f6f8fb",
    surface="#ffffff",
    raised="#f8fafc",
    border="#e2e8f0",
    strong_border="#b6c2d2",
    text="#0f172a",
    muted="#5b6b82",
    accent="#1d4ed8",
    accent_text="#ffffff",
    accent_hover="#1e40af",
    accent_soft="#e4ecfd",
    hover="#eef2f7",
    selected="#d8e4fd",
    overdue="#b91c1c",
    overdue_soft="#fdeaea",
    due="#a34a07",
    due_soft="#fdf1df",
    good="#15803d",
    good_soft="#e5f5ea",
)
DARK = Colours(
    window="#0e1524",
    surface="#172033",
    raised="#1c273c",
    border="#2c3a52",
    strong_border="#4a5b78",
    text="#eef2f8",
    muted="#9fb0c8",
    accent="#7aa5ff",
    accent_text="#0b1220",
    accent_hover="#9dbcff",
    accent_soft="#213356",
    hover="#202c43",
    selected="#27406f",
    overdue="#ff8a8a",
    overdue_soft="#43222a",
    due="#f7bd62",
    due_soft="#42331b",
    good="#6fd694",
    good_soft="#1b3a2a",
)
_current = LIGHT


def colours() -> Colours:
    """The colours now in use."""
    return _current


def load_fonts() -> None:
    """Inter for the screen, from our own files."""
    for face in ("Regular", "Medium", "SemiBold", "Bold"):
        QFontDatabase.addApplicationFont(str(resource_path("fonts", f"Inter-{face}.otf")))


def ui_font(pixels: int = BASE_PIXELS, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The screen typeface; figures of equal width, so that columns of numbers line up."""
    font = QFont("Inter")
    font.setPixelSize(pixels)
    font.setWeight(weight)
    font.setStyleHint(QFont.StyleHint.SansSerif)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def styled_arguments() -> list[str]:
    """The arguments for QApplication: the program's name, Qt's own plain style as base of ours.

    The name is what the task bar of the system knows our windows by.
    Said here because ``setStyle`` gives a QStyle back, and only making that class known to
    Python takes 15 ms.
    """
    return ["somotcua", "-style", "Fusion"]


def apply_theme(application: QApplication, dark: bool) -> None:
    """Sets fonts, palette and style sheet of the whole program."""
    global _current
    wanted = DARK if dark else LIGHT
    if _current is wanted and application.styleSheet():
        return  # set already: polishing every widget anew would be seen as a pause
    _current = wanted
    QLocale.setDefault(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
    application.setFont(ui_font())
    application.setPalette(_palette(_current))
    application.setStyleSheet(_style_sheet(_current))


def _palette(c: Colours) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: c.window,
        QPalette.ColorRole.Base: c.surface,
        QPalette.ColorRole.AlternateBase: c.raised,
        QPalette.ColorRole.Text: c.text,
        QPalette.ColorRole.WindowText: c.text,
        QPalette.ColorRole.Button: c.surface,
        QPalette.ColorRole.ButtonText: c.text,
        QPalette.ColorRole.BrightText: c.overdue,
        QPalette.ColorRole.Highlight: c.selected,
        QPalette.ColorRole.HighlightedText: c.text,
        QPalette.ColorRole.PlaceholderText: c.muted,
        QPalette.ColorRole.ToolTipBase: c.surface,
        QPalette.ColorRole.ToolTipText: c.text,
        QPalette.ColorRole.Link: c.accent,
        QPalette.ColorRole.Mid: c.border,
        QPalette.ColorRole.Dark: c.strong_border,
        QPalette.ColorRole.Light: c.raised,
        QPalette.ColorRole.Accent: c.accent,
    }
    palette = QPalette()
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(c.muted))
    return palette


def _style_sheet(c: Colours) -> str:
    template = Template(resource_path("styles", "app.qss").read_text(encoding="utf-8"))
    icons = resource_path("icons").as_posix()
    return template.substitute(asdict(c), icons=icons)
