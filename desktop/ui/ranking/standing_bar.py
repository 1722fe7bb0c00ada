"""Provisional or published: the first thing that the eye meets on the page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop.services.provinces.ranking import Ranking
from desktop.ui.icons import pixmap
from desktop.ui.ranking.rank_looks import standing_words
from desktop.ui.theme import colours
from desktop.ui.widgets.cards import label


class StandingBar(QWidget):
    """One sentence on a ground of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rankingStanding")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        self._sign = QLabel()
        self.words = label("", name="rankingStandingWords")
        row.addWidget(self._sign)
        row.addWidget(self.words, 1)

    def show_ranking(self, ranking: Ranking) -> None:
        """What kind of list this is."""
        sign, tone, text = standing_words(ranking)
        if ranking.criteria.is_sample:
            text += " · bộ tiêu chí là dữ liệu mẫu"
        c = colours()
        colour, ground = getattr(c, tone), getattr(c, f"{tone}_soft")
        self._sign.setPixmap(pixmap(sign, colour, 18))
        self.words.setText(text)
        self.words.setStyleSheet(f"color: {colour}; font-weight: 600;")
        self.setStyleSheet(f"#rankingStanding {{ background: {ground}; border-radius: 6px; }}")
