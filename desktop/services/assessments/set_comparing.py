"""Two versions of a set in words: what differs in each line, and in the set as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.domain.criteria.items import CriteriaItem, CriteriaSet
from desktop.services.assessments.set_copies import set_versions
from desktop.services.assessments.set_editing import find_version
from desktop.services.assessments.sets import LineDifference
from desktop.services.office import Office
from desktop.wording.criteria import points, rule_text
from desktop.wording.criteria_sets import (
    HEAD_WORDS,
    LINE_WORDS,
    bands_text,
    binding_text,
    rounding_text,
    scorer_name,
    yes_no,
)


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One thing said otherwise; ``is_new`` or ``is_gone`` for a whole line; no item: the set."""

    item: str
    what: str
    before: str
    after: str
    is_new: bool = False
    is_gone: bool = False


def versions_to_compare(
    office: Office, code: str, before: str = "", after: str = "", other: str = ""
) -> tuple[CriteriaSet, CriteriaSet]:
    """The versions named; without names the newest and the one before it, or another set.

    Raises CRITERIA_NOT_FOUND.
    """
    newer = find_version(office, code, after)
    if other:
        return find_version(office, other, before), newer
    if before:
        return find_version(office, code, before), newer
    older = [v for v in set_versions(office, code) if v.version != newer.version]
    return (older[0] if older else newer), newer


def difference_rows(difference: LineDifference) -> list[DifferenceRow]:
    """What a line says otherwise, thing by thing."""
    before, after = difference.before, difference.after
    if before is None:
        assert after is not None
        return [
            DifferenceRow(after.id, LINE_WORDS["new"], "", _named_with_points(after), is_new=True)
        ]
    if after is None:
        return [
            DifferenceRow(
                before.id, LINE_WORDS["gone"], _named_with_points(before), "", is_gone=True
            )
        ]
    rows = _differing(after.id, _line_facts(before), _line_facts(after))
    return rows or [DifferenceRow(after.id, LINE_WORDS["other"], before.name, after.name)]


def compare_heads(before: CriteriaSet, after: CriteriaSet) -> list[DifferenceRow]:
    """What the two say otherwise of the set as a whole."""
    return _differing("", _head_facts(before), _head_facts(after))


def _differing(
    item: str, before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]
) -> list[DifferenceRow]:
    return [
        DifferenceRow(item, name, old, new)
        for (name, old), (_, new) in zip(before, after, strict=True)
        if old != new
    ]


def _named_with_points(item: CriteriaItem) -> str:
    most = "" if item.maximum is None else f" ({points(item.maximum)})"
    return f"{item.name}{most}"


def _line_facts(item: CriteriaItem) -> list[tuple[str, str]]:
    w = LINE_WORDS
    return [
        (w["name"], item.name),
        (w["maximum"], "" if item.maximum is None else points(item.maximum)),
        (w["rule"], rule_text(item)),
        (w["rule_text"], item.rule_text),
        (w["no_case"], "" if item.no_case_points is None else points(item.no_case_points)),
        (w["not_applicable_when"], item.not_applicable_when),
        (w["evidence"], item.evidence),
        (w["scorer"], scorer_name(item.scorer)),
        (w["department"], item.department),
        (w["binding"], binding_text(item.binding)),
        (w["parent"], item.parent or ""),
    ]


def _head_facts(criteria: CriteriaSet) -> list[tuple[str, str]]:
    w = HEAD_WORDS
    caps = (criteria.whole, criteria.bonus_cap, criteria.deduction_cap)
    whole, bonus, deduction = ("" if cap is None else points(cap) for cap in caps)
    return [
        (w["title"], criteria.title),
        (w["year"], str(criteria.year)),
        (w["province"], criteria.province),
        (w["decision"], criteria.decision),
        (w["bands"], bands_text(criteria.bands)),
        (w["whole"], whole),
        (w["bonus_cap"], bonus),
        (w["deduction_cap"], deduction),
        (w["rescale"], yes_no(criteria.rescale)),
        (w["rounding"], rounding_text(criteria.rounding)),
    ]
