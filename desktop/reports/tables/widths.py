"""How wide the columns of a table are on paper: by their shares, and so that no word breaks."""

from __future__ import annotations

from desktop.reports.fonts import BOLD, register_fonts
from desktop.reports.tables.table import Kind, ReportTable, TableColumn, shown
from desktop.reports.tables.wrapping import word_width

_LONGEST_WORD = 20  # letters; what is longer, in a name or an address, may be cut
_UNCUT = ("code",)
_LEAST_SHARE = 5
_LESS = 0.9


def fitted_widths(table: ReportTable, width: float, size: float, pad: float) -> list[float]:
    """Widths that add up to ``width``; ``pad`` is kept free on both sides of a cell.

    Numbers, dates, codes and words are not broken: narrow columns take room from wide ones.
    Where a page is too narrow for everything, the long words of text columns give way first.
    """
    register_fonts()
    share = sum(column.width for column in table.columns)
    widths = [column.width / share * width for column in table.columns]
    needs = _needs(table, width, size, pad)
    for place, need in enumerate(needs):
        while (lacking := need - widths[place]) > 0.1:
            spare = [have - least for have, least in zip(widths, needs, strict=True)]
            giver = max(range(len(spare)), key=lambda n: spare[n])
            given = min(lacking, spare[giver])
            if given <= 0.1:
                break  # the page is too narrow for everything: long words are cut
            widths[giver] -= given
            widths[place] += given
    return widths


def _needs(table: ReportTable, width: float, size: float, pad: float) -> list[float]:
    """The widths of the longest words, made to fit the page at the cost of long texts."""
    most = width / _LEAST_SHARE
    around = 2 * pad + 1
    heads = [_longest({column.heading}, size) + around for column in table.columns]
    texts = [_longest(_words(table, column), size) + around for column in table.columns]

    def within(limit: float) -> list[float]:
        limits = [most if _is_whole(column) else limit for column in table.columns]
        return [
            max(min(head, most), min(text, most_of_it))
            for head, text, most_of_it in zip(heads, texts, limits, strict=True)
        ]

    limit = most
    while sum(within(limit)) > width and limit > most / _LEAST_SHARE:
        limit *= _LESS
    return within(limit)


def _is_whole(column: TableColumn) -> bool:
    """Whether what stands in the column may never be cut: a number, a date, a code."""
    return column.kind is not Kind.TEXT or column.key in _UNCUT


def _words(table: ReportTable, column: TableColumn) -> set[str]:
    rows = [*table.rows, *([table.total] if table.total else [])]
    texts = {shown(row.get(column.key), column.kind) for row in rows}
    found = {word for text in texts for word in text.split()}
    if _is_whole(column):
        return found
    return {word for word in found if len(word) <= _LONGEST_WORD}


def _longest(texts: set[str], size: float) -> float:
    words = {word for text in texts for word in text.split()}
    return max((word_width(word, BOLD, size) for word in words), default=0.0)
