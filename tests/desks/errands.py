"""What a desk does beside dossiers, each as one step of a clerk."""

from __future__ import annotations

from collections.abc import Callable

from desktop.domain.errors import RuleViolation
from desktop.services.assessments.answering import AnswerEntry, answer_line
from desktop.services.assessments.evidence import EvidenceRow, add_evidence, remove_evidence
from desktop.services.assessments.opening import open_assessment
from desktop.services.assessments.sheets import score_sheet
from desktop.services.office import Office
from desktop.services.periodic.records import PeriodicReport, Wanted, open_report
from desktop.services.periodic.texts import write_text
from desktop.services.periodic.values import set_value
from desktop.services.reports.building import build_report, override_cell
from desktop.services.reports.issuing import issue_report
from desktop.services.reports.overrides import overrides_of, remove_override
from desktop.services.reports.request import make_request
from desktop.services.reserved_codes import reserve_codes, spoil_code, unused_codes
from tests.services.assessments.conftest import SAMPLE, YEAR
from tests.services.files import a_png
from tests.services.register_of_november import NOVEMBER

ITEMS = ("1.7", "3.3.1", "1.1.1")


def answer(desk: Office, which: int) -> None:
    open_assessment(desk, SAMPLE, YEAR)
    said = f"quầy {desk.info.desk_number}"
    answer_line(desk, YEAR, ITEMS[which], AnswerEntry(not_applicable=True, note=said))


def prove(desk: Office, which: int) -> None:
    open_assessment(desk, SAMPLE, YEAR)
    add_evidence(desk, YEAR, [ITEMS[which]], "bằng chứng.png", a_png(f"minh chứng {which}"))


def take_proof_away(desk: Office, which: int) -> None:
    open_assessment(desk, SAMPLE, YEAR)
    rows = proofs(desk, ITEMS[which])
    if rows:
        remove_evidence(desk, YEAR, rows[0].id)


def proofs(desk: Office, item: str) -> tuple[EvidenceRow, ...]:
    return score_sheet(desk, YEAR).line(item).evidence


def issue(desk: Office, _which: int) -> None:
    issue_report(desk, build_report(desk, "settlement", NOVEMBER))


def type_figure(desk: Office, which: int) -> None:
    request = make_request("settlement", NOVEMBER)
    found = overrides_of(desk, request)
    if found and which == 0:
        remove_override(desk, found[0].id)
    else:
        override_cell(desk, request, "total", "c3", str(which + desk.info.desk_number), "Sổ giấy")


def report(desk: Office) -> PeriodicReport:
    return open_report(desk, Wanted("year", 2026)).value


def write(desk: Office, which: int) -> None:
    opened = report(desk)
    parts = [part.key for part in opened.sections if part.writes]
    write_text(desk, opened.id, parts[which], f"Lời của quầy {desk.info.desk_number}.")


def fill_in(desk: Office, which: int) -> None:
    opened = report(desk)
    text = str(which) if which else ""
    set_value(desk, opened.id, ("plan_set", "value"), text)


def take_numbers(desk: Office, which: int) -> None:
    reserve_codes(desk, which + 1)


def spoil(desk: Office, _which: int) -> None:
    for sheet in unused_codes(desk)[:1]:
        try:
            spoil_code(desk, sheet.code, "Rách")
        except RuleViolation:
            return


ERRANDS: tuple[Callable[[Office, int], None], ...] = (
    answer,
    prove,
    take_proof_away,
    issue,
    type_figure,
    write,
    fill_in,
    take_numbers,
    spoil,
)
