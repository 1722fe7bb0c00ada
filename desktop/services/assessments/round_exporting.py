"""Writing the explanations after a round as a paper: both sides, what is proposed, what is new."""

from __future__ import annotations

from desktop.domain.criteria.rounds import RoundEvent, next_stage
from desktop.domain.moments import local_date
from desktop.reports.assessment.paper import ProofRow, RoundPaper, RoundRow
from desktop.services.assessments.differences import DifferenceRow, Differences, differences
from desktop.services.assessments.explaining import ExplanationDocument, ExplanationRow
from desktop.services.assessments.sheets import ScoreSheet
from desktop.services.office import Office
from desktop.services.settings import read_settings
from desktop.wording.criteria import decimal, percent, points
from desktop.wording.dates import day


def round_paper(office: Office, sheet: ScoreSheet, marks: tuple[str, ...]) -> RoundPaper:
    """The newest round that was explained. Raises ASSESSMENT_STAGE before the first appraisal."""
    row = sheet.assessment
    found = differences(office, row.year, row.set_code)
    if not found.status.appraisals:
        next_stage(found.status.stage, RoundEvent.EXPLAIN)
    settings = read_settings(office)
    explained = [(r, r.explanation) for r in _in_order(sheet, found) if r.explanation is not None]
    written = [(r, said) for r, said in explained if not said.is_withdrawn]
    number = max((said.round for _, said in written), default=1)
    written = [(r, said) for r, said in written if said.round == number]
    remarks = {
        line.item_id: line.note
        for appraisal in found.status.appraisals
        if appraisal.round == number
        for line in appraisal.lines
    }
    return RoundPaper(
        body=settings.parent_body,
        place=settings.place_name,
        issued_on=local_date(office.now()),
        title=f"GIẢI TRÌNH KẾT QUẢ THẨM ĐỊNH VÒNG {number} NĂM {row.year}",
        subtitle=sheet.criteria.title,
        marks=marks,
        facts=_facts(settings.parent_body, found, len(written)),
        rows=tuple(_row(r, said, remarks.get(r.item.id, "")) for r, said in written),
        proofs=_proofs(written),
    )


def _in_order(sheet: ScoreSheet, found: Differences) -> list[DifferenceRow]:
    """As the decision numbers the lines: a paper is read with the decision beside it."""
    places = {line.id: place for place, line in enumerate(sheet.lines)}
    return sorted(found.rows, key=lambda row: places.get(row.item.id, 0))


def _facts(body: str, found: Differences, count: int) -> tuple[str, ...]:
    lines = [f"Đơn vị: {body}. Giải trình {count} dòng."]
    lines += [
        f"Kết quả thẩm định vòng {a.round}: {decimal(a.total, 2)} trên "
        f"{decimal(a.applicable, 2)} điểm, đạt {percent(a.percent)}"
        + (f", xếp loại {a.band}." if a.band else ".")
        for a in found.status.appraisals
    ]
    return tuple(lines)


def _row(row: DifferenceRow, said: ExplanationRow, remark: str) -> RoundRow:
    judged = row.first if said.round < row.round and row.first is not None else row.appraised
    return RoundRow(
        row.item.id,
        row.item.name,
        "" if row.item.maximum is None else points(row.item.maximum),
        points(row.own) if row.is_self_scored else "",
        "" if judged is None else points(judged),
        "" if said.proposed is None else points(said.proposed),
        remark,
        said.text,
        "; ".join(_named(document) for document in said.documents),
    )


def _proofs(written: list[tuple[DifferenceRow, ExplanationRow]]) -> tuple[ProofRow, ...]:
    """Each document once, with every line that it was added to."""
    found: dict[int, tuple[ExplanationDocument, list[str], list[str]]] = {}
    for row, said in written:
        for document in said.documents:
            _, lines, pages = found.setdefault(document.document_id, (document, [], []))
            lines.append(row.item.id)
            if document.pages:
                pages.append(document.pages)
    return tuple(
        ProofRow(
            str(number),
            _named(document),
            day(document.dated),
            document.summary,
            ", ".join(lines),
            "; ".join(dict.fromkeys(pages)),
        )
        for number, (document, lines, pages) in enumerate(found.values(), start=1)
    )


def _named(document: ExplanationDocument) -> str:
    number = document.number
    return f"{number} ({document.file_name})" if number else document.file_name
