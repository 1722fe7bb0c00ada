"""Dates and times by the keyboard: Tab goes on to the next field, as in every other field.

Qt's own go from day to month to year with Tab, three keys out of a field. The digits go on by
themselves, and the arrows and the mouse choose a part as before.
"""

from __future__ import annotations

from PySide6.QtWidgets import QDateEdit, QDateTimeEdit, QWidget


class DayEdit(QDateEdit):
    """A date."""

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's name
        """Out of the field, whichever part is marked."""
        return QWidget.focusNextPrevChild(self, next)


class MomentEdit(QDateTimeEdit):
    """A date with its time."""

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's name
        """Out of the field, whichever part is marked."""
        return QWidget.focusNextPrevChild(self, next)
