"""The recovery code (mã khôi phục): printed once, opens the office when a password is lost.

Five groups of five signs of Crockford's alphabet: 120 random bits and one check sign.
"""

from __future__ import annotations

import secrets

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SIGNS = 24
# Catches every single wrong sign and every swap of two neighbours, but for 0 and Z, which are
# one to it (0 and 31); such a code goes on to the key, which refuses it.
_CHECK_PRIME = 31
_LOOK_ALIKE = str.maketrans("OILU", "011V")


def new_recovery_code() -> str:
    """A fresh code, "ABCDE-FGHJK-MNPQR-STVWX-YZ01C"."""
    value = secrets.randbits(5 * _SIGNS)
    signs = _signs(value) + _ALPHABET[value % _CHECK_PRIME]
    return "-".join(signs[i : i + 5] for i in range(0, 25, 5))


def normal_recovery_code(text: str) -> str | None:
    """The 25 signs of a code as typed (spaces, dashes, case, O for 0 forgiven); None if wrong."""
    signs = "".join(c for c in text.upper() if c.isalnum()).translate(_LOOK_ALIKE)
    if len(signs) != _SIGNS + 1 or any(c not in _ALPHABET for c in signs):
        return None
    value = 0
    for sign in signs[:-1]:
        value = value * 32 + _ALPHABET.index(sign)
    return signs if _ALPHABET[value % _CHECK_PRIME] == signs[-1] else None


def _signs(value: int) -> str:
    signs = []
    for _ in range(_SIGNS):
        value, place = divmod(value, 32)
        signs.append(_ALPHABET[place])
    return "".join(reversed(signs))
