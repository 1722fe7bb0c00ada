"""Số liệu & báo cáo: figures, charts and reports of a period."""
