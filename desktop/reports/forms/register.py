"""Form 07 as PDF: a register of any length, drawn row by row as the rows arrive.

Own line breaking on a bare canvas: pages a second and memory stay the same for a day and for
ten years. Volumes, pages and closing pages follow the book rules (layout, TT 01/2018 Đ.10.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from desktop.reports.fonts import register_fonts
from desktop.reports.forms.layout import FormLayout
from desktop.reports.forms.paper import FormData, Letterhead
from desktop.reports.forms.register_page import PAGE, RegisterPage, page_label
from desktop.reports.forms.render import draw_on_page, make_canvas, spoken_title
from desktop.reports.forms.sheets import Sheet
from desktop.reports.writing import written_whole
from desktop.wording.amounts import number_in_words
from desktop.wording.dates import day

NO_ENTRIES = "Không có hồ sơ trong khoảng thời gian này."


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One line of the book; ``cells`` by the names of the layout."""

    year: int
    number: int
    received_on: date
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RegisterFrame:
    """What stands around the lines; the first page is ``first_page`` of volume ``volume``.

    ``values`` are those of the layout that do not change from page to page.
    """

    letterhead: Letterhead
    values: Mapping[str, str]
    year: int
    volume: int = 1
    first_page: int = 1


@dataclass(frozen=True, slots=True)
class RegisterDrawn:
    """How much was written."""

    pages: int
    entries: int
    volumes: int


def write_register(
    target: Path, layout: FormLayout, frame: RegisterFrame, entries: Iterable[RegisterEntry]
) -> RegisterDrawn:
    """Writes the book; entries come in the order of their numbers, years one after another.

    Raises DISK_FULL, FILE_NOT_WRITABLE, and whatever the iterator raises; then no file is left.
    """
    register_fonts()
    with written_whole(target) as aside:
        canvas = make_canvas(str(aside), PAGE)
        canvas.setTitle(
            f"{layout.title.capitalize()} {frame.values['from']} – {frame.values['to']}"
        )
        canvas.setAuthor(frame.letterhead.shop_name)
        canvas.setSubject(spoken_title(layout))
        book = _Book(canvas, layout, frame)
        for entry in entries:
            book.write(entry)
        drawn = book.end()
        canvas.save()
    return drawn


@dataclass
class _Volume:
    """The volume being written."""

    year: int
    number: int
    page: int
    entries: int = 0
    first: RegisterEntry | None = None
    last: RegisterEntry | None = None


class _Book:
    def __init__(self, canvas: Any, layout: FormLayout, frame: RegisterFrame) -> None:
        self._canvas = canvas
        self._layout = layout
        self._frame = frame
        self._most_pages = int(layout.block("register")["pages_per_volume"])
        self._volume = _Volume(frame.year, frame.volume, frame.first_page)
        self._page: RegisterPage | None = None
        self._pages = self._entries = 0
        self._volumes = 1

    def write(self, entry: RegisterEntry) -> None:
        """Adds a line, on a new page, volume or year where one begins."""
        if entry.year != self._volume.year:
            if self._volume.entries:
                self._close_volume()
                self._volumes += 1
            self._volume = _Volume(entry.year, 1, 1)
        lines = None
        while True:
            page = self._open_page()
            lines = page.write(entry.cells) if lines is None else page.go_on(lines)
            if not lines:
                break
            self._close_page()
            self._leave_full_volume()
        volume = self._volume
        volume.first = volume.first or entry
        volume.last = entry
        volume.entries += 1
        self._entries += 1

    def end(self) -> RegisterDrawn:
        """Closes the last volume."""
        if not self._entries:
            self._open_page().say(NO_ENTRIES)
        self._close_volume()
        return RegisterDrawn(self._pages, self._entries, self._volumes)

    def _open_page(self) -> RegisterPage:
        if self._page is None:
            self._leave_full_volume()
            values = self._values()
            self._page = RegisterPage(
                self._canvas,
                self._layout.block("register"),
                values,
                self._frame.letterhead,
                self._volume.page,
            )
        return self._page

    def _close_page(self) -> None:
        if self._page is not None:
            self._page.finish()
            self._page = None
            self._pages += 1
            self._volume.page += 1

    def _leave_full_volume(self) -> None:
        """The last page of a volume is its closing page; numbers go on in the next one."""
        if self._volume.entries and self._volume.page >= self._most_pages:
            self._close_volume()
            self._volumes += 1
            self._volume = _Volume(self._volume.year, self._volume.number + 1, 1)

    def _close_volume(self) -> None:
        self._close_page()
        volume = self._volume
        first, last = volume.first, volume.last
        values = self._values() | {
            "entries": str(volume.entries),
            "first_entry": str(first.number) if first else "–",
            "last_entry": str(last.number) if last else "–",
            "first_day": day(first.received_on) if first else "–",
            "last_day": day(last.received_on) if last else "–",
            "pages": f"{volume.page:02d}",
            "pages_in_words": number_in_words(volume.page),
        }
        data = FormData(self._frame.letterhead, "", date.min, values)
        closing = _closing(self._layout)
        draw_on_page(self._canvas, closing, data, _CLOSING_SHEET, page_label(volume.page))
        self._pages += 1

    def _values(self) -> dict[str, str]:
        volume = {"year": str(self._volume.year), "volume": f"{self._volume.number:02d}"}
        return {**self._frame.values, **volume}


_CLOSING_SHEET = Sheet(PAGE, ((70.0, 40.0, PAGE[0] - 140.0, PAGE[1] - 90.0),), 13)


def _closing(layout: FormLayout) -> FormLayout:
    """The closing page as a form of its own."""
    block = layout.block("closing")
    signatures = {"left": "", **block, "kind": "signatures"}
    lines = [{"kind": "line", "text": text} for text in block["lines"]]
    blocks = ({"kind": "title"}, *lines, signatures)
    return replace(layout, title=block["title"], blocks=blocks)
