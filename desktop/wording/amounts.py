"""Amounts of money in words, as slips and receipts write them.

Choices, stated once for every paper: a skipped ten is read "linh" (not "lẻ"), a thousand is
"nghìn" (not "ngàn"), a last four after "mươi" or "linh" is "tư", and a skipped hundred inside
a number is read in full ("một nghìn không trăm linh năm").
"""

from __future__ import annotations

LARGEST_AMOUNT = 10**18 - 1
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION = 10**9


def amount_in_words(amount: int) -> str:
    """Tám nghìn đồng, for 8000. Raises ValueError below 0 and above LARGEST_AMOUNT.

    >>> amount_in_words(1_021_105)
    'Một triệu không trăm hai mươi mốt nghìn một trăm linh năm đồng'
    """
    text = number_in_words(amount)
    return f"{text[0].upper()}{text[1:]} đồng"


def number_in_words(number: int) -> str:
    """hai mươi mốt, for 21. Raises ValueError below 0 and above LARGEST_AMOUNT."""
    if not 0 <= number <= LARGEST_AMOUNT:
        raise ValueError(number)
    return " ".join(_below_quintillion(number)) if number else _DIGITS[0]


def _below_quintillion(number: int) -> list[str]:
    billions, rest = divmod(number, _BILLION)
    if not billions:
        return _below_billion(rest, leads=True)
    words = [*_below_billion(billions, leads=True), "tỷ"]
    return words + _below_billion(rest, leads=False)


def _below_billion(number: int, *, leads: bool) -> list[str]:
    words: list[str] = []
    for size, name in ((1_000_000, "triệu"), (1_000, "nghìn"), (1, "")):
        group, number = divmod(number, size)
        if not group:
            continue
        words += _below_thousand(group, leads=leads and not words)
        words += [name] if name else []
    return words


def _below_thousand(number: int, *, leads: bool) -> list[str]:
    """Three digits; only a leading group leaves its empty hundreds out."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = [] if leads and not hundreds else [_DIGITS[hundreds], "trăm"]
    if tens > 1:
        words += [_DIGITS[tens], "mươi"]
    elif tens == 1:
        words.append("mười")
    elif ones and words:
        words.append("linh")
    return words + ([_last_digit(tens, ones, after_linh=words[-1:] == ["linh"])] if ones else [])


def _last_digit(tens: int, ones: int, *, after_linh: bool) -> str:
    if ones == 1 and tens > 1:
        return "mốt"
    if ones == 4 and (tens > 1 or after_linh):
        return "tư"
    if ones == 5 and tens >= 1:
        return "lăm"
    return _DIGITS[ones]
