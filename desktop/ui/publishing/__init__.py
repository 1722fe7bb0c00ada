"""Phát hành: what is sent down to the units."""
