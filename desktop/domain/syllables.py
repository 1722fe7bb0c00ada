"""Whether a word is a possible Vietnamese syllable: used to judge repaired text."""

from __future__ import annotations

import re
import unicodedata

_TONES = str.maketrans("", "", "\u0300\u0301\u0303\u0309\u0323")
_ONSETS = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x|"
_RIMES = (
    "oai|oay|oeo|uây|uôi|ươi|ươu|uya|uyu|iêu|yêu|uyê|uao|ieu|"
    "ai|ao|au|âu|ay|ây|eo|êu|ia|iu|oa|oă|oe|oi|ôi|ơi|oo|ôô|ua|uâ|uê|ui|ưi|uô|uơ|uy|ưa|ươ|ưu|iê|yê|"
    "a|ă|â|e|ê|i|o|ô|ơ|u|ư|y"
)
_CODAS = "ch|ng|nh|c|m|n|p|t|"
_SYLLABLE = re.compile(f"(?:{_ONSETS})(?:{_RIMES})(?:{_CODAS})")


def is_syllable(word: str) -> bool:
    """Whether the word can be Vietnamese: onset, rime and at most one tone."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    if sum(c in "\u0300\u0301\u0303\u0309\u0323" for c in decomposed) > 1:
        return False
    bare = unicodedata.normalize("NFC", decomposed.translate(_TONES))
    return _SYLLABLE.fullmatch(bare) is not None


def syllable_share(text: str) -> float:
    """The share of words that are possible syllables; 0 without any word of letters."""
    parts = [part.strip(".,;:()[]\"'-/") for part in text.split()]
    letters = [part for part in parts if any(c.isalpha() for c in part)]
    if not letters:
        return 0.0
    return sum(is_syllable(part) for part in letters) / len(letters)
