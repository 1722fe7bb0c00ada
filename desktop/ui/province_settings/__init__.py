"""Thiết lập of the province's desk."""
