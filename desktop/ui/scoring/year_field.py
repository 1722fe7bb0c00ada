"""A year out of those that an office may speak of: nothing to mistype."""

from __future__ import annotations

from desktop.ui.widgets.fields import ChoiceField

_BEFORE, _AFTER = 8, 2


class YearField(ChoiceField):
    """From eight years ago to two years ahead; this year is chosen."""

    def __init__(self, label: str, name: str, this_year: int) -> None:
        years = range(this_year + _AFTER, this_year - _BEFORE - 1, -1)
        super().__init__(label, name, [(str(year), year) for year in years])
        self._this_year = this_year
        self.choose(this_year)

    @property
    def year(self) -> int:
        """The chosen year."""
        return int(str(self.value))

    def show_year(self, year: int) -> None:
        """Chooses a year, this year when it is too far away."""
        self.choose(self._this_year)
        self.choose(year)

    def keep_year(self, year: int) -> None:
        """Chooses a year, also one that is not among the usual ones."""
        if year not in self._values:
            self._values.append(year)
            self.combo.addItem(str(year))
        self.choose(year)
