"""Ways of computing as forms write them: "1 = 2 + 3", "(1.1)+(1.2)", "2/1 x 100%"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from desktop.domain.statistics.forms import Difference, Expression, Formula, Percent, Sum
from desktop.domain.text import fold

_TOKEN = re.compile(r"\s*([A-Za-zđĐ]\w*|\d+(?:\.\d+)*|[+\-−–x×*/:()%\[\]])")
_SIGNS = {"−": "-", "–": "-", "x": "*", "×": "*", ":": "/", "[": "(", "]": ")"}
_SHARE_END: tuple[list[str], ...] = (["*", "100"], ["*", "100", "%"], ["%"], [])


def read_formula(text: str, by_number: Mapping[str, str], own: str) -> Formula | None:
    """The formula over the keys of rows; None when it is not understood in full.

    ``by_number``: the row of each number; ``own``: the row that is computed.
    """
    bare = text.rpartition("=")[2] if "=" in text else text
    tokens = _tokens(fold(bare))
    if not tokens:
        return None
    lowered = {fold(number): key for number, key in by_number.items()}
    plain = [part for part in tokens if part not in ("(", ")")]
    names = [lowered.get(part) for part in plain]
    if _is_share(plain, names):
        return Percent(names[0] or "", names[2] or "")
    rows, signs = names[::2], plain[1::2]
    if own in names or None in rows or len(plain) % 2 == 0 or len(plain) < 3:
        return _expression(tokens, lowered, own)
    keys = tuple(row for row in rows if row is not None)
    if set(signs) == {"+"}:
        return Sum(keys)
    if set(signs) == {"-"} and tokens == plain:
        return Difference(keys[0], keys[1:])
    return _expression(tokens, lowered, own)


def _is_share(plain: list[str], names: list[str | None]) -> bool:
    is_quotient = len(plain) >= 3 and plain[1] == "/" and None not in (names[0], names[2])
    return is_quotient and plain[3:] in _SHARE_END


def _expression(tokens: list[str], rows: Mapping[str, str], own: str) -> Formula | None:
    """Numbers that are no row stand for themselves."""
    written, keys = [], set()
    for part in tokens:
        key = rows.get(part)
        if key is not None:
            keys.add(key)
        elif part[0].isalpha() or part == "%":
            return None
        written.append(key or part)
    if not keys or own in keys or not any(sign in written for sign in "+-*/"):
        return None
    return Expression(" ".join(written), tuple(sorted(keys)))


def _tokens(text: str) -> list[str]:
    """Empty when anything in it is neither a number, a row nor a sign."""
    found, place, bare = [], 0, text.strip()
    while place < len(bare):
        match = _TOKEN.match(bare, place)
        if match is None:
            return []
        found.append(_SIGNS.get(match[1], match[1]))
        place = match.end()
    return found
