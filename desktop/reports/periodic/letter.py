"""What a periodic report says before its annex: texts only, ready to be drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class LetterPart:
    """A part of the text under its heading; paragraphs stand on lines of their own."""

    level: int
    heading: str
    text: str = ""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The lines that say something."""
        return tuple(line for line in self.text.split("\n") if line.strip())


@dataclass(frozen=True, slots=True)
class Letter:
    """Title, what it is about, the text, who signs, the heading of its annex."""

    title: str
    abstract: str
    opening: str
    closing: str
    parts: tuple[LetterPart, ...]
    signer: tuple[str, ...]
    annex_title: str
    annex_of: str


def letter_to_data(letter: Letter) -> dict[str, Any]:
    """Plain data, as an issued report keeps it."""
    return asdict(letter)


def letter_from_data(data: Mapping[str, Any]) -> Letter:
    """The letter that was kept."""
    parts = tuple(LetterPart(**part) for part in data["parts"])
    return Letter(**{**data, "parts": parts, "signer": tuple(data["signer"])})
