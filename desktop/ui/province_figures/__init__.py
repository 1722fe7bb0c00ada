"""Số liệu toàn tỉnh: figures over all units."""
