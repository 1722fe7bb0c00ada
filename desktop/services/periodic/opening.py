"""Opening a report that begins where the last one ended."""

from __future__ import annotations

from desktop.domain.figures import Period
from desktop.services.office import Office
from desktop.services.outcomes import Outcome
from desktop.services.periodic.records import PeriodicReport, Wanted, open_report
from desktop.services.periodic.texts import carry_over, earlier_texts
from desktop.services.periodic.values import carry_values


def open_from_earlier(
    office: Office, wanted: Wanted, days: Period | None = None, *, begins: bool = True
) -> Outcome[PeriodicReport]:
    """Opens a report; with ``begins`` its empty parts take the text and steady values before.

    Each step is whole by itself: what was written already is never replaced, so that doing it
    again after a crash does no harm.
    """
    opened = open_report(office, wanted, days)
    if not begins:
        return opened
    report, changes = opened.value, set(opened.changes)
    for earlier in earlier_texts(office, report)[:1]:
        changes |= carry_over(office, report.id, earlier.report_id).changes
    changes |= carry_values(office, report.id).changes
    return Outcome(report, frozenset(changes))
