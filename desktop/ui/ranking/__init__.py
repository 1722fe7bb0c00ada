"""Xếp hạng: results side by side."""
