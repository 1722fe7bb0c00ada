"""Reading single cells: dates as text or numbers, amounts, identity numbers without zeros."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from desktop.domain.moments import VIETNAM
from desktop.domain.text import clean, fold
from desktop.imports.tables import Cell

_EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel's day numbers have no zone
_DATE = re.compile(
    r"(?:ngay\s*)?(\d{1,2})\s*(?:[/.\-]|thang)\s*(\d{1,2})\s*(?:[/.\-]|nam)\s*(\d{4}|\d{2})(?!\d)"
)
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_CLOCK = re.compile(
    r"(?<![\d/.\-])(\d{1,2})\s*(?::|gio\b|[hg](?![a-z]))\s*(\d{2})?(?:\s*(?:phut|p|:\d{2}))?"
)
_ERRORS = ("#n/a", "#value!", "#ref!", "#name?", "#div/0!", "#null!", "#num!")


def cell_text(cell: Cell) -> str:
    """The cell as clean text; whole numbers without ".0"."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "x" if cell else ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H:%M}" if cell.time() != time(0, 0) else f"{cell:%d/%m/%Y}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return clean(str(cell))


def is_error(text: str) -> bool:
    """Whether a spreadsheet left an error in the cell."""
    return text.lower() in _ERRORS


def cell_moment(cell: Cell) -> datetime | None:
    """A local date and time from a date cell, an Excel day number or text; None if it is none.

    Text is day first: 12/05/2025, 12.5.25, "8h30 ngày 12 tháng 5 năm 2025".
    """
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=VIETNAM)
    if isinstance(cell, date):
        return datetime.combine(cell, time(0, 0), VIETNAM)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if 20_000 <= cell <= 80_000:
            moment = _EXCEL_EPOCH + timedelta(days=float(cell))
            return moment.replace(microsecond=0, tzinfo=VIETNAM)
        return None
    if not isinstance(cell, str):
        return None
    return _moment_from_text(fold(clean(cell)))


def _moment_from_text(text: str) -> datetime | None:
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return cell_moment(float(text))
    iso, usual = _ISO_DATE.search(text), _DATE.search(text)
    if iso:
        year, month, day = int(iso[1]), int(iso[2]), int(iso[3])
    elif usual:
        day, month, year = int(usual[1]), int(usual[2]), int(usual[3])
    else:
        return None
    year += 2000 if year < 100 else 0
    found = iso or usual
    assert found is not None
    rest = text[: found.start()] + " " + text[found.end() :]
    clock = _CLOCK.search(rest)
    try:
        at = time(int(clock[1]), int(clock[2] or 0)) if clock else time(0, 0)
        return datetime.combine(date(year, month, day), at, VIETNAM)
    except ValueError:
        return None


def cell_number(cell: Cell) -> int | None:
    """A whole number: 8000, "8.000", "8,000 đ"; None when it is none."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, (int, float)):
        return int(cell) if float(cell).is_integer() else None
    text = re.sub(r"(vnđ|vnd|đồng|đ)\.?$", "", cell_text(cell).lower()).strip()
    if re.fullmatch(r"\d{1,3}([.,\s]\d{3})+|\d+", text):
        return int(re.sub(r"[.,\s]", "", text))
    return None


def cell_digits(cell: Cell) -> str:
    """A number kept as text (identity, phone) out of a text or number cell."""
    return re.sub(r"[\s.\-]", "", cell_text(cell).lstrip("'"))
