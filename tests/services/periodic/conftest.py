"""The report of the year opened."""

from __future__ import annotations

import pytest

from desktop.services.office import Office
from desktop.services.periodic.records import PeriodicReport, Wanted, open_report


@pytest.fixture
def report(office: Office) -> PeriodicReport:
    """The report of 2026; nothing is written yet."""
    return open_report(office, Wanted("year", 2026)).value
