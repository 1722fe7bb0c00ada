"""Which figure of the office a line of an imported set speaks of: proposals, always told."""

from __future__ import annotations

from desktop.domain.criteria.checks import figure_shapes
from desktop.domain.criteria.figures import FIGURES
from desktop.domain.criteria.items import CriteriaItem
from desktop.domain.text import fold

# Words of a line's name that point at a figure; the first that fits its rule is proposed.
_FIGURE_WORDS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("apology_share", ("xin loi",), ()),
    ("paid_online_share", ("thanh toan truc tuyen",), ()),
    ("on_time_share", ("ho so", "dung han"), ("phan anh", "kien nghi", "bao cao")),
    ("online_share", ("ho so", "truc tuyen"), ("phat sinh", "thanh toan", "tthc")),
    ("online_procedures_share", ("tthc truc tuyen", "phat sinh"), ()),
    ("electronic_results_share", ("ket qua dien tu",), ()),
    ("components_digitised_share", ("so hoa", "ho so"), ("khai thac", "tai su dung")),
    ("by_post_count", ("buu chinh",), ()),
    ("feedback_in_time_share", ("pakn", "dung han"), ()),
    ("plan_done_share", ("hoan thanh ke hoach",), ("dao tao", "tuyen truyen")),
    ("satisfied_share", ("hai long", "phieu"), ()),
    ("sipas_percent", ("chi so hai long",), ()),
)


def proposed_figure(item: CriteriaItem) -> str:
    """The figure of the office that a line's name speaks of and its rule can take; or nothing."""
    words = fold(item.name)
    fitting = figure_shapes(item.rule) if item.rule is not None else ()
    for figure, needed, excluded in _FIGURE_WORDS:
        said = all(word in words for word in needed) and not any(w in words for w in excluded)
        if said and FIGURES[figure].shape in fitting:
            return figure
    return ""
