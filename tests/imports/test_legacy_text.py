"""Text of the old fonts comes back as Unicode; Unicode text is never touched."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.imports.legacy_text import from_tcvn3, from_vni, mended

# Typed with .VnTime: each pair is what the file holds and what the clerk saw.
TCVN3 = {
    "NguyÔn V¨n An": "Nguyễn Văn An",
    "TrÇn ThÞ BÝch": "Trần Thị Bích",
    "Lª H÷u ®¹t": "Lê Hữu đạt",
    "Ph¹m Quèc B¶o": "Phạm Quốc Bảo",
    "Hoµng ThÞ Nguyªn": "Hoàng Thị Nguyên",
    "Huúnh TÊn Ph¸t": "Huỳnh Tấn Phát",
    "Vò §øc ThÞnh": "Vũ Đức Thịnh",
    "§Æng Xu©n Tr­êng": "Đặng Xuân Trường",
    "Bïi ThÞ Hång": "Bùi Thị Hồng",
    "§ç M¹nh Hïng": "Đỗ Mạnh Hùng",
    "Ng« Thóy H»ng": "Ngô Thúy Hằng",
    "D­¬ng V¨n Lîi": "Dương Văn Lợi",
    "§¨ng ký khai sinh": "Đăng ký khai sinh",
    "§¨ng ký kÕt h«n": "Đăng ký kết hôn",
    "Khai tö": "Khai tử",
    "Chøng thùc b¶n sao": "Chứng thực bản sao",
    "X¸c nhËn t×nh tr¹ng h«n nh©n": "Xác nhận tình trạng hôn nhân",
    "CÊp giÊy chøng nhËn quyÒn sö dông ®Êt": "Cấp giấy chứng nhận quyền sử dụng đất",
    "Th«n Trung, x· Hßa B×nh": "Thôn Trung, xã Hòa Bình",
    "Tæ d©n phè sè 3": "Tổ dân phố số 3",
    "§· tr¶ kÕt qu¶": "Đã trả kết quả",
    "®ang gi¶i quyÕt": "đang giải quyết",
    "Hé nghÌo": "Hộ nghèo",
    "Trî cÊp x· héi": "Trợ cấp xã hội",
}
# Typed with VNI-Times: a letter and a letter of marks.
VNI = {
    "Nguyeãn Vaên An": "Nguyễn Văn An",
    "Traàn Thò Bích": "Trần Thị Bích",
    "Leâ Höõu Ñaït": "Lê Hữu Đạt",
    "Phaïm Quoác Baûo": "Phạm Quốc Bảo",
    "Hoaøng Thò Nguyeân": "Hoàng Thị Nguyên",
    "Huyønh Taán Phaùt": "Huỳnh Tấn Phát",
    "Vuõ Ñöùc Thònh": "Vũ Đức Thịnh",
    "Ñaëng Xuaân Tröôøng": "Đặng Xuân Trường",
    "Buøi Thò Hoàng": "Bùi Thị Hồng",
    "Ñoã Maïnh Huøng": "Đỗ Mạnh Hùng",
    "Ngoâ Thuùy Haèng": "Ngô Thúy Hằng",
    "Döông Vaên Lôïi": "Dương Văn Lợi",
    "Ñaêng kyù khai sinh": "Đăng ký khai sinh",
    "Ñaêng kyù keát hoân": "Đăng ký kết hôn",
    "Khai töû": "Khai tử",
    "Chöùng thöïc baûn sao": "Chứng thực bản sao",
    "Xaùc nhaän tình traïng hoân nhaân": "Xác nhận tình trạng hôn nhân",
    "Caáp giaáy chöùng nhaän quyeàn söû duïng ñaát": "Cấp giấy chứng nhận quyền sử dụng đất",
    "Thoân Trung, xaõ Hoøa Bình": "Thôn Trung, xã Hòa Bình",
    "Toå daân phoá soá 3": "Tổ dân phố số 3",
    "Ñaõ traû keát quaû": "Đã trả kết quả",
    "ñang giaûi quyeát": "đang giải quyết",
    "Hoä ngheøo": "Hộ nghèo",
    "Trôï caáp xaõ hoäi": "Trợ cấp xã hội",
    "ÑAËNG VAÊN AÙNH": "ĐẶNG VĂN ÁNH",
}


def test_tables_hold_more_than_forty_words_each() -> None:
    for table in (TCVN3, VNI):
        assert len({word for text in table.values() for word in text.split()}) >= 40


@pytest.mark.parametrize(("typed", "meant"), TCVN3.items())
def test_tcvn3_text_is_recognised_and_put_right(typed: str, meant: str) -> None:
    assert mended(typed) == (meant, "TCVN3")


@pytest.mark.parametrize(("typed", "meant"), VNI.items())
def test_vni_text_is_recognised_and_put_right(typed: str, meant: str) -> None:
    assert mended(typed) == (meant, "VNI")


WORDS = sorted({word for table in (TCVN3, VNI) for text in table.values() for word in text.split()})


@pytest.mark.parametrize(("table", "convert"), [(TCVN3, from_tcvn3), (VNI, from_vni)])
def test_every_single_word_is_converted(
    table: dict[str, str], convert: Callable[[str], str]
) -> None:
    for typed, meant in table.items():
        pairs = zip(typed.split(), meant.split(), strict=True)
        assert [convert(word) for word, _ in pairs] == meant.split()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("NGUYÔN V¡N AN", "NGUYỄN VĂN AN"),
        ("TRÇN THÞ H»NG", "TRẦN THỊ HẰNG"),
        ("CéNG HßA X· HéI", "CỘNG HÒA XÃ HỘI"),
    ],
)
def test_capital_font_of_tcvn3_gives_capitals(typed: str, meant: str) -> None:
    assert from_tcvn3(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nguyen Van An",
        "24259-261120-0001",
        "Nguyễn Văn An",
        # Only letters that a Western code page has, too: the hard cases.
        "Hà Nam",
        "Lê Tú",
        "Trà Vinh",
        "Phú Yên, Hoà Bình",
        "LÊ THÀNH",
        "Bà Hà ở Cà Mau",
        "Thôn Tân Thành",
        "Lò Thì Ín",
        "Krông Pa",
        "Buôn Krông",
        "Ea Súp",
        "Y Niê Krông",
        "H'Mông",
        "Đắk Lắk",
        "xã Ia O",
        "Công ty TNHH ABC Hà Nam",
        "Hà Nam – KCN 2, lô A5",
        "café Hoà",
        "Số 5 ngõ 3",
        "2½ sào, 25°C, 50 m²",
        "«Tân Phú»",
    ],
)
def test_unicode_text_is_never_changed(text: str) -> None:
    assert mended(text) == (text, None)
    decomposed = unicodedata.normalize("NFD", text)
    assert mended(decomposed) == (decomposed, None)


# fmt: off
ONSETS = (
    "", "b", "c", "d", "đ", "g", "h", "k", "kh", "l", "m", "n", "ng", "nh", "ph", "qu", "r", "s",
    "t", "th", "tr", "v", "x",
)
RIMES = (
    "a", "à", "á", "ả", "ã", "ạ", "ai", "ài", "an", "àn", "án", "anh", "ành", "ao", "áo", "âm",
    "ân", "âu", "ê", "ên", "ếch", "i", "ì", "í", "in", "ình", "o", "ò", "ó", "oi", "oà", "oan",
    "ô", "ôi", "ông", "ồng", "u", "ù", "ú", "ui", "ung", "ùng", "ua", "uân", "uê", "uy", "uyên",
    "ư", "ươi", "ương", "ường", "y", "ý", "ăn", "ặng", "iên", "iêu", "ơn", "ợi",
)
# fmt: on
syllables = st.tuples(st.sampled_from(ONSETS), st.sampled_from(RIMES)).map("".join)
phrases = st.lists(syllables, min_size=1, max_size=8).map(" ".join)


@given(phrases, st.sampled_from((str.lower, str.upper, str.title)), st.booleans())
def test_no_phrase_of_vietnamese_syllables_is_ever_changed(
    phrase: str, written: Callable[[str], str], decomposed: bool
) -> None:
    text = unicodedata.normalize("NFD" if decomposed else "NFC", written(phrase))
    assert mended(text) == (text, None)


@given(st.text(max_size=60))
def test_any_text_comes_back_without_an_error(text: str) -> None:
    found, font = mended(text)
    assert (font is None) == (found == text)


@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=8).map(" ".join))
def test_mended_text_is_not_mended_again(text: str) -> None:
    assert mended(text) == (text, None)
