"""One line of one unit with everything that was said about it, read for one unit or for all."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from desktop.domain.appraisals import COUNCIL, ROUNDS
from desktop.domain.criteria.answers import (
    Answer,
    AnswerKind,
    check_inputs,
    inputs_from_data,
    value_text,
)
from desktop.domain.criteria.items import CriteriaItem, CriteriaSet
from desktop.domain.criteria.judging import NO_CLAIM, Claim, Judged
from desktop.domain.criteria.rounds import Verdict
from desktop.domain.criteria.scoring import score_line
from desktop.domain.errors import InputRefused
from desktop.models.appraisals import published_results
from desktop.models.province import received_files
from desktop.services.assessments.formulas import SafeFormulas
from desktop.services.office import Office
from desktop.services.provinces.appraising import may_judge
from desktop.services.provinces.assigning import Assignment, assignments, is_mine
from desktop.services.provinces.closing import highest_closed
from desktop.services.provinces.ranking import unit_names
from desktop.services.provinces.submissions import (
    Submission,
    find_explanations,
    find_verdicts,
    set_of,
)
from desktop.wording.criteria import KIND_TEXTS, why_text


@dataclass(frozen=True, slots=True)
class Proof:
    """A document that a line rests on; ``file`` its SHA-256; not ``has_come``: still on its way."""

    file: str
    name: str
    media_type: str
    number: str
    dated: str
    summary: str
    pages: str
    has_come: bool
    of_explanation: bool = False


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One scored line of one unit with everything that was said about it.

    Points are sizes. ``computed`` is what the rule gives for the unit's answer (``answer``, with
    ``why``), worked out here again; ``closed_round`` the last round that has gone to the unit.
    """

    unit_code: str
    unit_name: str
    criteria: CriteriaSet
    item: CriteriaItem
    claim: Claim
    answer: str
    computed: Decimal | None
    why: str
    own_why: str
    note: str
    proofs: tuple[Proof, ...]
    assigned: Assignment
    verdicts: dict[int, Judged]
    explanation: str
    proposed: Decimal | None
    closed_round: int = 0
    is_published: bool = False
    is_mine: bool = False
    may_judge: bool = True

    @property
    def round_now(self) -> int:
        """The round that is being judged: 1, 2, or the council's."""
        return min(self.closed_round + 1, COUNCIL)

    @property
    def is_open(self) -> bool:
        """Whether the round that is being judged still waits for a word on this line."""
        word = self.standing
        if self.round_now in self.verdicts or self.is_published:
            return False
        if self.round_now == COUNCIL:
            return self.is_for_council
        if word is None or self.round_now == ROUNDS[0]:
            return word is None
        unsettled = word.verdict in (Verdict.NEEDS_EXPLANATION, Verdict.NOT_ASSESSED)
        return unsettled or bool(self.explanation)

    @property
    def gap(self) -> Decimal:
        """How far the province's last word is from what the unit asks for; a size."""
        word = self.standing
        if word is None or word.points is None:
            return self.wanted
        return abs(self.wanted - word.points)

    @property
    def standing(self) -> Judged | None:
        """The province's last word; None while it has none."""
        return self.verdicts[max(self.verdicts)] if self.verdicts else None

    @property
    def wanted(self) -> Decimal:
        """What the unit asks for: what it proposed after a round, else what it claimed."""
        return self.claim.points if self.proposed is None else self.proposed

    @property
    def is_for_council(self) -> bool:
        """Whether province and unit still differ after the rounds, or nobody has judged it yet."""
        word = self.standing
        if COUNCIL in self.verdicts or word is None:
            return False
        if word.verdict in (Verdict.NEEDS_EXPLANATION, Verdict.NOT_ASSESSED):
            return True
        return bool(self.explanation) and word.points != self.wanted and word.applies


class LineReader:
    """Reads what stands about the lines of a year once, for one unit or for all of them.

    ``recomputes`` False leaves answer, computed points and why empty: for counting.
    """

    def __init__(
        self,
        connection: Connection,
        office: Office,
        year: int,
        set_code: str,
        unit: str = "",
        *,
        recomputes: bool = True,
    ) -> None:
        self._recomputes = recomputes
        self._connection, self._office, self._year = connection, office, year
        wanted = unit.strip() or None
        self._verdicts = find_verdicts(connection, year, set_code, wanted)
        self._said = find_explanations(connection, year, set_code, wanted)
        self._closed = highest_closed(connection, year)
        p, f = published_results.c, received_files.c
        query = select(p.unit_code).where(p.year == year, p.set_code == set_code)
        self._published = set(connection.execute(query).scalars())
        files = select(f.unit_code, f.sha256)
        if wanted is not None:
            files = files.where(f.unit_code == wanted)
        self._come = {(row.unit_code, row.sha256) for row in connection.execute(files)}
        self._names = unit_names()

    def lines(self, submission: Submission, only: Container[str] | None = None) -> list[UnitLine]:
        """The lines of a submission, or only some. Raises SET_NOT_HERE."""
        criteria = set_of(self._office, submission)
        who = assignments(self._connection, criteria, self._year, submission.unit_code)
        return [
            self._line(criteria, item, submission, who[item.id])
            for item in criteria.scored
            if only is None or item.id in only
        ]

    def _line(
        self,
        criteria: CriteriaSet,
        item: CriteriaItem,
        submission: Submission,
        assigned: Assignment,
    ) -> UnitLine:
        unit, user = submission.unit_code, self._office.user
        claimed = submission.lines.get(item.id, {})
        explained = [self._said[key] for n in ROUNDS if (key := (unit, item.id, n)) in self._said]
        proposed = explained[-1]["proposed"] if explained else None
        proofs = self._proofs(unit, submission.copy, item.id)
        for explanation in explained:
            known = [*submission.copy["documents"], *explanation["documents"]]
            links = [{**link, "item": item.id} for link in explanation["evidence"]]
            holder = {"documents": known, "evidence": links}
            proofs += self._proofs(unit, holder, item.id, of_explanation=True)
        judged = self._verdicts.get(unit, {})
        answer, computed, why = "", None, ""
        if self._recomputes:
            answer, computed, why = recomputed(criteria, item, claimed)
        return UnitLine(
            unit,
            self._names.get(unit, unit),
            criteria,
            item,
            submission.claims.get(item.id, NO_CLAIM),
            answer,
            computed,
            why,
            claimed.get("why", ""),
            claimed.get("note", ""),
            tuple(proofs),
            assigned,
            {n: by_item[item.id] for n, by_item in sorted(judged.items()) if item.id in by_item},
            "\n".join(explanation["text"] for explanation in explained),
            None if proposed is None else Decimal(proposed),
            self._closed.get((unit, submission.set_code), 0),
            unit in self._published,
            is_mine(assigned, user),
            may_judge(user, assigned),
        )

    def _proofs(
        self, unit: str, holder: dict[str, Any], item_id: str, *, of_explanation: bool = False
    ) -> list[Proof]:
        documents = {document["id"]: document for document in holder["documents"]}
        found = []
        for link in holder["evidence"]:
            document = documents.get(link["document"])
            if link["item"] == item_id and document is not None:
                found.append(
                    Proof(
                        document["file"],
                        document["name"],
                        document["media_type"],
                        document["number"],
                        document["dated"] or "",
                        document["summary"],
                        link["pages"],
                        (unit, document["file"]) in self._come,
                        of_explanation,
                    )
                )
        return found


def recomputed(
    criteria: CriteriaSet, item: CriteriaItem, claimed: Mapping[str, Any]
) -> tuple[str, Decimal | None, str]:
    """The unit's answer in words, what the rule gives for it, and the arithmetic.

    An answer that does not fit the rule is shown without arithmetic: the unit's own sum stands.
    """
    kind = claimed.get("kind")
    if kind in (None, AnswerKind.NOT_APPLICABLE, AnswerKind.NO_CASE):
        words = KIND_TEXTS[AnswerKind(kind)] if kind else ""
    else:
        words = ""
    try:
        answer = Answer(AnswerKind(kind) if kind else None, inputs_from_data(claimed["inputs"]))
        if answer.kind is AnswerKind.VALUE and item.rule is not None:
            check_inputs(item, answer.inputs)
            words = value_text(item.rule, answer.inputs)
        scored = score_line(criteria, item, answer, SafeFormulas())
    except (KeyError, ValueError, ArithmeticError, InputRefused):
        stated = claimed.get("computed")
        return words, None if stated is None else Decimal(stated), ""
    why = why_text(scored.why) if scored.why is not None and kind else ""
    return words, scored.computed, why
