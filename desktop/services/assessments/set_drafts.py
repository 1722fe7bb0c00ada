"""An imported set before it is kept: questions that its words leave, answers, checks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from desktop.domain.cell_problems import CellProblem, ImportCode
from desktop.domain.criteria.checks import SetProblem
from desktop.domain.criteria.items import CriteriaItem, CriteriaSet, Scorer
from desktop.domain.criteria.rules import ScoringRule, Survey
from desktop.domain.errors import Rule, RuleViolation
from desktop.imports.criteria_words import Question
from desktop.services.assessments.importing import ReadColumn, SetFile
from desktop.services.assessments.sets import StoredSet, problems_of, save_set
from desktop.services.office import Office
from desktop.services.outcomes import Outcome
from desktop.wording.criteria import fault_text
from desktop.wording.imports import QUESTION_WORDS


@dataclass(frozen=True, slots=True)
class SetQuestion:
    """What the words of a line do not settle: the line, the question, the decision's words."""

    item_id: str
    question: str
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class SetDraft:
    """A set as read, with the answers given so far; nothing of it is stored yet.

    ``notes`` are problems of cells that are no question; ``questions`` those still open.
    """

    criteria: CriteriaSet
    columns: tuple[ReadColumn, ...]
    notes: tuple[CellProblem, ...]
    questions: tuple[SetQuestion, ...]
    asked: int
    has_tree: bool
    file_name: str

    @property
    def checks(self) -> tuple[SetProblem, ...]:
        """Every check that fails now."""
        return problems_of(self.criteria)

    def item(self, item_id: str) -> CriteriaItem:
        """A line."""
        return self.criteria.by_id[item_id]


def draft_of(found: SetFile) -> SetDraft:
    """The draft of a file that was read."""
    read = found.read
    lines = {row: item_id for item_id, row in read.rows.items()}
    questions, notes = [], []
    for problem in read.problems:
        item_id = lines.get(problem.row, "")
        if problem.code is ImportCode.RULE_QUESTION and item_id:
            facts = problem.facts
            questions.append(
                SetQuestion(item_id, str(facts["question"]), str(facts["text"]), problem.place)
            )
        else:
            notes.append(problem)
    return SetDraft(
        read.criteria,
        found.columns,
        tuple(notes),
        tuple(questions),
        len(questions),
        found.has_tree,
        found.file_name,
    )


def draft_of_set(criteria: CriteriaSet) -> SetDraft:
    """A set that is there, to be completed: every scored line without a rule is a question."""
    lacking = [item for item in criteria.scored if item.rule is None or item.maximum is None]
    questions = tuple(question_about(item) for item in lacking)
    return SetDraft(criteria, (), (), questions, len(questions), True, criteria.title)


def question_about(item: CriteriaItem) -> SetQuestion:
    """A line to be looked at by a person: its rule may be said anew."""
    asked = QUESTION_WORDS[str(Question.NO_RULE)] if item.rule is None else ""
    return SetQuestion(item.id, asked, item.rule_text, "")


def with_rule(
    draft: SetDraft,
    item_id: str,
    rule: ScoringRule,
    maximum: Decimal | None,
    no_case_points: Decimal | None = None,
) -> SetDraft:
    """The draft with a question answered by a person."""
    items = tuple(
        _settled(item, rule, maximum, no_case_points) if item.id == item_id else item
        for item in draft.criteria.items
    )
    left = tuple(question for question in draft.questions if question.item_id != item_id)
    return replace(draft, criteria=replace(draft.criteria, items=items), questions=left)


def by_hand(draft: SetDraft, item_id: str) -> SetDraft:
    """The draft with a question left: the line is scored by hand, with a reason."""
    left = tuple(question for question in draft.questions if question.item_id != item_id)
    return replace(draft, questions=left)


def with_head(
    draft: SetDraft, code: str, title: str, year: int, province: str, decision: str
) -> SetDraft:
    """The draft under another name; an empty code or title stays as it was read."""
    criteria = draft.criteria
    changed = replace(
        criteria,
        code=code or criteria.code,
        title=title or criteria.title,
        year=year,
        province=province,
        decision=decision,
        version=str(year),
    )
    return replace(draft, criteria=changed)


def keep_draft(office: Office, draft: SetDraft) -> Outcome[StoredSet]:
    """Stores the set as a new version. Raises CRITERIA_NOT_READY when there is no tree."""
    if not draft.has_tree:
        words = "; ".join(fault_text(problem).rstrip(".") for problem in draft.checks[:3])
        raise RuleViolation(Rule.CRITERIA_NOT_READY, set=draft.criteria.title, problems=words)
    return save_set(office, draft.criteria, draft.file_name)


def _settled(
    item: CriteriaItem,
    rule: ScoringRule,
    maximum: Decimal | None,
    no_case_points: Decimal | None,
) -> CriteriaItem:
    scorer = Scorer.SURVEY if isinstance(rule, Survey) else item.scorer
    return replace(
        item,
        rule=rule,
        maximum=maximum,
        no_case_points=no_case_points,
        scorer=scorer,
        unconfirmed=False,
    )
