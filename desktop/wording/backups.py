"""Words about backups."""

from __future__ import annotations


def restore_without(count: int) -> str:
    """The button that restores the register though attachments are lost."""
    return f"Khôi phục sổ hồ sơ, thiếu {count} tệp"
