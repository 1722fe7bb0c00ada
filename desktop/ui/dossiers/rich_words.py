"""Words with colours for labels that show rich text; what people typed never becomes markup."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from desktop.ui.dossiers.presentation import Tone
from desktop.ui.theme import colours


def coloured(text: str, tone: Tone) -> str:
    """A text in the colour of its tone; overdue and due also carry a sign."""
    c = colours()
    colour = {
        Tone.OVERDUE: c.overdue,
        Tone.DUE: c.due,
        Tone.GOOD: c.good,
        Tone.ACCENT: c.accent,
        Tone.MUTED: c.muted,
    }.get(tone)
    sign = {Tone.OVERDUE: "⚠ ", Tone.DUE: "● "}.get(tone, "")
    if colour is None:
        return escape(text)
    return f'<span style="color:{colour}; font-weight:600;">{sign}{escape(text)}</span>'


def definition_rows(facts: Sequence[tuple[str, str]]) -> str:
    """Names and values as a table; facts without a value are left out."""
    muted = colours().muted
    rows = "".join(
        f'<tr><td style="color:{muted}; padding:2px 12px 2px 0; white-space:nowrap;">{name}</td>'
        f'<td style="padding:2px 0;">{escape(value)}</td></tr>'
        for name, value in facts
        if value
    )
    return f"<table>{rows}</table>"
