"""Writing the papers of a self-assessment: score, explanations, difficulties, evidence."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.domain.criteria.answers import AnswerKind, value_text
from desktop.domain.criteria.items import Block
from desktop.domain.criteria.numbers import ZERO
from desktop.domain.criteria.progress import AssessmentState, EvidenceState
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.moments import local_date
from desktop.domain.roles import Permission
from desktop.reports.assessment.paper import (
    AssessmentPaper,
    EntryRow,
    ExplanationRow,
    ProofRow,
    ScoreRow,
)
from desktop.services.assessments.evidence import EvidenceRow
from desktop.services.assessments.pictures import YearPoint, pictures
from desktop.services.assessments.sheets import ScoreSheet, SheetLine, score_sheet
from desktop.services.audit import note_seen
from desktop.services.office import Office
from desktop.services.settings import OfficeSettings, read_settings
from desktop.wording.criteria import (
    KIND_TEXTS,
    SAMPLE_MARK,
    STEP_NAMES,
    UNCONFIRMED_MARK,
    decimal,
    percent,
)
from desktop.wording.dates import day

if TYPE_CHECKING:
    from desktop.reports.assessment.charts import ChartPaper

ENDINGS = (".pdf", ".xlsx", ".docx")
_PRACTICE = "VĂN PHÒNG THỰC HÀNH – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
_DRAFT = "BẢN ĐANG CHẤM, CHƯA ĐƯỢC LÃNH ĐẠO DUYỆT"


class Paper(StrEnum):
    """What to write: all four parts, the cover and separators of the evidence, the pictures,
    the explanations after an appraisal."""

    ALL = "all"
    COVER = "cover"
    CHARTS = "charts"
    EXPLANATIONS = "explanations"


def export_assessment(
    office: Office,
    year: int,
    target: Path,
    set_code: str | None = None,
    what: Paper = Paper.ALL,
) -> int:
    """Writes ``.pdf``, ``.xlsx`` or ``.docx``; gives pages, sheets, parts.

    Explanations are written after the first appraisal. Raises InputRefused(UNKNOWN_CHOICE) for
    another ending, ASSESSMENT_STAGE, DISK_FULL, FILE_NOT_WRITABLE.
    """
    office.require(Permission.EXPORT)
    ending = target.suffix.lower()
    if ending not in ENDINGS:
        facts = {"text": target.name, "choices": ", ".join(ENDINGS)}
        raise InputRefused(InputProblem("file", Entry.UNKNOWN_CHOICE, facts))
    sheet = score_sheet(office, year, set_code)
    if what is Paper.CHARTS:
        pages = _chart_writer(ending)(target, chart_paper(office, sheet))
    elif what is Paper.EXPLANATIONS:
        from desktop.reports.assessment.round_papers import round_writer
        from desktop.services.assessments.round_exporting import round_paper

        pages = round_writer(ending)(target, round_paper(office, sheet, _marks(office, sheet)))
    else:
        writer = _cover_writer(ending) if what is Paper.COVER else _writer(ending)
        pages = writer(target, assessment_paper(office, sheet))
    note_seen(office, "assessment.export", f"{sheet.assessment.set_code} {year}")
    return pages


def _chart_writer(ending: str) -> Callable[[Path, ChartPaper], int]:
    from desktop.reports.assessment import chart_files, charts

    return {
        ".pdf": charts.write_charts,
        ".xlsx": chart_files.write_charts_xlsx,
        ".docx": chart_files.write_charts_docx,
    }[ending]


def _cover_writer(ending: str) -> Callable[[Path, AssessmentPaper], int]:
    from desktop.reports.assessment import cover, cover_files

    return {
        ".pdf": cover.write_cover,
        ".xlsx": cover_files.write_cover_xlsx,
        ".docx": cover_files.write_cover_docx,
    }[ending]


def _writer(ending: str) -> Callable[[Path, AssessmentPaper], int]:
    if ending == ".pdf":
        from desktop.reports.assessment.pdf import write_pdf

        return write_pdf
    if ending == ".docx":
        from desktop.reports.assessment.docx import write_docx

        return write_docx
    from desktop.reports.assessment.xlsx import write_xlsx

    return write_xlsx


def assessment_paper(office: Office, sheet: ScoreSheet) -> AssessmentPaper:
    """The texts of all three parts."""
    settings = read_settings(office)
    return AssessmentPaper(
        body=settings.parent_body,
        place=settings.place_name,
        issued_on=local_date(office.now()),
        title=f"BÁO CÁO TỰ CHẤM ĐIỂM NĂM {sheet.assessment.year}",
        subtitle=sheet.criteria.title,
        marks=_marks(office, sheet),
        facts=_facts(settings, sheet),
        score=tuple(_score_row(line) for line in sheet.lines),
        totals=_totals(sheet),
        explanations=tuple(
            ExplanationRow(line.id, line.item.name, _points(line), _explanation(line))
            for line in sheet.lines
            if line.is_scored and _explanation(line)
        ),
        proofs=_proofs(sheet),
        difficulties=sheet.assessment.difficulties,
        proposals=sheet.assessment.proposals,
        entries=tuple(_entry_row(line) for line in sheet.lines),
        identity=identity_of(sheet),
    )


def chart_paper(office: Office, sheet: ScoreSheet) -> ChartPaper:
    """The page of pictures."""
    from desktop.reports.assessment.charts import ChartPaper, RadarLine

    row = sheet.assessment
    found = pictures(office, row.year, row.set_code)
    outlines = (
        (f"Năm {row.year}", tuple(r.field.percent for r in found.radar)),
        (f"Năm {row.year - 1}", tuple(r.last_year for r in found.radar)),
        ("Đơn vị cao nhất", tuple(r.best for r in found.radar)),
        ("Trung bình toàn tỉnh", tuple(r.average for r in found.radar)),
    )
    return ChartPaper(
        f"KẾT QUẢ TỰ CHẤM ĐIỂM NĂM {row.year}",
        f"{read_settings(office).parent_body} – {sheet.criteria.title}",
        _marks(office, sheet),
        found.trend,
        tuple(_year_words(point) for point in found.years[-6:]),
        tuple(r.field.name for r in found.radar),
        tuple(RadarLine(n, p) for n, p in outlines if any(v is not None for v in p)),
        found.waterfall,
        tuple(step.name or STEP_NAMES[step.kind] for step in found.waterfall),
    )


def _year_words(point: YearPoint) -> str:
    own = f"tự chấm {decimal(point.own, 2)} %" if point.own is not None else "không có bản tự chấm"
    if point.published is None:
        return f"Năm {point.year}: {own}."
    said = f"công bố {decimal(point.published, 2)} % {point.band}"
    return f"Năm {point.year}: {own}; {said}, hạng {point.rank}/{point.ranked}."


def identity_of(sheet: ScoreSheet) -> str:
    """How a sheet that comes back in says which assessment it is: set, year, version."""
    row = sheet.assessment
    return f"{row.set_code}/{row.year}/{sheet.criteria.version}".replace(" ", "_")


def entry_texts(line: SheetLine) -> tuple[str, str, str, str]:
    """Answer, own points, why and note as a person would type them."""
    own = "" if line.own is None else decimal(line.own, 2)
    return _answer_text(line), own, line.own_why, line.note


def _answer_text(line: SheetLine) -> str:
    if line.kind is AnswerKind.VALUE and line.item.rule is not None:
        return value_text(line.item.rule, line.inputs)
    return KIND_TEXTS.get(line.kind, "") if line.kind is not None else ""


def _entry_row(line: SheetLine) -> EntryRow:
    texts = entry_texts(line) if line.is_scored else ("", "", "", "")
    return EntryRow(
        line.depth, line.id, line.item.name, decimal(line.maximum, 2), line.rule, *texts,
        is_open=line.is_scored,
    )  # fmt: skip


def _marks(office: Office, sheet: ScoreSheet) -> tuple[str, ...]:
    found = {
        _PRACTICE: office.info.is_practice,
        SAMPLE_MARK: sheet.criteria.is_sample,
        UNCONFIRMED_MARK: sheet.criteria.unconfirmed and not sheet.criteria.is_sample,
        _DRAFT: sheet.assessment.state is not AssessmentState.APPROVED,
    }
    return tuple(mark for mark, holds in found.items() if holds)


def _facts(settings: OfficeSettings, sheet: ScoreSheet) -> tuple[str, ...]:
    criteria, score = sheet.criteria, sheet.score
    source = criteria.decision or f"phiên bản {criteria.version}"
    band = f", xếp loại {score.band.name}" if score.band else ""
    reached = (
        f"Kết quả tự chấm: {decimal(score.total, 2)} trên {decimal(score.applicable, 2)} điểm "
        f"(thang {decimal(score.maximum, 2)}), đạt {percent(score.percent)}{band}. "
        f"Đã trả lời {score.answered} trên {score.lines} dòng."
    )
    lines = [f"Đơn vị: {settings.parent_body}. Bộ tiêu chí: {source}.", reached]
    if score.awaited:
        awaited = decimal(score.awaited, 2)
        lines.append(f"Có {awaited} điểm do nơi khác chấm, chưa có kết quả, đang tính là 0.")
    return tuple(lines)


def _score_row(line: SheetLine) -> ScoreRow:
    return ScoreRow(
        level=line.depth,
        number=line.id,
        name=line.item.name,
        maximum=decimal(line.maximum, 2),
        computed=decimal(line.computed, 2),
        own=_points(line),
        why=_why(line),
        proof="; ".join(_named(proof) for proof in line.evidence),
    )


def _points(line: SheetLine) -> str:
    if line.kind is AnswerKind.NOT_APPLICABLE:
        return "KAD"
    if line.is_scored and line.computed is None and line.own is None:
        return ""
    return decimal(line.counted, 2)


def _why(line: SheetLine) -> str:
    if line.own is not None and line.own != line.computed:
        return f"{line.why}. Đơn vị chấm {decimal(line.own, 2)}: {line.own_why}"
    return line.why


def _explanation(line: SheetLine) -> str:
    """What must be explained: own points, lines that do not apply, points without proof."""
    parts = [line.note] if line.note else []
    if line.own is not None and line.own != line.computed:
        parts.append(f"Điểm tự chấm khác điểm tính được: {line.own_why}")
    if line.kind is AnswerKind.NOT_APPLICABLE:
        when = line.item.not_applicable_when or line.own_why
        parts.append(f"Không áp dụng{': ' + when if when else ''}.")
    if line.evidence_state is EvidenceState.MISSING and line.counted > ZERO:
        parts.append("Chưa có tài liệu kiểm chứng, chưa có giải trình.")
    return "\n".join(parts)


def _totals(sheet: ScoreSheet) -> tuple[tuple[str, str], ...]:
    score = sheet.score
    rows = [("Cộng điểm trong thang", decimal(score.main, 2))]
    blocks = {item.block for item in sheet.criteria.items}
    if Block.BONUS in blocks:
        rows.append(("Điểm thưởng", decimal(score.bonus, 2)))
    if Block.DEDUCTION in blocks:
        rows.append(("Điểm trừ", decimal(-score.deduction, 2)))
    rows.append(("Tổng điểm", decimal(score.total, 2)))
    converted = f"Kết quả quy đổi trên {decimal(score.applicable, 2)} điểm áp dụng (%)"
    rows.append((converted, decimal(score.percent, 2)))
    if score.band is not None:
        rows.append(("Xếp loại", score.band.name))
    return tuple(rows)


def _proofs(sheet: ScoreSheet) -> tuple[ProofRow, ...]:
    """Each document once, with every line it proves."""
    found: dict[int, list[EvidenceRow]] = {}
    for line in sheet.lines:
        for proof in line.evidence:
            found.setdefault(proof.document_id, []).append(proof)
    return tuple(
        ProofRow(
            number=str(number),
            document=_named(proofs[0]),
            dated=day(proofs[0].facts.dated),
            summary=proofs[0].facts.summary,
            lines=", ".join(proof.item_id for proof in proofs),
            pages="; ".join(dict.fromkeys(p.pages for p in proofs if p.pages)),
        )
        for number, proofs in enumerate(found.values(), start=1)
    )


def _named(proof: EvidenceRow) -> str:
    number = proof.facts.number
    return f"{number} ({proof.file_name})" if number else proof.file_name
