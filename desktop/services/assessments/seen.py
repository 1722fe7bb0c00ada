"""Which words of the province an office has: said in its next package, in place of a receipt."""

from __future__ import annotations

import uuid

from sqlalchemy import Connection, func, select, update

from desktop.models.assessments import assessments
from desktop.models.rounds import appraisals, publications, submissions
from desktop.services.office import Work
from desktop.sync.records import ASSESSMENT


def seen_counter(connection: Connection, assessment: uuid.UUID) -> int:
    """The highest counter of the province's records about an assessment; 0 for none."""
    row = connection.execute(select(assessments).where(assessments.c.uuid == assessment)).one()
    appraised = select(func.max(appraisals.c.counter)).where(appraisals.c.assessment == assessment)
    published = select(func.max(publications.c.counter)).where(
        publications.c.year == row.year, publications.c.set_code == row.set_code
    )
    found = (connection.execute(query).scalar_one() for query in (appraised, published))
    return max((int(counter) for counter in found if counter is not None), default=0)


def note_seen_word(work: Work, assessment_id: int, assessment: uuid.UUID) -> None:
    """Queues a submission anew, so that the province learns that its word has arrived."""
    newest = (
        select(func.max(submissions.c.id))
        .where(submissions.c.assessment_id == assessment_id)
        .scalar_subquery()
    )
    changed = work.connection.execute(
        update(submissions)
        .where(submissions.c.id == newest)
        .values(revision=work.revision(), revision_device=work.office.info.device_id)
    )
    if changed.rowcount:
        work.queue(ASSESSMENT, assessment)
