"""Vietnamese text: one normal form, keys for search and for sorting.

``fold`` is used on both sides of every search (SQLite's own tokenizers do not fold đ).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_BASES = {
    "a": "àáảãạăằắẳẵặâầấẩẫậ",
    "d": "đ",
    "e": "èéẻẽẹêềếểễệ",
    "i": "ìíỉĩị",
    "o": "òóỏõọôồốổỗộơờớởỡợ",
    "u": "ùúủũụưừứửữự",
    "y": "ỳýỷỹỵ",
}
_FOLD = {ord(letter): base for base, letters in _BASES.items() for letter in letters}
_SPACES = re.compile(r"\s+")
# What no printed page shows: control signs, marks of width and direction that pasting brings.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_WORDS = re.compile(r"[^\W_]+")

# The Vietnamese alphabet as dictionaries order it; a mark weighs less than the next letter.
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: chr(0x61 + place) for place, letter in enumerate(_ALPHABET)}
_TONE_RANK = {"": "0", "\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_VOWEL_MARKS = {"\u0306", "\u0302", "\u031b"}


def clean(text: str) -> str:
    """The text in NFC, white space made single spaces, unseen signs gone; as it is stored."""
    if not text:  # most fields of most forms
        return ""
    if not text.isprintable():
        text = _UNSEEN.sub("", text)
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def clean_lines(text: str) -> str:
    """Like :func:`clean` line by line; line breaks stay, blank lines go."""
    lines = (clean(line) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def fold(text: str) -> str:
    """Lower case without accents, đ as d: the key that search compares.

    >>> fold("Nguyễn Thị ĐÀO")
    'nguyen thi dao'
    """
    folded = unicodedata.normalize("NFC", text).lower().translate(_FOLD)
    if folded.isascii():
        return folded
    stripped = unicodedata.normalize("NFD", folded)
    return "".join(c for c in stripped if not unicodedata.combining(c)).translate(_FOLD)


def words(text: str) -> list[str]:
    """The folded words of a text: runs of letters or digits, in order."""
    return _WORDS.findall(fold(text)) if text else []


def numbers_joined(query_words: list[str]) -> list[str]:
    """Neighbouring groups of digits as the one number they were before somebody spaced it.

    >>> numbers_joined(["an", "0912", "345", "678"])
    ['an', '0912345678']
    """
    joined: list[str] = []
    after_digits = False
    for word in query_words:
        if after_digits and word.isdigit():
            joined[-1] += word
        else:
            joined.append(word)
        after_digits = word.isdigit()
    return joined


def matches_all(query_words: list[str], folded_text_words: list[str]) -> bool:
    """Whether each query word begins some word of the text, in any order."""
    return all(any(w.startswith(q) for w in folded_text_words) for q in query_words)


def spaced(folded_text_words: list[str]) -> str:
    """Words as one text for ``begins_words``: a prefix of a word stands behind a space."""
    return " " + " ".join(folded_text_words)


def begins_words(query_words: list[str], spaced_text: str) -> bool:
    """Like :func:`matches_all`, many times faster, for a text made by :func:`spaced`."""
    return all(f" {word}" in spaced_text for word in query_words)


@lru_cache(maxsize=4096)
def _ranked(letter: str) -> tuple[str, str]:
    parts = unicodedata.normalize("NFD", letter)
    tone = next((c for c in parts if c in _TONE_RANK), "")
    kept = parts[0] + "".join(c for c in parts[1:] if c in _VOWEL_MARKS)
    base = unicodedata.normalize("NFC", kept)
    return _RANK.get(base, letter), _TONE_RANK[tone]


def sort_key(text: str) -> str:
    """A key whose plain string order is Vietnamese dictionary order (a ă â, then tones)."""
    primary, tones = [], []
    for letter in unicodedata.normalize("NFC", text).lower():
        rank, tone = _ranked(letter)
        primary.append(rank)
        tones.append(tone)
    return "".join(primary) + "\x01" + "".join(tones)


def masked_number(number: str) -> str:
    """An identity number as lists show it: first three and last two signs only."""
    if len(number) <= 5:
        return number
    return number[:3] + "•" * (len(number) - 5) + number[-2:]
