"""Places on the page of self-assessment that other pages open: a view, or a line by its number.

"advice", "3.3.1"; with the assessment in front: "2025/mau-cap-xa/compare".
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """What is asked for; year 0 for the assessment that is shown."""

    key: str
    year: int = 0
    code: str = ""

    def is_elsewhere(self, year: int, code: str) -> bool:
        """Whether another assessment than this one is meant."""
        return bool(self.year) and (self.year, self.code) != (year, code)


def place_of(text: str) -> Place:
    """The place that a section's text names."""
    year, _, rest = text.partition("/")
    code, _, key = rest.partition("/")
    return Place(key, int(year), code) if key and year.isdecimal() else Place(text)
