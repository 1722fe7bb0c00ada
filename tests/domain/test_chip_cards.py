"""Card scans: the seven fields, older and newer cards, and scans that a cable damaged."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.chip_cards import (
    LONGEST_SCAN,
    ScannedCard,
    ScanRepair,
    looks_like_scan,
    parse_card,
)
from desktop.domain.dossiers import Sex
from desktop.domain.errors import Entry, InputRefused

NUMBER = "001090000001"
ADDRESS = "Thôn 1, Xã A, Huyện B, Hà Nội"
SCAN = f"{NUMBER}||Nguyễn Văn An|02031990|Nam|{ADDRESS}|15072021"
CARD = ScannedCard(NUMBER, "Nguyễn Văn An", date(1990, 3, 2), Sex.MALE, ADDRESS, date(2021, 7, 15))


def western(text: str) -> str:
    """UTF-8 as a Windows machine shows it that takes it for code page 1252.

    Windows shows the five bytes without a letter (81 8D 8F 90 9D) as control signs.
    """
    return "".join(
        bytes([octet]).decode("cp1252", errors="ignore") or chr(octet)
        for octet in text.encode("utf-8")
    )


def test_seven_fields_of_the_usual_card_are_read() -> None:
    assert parse_card(SCAN) == CARD


def test_old_number_stands_in_the_second_field() -> None:
    scanned = parse_card(SCAN.replace("||", "|012345678|"))
    assert (scanned.old_number, scanned.name) == ("012345678", "Nguyễn Văn An")


@pytest.mark.parametrize(
    ("scan", "name", "born", "address", "issued"),
    [
        # An older card without the old-number field, and one without the day of issue.
        (
            f"{NUMBER}|Nguyễn Văn An|02031990|Nam|{ADDRESS}|15072021",
            "Nguyễn Văn An",
            date(1990, 3, 2),
            ADDRESS,
            date(2021, 7, 15),
        ),
        (
            f"{NUMBER}||Nguyễn Văn An|02031990|Nam|{ADDRESS}",
            "Nguyễn Văn An",
            date(1990, 3, 2),
            ADDRESS,
            None,
        ),
        # Newer cards go on with the names and numbers of the family.
        (
            f"{SCAN}||Nguyễn Văn Bình|001060000002|Trần Thị Cúc|001160000003|",
            "Nguyễn Văn An",
            date(1990, 3, 2),
            ADDRESS,
            date(2021, 7, 15),
        ),
        (
            f"{NUMBER}|012345678|Nguyễn Văn An|02/03/1990|Nam|{ADDRESS}|15/07/2021|x|y",
            "Nguyễn Văn An",
            date(1990, 3, 2),
            ADDRESS,
            date(2021, 7, 15),
        ),
        # Noise that a reader is set to send before, and the Enter after.
        (f"\x02\t{SCAN}\r\n", "Nguyễn Văn An", date(1990, 3, 2), ADDRESS, date(2021, 7, 15)),
    ],
)
def test_older_and_newer_cards_are_read_by_the_shape_of_their_fields(
    scan: str, name: str, born: date, address: str, issued: date | None
) -> None:
    card = parse_card(scan)
    assert (card.number, card.name, card.birth_date) == (NUMBER, name, born)
    assert (card.sex, card.address, card.issued_on) == (Sex.MALE, address, issued)


@pytest.mark.parametrize(
    ("number", "written", "expected"),
    [
        (NUMBER, "Nữ", Sex.FEMALE),
        ("001190000001", "Nam", Sex.MALE),
        ("001190000001", "", Sex.FEMALE),
        ("001290000001", "", Sex.MALE),
        ("001190000001", "NỮ", Sex.FEMALE),
    ],
)
def test_written_sex_is_taken_and_the_number_fills_the_gap(
    number: str, written: str, expected: Sex
) -> None:
    scan = f"{number}||Trần Thị Bích|02031990|{written}|{ADDRESS}|15072021"
    assert parse_card(scan).sex is expected


@pytest.mark.parametrize("page", ["cp1252", "latin-1"])
def test_scan_read_with_a_western_code_page_is_put_right(page: str) -> None:
    scan = f"{NUMBER}||Nguyễn Văn An|02031990|Nam|Thôn 1, Xã A|15072021"
    card = parse_card(scan.encode("utf-8").decode(page))
    assert (card.name, card.address) == ("Nguyễn Văn An", "Thôn 1, Xã A")
    assert card.repairs == (ScanRepair.CODE_PAGE,)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Đặng Văn An", "Thôn Đông, Xã A"),
        ("Nguyễn Thị Thọ", "Đường Lê Lợi, Phường B"),
        ("Trần Văn Tề", "Tổ 3, Phường Cờ Đỏ"),
        ("Nguyễn Văn Ái", "Xã Mỏ Cày"),
    ],
)
def test_code_page_is_put_right_for_every_vietnamese_letter(name: str, address: str) -> None:
    card = parse_card(western(f"{NUMBER}||{name}|02031990|Nam|{address}|15072021"))
    assert (card.name, card.address) == (name, address)
    assert ScanRepair.CODE_PAGE in card.repairs


def test_name_that_could_not_be_put_right_is_said_to_be_damaged() -> None:
    scan = western(f"{NUMBER}||Nguyễn Văn Đức|02031990|Nam|Xã A|15072021").replace("\x90", "")
    card = parse_card(scan)
    assert card.name != "Nguyễn Văn Đức"
    assert ScanRepair.NAME_DAMAGED in card.repairs


@pytest.mark.parametrize("name", ["Nguyễn Văn An", "Giàng A Páo", "Lê Thị Ý Nhi", "Đỗ Ái"])
def test_caps_lock_is_turned_round(name: str) -> None:
    card = parse_card(SCAN.replace(CARD.name, name).swapcase())
    assert (card.name, card.sex, card.address) == (name, Sex.MALE, ADDRESS)
    assert card.repairs == (ScanRepair.CAPS_LOCK,)


@pytest.mark.parametrize("name", ["NGUYỄN VĂN AN", "Nguyễn Văn An", "Vàng A Lử"])
def test_usual_writing_is_not_turned_round(name: str) -> None:
    card = parse_card(SCAN.replace("Nguyễn Văn An", name))
    assert (card.name, card.repairs) == (name, ())


@pytest.mark.parametrize("separator", ["~", "\\", "}", "¦", "*", "#"])
def test_separator_of_another_keyboard_is_recognised(separator: str) -> None:
    card = parse_card(SCAN.replace("|", separator))
    assert (card.name, card.birth_date, card.address) == (CARD.name, CARD.birth_date, ADDRESS)
    assert card.repairs == (ScanRepair.SEPARATOR,)


@pytest.mark.parametrize(
    ("name", "sex", "address"),
    [
        ("Nguyeexn Vawn An", "Nam", "Thoon 1, Xax A, Huyeejn B, Haf Nooij"),
        ("Nguyeenx Vanw An", "Nam", "Thoon 1, Xax A, Huyeenj B, Haf Nooij"),
        ("Nguye64n Va8n An", "Nam", "Tho6n 1, Xa4 A, Huye65n B, Ha2 No65i"),
        ("Nguyen64 Van8 An", "Nam", "Thon6 1, Xa4 A, Huyen65 B, Ha2 Noi65"),
    ],
)
def test_keys_of_an_input_method_become_letters(name: str, sex: str, address: str) -> None:
    card = parse_card(f"{NUMBER}||{name}|02031990|{sex}|{address}|15072021")
    assert (card.name, card.sex, card.address) == (CARD.name, Sex.MALE, ADDRESS)
    assert card.repairs == (ScanRepair.INPUT_METHOD,)


def test_sex_written_in_keys_is_understood() -> None:
    card = parse_card("001190000001||Traafn Thij Ddaof|02031990|Nuwx|Tooj 1, Xax A|15072021")
    assert (card.name, card.sex) == ("Trần Thị Đào", Sex.FEMALE)


@pytest.mark.parametrize("name", ["Siu Thes", "Ksor Hnham", "H Wer Nie", "NGUYEN VAN AN"])
def test_name_of_another_language_is_not_taken_for_keys(name: str) -> None:
    card = parse_card(f"{NUMBER}||{name}|02031990|Nam|Thon 1, Xa A|15072021")
    assert (card.name, card.repairs) == (name, (ScanRepair.NAME_WITHOUT_ACCENTS,))


@pytest.mark.parametrize("separator", ["|", "~"])
def test_digits_that_the_vietnamese_keyboard_turned_into_letters_come_back(separator: str) -> None:
    keyboard = str.maketrans("1234567890", "ăâêô\u0300\u0309\u0303\u0301\u0323đ")
    typed = SCAN.replace("1990", "1952").translate(keyboard).replace("|", separator)
    assert looks_like_scan(typed)
    card = parse_card(typed)
    assert (card.number, card.name, card.address) == (NUMBER, CARD.name, ADDRESS)
    assert (card.birth_date, card.issued_on) == (date(1952, 3, 2), CARD.issued_on)
    assert card.repairs[0] is ScanRepair.KEYBOARD_LAYOUT


@pytest.mark.parametrize(
    ("scan", "repair"),
    [
        (SCAN.replace("Nguyễn Văn An", "Nguyen Van An"), ScanRepair.NAME_WITHOUT_ACCENTS),
        (SCAN.replace("Nguyễn Văn An", "Nguy?n V?n An"), ScanRepair.NAME_DAMAGED),
        (SCAN.replace("Nguyễn Văn An", "Nguy\ufffdn Văn An"), ScanRepair.NAME_DAMAGED),
        (SCAN.replace("Nguyễn Văn An", "Nguye6n Va8n An"), ScanRepair.NAME_DAMAGED),
        (SCAN.replace("Nguyễn Văn An", ""), ScanRepair.NAME_MISSING),
        (SCAN.replace("02031990", "31021990"), ScanRepair.BIRTH_DATE_MISSING),
        (SCAN.replace(ADDRESS, ""), ScanRepair.ADDRESS_MISSING),
        (SCAN[:30], ScanRepair.TRUNCATED),
        (SCAN[:30], ScanRepair.BIRTH_DATE_MISSING),
        (SCAN[:41], ScanRepair.ADDRESS_MISSING),
        (f"{NUMBER}|", ScanRepair.NAME_MISSING),
        (NUMBER, ScanRepair.TRUNCATED),
    ],
)
def test_what_cannot_be_repaired_is_left_to_the_clerk_and_said(
    scan: str, repair: ScanRepair
) -> None:
    card = parse_card(scan)
    assert card.number == NUMBER
    assert repair in card.repairs


def test_invalid_date_is_left_empty_and_the_rest_is_kept() -> None:
    card = parse_card(SCAN.replace("02031990", "31021990"))
    assert card.birth_date is None
    assert (card.name, card.address) == (CARD.name, ADDRESS)


@pytest.mark.parametrize(
    "text",
    ["", "   ", "abc", "Nguyễn Văn An", "0912345678", "00109000000", "0010900000012", "|" * 40],
)
def test_text_without_a_personal_number_is_refused(text: str) -> None:
    with pytest.raises(InputRefused) as refused:
        parse_card(text)
    (problem,) = refused.value.problems
    assert (problem.field, problem.code) == ("scan", Entry.UNREADABLE_CARD)
    assert problem.facts == {"length": len(text.strip())}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SCAN, True),
        (SCAN.replace("|", "~"), True),
        (NUMBER, False),
        ("Nguyễn Văn An ở thôn 1 xã A", False),
        ("24259-261120-0001", False),
        ("0912345678", False),
    ],
)
def test_scan_is_told_from_names_codes_and_numbers(text: str, expected: bool) -> None:
    assert looks_like_scan(text) is expected


@given(st.text(max_size=200) | st.text(alphabet=f"{SCAN}~?\x90»…", max_size=120))
def test_any_text_is_either_read_or_refused(text: str) -> None:
    for typed in (text, NUMBER + text, f"{NUMBER}|{text}"):
        try:
            card = parse_card(typed)
        except InputRefused:
            continue
        assert len(card.number) == 12


@given(st.integers(12, len(SCAN)))
def test_scan_cut_anywhere_never_gives_a_wrong_name_or_date(cut: int) -> None:
    card = parse_card(SCAN[:cut])
    assert card.birth_date in (None, CARD.birth_date)
    assert card.issued_on in (None, CARD.issued_on)
    assert CARD.name.startswith(card.name)


@pytest.mark.parametrize("cut", range(SCAN.index("Nam"), SCAN.index("Nam") + 4))
def test_scan_cut_inside_the_sex_gives_no_address(cut: int) -> None:
    assert parse_card(SCAN[:cut]).address == ""


def test_endless_scan_is_cut_and_still_read() -> None:
    card = parse_card(SCAN + "x" * (LONGEST_SCAN * 3))
    assert card.name == CARD.name
