"""The forecast on the practice office, tried out on its finished year."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.domain.criteria.forecast import Basis
from desktop.domain.errors import InputRefused, Rule, RuleViolation
from desktop.services.assessments.answering import AnswerEntry, answer_line
from desktop.services.assessments.forecasting import backtest, forecast
from desktop.services.clock import FixedClock
from desktop.services.door import PRACTICE_PASSWORD
from desktop.services.office import Office
from desktop.services.signing_in import sign_in
from tests.factory import FRIDAY_MORNING, PRACTICE_OFFICE_ADMIN
from tests.services.assessments.conftest import YEAR


@pytest.fixture(scope="module")
def practice(practice_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A practice office of 400 dossiers: last year finished, this one running."""
    folder = tmp_path_factory.mktemp("practice") / "office"
    shutil.copytree(practice_template, folder)
    office = sign_in(folder, PRACTICE_OFFICE_ADMIN, PRACTICE_PASSWORD, FixedClock(FRIDAY_MORNING))
    yield office
    office.close()


def test_the_finished_year_tells_how_good_forecasts_are(practice: Office) -> None:
    found = backtest(practice, YEAR - 1)
    assert found.as_of == date(YEAR - 1, 9, 30)
    assert {"3.3.1", "7.3.2"} <= {line.item.id for line in found.lines}
    assert all(line.low <= line.forecast <= line.high for line in found.lines)
    assert found.mean_error <= 1
    late = backtest(practice, YEAR - 1, as_of=date(YEAR - 1, 12, 31))
    assert (late.mean_error, late.inside) == (0, len(late.lines))


def test_a_year_that_is_not_over_has_no_error_yet(practice: Office) -> None:
    with pytest.raises(RuleViolation) as refused:
        backtest(practice, YEAR)
    assert refused.value.code is Rule.YEAR_NOT_OVER
    with pytest.raises(InputRefused):
        forecast(practice, YEAR, as_of=date(YEAR - 1, 12, 31))


def test_every_line_has_a_forecast_with_what_it_rests_on(practice: Office) -> None:
    found = forecast(practice, YEAR)
    lines = {line.item.id: line for line in found.lines}
    assert lines["3.3.1"].basis is Basis.SEASON
    assert lines["3.3.1"].end is not None
    assert lines["3.3.1"].end.to_come > 0
    assert (lines["1.5"].basis, lines["1.5"].points, lines["1.5"].low) == (Basis.LAST_YEAR, 1, 0)
    assert (lines["6.3"].basis, lines["6.3"].points) == (Basis.AS_IS, Decimal("1.5"))
    assert all(line.low <= line.points <= line.high for line in found.lines)
    assert found.low <= found.likely.percent <= found.high
    assert found.likely.percent >= found.now.percent


def test_a_typed_answer_is_not_forecast_over(practice: Office, tmp_path: Path) -> None:
    answer_line(practice, YEAR, "7.3.2", AnswerEntry(value="90"))
    line = next(r for r in forecast(practice, YEAR).lines if r.item.id == "7.3.2")
    assert (line.basis, line.points) == (Basis.AS_IS, line.now)
