"""Charts drawn by our own painter: small, fast, and every mark opens its list."""

from __future__ import annotations

from desktop.domain.figures_series import SeriesKind
from desktop.ui.figures.charts.bars import BarChart
from desktop.ui.figures.charts.base import Chart
from desktop.ui.figures.charts.heat import HeatChart
from desktop.ui.figures.charts.radar import RadarChart
from desktop.ui.figures.charts.ranked import RankedChart
from desktop.ui.figures.charts.shares import ShareChart
from desktop.ui.figures.charts.trend import TrendChart
from desktop.ui.figures.charts.waterfall import WaterfallChart

_CHARTS: dict[SeriesKind, type[Chart]] = {
    SeriesKind.BARS: BarChart,
    SeriesKind.SHARES: ShareChart,
    SeriesKind.RANKED: RankedChart,
    SeriesKind.HEAT: HeatChart,
    SeriesKind.TREND: TrendChart,
    SeriesKind.WATERFALL: WaterfallChart,
    SeriesKind.RADAR: RadarChart,
}


def chart_for(kind: SeriesKind, name: str) -> Chart:
    """An empty chart that draws series of a kind; ``name`` is its object name."""
    return _CHARTS[kind](name)
