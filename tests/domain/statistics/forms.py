"""Small forms for tests, written as the province would write them."""

from __future__ import annotations

from typing import Any

from desktop.domain.statistics.form_data import form_from_data
from desktop.domain.statistics.forms import StatisticsForm
from desktop.services.assessments.formulas import SafeFormulas

FORMULAS = SafeFormulas()


def a_row(key: str, **more: Any) -> dict[str, Any]:
    """A row of whole numbers."""
    return {"key": key, "label": f"Dòng {key}", "type": "integer", **more}


def form_data(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A form as a file holds it."""
    return {
        "format": 1,
        "form": "bieu",
        "version": "1",
        "title": "Biểu thử",
        "kinds": ["q1"],
        "rows": list(rows),
        **more,
    }


def a_form(*rows: dict[str, Any], **more: Any) -> StatisticsForm:
    """The same, read."""
    return form_from_data(form_data(*rows, **more), FORMULAS)
