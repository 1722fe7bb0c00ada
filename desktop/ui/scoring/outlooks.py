"""The views that look ahead and around: what to do, the forecast, the pictures of a sheet."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.services.assessments.sheets import ScoreSheet
from desktop.ui.scoring.advice_view import AdviceView
from desktop.ui.scoring.forecast_view import ForecastView
from desktop.ui.scoring.pictures_view import PicturesView
from desktop.ui.shell.context import UiContext

ADVICE, FORECAST, PICTURES = "advice", "forecast", "pictures"
OUTLOOKS = ((ADVICE, "Việc nên làm"), (FORECAST, "Dự báo"), (PICTURES, "Biểu đồ"))


class Outlooks(QObject):
    """Each view reads what it needs when it is shown.

    Tells ``line_wanted`` with a line's number, ``year_wanted`` with a year, ``view_wanted`` with
    the name of another view of these.
    """

    line_wanted = Signal(str)
    year_wanted = Signal(int)
    view_wanted = Signal(str)

    def __init__(self, context: UiContext, parent: QObject) -> None:
        super().__init__(parent)
        self.advice = AdviceView(context)
        self.forecast = ForecastView(context)
        self.pictures = PicturesView(context)
        self.views: dict[str, AdviceView | ForecastView | PicturesView] = {
            ADVICE: self.advice,
            FORECAST: self.forecast,
            PICTURES: self.pictures,
        }
        for view in self.views.values():
            view.line_wanted.connect(self.line_wanted)
        self.forecast.way_wanted.connect(self._show_way)
        self.pictures.year_wanted.connect(self.year_wanted)

    def holds(self, shown: QWidget | None) -> bool:
        """Whether a widget is one of these views."""
        return shown in self.views.values()

    def show(self, name: str, sheet: ScoreSheet) -> None:
        """A view on a sheet, with the keyboard in it."""
        self.views[name].show_sheet(sheet)
        self.views[name].focus_first()

    def refresh(self, shown: QWidget | None, sheet: ScoreSheet) -> None:
        """The shown view after a change; the others read anew when they are shown."""
        for view in self.views.values():
            if view is shown:
                view.show_sheet(sheet)

    def _show_way(self, band: str) -> None:
        """Việc nên làm with a rating to reach."""
        self.view_wanted.emit(ADVICE)
        self.advice.aim_at(band)
