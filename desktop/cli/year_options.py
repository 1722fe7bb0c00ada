"""What every command about one year's self-assessment takes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from desktop.domain.errors import Entry, InputProblem, InputRefused


def on_year(parser: Any, action: Any, *, set_required: bool = False) -> Any:
    """Adds the year and the set; gives the parser back."""
    parser.add_argument("--year", type=int, required=True, metavar="NĂM")
    parser.add_argument("--set", required=set_required, metavar="MÃ", help="bộ tiêu chí")
    parser.set_defaults(action=action)
    return parser


def read_own_points(text: str | None) -> Decimal | None:
    """Points as typed, "0,5"; None when none were. Raises InputRefused on ``points``."""
    from desktop.domain.criteria.numbers import read_points

    if text is None:
        return None
    value = read_points(text)
    if value is None:
        raise InputRefused(InputProblem("points", Entry.NOT_A_NUMBER, {"text": text}))
    return value
