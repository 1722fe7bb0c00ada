"""Which procedure is meant: by a hand-kept register's own wording, by a code typed in a search."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.errors import InputRefused
from desktop.domain.procedures import check_code
from desktop.domain.text import fold
from desktop.services.office import Office
from desktop.services.procedures import ProcedureRow, list_procedures

# Likeness of words (0 to 100) from which a name is taken for another one, and said so.
_GUESS_FROM = 86
_SHORTEST_CODE_PART = 4


@dataclass(frozen=True, slots=True)
class ProcedureMatch:
    """What a register's wording was taken for; ``sure`` unless it was guessed by likeness."""

    procedure: ProcedureRow
    sure: bool


class ProcedureMatcher:
    """Finds the procedure that a register's wording means; remembers what it found."""

    def __init__(self, office: Office, aliases: dict[str, int]) -> None:
        rows = list_procedures(office)
        by_id = {row.id: row for row in rows}
        self._by_code = {row.code: row for row in rows}
        self._exact: dict[str, ProcedureRow] = {}
        for row in rows:
            self._exact.setdefault(fold(row.facts.name), row)
            self._exact.setdefault(fold(row.facts.name.removeprefix("Thủ tục ")), row)
        for row in rows:
            if row.facts.short_name:
                self._exact[fold(row.facts.short_name)] = row
        for alias, procedure_id in aliases.items():
            if procedure_id in by_id:
                self._exact[alias] = by_id[procedure_id]
        self._found: dict[tuple[str, str], ProcedureMatch | None] = {}

    def match(self, code: str, wording: str) -> ProcedureMatch | None:
        """By code, by name or alias, else the one name that is alike enough."""
        key = (code, wording)
        if key not in self._found:
            self._found[key] = self._search(code, wording)
        return self._found[key]

    def _search(self, code: str, wording: str) -> ProcedureMatch | None:
        for text in (code, wording):
            try:
                by_code = self._by_code.get(check_code(text))
            except InputRefused:
                continue
            if by_code is not None:
                return ProcedureMatch(by_code, sure=True)
        exact = self._exact.get(fold(wording)) if wording else None
        if exact is not None:
            return ProcedureMatch(exact, sure=True)
        return self._alike(wording)

    def _alike(self, wording: str) -> ProcedureMatch | None:
        from rapidfuzz import fuzz, process

        if len(wording) < 5:
            return None
        known = self._exact.keys()
        best = process.extract(fold(wording), known, scorer=fuzz.token_sort_ratio, limit=2)
        if not best or best[0][1] < _GUESS_FROM:
            return None
        first = self._exact[best[0][0]]
        rival = len(best) > 1 and best[1][1] == best[0][1]
        if rival and self._exact[best[1][0]].id != first.id:
            return None
        return ProcedureMatch(first, sure=False)


def procedures_coded(office: Office, first: str, rest: str) -> list[int]:
    """Ids of procedures whose code begins with these two parts: "1" and "004873"."""
    if len(first) != 1 or len(rest) < _SHORTEST_CODE_PART or not (first + rest).isdigit():
        return []
    begins = f"{first}.{rest}"
    return [row.id for row in list_procedures(office) if row.code.startswith(begins)]
