"""Gói đến: packages that came, and what became of them."""
