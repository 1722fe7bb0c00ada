"""Finding procedures while somebody types: by words, first letters, code or field."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.text import begins_words, spaced, words
from desktop.services.office import Office
from desktop.services.outcomes import Change
from desktop.services.procedures import ProcedureRow, list_procedures

# Fewer letters than these begin the initials of half the list.
_FEWEST_INITIALS = 3


def find_procedures(
    office: Office, text: str, *, limit: int = 50, only_active: bool = True
) -> list[ProcedureRow]:
    """Procedures whose code, name, short name or field match; the most used first.

    One whose name begins with what was typed stands before one that only has it somewhere:
    "khai sinh" is Khai sinh, however often copies of birth certificates are asked for.
    """
    query = words(text)
    beginning = f" {' '.join(query)}"
    hits = []
    initials = query[0] if len(query) == 1 else ""
    for row, known in zip(list_procedures(office), _procedure_words(office), strict=True):
        if only_active and not row.is_active:
            continue
        named = begins_words(query, known.named)
        if (
            not query
            or named
            or row.code.startswith(text.strip())
            or (initials and known.begins_with_letters(initials))
        ):
            begins = bool(query) and known.named.startswith(beginning)
            hits.append((0 if begins else 1, row))
        elif begins_words(query, known.whole):
            hits.append((2, row))
    hits.sort(key=lambda hit: hit[0])
    return [row for _, row in hits[:limit]]


@dataclass(frozen=True, slots=True)
class _KnownWords:
    """What a procedure is found by: words of its names, all its words, first letters ("ks")."""

    named: str
    whole: str
    initials: tuple[str, ...]

    def begins_with_letters(self, letters: str) -> bool:
        """First letters of all words of a name, or of the first three and more."""
        return letters in self.initials or (
            len(letters) >= _FEWEST_INITIALS
            and any(known.startswith(letters) for known in self.initials)
        )


def _procedure_words(office: Office) -> tuple[_KnownWords, ...]:
    """Per procedure, in the order of the list."""

    def build() -> tuple[_KnownWords, ...]:
        found = []
        for row in list_procedures(office):
            named = words(f"{row.facts.short_name} {row.facts.name}")
            texts = (row.facts.short_name, row.facts.name)
            initials = tuple("".join(word[0] for word in words(text)) for text in texts if text)
            whole = spaced(named + words(row.facts.field))
            found.append(_KnownWords(spaced(named), whole, initials))
        return tuple(found)

    return office.remembered("procedure words", frozenset({Change.PROCEDURES}), build)


def procedures_matching(office: Office, query: list[str]) -> list[int]:
    """Ids of procedures in whose names every query word begins a word."""
    rows = zip(list_procedures(office), _procedure_words(office), strict=True)
    return [row.id for row, known in rows if begins_words(query, known.named)]
