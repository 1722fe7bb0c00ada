"""Looks at PDFs with the tools of other people: fonts, structure, text, pixels."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Font:
    """One line of ``pdffonts``."""

    name: str
    embedded: bool
    unicode: bool


def fonts(pdf: Path) -> list[Font]:
    """Every font of the document."""
    lines = _said("pdffonts", str(pdf)).splitlines()[2:]
    found = []
    for line in lines:
        match = re.fullmatch(r"(\S+).*\s(yes|no)\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+\s*", line)
        assert match, line
        found.append(Font(match[1], match[2] == "yes", match[4] == "yes"))
    return found


def check_structure(pdf: Path) -> None:
    """Fails on any complaint of qpdf."""
    done = subprocess.run(
        ["qpdf", "--check", str(pdf)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stdout + done.stderr


def text_of(pdf: Path) -> str:
    """The text in one line, as somebody who copies it gets it."""
    return re.sub(r"\s+", " ", raw_text(pdf)).strip()


def raw_text(pdf: Path) -> str:
    """The text as pdftotext gives it."""
    return _said("pdftotext", "-layout", str(pdf), "-")


def words_in_order(pdf: Path) -> str:
    """The text in the order in which it was drawn, without the lines' ends."""
    return re.sub(r"\s+", " ", _said("pdftotext", "-raw", str(pdf), "-")).strip()


@dataclass(frozen=True)
class Box:
    """A word and where it stands, points from the upper left corner of its page."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float
    page_width: float
    page_height: float


def boxes(pdf: Path) -> list[Box]:
    """Every word of the document with its place."""
    found, page, width, height = [], 0, 0.0, 0.0
    for line in _said("pdftotext", "-bbox", str(pdf), "-").splitlines():
        if match := re.search(r'<page width="([\d.]+)" height="([\d.]+)"', line):
            page, width, height = page + 1, float(match[1]), float(match[2])
        elif match := re.search(
            r'<word xMin="([-\d.]+)" yMin="([-\d.]+)"'
            r' xMax="([-\d.]+)" yMax="([-\d.]+)">(.*)</word>',
            line,
        ):
            places = [float(match[n]) for n in range(1, 5)]
            found.append(Box(page, match[5], *places, width, height))
    return found


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
