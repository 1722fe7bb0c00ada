"""A periodic report as the paper that is previewed, exported and frozen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from desktop.domain.moments import local_date
from desktop.domain.statistics.computing import Origin
from desktop.domain.statistics.forms import (
    Difference,
    Expression,
    FormRow,
    Formula,
    Percent,
    Place,
    Sum,
    ValueType,
)
from desktop.reports.periodic.letter import Letter, LetterPart
from desktop.reports.tables.table import (
    LEVEL,
    STRONG,
    Cell,
    CellFormula,
    Kind,
    PaperHead,
    ReportTable,
    Row,
    TableColumn,
)
from desktop.services.office import Office
from desktop.services.periodic.catalogue import Outline
from desktop.services.periodic.checking import FindingKind, check_sheet, column_words
from desktop.services.periodic.records import PeriodicReport
from desktop.services.periodic.sheets import Sheet, build_sheet, row_names
from desktop.services.periodic.texts import SectionText, read_texts
from desktop.services.settings import read_settings
from desktop.wording import periodic as words
from desktop.wording import reports as report_words
from desktop.wording.dates import day, moment

NAME = "periodic-{report}"
_WIDE = 4
_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", ":": "/"})
_ARITHMETIC = re.compile(r"(?:\s|[\d.+\-*/(),]|\b[a-z]\w*\b)+")
_FUNCTIONS = {"min": "MIN", "max": "MAX", "abs": "ABS"}


def periodic_paper(
    office: Office, report: PeriodicReport, sheet: Sheet | None = None
) -> ReportTable:
    """Letter and annex as of now; a statistics form alone has no letter."""
    sheet = sheet or build_sheet(office, report)
    span = {"start": day(report.days.start), "end": day(report.days.end)}
    subtitle = words.PERIOD_LINE.format(period=report.period_words, **span)
    return ReportTable(
        name=NAME.format(report=report.report),
        title=report.name,
        subtitle=subtitle,
        columns=_columns(sheet),
        rows=_rows(sheet),
        total=None,
        head=_head(office, report),
        notes=tuple(_typed_over(sheet)),
        problems=tuple(
            one.words for one in check_sheet(sheet) if one.kind is not FindingKind.MISSING_VALUE
        ),
        landscape=len(sheet.form.columns) > _WIDE,
        letter=_letter(office, report),
        formulas=tuple(_formulas(sheet)),
    )


def _head(office: Office, report: PeriodicReport) -> PaperHead:
    """The commune's committee reports, not its one-stop shop."""
    settings, outline = read_settings(office), report.outline
    return PaperHead(
        parent_body="",
        unit_name=_two_lines(settings.parent_body),
        place=settings.place_name,
        number_line=outline.number_line if outline else words.NUMBER_LINE,
        form_number="" if outline else report.form.number,
        made_on=local_date(office.now()),
        recipients=outline.recipients if outline else report_words.RECIPIENTS,
        is_practice=office.info.is_practice,
    )


def body_name(office: Office) -> str:
    """UBND xã Quảng Phú: who reports, in the middle of a sentence."""
    name = office.info.unit_name
    return f"UBND {name[:1].lower()}{name[1:]}"


def _two_lines(body: str) -> str:
    """The name of the place stands under ỦY BAN NHÂN DÂN (NĐ 30/2020/NĐ-CP, Phụ lục I)."""
    return re.sub(r"^(ủy ban nhân dân)\s+", r"\1\n", body, flags=re.IGNORECASE)


def _letter(office: Office, report: PeriodicReport) -> Letter | None:
    outline = report.outline
    if outline is None:
        return None
    facts = {
        "unit": body_name(office),
        "period": report.period_words,
        "start": day(report.days.start),
        "end": day(report.days.end),
    }
    return Letter(
        title=outline.title,
        abstract=outline.abstract.format_map(facts),
        opening=outline.opening.format_map(facts),
        closing=outline.closing.format_map(facts),
        parts=tuple(_parts(outline, read_texts(office, report.id))),
        signer=outline.signer,
        annex_title=outline.annex_title,
        annex_of=words.ANNEX_OF.format_map(facts),
    )


def _parts(outline: Outline, texts: Mapping[str, SectionText]) -> Iterator[LetterPart]:
    """Parts that nobody needs and nobody wrote are left out."""
    for section in outline.sections:
        text = texts.get(section.key)
        if text is not None:
            yield LetterPart(section.level, section.name, text.content)
        elif not section.writes:
            yield LetterPart(section.level, section.name)
        elif section.required:
            yield LetterPart(section.level, section.name, words.NOTHING_WRITTEN)


def _columns(sheet: Sheet) -> tuple[TableColumn, ...]:
    values = sheet.form.columns
    return (
        TableColumn("number", "STT", width=0.85),
        TableColumn("label", "Chỉ tiêu", width=4.2, indented=True),
        TableColumn("unit", "Đơn vị tính", width=1.1),
        *(TableColumn(one.key, one.heading, Kind.VALUE, width=1.1) for one in values),
    )


def _rows(sheet: Sheet) -> tuple[Row, ...]:
    names = row_names(sheet.form)
    return tuple(_row(sheet, row, names[row.key]) for row in sheet.form.rows)


def _row(sheet: Sheet, row: FormRow, name: str) -> Row:
    cells: dict[str, Cell] = {
        "code": name,
        "number": row.number,
        "label": row.label,
        "unit": row.unit,
        LEVEL: row.level,
        STRONG: int(row.level == 0),
    }
    for column in sheet.form.columns:
        if row.type is not ValueType.HEADING:
            cells[column.key] = _cell(sheet, (row.key, column.key))
    return cells


def _cell(sheet: Sheet, place: Place) -> Cell:
    value = sheet.cells[place].value
    if not isinstance(value, Decimal):
        return value
    places = sheet.form.decimals_at(place)
    if places == 0 and value == value.to_integral_value():
        return int(value)
    return value if -int(value.as_tuple().exponent) > places else round(value, places)


def _typed_over(sheet: Sheet) -> Iterator[str]:
    names = row_names(sheet.form)
    for place, typed in sheet.typed.items():
        state = sheet.cells.get(place)
        if state is not None and state.origin is Origin.TYPED_OVER:
            yield words.TYPED_OVER.format(
                name=names[place[0]],
                column=column_words(sheet, place[1]).rstrip(","),
                value=sheet.text(place),
                computed=sheet.replaced_text(place),
                user=typed.user_name,
                at=moment(typed.at),
                reason=typed.reason.rstrip("."),
            )


def _formulas(sheet: Sheet) -> Iterator[CellFormula]:
    """Computed cells for a spreadsheet; one that was typed over stays a plain number."""
    places = {row.key: place for place, row in enumerate(sheet.form.rows)}
    for place, state in sheet.cells.items():
        found = sheet.form.formula_at(place)
        if found is None or state.origin is not Origin.FORMULA or state.value is None:
            continue
        formula, reads = found
        names = [f"[[{places[row]}|{column}]]" for row, column in reads]
        text = spreadsheet_formula(formula, names, sheet.form.decimals_at(place))
        if text:
            yield CellFormula(places[place[0]], place[1], text)


def spreadsheet_formula(formula: Formula, names: list[str], decimals: int) -> str:
    """A formula as spreadsheets write it; empty for one that they would say otherwise."""
    match formula:
        case Sum():
            return "=" + "+".join(names)
        case Difference():
            return "=" + "-".join(names)
        case Percent():
            return f"=ROUND({names[0]}/{names[1]}*100,{decimals})"
        case Expression(text, keys):
            return _expression(
                text.translate(_SIGNS), dict(zip(keys, names, strict=True)), decimals
            )


def _expression(text: str, names: Mapping[str, str], decimals: int) -> str:
    if not _ARITHMETIC.fullmatch(text) or "**" in text:
        return ""
    known = {**names, **_FUNCTIONS}
    words_in = re.findall(r"\b[a-z]\w*\b", text)
    if any(word not in known for word in words_in):
        return ""
    written = re.sub(r"\b[a-z]\w*\b", lambda found: known[found[0]], text)
    return f"=ROUND({written.replace(' ', '')},{decimals})"
