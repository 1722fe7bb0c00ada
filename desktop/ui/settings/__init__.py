"""Danh mục và thiết lập: what the office sets once and looks after."""
