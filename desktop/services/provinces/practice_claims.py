"""Invented self-assessments: answers a unit of some quality might give, and their proof."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from desktop.domain.criteria.answers import NO_ANSWER, Answer, AnswerKind, Inputs, inputs_to_data
from desktop.domain.criteria.items import Block, CriteriaItem, CriteriaSet, Scorer
from desktop.domain.criteria.numbers import plain
from desktop.domain.criteria.rules import (
    Deduct,
    Levels,
    Measure,
    PerUnit,
    Ratio,
    Tiers,
    YesNo,
)
from desktop.domain.criteria.scoring import NodeScore, score_set
from desktop.domain.units import Unit
from desktop.reports.sample_page import render_sample_page
from desktop.services.assessments.formulas import SafeFormulas
from desktop.services.assessments.freezing import COPY_FORMAT, fingerprint
from desktop.services.assessments.sets import set_hash
from desktop.sync.manifest import sha256
from desktop.sync.records import written_instant

_ZERO, _ONE = Decimal(0), Decimal(1)
_APPROVED_BY = "Nguyễn Đức Mẫu"
# Which lines the three invented documents prove.
_PROOF = (
    ("KH", "KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM", ("1.1.1", "1.1.2", "1.3.1"), 15),
    ("BC", "BÁO CÁO CẢI CÁCH HÀNH CHÍNH NĂM", ("1.1.3", "1.2.1", "3.3.1"), 200),
    ("QĐ", "QUYẾT ĐỊNH BAN HÀNH QUY CHẾ LÀM VIỆC NĂM", ("4.1", "6.2.1"), 40),
)


@dataclass(frozen=True, slots=True)
class Claims:
    """The content of a submission, and its files by their SHA-256."""

    content: dict[str, Any]
    files: Mapping[str, bytes]


def invented_claims(
    criteria: CriteriaSet,
    unit: Unit,
    year: int,
    quality: float,
    chance: random.Random,
    submitted_at: datetime,
    *,
    with_proof: bool = False,
) -> Claims:
    """A whole submission; ``quality`` from 0 to 1 is how much of the points is claimed."""
    answers = {item.id: _answer(item, quality, chance) for item in criteria.scored}
    score = score_set(criteria, answers, SafeFormulas())
    documents, evidence, files = _proof(unit, year, chance) if with_proof else ([], [], {})
    copy = {
        "format": COPY_FORMAT,
        "year": year,
        "set": {
            "code": criteria.code,
            "version": criteria.version,
            "title": criteria.title,
            "sha256": set_hash(criteria),
        },
        "total": plain(score.total),
        "applicable": plain(score.applicable),
        "percent": plain(score.percent),
        "band": score.band.name if score.band else "",
        "lines": [_line(row, answers[row.item.id]) for row in score.rows if row.is_scored],
        "evidence": evidence,
        "documents": documents,
    }
    stamp = written_instant(submitted_at)
    content = {
        "unit": unit.code,
        "year": year,
        "submitted_at": stamp,
        "approved_at": stamp,
        "approved_by": _APPROVED_BY,
        "sha256": fingerprint(copy),
        "difficulties": "Nhân sự mới sáp nhập, còn thiếu người (dữ liệu mẫu).",
        "proposals": "",
        "seen": 0,
        "copy": copy,
    }
    return Claims(content, files)


def _answer(item: CriteriaItem, quality: float, chance: random.Random) -> Answer:
    if item.scorer is not Scorer.UNIT or item.rule is None:
        return NO_ANSWER
    make = _MAKERS.get(type(item.rule))
    if make is None:
        return NO_ANSWER
    # Rewards are rare and penalties too.
    does_well = chance.random() < (quality if item.block is Block.MAIN else 0.15)
    inputs = make(item, quality, does_well, chance)
    if item.block is Block.DEDUCTION and isinstance(item.rule, Deduct):
        inputs = {violation.key: _ZERO for violation in item.rule.violations}
    return Answer(AnswerKind.VALUE, inputs)


def _yes_no(_item: CriteriaItem, _quality: float, good: bool, _chance: random.Random) -> Inputs:
    return {"yes": _ONE if good else _ZERO}


def _share(_item: CriteriaItem, quality: float, good: bool, chance: random.Random) -> Inputs:
    whole = chance.randint(12, 400)
    part = whole if good and chance.random() < quality else round(whole * (0.55 + quality * 0.4))
    return {"part": Decimal(min(part, whole)), "whole": Decimal(whole)}


def _tiers(item: CriteriaItem, quality: float, good: bool, chance: random.Random) -> Inputs:
    assert isinstance(item.rule, Tiers)
    if item.rule.measure is Measure.PERCENT:
        return _share(item, quality, good, chance)
    return {"count": Decimal(chance.randint(2, 5) if good else chance.randint(0, 2))}


def _counted(item: CriteriaItem, _quality: float, good: bool, chance: random.Random) -> Inputs:
    assert isinstance(item.rule, PerUnit)
    full = int((item.maximum or _ONE) / item.rule.each)
    return {"count": Decimal(full if good else chance.randint(0, max(full - 1, 0)))}


def _violations(item: CriteriaItem, _quality: float, good: bool, chance: random.Random) -> Inputs:
    assert isinstance(item.rule, Deduct)
    return {v.key: Decimal(0 if good else chance.randint(0, 2)) for v in item.rule.violations}


def _level(item: CriteriaItem, _quality: float, good: bool, _chance: random.Random) -> Inputs:
    assert isinstance(item.rule, Levels)
    return {"level": item.rule.levels[0 if good else -1].key}


_MAKERS: dict[type, Callable[[CriteriaItem, float, bool, random.Random], Inputs]] = {
    YesNo: _yes_no,
    Ratio: _share,
    Tiers: _tiers,
    PerUnit: _counted,
    Deduct: _violations,
    Levels: _level,
}


def _line(row: NodeScore, answer: Answer) -> dict[str, Any]:
    return {
        "id": row.item.id,
        "kind": None if answer.kind is None else answer.kind.value,
        "inputs": inputs_to_data(answer.inputs),
        "own": None,
        "why": "",
        "computed": None if row.computed is None else plain(row.computed),
        "counted": plain(row.counted),
        "note": "",
        "reading": None,
    }


def _proof(
    unit: Unit, year: int, chance: random.Random
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, bytes]]:
    documents, evidence, files = [], [], {}
    for kind, title, items, day in _PROOF:
        number = f"{chance.randint(5, 300)}/{kind}-UBND"
        issuer = f"UBND {unit.name}"
        dated = date.fromordinal(date(year, 1, 1).toordinal() + day)
        lines = (
            f"{unit.name}, ngày {dated:%d/%m/%Y}",
            "Người ký: Nguyễn Đức Mẫu, Phó Chủ tịch",
            "Trang này thay cho bản quét của đơn vị.",
        )
        pdf = render_sample_page(issuer, number, f"{title} {year}", lines)
        files[sha256(pdf)] = pdf
        document_id = str(uuid.UUID(int=chance.getrandbits(128), version=4))
        documents.append(
            {
                "id": document_id,
                "file": sha256(pdf),
                "name": f"{kind}-{year}.pdf",
                "media_type": "application/pdf",
                "size": len(pdf),
                "pages": 1,
                "number": number,
                "dated": dated.isoformat(),
                "signer": _APPROVED_BY,
                "issuer": issuer,
                "summary": f"{title.capitalize()} {year} (dữ liệu mẫu)",
            }
        )
        evidence += [{"item": item, "document": document_id, "pages": "1"} for item in items]
    return documents, evidence, files
