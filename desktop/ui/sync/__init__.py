"""Đồng bộ: what waits to leave, what the province answered, joining, the other desks."""
