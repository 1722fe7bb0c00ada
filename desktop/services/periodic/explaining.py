"""Why a cell says what it says, and the lists of dossiers behind it."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.statistics.computing import Origin
from desktop.domain.statistics.forms import (
    Difference,
    Expression,
    Formula,
    Percent,
    Place,
    StatisticsForm,
    Sum,
)
from desktop.domain.statistics.values import shown_value
from desktop.services.figures.slices import FigureSlice
from desktop.services.office import Office
from desktop.services.periodic.figures import counted_days, figure_info, figure_slice
from desktop.services.periodic.sheets import Sheet, row_names
from desktop.wording.dates import day, moment
from desktop.wording.periodic import ORIGIN_WORDS, TYPE_WORDS


@dataclass(frozen=True, slots=True)
class Door:
    """A list of dossiers that a number was made of."""

    label: str
    opens: FigureSlice


@dataclass(frozen=True, slots=True)
class Explanation:
    """Lines that say why, and doors to what was counted."""

    lines: tuple[str, ...]
    doors: tuple[Door, ...]


def explain(office: Office, sheet: Sheet, place: Place) -> Explanation:
    """For one cell that can hold a value."""
    state, row = sheet.cells[place], sheet.form.row_by_key[place[0]]
    lines = [_head(sheet, place)]
    found, figure = sheet.form.formula_at(place), sheet.form.figure_at(place)
    doors: list[Door] = []
    if found is not None:
        lines.append(_computed_line(sheet, place, *found))
        doors = [door for one in found[1] for door in _doors(office, sheet, one)]
    elif figure:
        lines.append(_figure_line(office, sheet, place, figure))
        doors = _doors(office, sheet, place)
    typed = sheet.typed.get(place)
    if typed is not None:
        who = f"{typed.user_name}, {moment(typed.at)}"
        said = f"Nhập tay {sheet.text(place)} ({who})"
        if state.origin is Origin.TYPED_OVER:
            said += f" thay cho số máy tính {sheet.replaced_text(place)}. Lý do: {typed.reason}"
        lines.append(said.rstrip(".") + ".")
    if row.note:
        lines.append(row.note)
    return Explanation(tuple(line for line in lines if line), tuple(doors))


def _head(sheet: Sheet, place: Place) -> str:
    """3.9 Tỷ lệ …: 96,5 % (tự tính)."""
    name = row_names(sheet.form)[place[0]]
    column = ""
    if len(sheet.form.columns) > 1:
        column = f", cột “{sheet.form.column_by_key[place[1]].heading}”"
    state = sheet.cells[place]
    if state.value is None:
        kind = TYPE_WORDS[sheet.form.type_at(place)]
        needed = "cần điền" if sheet.form.is_required(place) else "có thể để trống"
        nothing = "chưa đủ số để tính" if sheet.form.formula_at(place) else needed
        return f"{name}{column}: {nothing} ({kind})."
    unit = sheet.form.row_by_key[place[0]].unit
    return f"{name}{column}: {sheet.text(place)} {unit} ({ORIGIN_WORDS[state.origin]}).".replace(
        "  ", " "
    )


def _computed_line(sheet: Sheet, place: Place, formula: Formula, reads: tuple[Place, ...]) -> str:
    """Trước hạn 3 + Đúng hạn 4 = 7."""
    parts = [_part(sheet, one, place) for one in reads]
    result = shown_value(sheet.form, place, sheet.cells[place].computed) or "trống"
    return f"{written(formula, parts)} = {result}."


def _part(sheet: Sheet, one: Place, place: Place) -> str:
    """What is added: the row, or the column when the formula goes across."""
    across = one[0] == place[0]
    name = (
        sheet.form.column_by_key[one[1]].heading if across else sheet.form.row_by_key[one[0]].label
    )
    return f"{name} [{sheet.text(one) or 'trống'}]"


def written(formula: Formula, parts: list[str]) -> str:
    """The formula with its parts in words."""
    match formula:
        case Sum():
            return " + ".join(parts)
        case Difference():
            return " − ".join(parts)
        case Percent():
            return f"{parts[0]} : {parts[1]} × 100"
        case Expression(text, keys):
            named = dict(zip(keys, parts, strict=True))
            return " ".join(named.get(word, word) for word in _words(text, keys))


def _words(text: str, keys: tuple[str, ...]) -> list[str]:
    """The expression cut at its names."""
    import re

    pattern = "|".join(rf"\b{re.escape(key)}\b" for key in sorted(keys, key=len, reverse=True))
    return [part.strip() for part in re.split(f"({pattern})", text) if part.strip()]


def _figure_line(office: Office, sheet: Sheet, place: Place, figure: str) -> str:
    info = figure_info(figure)
    if sheet.figures.get(figure) is None:
        return f"Sổ của đơn vị chưa ghi “{info.title}”: hãy nhập tay."
    days = counted_days(office, sheet.report.days)
    span = f"từ {day(days.start)} đến hết {day(days.end)}"
    meaning = f" {info.meaning}" if info.meaning else ""
    return f"Đếm từ sổ, {span}: {info.title}.{meaning} Căn cứ: {info.source}."


def _doors(office: Office, sheet: Sheet, place: Place) -> list[Door]:
    """The list of a cell; of a sum, those of its parts."""
    figure = sheet.form.figure_at(place)
    label = _door_label(sheet.form, place)
    if figure:
        opens = figure_slice(office, figure, sheet.report.days)
        return [] if opens is None else [Door(label, opens)]
    found = sheet.form.formula_at(place)
    if found is None:
        return []
    return [door for one in found[1] for door in _doors(office, sheet, one)]


def _door_label(form: StatisticsForm, place: Place) -> str:
    return form.row_by_key[place[0]].label
