"""Vietnamese letters written as keys: what a scanner sends that was set for an input method.

Scanners sold here send "Nguyeexn" (Telex) or "Nguye64n" (VNI) and rely on the machine's input
method to make "Nguyễn" of it; without one the keys stand there as they are. And the Vietnamese
keyboard of Windows has letters where other keyboards have digits.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from desktop.domain.syllables import is_syllable

_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
_VOWELS = "aeiouy"
_TELEX_TONES = {"s": _ACUTE, "f": _GRAVE, "r": _HOOK, "x": _TILDE, "j": _DOT}
_VNI_TONES = {"1": _ACUTE, "2": _GRAVE, "3": _HOOK, "4": _TILDE, "5": _DOT}
_BETWEEN_WORDS = re.compile("([^\\w\u0300-\u0323]+)")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")

# The row of digits on the Vietnamese keyboard of Windows (TCVN 5712), from 1 to 0.
_LAYOUT = dict(zip("ăâêô\u0300\u0309\u0303\u0301\u0323đ", "1234567890", strict=True))
_LAYOUT |= {
    unicodedata.normalize("NFC", letter + tone): _LAYOUT[letter] + _LAYOUT[tone]
    for letter in "ăâêô"
    for tone in (_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT)
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text with letters in place of keys, and how many words that changed."""

    text: str
    changed: int


def decode_keys(text: str) -> Decoded:
    """The text as Telex or VNI would have made it; unchanged when any word resists.

    Only text without a single accent can have been sent as keys.
    """
    unchanged = Decoded(text, 0)
    if not text.isascii():
        return unchanged
    readings = (_read(text, _Telex), _read(text, _Vni))
    return max((r for r in readings if r is not None), key=lambda r: r.changed, default=unchanged)


def undo_layout(text: str) -> str:
    """Digits where the Vietnamese keyboard has put letters: in words made of nothing else."""
    return "".join(_digits(piece) for piece in _BETWEEN_WORDS.split(text))


def _digits(piece: str) -> str:
    found = [letter if letter.isdigit() else _LAYOUT.get(letter.lower()) for letter in piece]
    return piece if None in found else "".join(digit or "" for digit in found)


def _read(text: str, method: type[_Word]) -> Decoded | None:
    changed = 0

    def turn(match: re.Match[str]) -> str:
        nonlocal changed
        word = method(match[0]).read()
        if word == match[0]:
            return word
        if not is_syllable(word):
            raise ValueError(word)
        changed += 1
        return word

    try:
        return Decoded(_WORD.sub(turn, text), changed)
    except ValueError:
        return None


@dataclass(slots=True)
class _Word:
    """One word as it is typed: its letters with their marks, and one tone for all of it."""

    keys: str
    letters: list[str] = field(default_factory=list)
    tone: str = ""

    def read(self) -> str:
        for key in self.keys:
            if not self._is_mark(key.lower()):
                self.letters.append(key)
        return self._with_tone()

    def _is_mark(self, key: str) -> bool:
        raise NotImplementedError

    def _mark(self, wanted: str, mark: str) -> bool:
        """Puts a mark on the last of the wanted letters that has none yet."""
        for place in range(len(self.letters) - 1, -1, -1):
            if self.letters[place].lower() in tuple(wanted):
                self.letters[place] += mark
                return True
        return False

    def _has_vowel(self) -> bool:
        return any(letter[0].lower() in _VOWELS for letter in self.letters)

    def _ends(self, letters: str) -> bool:
        return (
            "".join(letter.lower() for letter in self.letters).rstrip("ngchmpt").endswith(letters)
        )

    def _horn(self) -> bool:
        if self._ends("uo"):
            return self._mark("o", _HORN) and self._mark("u", _HORN)
        return self._mark("ou", _HORN)

    def _stroke(self) -> bool:
        if self.letters and self.letters[0] in ("d", "D"):
            self.letters[0] = "đ" if self.letters[0] == "d" else "Đ"
            return True
        return False

    def _with_tone(self) -> str:
        if self.tone and (place := self._tone_place()) is not None:
            self.letters[place] += self.tone
        return unicodedata.normalize("NFC", "".join(self.letters))

    def _tone_place(self) -> int | None:
        vowels = [n for n, letter in enumerate(self.letters) if letter[0].lower() in _VOWELS]
        begins = "".join(letter.lower() for letter in self.letters[:2])
        if len(vowels) > 1 and begins in ("qu", "gi"):
            vowels = vowels[1:]
        if not vowels:
            return None
        marked = [n for n in vowels if len(self.letters[n]) > 1]
        if marked:
            return marked[-1]
        closed = vowels[-1] < len(self.letters) - 1
        return vowels[-1] if closed else vowels[(len(vowels) - 1) // 2]


class _Telex(_Word):
    def _is_mark(self, key: str) -> bool:
        if key in _TELEX_TONES and self._has_vowel() and not self.tone:
            self.tone = _TELEX_TONES[key]
            return True
        if key in "aeo" and self._mark(key, _CIRCUMFLEX):
            return True
        if key == "w":
            return self._hook()
        return key == "d" and self._stroke()

    def _hook(self) -> bool:
        if self._ends("ua") and not self._ends("qua"):
            return self._mark("u", _HORN)
        if self._ends("a"):
            return self._mark("a", _BREVE)
        return self._horn() or self._mark("a", _BREVE)


class _Vni(_Word):
    def _is_mark(self, key: str) -> bool:
        if key in _VNI_TONES and self._has_vowel() and not self.tone:
            self.tone = _VNI_TONES[key]
            return True
        match key:
            case "6":
                return self._mark("aeo", _CIRCUMFLEX)
            case "7":
                return self._horn()
            case "8":
                return self._mark("a", _BREVE)
            case "9":
                return self._stroke()
        return False
