"""A whole criteria set as a workbook that reads back as the same set; texts stay texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from desktop.reports.writing import written_whole
from desktop.wording import criteria_book as words

_LINE_WIDTHS = (9, 9, 14, 13, 44, 9, 48, 18, 34, 32, 16, 18, 12, 24, 30, 9)
_LABEL_WIDTH, _VALUE_WIDTH = 52, 70
_FIRST = 3


def write_set_book(target: Path, data: Mapping[str, Any]) -> None:
    """Writes a set given as plain data. Raises DISK_FULL, FILE_NOT_WRITABLE."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with written_whole(target) as aside, xlsxwriter.Workbook(str(aside), options) as workbook:
        workbook.set_properties({"title": data["title"], "author": data["province"]})
        formats = _formats(workbook)
        _write_head(workbook, formats, data)
        _write_lines(workbook, formats, data["items"])


def _write_head(workbook: Any, formats: dict[str, Any], data: Mapping[str, Any]) -> None:
    sheet = workbook.add_worksheet(words.HEAD_SHEET)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, _LABEL_WIDTH)
    sheet.set_column(1, 1, _VALUE_WIDTH)
    sheet.write_string(0, 0, data["title"], formats["title"])
    sheet.write_string(1, 0, words.HEAD_GUIDE, formats["guide"])
    for row, (entry, label) in enumerate(words.HEAD_LABELS.items(), start=_FIRST):
        sheet.write_string(row, 0, label, formats["head"])
        sheet.write_string(row, 1, _head_text(data, entry), formats["text"])


def _head_text(data: Mapping[str, Any], entry: str) -> str:
    if entry == "bands":
        return "\n".join(f"{band['name']} = {_shown(band['from'])}" for band in data["bands"])
    name, dot, part = entry.partition(".")
    value = data[name][part] if dot else data[name]
    return _shown(value) if entry in _NUMBERS else _text(value)


_NUMBERS = ("whole", "bonus_cap", "deduction_cap")


def _write_lines(workbook: Any, formats: dict[str, Any], items: Sequence[dict[str, Any]]) -> None:
    sheet = workbook.add_worksheet(words.LINE_SHEET)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_FIRST - 1)
    sheet.freeze_panes(_FIRST, 1)
    sheet.write_string(0, 0, words.LINE_GUIDE, formats["guide"])
    for column, heading in enumerate(words.LINE_LABELS.values()):
        sheet.set_column(column, column, _LINE_WIDTHS[column])
        sheet.write_string(_FIRST - 1, column, heading, formats["head"])
    for row, item in enumerate(items, start=_FIRST):
        style = "field" if item["kind"] == "field" else "text"
        for column, entry in enumerate(words.LINE_LABELS):
            sheet.write_string(row, column, _line_text(item, entry), formats[style])


def _line_text(item: Mapping[str, Any], entry: str) -> str:
    if entry == "rule":
        return words.CHOICES["rule"][item["rule"]["kind"]] if "rule" in item else ""
    if entry == "rule.lines":
        return "\n".join(rule_lines(item["rule"])) if "rule" in item else ""
    if entry == "binding":
        return _binding(item.get("binding", ""))
    if entry in ("max", "no_case_points"):
        return _shown(item.get(entry))
    if entry in words.CHOICES and entry in item:
        return words.CHOICES[entry][item[entry]]
    return _text(item.get(entry, ""))


def rule_lines(rule: Mapping[str, Any]) -> list[str]:
    """The numbers and names of a rule, a line each: “từ 95 = 4”, “v1 | khiển trách = 0,5”."""
    said = [
        f"{label} = {_rule_value(entry, rule[entry])}"
        for entry, label in words.RULE_LABELS.items()
        if entry in rule
    ]
    for tier in rule.get("tiers", ()):
        edge = words.ABOVE if tier.get("above") else words.FROM
        said.append(f"{edge} {_shown(tier['from'])} = {_shown(tier['points'])}")
    named = (*rule.get("violations", ()), *rule.get("levels", ()))
    said += [f"{one['key']} | {one['name']} = {_shown(one['points'])}" for one in named]
    variables = rule.get("variables", ())
    return said + [f"{words.VARIABLE} {v['key']} = {v['name']}" for v in variables]


def _rule_value(entry: str, value: Any) -> str:
    if entry == "measure":
        return words.CHOICES["measure"][value]
    return _shown(value) if entry in ("points", "floor", "full_at", "each") else _text(value)


def _binding(binding: str | Mapping[str, str]) -> str:
    names = words.CHOICES["binding"]
    if isinstance(binding, str):
        return names.get(binding, binding)
    return "\n".join(f"{key} = {names.get(name, name)}" for key, name in binding.items())


def _shown(number: str | None) -> str:
    """With the comma that people write; nothing where nothing is said."""
    return "" if number is None else number.replace(".", ",")


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return words.YES if value else words.NO
    return "" if value is None else str(value)


def _formats(workbook: Any) -> dict[str, Any]:
    font = {"font_name": "Times New Roman", "font_size": 11}
    # As text: 1.10 must stay a number of a line, 1/2 no day.
    cell = {**font, "border": 1, "valign": "top", "text_wrap": True, "num_format": "@"}
    return {
        "title": workbook.add_format({**font, "bold": True, "font_size": 14}),
        "guide": workbook.add_format({**font, "italic": True}),
        "head": workbook.add_format({**cell, "bold": True, "bg_color": "#E2E8F0"}),
        "text": workbook.add_format(cell),
        "field": workbook.add_format({**cell, "bold": True}),
    }
