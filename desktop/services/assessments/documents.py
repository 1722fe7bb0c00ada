"""What stands on a document of proof, and the lines that its words point at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from sqlalchemy import select, update

from desktop.domain.criteria.items import Block, CriteriaItem, CriteriaSet, Scorer
from desktop.domain.criteria.progress import LineEvent
from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.roles import Permission
from desktop.domain.text import fold, words
from desktop.imports.document_facts import first_page, text_of_first_page
from desktop.imports.signature_page import SignatureState, signature_of
from desktop.models.assessments import evidence_documents, evidence_links
from desktop.services.assessments.evidence import DocumentFacts
from desktop.services.assessments.records import OpenAssessment
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """A line that a document may prove; ``shared``: runs of words they have in common."""

    item: CriteriaItem
    shared: tuple[str, ...]


def propose_lines(criteria: CriteriaSet, text: str, most: int = 6) -> tuple[ProposedLine, ...]:
    """Lines whose name or wanted proof shares telling words with a text, the best first.

    Pairs of words tell more than words, rare ones more than those of every line. Empty when
    nothing tells: a guess would cost more time than a search.
    """
    said = _terms(text)
    lines = [i for i in criteria.scored if i.scorer is Scorer.UNIT]
    lines = [i for i in lines if i.block is not Block.DEDUCTION]
    named = {item.id: _names(criteria, item) for item in lines}
    asked = {item.id: _terms(item.evidence) for item in lines}
    common = Counter(term for i in lines for term in named[i.id] | asked[i.id])
    scored = []
    for item in lines:
        shared = said & (named[item.id] | asked[item.id])
        weight = sum(
            log((len(lines) + 1) / common[term])
            * len(term.split())
            * (_NAME_TELLS if term in named[item.id] else 1)
            for term in shared
        )
        if weight >= _TELLING:
            scored.append((weight, ProposedLine(item, _runs(text, shared, item.name))))
    scored.sort(key=lambda found: -found[0])
    best = scored[0][0] if scored else 0.0
    return tuple(line for weight, line in scored[:most] if weight >= best / 2)


_TELLING = 9.0
_NAME_TELLS = 2
# What titles write out and tables shorten.
_SHORT = (("cai cach hanh chinh", "cchc"), ("thu tuc hanh chinh", "tthc"))
_SPOKEN = {"cchc": "CCHC", "tthc": "TTHC"}
_EMPTY = frozenset({"cua", "ubnd", "ban", "quyet", "dinh", "cua ubnd", "quyet dinh", "dinh cong"})


@dataclass(frozen=True, slots=True)
class SeenDocument:
    """What a file says of itself; ``lacks_signature``: all of it was read, nobody signed."""

    facts: DocumentFacts
    lacks_signature: bool


def look_at_document(content: bytes) -> SeenDocument:
    """What the pages of a file say, to be checked by a person; empty where they are silent."""
    found, signed = first_page(text_of_first_page(content)), signature_of(content)
    facts = DocumentFacts(found.number, found.dated, signed.signer, summary=found.summary)
    return SeenDocument(facts, signed.state is SignatureState.MISSING)


def document_facts(office: Office, year: int, document_id: int) -> DocumentFacts:
    """What is written about a document of a year. Raises EVIDENCE_NOT_FOUND."""
    d = evidence_documents.c
    query = select(d.number, d.dated, d.signer, d.issuer, d.summary).where(
        d.id == document_id, d.year == year
    )
    with office.reading() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        raise RuleViolation(Rule.EVIDENCE_NOT_FOUND, item="?")
    return DocumentFacts(*row)


def edit_document(
    office: Office,
    year: int,
    document_id: int,
    facts: DocumentFacts,
    pages: dict[int, str],
    set_code: str | None = None,
) -> Outcome[None]:
    """Corrects what is written about a document; ``pages`` by the id of its place at a line.

    Raises EVIDENCE_NOT_FOUND, ASSESSMENT_STATE.
    """
    office.require(Permission.ASSESS)
    with office.command() as work:
        opened = OpenAssessment.to_change(work, year, set_code)
        changed = work.connection.execute(
            update(evidence_documents)
            .where(evidence_documents.c.id == document_id)
            .values(
                number=facts.number,
                dated=facts.dated,
                signer=facts.signer,
                issuer=facts.issuer,
                summary=facts.summary,
                revision=work.revision(),
                revision_device=office.info.device_id,
            )
        )
        if not changed.rowcount:
            raise RuleViolation(Rule.EVIDENCE_NOT_FOUND, item="?")
        for link, text in pages.items():
            work.connection.execute(
                update(evidence_links)
                .where(evidence_links.c.id == link, evidence_links.c.document_id == document_id)
                .values(pages=text)
            )
        for item_id in _lines_of(opened, document_id):
            opened.note(LineEvent.ADD_EVIDENCE, item_id, document=document_id, corrected=True)
        opened.touch()
        work.audit("assessment.evidence", f"{opened.row.set_code} {year}", document=document_id)
        return work.outcome(None, Change.ASSESSMENTS)


def _lines_of(opened: OpenAssessment, document_id: int) -> Sequence[str]:
    query = select(evidence_links.c.item_id).where(
        evidence_links.c.assessment_id == opened.row.id,
        evidence_links.c.document_id == document_id,
        evidence_links.c.removed_at.is_(None),
    )
    return list(opened.work.connection.execute(query).scalars())


def _runs(text: str, shared: frozenset[str], name: str) -> tuple[str, ...]:
    """The longest stretches of the text that a line shares, with accents where it has them."""
    accents = {fold(word): word.lower() for word in re.findall(r"\w+", f"{text} {name}")}
    found: list[list[str]] = []
    run = [""]
    plain = _plain(text).split()
    for one, two in pairwise(plain):
        if f"{one} {two}" in shared:
            run = [*run, two] if run[-1] == one else [one, two]
            found = [*found[:-1], run] if len(run) > 2 and found else [*found, run]
    spoken = [" ".join(_SPOKEN.get(w, accents.get(w, w)) for w in words_of) for words_of in found]
    whole = [s for s in dict.fromkeys(spoken) if not any(s != o and s in o for o in spoken)]
    return tuple(whole[:3])


def _names(criteria: CriteriaSet, item: CriteriaItem) -> frozenset[str]:
    """What a line is called, with the criterion above it."""
    above = criteria.by_id.get(item.parent or "")
    return _terms(item.name) | (_terms(above.name) if above is not None else frozenset())


def _terms(text: str) -> frozenset[str]:
    """Single words of some length, and neighbours; abbreviations as tables write them."""
    found = [word for word in _plain(text).split() if not word.isdigit()]
    pairs = (f"{one} {two}" for one, two in pairwise(found))
    return (frozenset(word for word in found if len(word) > 3) | frozenset(pairs)) - _EMPTY


def _plain(text: str) -> str:
    """Folded words, abbreviated as tables do."""
    plain = " ".join(words(text))
    for long, short in _SHORT:
        plain = plain.replace(long, short)
    return plain
