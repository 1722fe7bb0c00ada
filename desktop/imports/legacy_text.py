"""Text typed with the fonts of before 2001: TCVN3 (.VnTime) and VNI (VNI-Times).

Their files hold Western letters that only the old font shows as Vietnamese. The encoding is
judged by its outcome: the one that turns more words into possible syllables.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from desktop.domain.syllables import syllable_share

# TCVN 5712:1993, third table: one letter a code; capitals with tones exist only in the
# capital fonts (.VnTimeH), which show the small codes as capitals.
_TCVN3_CODES = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô­õøö÷ùúýûüþ¡¢§£¤¥¦"
_TCVN3_LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
_TCVN3 = str.maketrans(dict(zip(_TCVN3_CODES, _TCVN3_LETTERS, strict=True)))

# VNI for Windows: a base letter followed by a letter that stands for the marks.
_VNI_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_HAT = {"à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323", "â": ""}
_VNI_BREVE = {"è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323", "ê": ""}
_VNI_SINGLE = {
    "ñ": "đ", "ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ô": "ơ", "ö": "ư",
}  # fmt: skip
_VNI_PAIR = re.compile(r"([aeouyAEOUYôöÔÖ])([øùûõïàáåãäâèéúüëêØÙÛÕÏÀÁÅÃÄÂÈÉÚÜËÊ])")
_MODERN = re.compile(r"[ạ-ỹăđĩũơư]", re.IGNORECASE)
_SUSPECT = re.compile(r"[^\x00-\x7f]")


@lru_cache(maxsize=65_536)
def mended(text: str) -> tuple[str, str | None]:
    """The text in Unicode and the old encoding's name; None when it was Unicode already."""
    if not _SUSPECT.search(text) or _MODERN.search(unicodedata.normalize("NFC", text)):
        return text, None
    usual = syllable_share(text)
    candidates = [("TCVN3", from_tcvn3(text)), ("VNI", from_vni(text))]
    name, best = max(candidates, key=lambda candidate: syllable_share(candidate[1]))
    if syllable_share(best) > usual and best != text:
        return best, name
    return text, None


def from_tcvn3(text: str) -> str:
    """TCVN3 text as Unicode; text of a capital font comes back in capitals.

    A capital font shows small codes as capitals: plain letters all in capitals beside coded
    letters in lower case betray it, in one word (NGUYễN) or over the whole text (Xã HỘI).
    """
    converted = text.translate(_TCVN3)
    plain = [c for c in text if c.isascii() and c.isalpha()]
    if len(plain) >= 3 and all(c.isupper() for c in plain):
        return converted.upper()
    return " ".join(_even_case(word) for word in converted.split(" "))


def from_vni(text: str) -> str:
    """VNI text as Unicode."""
    marked = _VNI_PAIR.sub(_pair, text)
    return "".join(_single(letter) for letter in marked)


def _even_case(word: str) -> str:
    """NGUYễN, from a capital font, is NGUYỄN."""
    capitals = [c for c in word if c.isascii() and c.isalpha()]
    accented = [c for c in word if not c.isascii() and c.isalpha()]
    if len(capitals) >= 2 and all(c.isupper() for c in capitals) and accented:
        return word.upper()
    return word


def _pair(match: re.Match[str]) -> str:
    base, mark = match[1], match[2].lower()
    upper = base.isupper()
    base = _VNI_SINGLE.get(base.lower(), base.lower())
    if mark in _VNI_TONES:
        made = base + _VNI_TONES[mark]
    elif mark in _VNI_HAT and base in "aeo":
        made = unicodedata.normalize("NFC", base + "\u0302") + _VNI_HAT[mark]
    elif mark in _VNI_BREVE and base == "a":
        made = "ă" + _VNI_BREVE[mark]
    else:
        return match[0]
    letter = unicodedata.normalize("NFC", made)
    # A private mark keeps the finished letter from being read again as a single code.
    return "".join(chr(0xE000 + ord(c)) if ord(c) < 0x1000 else c for c in _cased(letter, upper))


def _cased(letter: str, upper: bool) -> str:
    return letter.upper() if upper else letter


def _single(letter: str) -> str:
    if 0xE000 <= ord(letter) < 0xF000:
        return chr(ord(letter) - 0xE000)
    found = _VNI_SINGLE.get(letter.lower())
    if found is None:
        return letter
    return found.upper() if letter.isupper() else found
