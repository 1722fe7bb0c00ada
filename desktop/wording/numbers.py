"""Whole numbers as the office writes them."""

from __future__ import annotations


def number(value: int) -> str:
    """12.486."""
    return f"{value:,}".replace(",", ".")
