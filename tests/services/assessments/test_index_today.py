"""What the Today page says of the index, from stored answers alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine, event, insert

from desktop.domain.appraisals import PackKind, PackState
from desktop.domain.criteria.progress import AssessmentState
from desktop.models.rounds import publications
from desktop.models.rules import received_rules
from desktop.services.assessments.answering import AnswerEntry, answer_line
from desktop.services.assessments.assigning import own_lines
from desktop.services.assessments.deadlines import Deadlines, set_deadlines
from desktop.services.assessments.records import OpenAssessment
from desktop.services.assessments.today import DeadlineKind, NewsKind, index_today
from desktop.services.office import Office, new_travel_id
from desktop.services.outcomes import Change
from desktop.wording.index_today import deadline_text, news_text, standing_text
from tests.services.assessments.conftest import SAMPLE, YEAR
from tests.services.assessments.test_pictures import PUBLISHED


@contextmanager
def _statements() -> Iterator[list[str]]:
    """Every statement that any engine runs."""
    said: list[str] = []

    def keep(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", keep)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", keep)


def test_an_office_that_scores_nothing_says_nothing(office: Office) -> None:
    assert index_today(office) is None


def test_the_score_and_the_best_step_come_from_stored_answers_alone(opened: Office) -> None:
    answer_line(opened, YEAR, "3.3.1", AnswerEntry(value="2412/2431"))
    with _statements() as said:
        found = index_today(opened)
    assert found is not None
    assert (found.year, found.set_code, found.is_sample) == (YEAR, SAMPLE, True)
    assert (found.total, found.applicable) == (Decimal("3.97"), 100)
    assert standing_text(found) == "3,97 / 100 điểm (3,97 %), Yếu"
    assert found.best is not None
    assert found.best.gain == 3
    assert said
    assert not [s for s in said if "dossiers" in s or "figure_sums" in s]
    with _statements() as again:
        assert index_today(opened) is found
    assert again == []  # kept until something changes
    answer_line(opened, YEAR, "1.4.1", AnswerEntry(value="có"))
    changed = index_today(opened)
    assert changed is not None
    assert changed.total == Decimal("4.47")


def test_last_days_are_told_while_they_matter(opened: Office) -> None:
    set_deadlines(opened, YEAR, Deadlines(date(2026, 11, 25), date(2027, 1, 15)))
    with opened.command() as work:
        mine = OpenAssessment.to_change(work, YEAR, SAMPLE)
        mine.write_line("1.5", assignee=opened.user.name, due_on=date(2026, 11, 22))
        mine.write_line("1.7", assignee=opened.user.name, due_on=date(2026, 11, 30))
        mine.write_line("8.1", assignee=opened.user.name, due_on=date(2026, 11, 21))
        mine.write_line("1.8", assignee="Người khác", due_on=date(2026, 11, 21))
        work.outcome(None, Change.ASSESSMENTS)
    found = index_today(opened)
    assert found is not None
    kinds = [due.kind for due in found.deadlines]
    assert kinds == [DeadlineKind.MY_LINES, DeadlineKind.SCORE, DeadlineKind.SUBMIT]
    today = date(2026, 11, 20)
    assert [deadline_text(due, today) for due in found.deadlines[:2]] == [
        "2 dòng giao cho bạn, sớm nhất: 22/11/2026, còn 2 ngày",
        "Hạn tự chấm năm 2026: 25/11/2026, còn 5 ngày",
    ]
    assert found.deadlines[0].item == "1.5"
    assert found.deadlines[0].count == len(own_lines(opened).lines)  # 8.1 waits for the survey
    with opened.command() as work:
        mine = OpenAssessment.find(work, YEAR, SAMPLE)
        mine.touch(state=AssessmentState.APPROVED)
        work.outcome(None, Change.ASSESSMENTS)
    found = index_today(opened)
    assert found is not None
    assert [due.kind for due in found.deadlines] == [DeadlineKind.SUBMIT]
    assert found.best is None


def test_the_province_s_words_come_newest_first(opened: Office) -> None:
    from desktop.services.assessments.opening import open_assessment

    open_assessment(opened, SAMPLE, YEAR - 1)
    values = {"uuid": new_travel_id(), "counter": 1, "device": new_travel_id(), "year": YEAR - 1}
    values |= {"set_code": SAMPLE, "content": PUBLISHED}
    rules: dict[str, Any] = {
        "kind": PackKind.CRITERIA, "name": SAMPLE, "number": 1, "file_name": "a.json",
        "sha256": "0" * 64, "state": PackState.WAITING, "envelope": "{}",
    }  # fmt: skip
    with opened.command() as work:
        work.connection.execute(insert(publications).values(**values, received_at=work.now))
        work.connection.execute(
            insert(received_rules).values(**rules, uuid=new_travel_id(), received_at=work.now)
        )
        work.outcome(None, Change.ASSESSMENTS, Change.SYNC)
    found = index_today(opened)
    assert found is not None
    assert found.year == YEAR  # the year that is worked on, not the one that was published
    assert [news.kind for news in found.news] == [NewsKind.RULES, NewsKind.PUBLISHED]
    assert [news_text(news) for news in found.news] == [
        "20/11/2026: tỉnh gửi bộ tiêu chí mới, chờ bạn xem",
        "20/01/2026: kết quả năm 2025: 83,33 %, Tốt, hạng 7/124",
    ]
