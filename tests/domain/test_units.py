"""Finding a commune among 3,321: by code, by a few letters, without accents."""

from __future__ import annotations

from itertools import pairwise

import pytest

from desktop import resources
from desktop.domain.text import fold
from desktop.domain.units import Unit, UnitKind, find_units

COMMUNES = resources.communes()
# Units from all over the country, special zones among them.
SAMPLE = COMMUNES[::120] + tuple(u for u in COMMUNES if u.kind is UnitKind.SPECIAL_ZONE)[:3]


def _bare(unit: Unit) -> str:
    """The folded name without xã, phường or đặc khu."""
    return " ".join(fold(unit.name).split()[2 if unit.kind is UnitKind.SPECIAL_ZONE else 1 :])


def test_name_and_province_without_accents_find_every_unit_at_once() -> None:
    missed = []
    for unit in SAMPLE:
        province = fold(unit.province_name).removeprefix("tinh ").removeprefix("thanh pho ")
        if unit not in find_units(COMMUNES, f"{_bare(unit)} {province}", 10):
            missed.append(unit.name)
    assert missed == []


def test_every_one_of_the_communes_is_found_by_its_bare_name_in_its_province() -> None:
    provinces: dict[str, list[Unit]] = {}
    for unit in COMMUNES:
        provinces.setdefault(unit.province_code, []).append(unit)
    missed = [
        unit.name
        for units in provinces.values()
        for unit in units
        if unit not in find_units(tuple(units), _bare(unit), 10)
    ]
    assert (missed, sum(map(len, provinces.values()))) == ([], 3321)


def test_whole_name_with_its_kind_finds_every_unit() -> None:
    assert [u.name for u in SAMPLE if u not in find_units(COMMUNES, fold(u.name), 100)] == []


def _names_that_begin_other_names(most: int) -> list[str]:
    """Names such as "Quảng La", which "Quảng Lâm" begins with, too."""
    names = sorted({_bare(unit) for unit in COMMUNES})
    return [name for name, after in pairwise(names) if after.startswith(name)][:most]


@pytest.mark.parametrize("name", _names_that_begin_other_names(12))
def test_units_of_exactly_the_typed_name_come_first(name: str) -> None:
    found = [_bare(unit) for unit in find_units(COMMUNES, name)]
    same = found.count(name)
    assert found[:same] == [name] * same
    assert same


def test_every_unit_is_found_by_its_code_in_the_first_place() -> None:
    assert [u.code for u in SAMPLE if find_units(COMMUNES, u.code, 1) != [u]] == []


@pytest.mark.parametrize("text", ["Hoàn Kiếm", "hoan kiem", "HOAN KIEM", "kiem hoan", "hoàn kiê"])
def test_accents_case_and_order_of_words_do_not_matter(text: str) -> None:
    assert find_units(COMMUNES, text)[0].name == "Phường Hoàn Kiếm"


def test_names_that_begin_with_the_text_come_before_names_that_hold_it() -> None:
    names = [_bare(unit) for unit in find_units(COMMUNES, "long", 400)]
    begins = [name.startswith("long") for name in names]
    assert begins == sorted(begins, reverse=True)
    assert True in begins
    assert False in begins


@pytest.mark.parametrize("text", ["", "   ", "–", "()"])
def test_nothing_typed_lists_the_first_units(text: str) -> None:
    assert find_units(COMMUNES, text, 5) == list(COMMUNES[:5])


@pytest.mark.parametrize("text", ["zzzz", "99999", "xã không có thật"])
def test_unknown_text_finds_nothing(text: str) -> None:
    assert find_units(COMMUNES, text) == []


def test_list_is_never_longer_than_asked_for() -> None:
    assert len(find_units(COMMUNES, "xa", 7)) == 7
