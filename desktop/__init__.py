"""Sổ Một Cửa: the offline desk application of Vietnam's commune one-stop offices."""

__version__ = "0.1.0"
