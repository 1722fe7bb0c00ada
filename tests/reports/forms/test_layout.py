"""Layouts: shipped ones whole, an office's own checked strictly, the one of the day chosen."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.domain.layout_problems import LayoutProblem
from desktop.reports.forms.facts import FORM_FACTS
from desktop.reports.forms.layout import (
    LARGEST_FILE,
    form_of_file,
    load_layout,
    own_layouts,
    parse_layout,
    shipped_layouts,
)
from desktop.reports.forms.layout_checks import LayoutFault
from desktop.wording.layouts import LAYOUT_WORDS

TODAY = date(2026, 11, 20)


def a_layout(**changes: Any) -> dict[str, Any]:
    usual = {
        "format": 1,
        "form": "refusal",
        "number": "03",
        "version": "1",
        "title": "PHIẾU TỪ CHỐI",
        "legal_basis": "Thông tư thử",
        "unconfirmed": [],
        "code_suffix": "",
        "blocks": [{"kind": "title"}],
    }
    return {**usual, **changes}


def a_table(**changes: Any) -> dict[str, Any]:
    columns = [
        {"heading": "TT", "cell": "number", "width": 20, "align": "center"},
        {"heading": "Tên", "cell": "name", "width": 80, "align": "left"},
    ]
    return {"kind": "table", "rows": "documents", "columns": columns, **changes}


def laid(folder: Path, name: str, data: Any) -> Path:
    folder.mkdir(exist_ok=True)
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_every_form_ships_a_layout_that_names_its_law_and_what_is_not_confirmed() -> None:
    shipped = shipped_layouts()
    assert {layout.form for layout in shipped} == set(FORM_FACTS)
    assert all(layout.title and layout.legal_basis and layout.blocks for layout in shipped)
    of_the_circular = [layout for layout in shipped if layout.number]
    assert {layout.number for layout in of_the_circular} == {f"0{n}" for n in range(1, 8)}
    assert all(layout.unconfirmed for layout in of_the_circular)


def test_what_is_not_confirmed_never_stands_on_the_paper() -> None:
    for layout in shipped_layouts():
        blocks = json.dumps(layout.blocks, ensure_ascii=False)
        assert not any(text in blocks for text in layout.unconfirmed)
        assert "chưa xác nhận" not in blocks


def test_layout_knows_the_values_it_asks_for() -> None:
    blocks = [
        {"kind": "line", "text": "**{applicant}** và {code}", "when": "address"},
        a_table(),
    ]
    layout = parse_layout(a_layout(form="receipt", blocks=blocks))
    assert layout.names == {"applicant", "code", "address"}
    assert layout.tables == {"documents"}


LINE = {"kind": "line", "text": "{reason}"}
BROKEN = [
    ({"format": 2}, LayoutProblem.WRONG_FORMAT, "đầu tệp"),
    ({"title": 5}, LayoutProblem.WRONG_KIND_OF_VALUE, "đầu tệp"),
    ({"form": "nothing"}, LayoutProblem.UNKNOWN_NAME, "đầu tệp"),
    ({"surprise": 1}, LayoutProblem.UNKNOWN_KEY, "đầu tệp"),
    ({"valid_from": "mai"}, LayoutProblem.NOT_A_DATE, "đầu tệp"),
    ({"valid_from": "2027-01-02", "valid_to": "2027-01-01"}, LayoutProblem.DATES_REVERSED,
     "đầu tệp"),
    ({"blocks": [LINE] * 81}, LayoutProblem.TOO_MANY, "đầu tệp"),
    ({"blocks": "x"}, LayoutProblem.WRONG_KIND_OF_VALUE, "đầu tệp"),
    ({"blocks": [LINE, {"kind": "picture"}]}, LayoutProblem.UNKNOWN_BLOCK, "khối 2"),
    ({"blocks": [{"kind": ["line"]}]}, LayoutProblem.UNKNOWN_BLOCK, "khối 1"),
    ({"blocks": [{"kind": "line"}]}, LayoutProblem.MISSING, "khối 1 (line)"),
    ({"blocks": [{**LINE, "colour": "red"}]}, LayoutProblem.UNKNOWN_KEY, "khối 1 (line)"),
    ({"blocks": [{**LINE, "align": "up"}]}, LayoutProblem.UNKNOWN_CHOICE, "khối 1 (line)"),
    ({"blocks": [{**LINE, "text": "x" * 2_001}]}, LayoutProblem.TOO_LONG, "khối 1 (line)"),
    ({"blocks": [{**LINE, "text": "{secret}"}]}, LayoutProblem.UNKNOWN_NAME, "khối 1 (line)"),
    ({"blocks": [{**LINE, "when": "secret"}]}, LayoutProblem.UNKNOWN_NAME, "khối 1 (line)"),
    ({"blocks": [{**LINE, "text": "{reason.__class__}"}]}, LayoutProblem.BAD_BRACES,
     "khối 1 (line)"),
    ({"blocks": [{**LINE, "text": "{reason[0]}"}]}, LayoutProblem.BAD_BRACES, "khối 1 (line)"),
    ({"blocks": [{**LINE, "text": "{reason:>99999999}"}]}, LayoutProblem.BAD_BRACES,
     "khối 1 (line)"),
    ({"blocks": [{**LINE, "text": "{reason!r}"}]}, LayoutProblem.BAD_BRACES, "khối 1 (line)"),
    ({"blocks": [{**LINE, "text": "{"}]}, LayoutProblem.BAD_BRACES, "khối 1 (line)"),
    ({"blocks": [{**LINE, "text": "{}"}]}, LayoutProblem.BAD_BRACES, "khối 1 (line)"),
    ({"blocks": [{"kind": "closing", "title": "X", "lines": [], "right": ""}]},
     LayoutProblem.WRONG_PLACE, "khối 1"),
    ({"form": "register", "blocks": [{"kind": "closing", "title": "X", "lines": [], "right": ""}]},
     LayoutProblem.MISSING, "đầu tệp"),
    ({"form": "register", "blocks": [{"kind": "closing", "title": "X", "right": "",
      "lines": ["x" * 1_500] * 2}]}, LayoutProblem.TOO_LONG, "khối 1 (closing)"),
    ({"blocks": [a_table()]}, LayoutProblem.UNKNOWN_NAME, "khối 1 (table)"),
    ({"form": "receipt", "blocks": [a_table(columns=[])]}, LayoutProblem.WIDTHS, "khối 1 (table)"),
    ({"form": "receipt", "blocks": [a_table(row_height=500)]}, LayoutProblem.OUT_OF_RANGE,
     "khối 1 (table)"),
    ({"form": "receipt", "blocks": [a_table(empty_rows=True)]},
     LayoutProblem.WRONG_KIND_OF_VALUE, "khối 1 (table)"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "problem", "place"), BROKEN)
def test_wrong_layout_is_refused_with_its_place_before_anything_is_drawn(
    changes: dict[str, Any], problem: LayoutProblem, place: str
) -> None:
    with pytest.raises(LayoutFault) as refused:
        parse_layout(a_layout(**changes))
    assert (refused.value.problem, refused.value.place) == (problem, place)
    assert refused.value.words


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"width": 81}, LayoutProblem.WIDTHS),
        ({"width": "80"}, LayoutProblem.WRONG_KIND_OF_VALUE),
        ({"width": 0}, LayoutProblem.OUT_OF_RANGE),
        ({"heading": "x" * 41}, LayoutProblem.TOO_LONG),
        ({"cell": "secret"}, LayoutProblem.UNKNOWN_NAME),
        ({"align": "up"}, LayoutProblem.UNKNOWN_CHOICE),
        ({"colour": "red"}, LayoutProblem.UNKNOWN_KEY),
    ],
)
def test_wrong_column_is_refused_with_its_number(
    change: dict[str, Any], problem: LayoutProblem
) -> None:
    table = a_table()
    table["columns"][1] |= change
    with pytest.raises(LayoutFault) as refused:
        parse_layout(a_layout(form="receipt", blocks=[table]))
    assert refused.value.problem is problem
    whole_table = problem is LayoutProblem.WIDTHS
    assert refused.value.place == "khối 1 (table)" + ("" if whole_table else ", cột 2")


def test_every_problem_of_a_layout_has_words() -> None:
    assert set(LAYOUT_WORDS) == set(LayoutProblem)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("receipt.json", "receipt"),
        ("01-receipt.json", "receipt"),
        ("receipt-2027.json", "receipt"),
        ("blank-receipt.json", "blank_receipt"),
        ("hand-over-moi.json", "hand_over"),
        ("receipts.json", None),
        ("ghi chu.json", None),
        ("receipt.txt", None),
    ],
)
def test_file_belongs_to_a_form_by_its_name(name: str, form: str | None) -> None:
    assert form_of_file(name) == form


def test_own_layout_of_a_new_circular_is_used_from_its_day_on(tmp_path: Path) -> None:
    own = laid(tmp_path, "refusal-2027.json", a_layout(version="2027", valid_from="2027-01-01"))
    shipped = load_layout("refusal", TODAY)
    assert load_layout("refusal", date(2026, 12, 31), own) == shipped
    newer = load_layout("refusal", date(2027, 1, 1), own)
    assert (newer.version, newer.is_own, newer.file) == ("2027", True, "refusal-2027.json")
    assert load_layout("receipt", date(2027, 1, 1), own).is_own is False


def test_own_layout_goes_before_the_shipped_one_of_the_same_day(tmp_path: Path) -> None:
    own = laid(tmp_path, "refusal.json", a_layout(version="của xã"))
    assert load_layout("refusal", TODAY, own).version == "của xã"


def test_ended_layout_gives_way_again(tmp_path: Path) -> None:
    data = a_layout(version="thử", valid_from="2026-11-01", valid_to="2026-11-19")
    own = laid(tmp_path, "refusal.json", data)
    assert load_layout("refusal", date(2026, 11, 19), own).version == "thử"
    assert load_layout("refusal", TODAY, own).is_own is False


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "JSON"),
        ("[" * 100_000, "JSON"),
        (a_layout(form="stop"), "stop"),
        (a_layout(blocks=[{"kind": "picture"}]), "picture"),
    ],
)
def test_broken_own_layout_stops_its_form_with_words_and_no_other(
    tmp_path: Path, content: Any, words: str
) -> None:
    own = laid(tmp_path, "refusal.json", content)
    with pytest.raises(EnvironmentProblem) as stopped:
        load_layout("refusal", TODAY, own)
    assert stopped.value.code is Surroundings.LAYOUT_BROKEN
    assert words in stopped.value.facts["problem"]
    assert str(stopped.value.facts["file"]).endswith("refusal.json")
    assert load_layout("receipt", TODAY, own).is_own is False


def test_file_beyond_the_bound_is_not_read(tmp_path: Path) -> None:
    own = laid(tmp_path, "refusal.json", " " * (LARGEST_FILE + 1))
    (finding,) = own_layouts(own)
    assert "quá lớn" in finding.problem


def test_two_own_layouts_of_one_day_are_refused_not_guessed(tmp_path: Path) -> None:
    laid(tmp_path, "refusal-a.json", a_layout(version="a"))
    own = laid(tmp_path, "refusal-b.json", a_layout(version="b"))
    with pytest.raises(EnvironmentProblem) as stopped:
        load_layout("refusal", TODAY, own)
    assert "refusal-a.json" in stopped.value.facts["problem"]


def test_file_that_names_no_form_is_listed_as_a_problem(tmp_path: Path) -> None:
    own = laid(tmp_path, "ghi chu.json", a_layout())
    (finding,) = own_layouts(own)
    assert finding.layout is None
    assert "receipt" in finding.problem


def test_office_without_layouts_of_its_own_has_none(tmp_path: Path) -> None:
    assert own_layouts(tmp_path / "forms") == ()
