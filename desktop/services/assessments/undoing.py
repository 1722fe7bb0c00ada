"""Putting a line back as it was: answer, own points, note, and the figure that filled it."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.domain.criteria.answers import Answer, inputs_to_data
from desktop.domain.criteria.progress import LineEvent
from desktop.domain.roles import Permission
from desktop.services.assessments.filling import reading_to_data
from desktop.services.assessments.opening import answer_data
from desktop.services.assessments.records import OpenAssessment, scored_item
from desktop.services.assessments.sheets import SheetLine
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome


def put_back_line(
    office: Office, year: int, line: SheetLine, set_code: str | None = None
) -> Outcome[None]:
    """Writes what a line said before; the history keeps what stood in between."""
    return put_back_lines(office, year, (line,), set_code)


def put_back_lines(
    office: Office, year: int, lines: Sequence[SheetLine], set_code: str | None = None
) -> Outcome[None]:
    """The same for several lines, all or none of them."""
    office.require(Permission.ASSESS)
    with office.command() as work:
        opened = OpenAssessment.to_change(work, year, set_code)
        for line in lines:
            _put_back(opened, line)
            subject = f"{opened.row.set_code} {year} {line.id}"
            work.audit("assessment.answer", subject, undone=True)
        opened.touch()
        return work.outcome(None, Change.ASSESSMENTS)


def _put_back(opened: OpenAssessment, line: SheetLine) -> None:
    item = scored_item(opened.criteria, line.id)
    own = None if line.own is None else abs(line.own)
    answer = Answer(line.kind, line.inputs, own, line.own_why)
    event = LineEvent.ANSWER if answer != Answer() else LineEvent.CLEAR
    was, said = answer_data(opened, item.id), answer_data(opened, item.id, answer)
    opened.note(event, item.id, before=was, after=said, undone=True)
    opened.write_line(
        item.id,
        kind=answer.kind,
        inputs=inputs_to_data(answer.inputs),
        own_points=None if own is None else str(own),
        why=answer.why,
        note=line.note,
        reading=None if line.reading is None else reading_to_data(line.reading),
        answered_at=line.answered_at,
        answered_by=line.answered_by,
    )
