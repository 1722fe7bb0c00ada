"""The papers as a citizen, a printer and a scanner meet them: text, fonts, QR, nothing cut off."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from desktop.domain.dossiers import Channel, DossierEvent, ReturnMethod
from desktop.domain.errors import RuleViolation
from desktop.domain.procedures import RequiredDocument
from desktop.services.clock import FixedClock
from desktop.services.dossier_cards import dossier_card
from desktop.services.dossier_rows import HandedInDocument, Submitter
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.office import Office
from desktop.services.practice import make_practice_office
from desktop.services.previews import count_pdf_pages, page_image
from desktop.services.printing import form_pdf, print_form
from desktop.services.recovery_sheets import recovery_sheet_pdf
from desktop.services.setting_up import check_new_office
from desktop.services.settings import read_settings, save_settings
from desktop.services.signing_in import sign_in
from tests.conftest import CHEAP
from tests.factory import (
    BIRTH,
    COPY_CERTIFICATION,
    FRIDAY_MORNING,
    MARITAL_STATUS,
    WITHOUT_LIMIT,
    a_received,
    an_applicant,
)
from tests.reports.pdfs import boxes, check_structure, fonts, raw_text, text_of, words_in_order
from tests.services.record import NEW_OFFICE

PAPERS = ("A5", "A4", "A4x2")
LONG_NAME = "Công Tằng Tôn Nữ Nguyễn Phúc Huyền Trân Thị Hoàng Ngọc Phương Uyên " * 3
LONG_PLACE = "Ấp Cầu Gỗ Vĩnh Trạch Đông, khu phố Nguyễn Thị Minh Khai nối dài, " * 4
MARK = "VĂN PHÒNG THỰC HÀNH – DỮ LIỆU MẪU – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
SENT_IN = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"


@dataclass(frozen=True)
class Paper:
    """A printed paper on the disk."""

    path: Path

    @property
    def pages(self) -> int:
        return count_pdf_pages(self.path.read_bytes())


def printed(office: Office, form: str, code: str, folder: Path, paper: str | None = None) -> Paper:
    path = folder / f"{form}-{paper}.pdf"
    pages = print_form(office, form, code, path, paper)
    made = Paper(path)
    assert made.pages == pages > 0
    return made


def a_usual(office: Office) -> str:
    applicant = an_applicant("Đỗ Thị Ngọc Ẩn", address="Thôn 1, xã A", phone="0900000001")
    return a_received(office, applicant=applicant).code


def many_documents(count: int = 20) -> tuple[HandedInDocument, ...]:
    name = "Bản sao có chứng thực giấy tờ chứng minh quan hệ nhân thân của người ủy quyền số"
    return tuple(
        HandedInDocument(RequiredDocument(f"{name} {n}", n % 3, 1, n % 2, True, ""), True, n)
        for n in range(1, count + 1)
    )


def a_long(office: Office) -> str:
    """Everything as long as people make it, 20 papers, handed in by somebody else."""
    applicant = an_applicant(LONG_NAME.strip(), address=LONG_PLACE.strip(" ,"))
    return a_received(
        office,
        applicant=applicant,
        submitter=Submitter("Trần Thị Người Nộp Thay", "001190000002", "0900000002"),
        documents=many_documents(),
        return_method=ReturnMethod.POST,
        return_address=LONG_PLACE.strip(" ,"),
        portal_code="H56.14.000.00.00.H17-261120-0001",
        channel=Channel.ONLINE,
        fee_note="theo nghị quyết của Hội đồng nhân dân tỉnh về phí, lệ phí",
    ).code


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("make", [a_usual, a_long])
def test_receipt_is_sound_for_every_reader(
    office: Office, tmp_path: Path, paper: str, make: object
) -> None:
    made = printed(office, "receipt", make(office), tmp_path, paper)  # type: ignore[operator]
    check_structure(made.path)
    found = fonts(made.path)
    assert found
    assert all(font.embedded and font.unicode for font in found), found
    text = raw_text(made.path)
    assert text == unicodedata.normalize("NFC", text)
    assert "\ufffd" not in text
    assert not re.search(r"[\ue000-\uf8ff■]", text)


@pytest.mark.parametrize("paper", PAPERS)
def test_receipt_says_the_facts_of_the_dossier(office: Office, tmp_path: Path, paper: str) -> None:
    save_settings(office, replace(read_settings(office), phone="02963000111"))
    code = a_usual(office)
    said = words_in_order(printed(office, "receipt", code, tmp_path, paper).path)
    card = dossier_card(office, code)
    for fact in (
        code,
        "Đỗ Thị Ngọc Ẩn",
        "001090000001",
        "0900000001",
        "Thôn 1, xã A",
        card.procedure_full_name,
        MARITAL_STATUS,
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        read_settings(office).parent_body,
        "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
        "3 ngày làm việc",
        "09 giờ 00",
        "02963000111",
        card.received_by,
        "Liên 1",
        "Liên 2",
    ):
        assert fact in said, fact
    assert re.search(r"ngày 20 tháng 11 năm 2026|20/11/2026", said)
    assert re.search(r"ngày 25 tháng 11 năm 2026|25/11/2026", said)
    assert MARK not in said
    for item in card.documents:
        if item.handed_in:
            assert item.document.name in said


@pytest.mark.parametrize("paper", PAPERS)
def test_long_receipt_cuts_nothing_off(office: Office, tmp_path: Path, paper: str) -> None:
    code = a_long(office)
    made = printed(office, "receipt", code, tmp_path, paper)
    said = words_in_order(made.path)
    copies = 2
    for n in range(1, 21):
        wanted = f"ủy quyền số {n}"
        assert len(re.findall(rf"{wanted}(?!\d)", said)) == copies, wanted
    for word in set(LONG_NAME.split()) | set(LONG_PLACE.replace(",", " ").split()):
        assert said.count(word) >= copies, word
    assert "Trần Thị Người Nộp Thay" in said
    found = boxes(made.path)
    assert {box.page for box in found} == set(range(1, made.pages + 1))
    for box in found:
        assert box.left >= 5, box
        assert box.right <= box.page_width - 5, box
        assert box.top >= 5, box
        assert box.bottom <= box.page_height - 5, box
        if paper == "A4x2":  # the sheet is cut in the middle
            middle = box.page_width / 2
            assert box.right <= middle - 5 or box.left >= middle + 5, box


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("make", [a_usual, a_long])
def test_words_never_lie_over_each_other(
    office: Office, tmp_path: Path, paper: str, make: object
) -> None:
    found = boxes(printed(office, "receipt", make(office), tmp_path, paper).path)  # type: ignore[operator]
    for page in {box.page for box in found}:
        lines = [box for box in found if box.page == page]
        for place, one in enumerate(lines):
            for other in lines[place + 1 :]:
                across = min(one.right, other.right) - max(one.left, other.left)
                down = min(one.bottom, other.bottom) - max(one.top, other.top)
                height = min(one.bottom - one.top, other.bottom - other.top)
                assert across < 1.5 or down < 0.45 * height, (one, other)


def codes_on(made: Paper, dpi: float) -> list[str]:
    """Every QR that a camera would find on the pages."""
    import zxingcpp
    from PIL import Image

    content, found = made.path.read_bytes(), []
    for number in range(made.pages):
        page = page_image(content, number, dpi)
        picture = Image.frombytes("RGB", (page.width, page.height), page.rgb)
        found += [code.text for code in zxingcpp.read_barcodes(picture)]
    return found


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("make", [a_usual, a_long])
def test_qr_is_read_back_from_the_page_with_its_exact_text(
    office: Office, tmp_path: Path, paper: str, make: object
) -> None:
    code = make(office)  # type: ignore[operator]
    made = printed(office, "receipt", code, tmp_path, paper)
    found = codes_on(made, 300)
    want = "|".join(
        (
            code,
            MARITAL_STATUS,
            "001090000001",
            SENT_IN,
            f"Sổ Một Cửa – {office.info.unit_name}",
            "09:00 20/11/2026",
            "17:00 25/11/2026",
        )
    )
    assert len(found) == 2
    assert set(found) == {want}


def test_qr_is_read_from_a_poor_print_too(office: Office, tmp_path: Path) -> None:
    made = printed(office, "receipt", a_usual(office), tmp_path, "A5")
    assert len(codes_on(made, 150)) == 2


def test_receipt_of_a_certification_counts_pages_and_copies(office: Office, tmp_path: Path) -> None:
    code = a_received(office, COPY_CERTIFICATION, pages=3, copies=4).code
    said = text_of(printed(office, "receipt", code, tmp_path, "A4").path)
    assert "bản chính 3 trang, chứng thực 4 bản" in said


def test_receipt_without_an_appointment_says_so(office: Office, tmp_path: Path) -> None:
    code = a_received(office, WITHOUT_LIMIT, no_appointment=True, documents=()).code
    said = text_of(printed(office, "receipt", code, tmp_path, "A5").path)
    assert "không hẹn ngày" in said
    assert "(không nộp bản giấy)" in said


@pytest.mark.parametrize(
    "name",
    [
        "Lê <b>Văn</b> & Con",
        "Nguyễn {Văn} An",
        "50% **đậm** Lê",
        "N\u0075\u031b\u0303 Hoa\u0300",
        "A&nbsp;B </para> <font>",
    ],
)
def test_name_that_looks_like_a_sign_of_the_layout_is_printed_as_it_is(
    office: Office, tmp_path: Path, name: str
) -> None:
    code = a_received(office, name=name, documents=()).code
    shown = unicodedata.normalize("NFC", name)
    for form in ("receipt", "due_why"):
        assert shown in words_in_order(printed(office, form, code, tmp_path, "A4").path)


def test_same_dossier_prints_the_same_bytes(office: Office) -> None:
    code = a_usual(office)
    assert form_pdf(office, "receipt", code) == form_pdf(office, "receipt", code)


def test_due_why_tells_every_day(office: Office, tmp_path: Path, clock: FixedClock) -> None:
    code = a_usual(office)
    clock.moment = clock.moment.replace(day=23)
    move_dossier(office, MoveInput(code, DossierEvent.REQUEST_SUPPLEMENT, reason="Thiếu giấy"))
    clock.moment = clock.moment.replace(day=30)
    move_dossier(office, MoveInput(code, DossierEvent.SUPPLEMENT_RECEIVED))
    made = printed(office, "due_why", code, tmp_path)
    check_structure(made.path)
    assert all(font.embedded and font.unicode for font in fonts(made.path))
    said = words_in_order(made.path)
    for fact in (code, "Đỗ Thị Ngọc Ẩn", MARITAL_STATUS, "17:00 25/11/2026", "17:00 03/12/2026"):
        assert fact in said, fact
    for day in ("30/11/2026", "01/12/2026", "02/12/2026", "03/12/2026"):
        assert day in said
    assert date(2026, 12, 3).isoformat() not in said


def test_due_why_of_a_dossier_without_a_limit_is_refused(office: Office) -> None:
    code = a_received(office, WITHOUT_LIMIT, no_appointment=True).code
    with pytest.raises(RuleViolation, match="form_needs_state"):
        form_pdf(office, "due_why", code)


@pytest.mark.parametrize(
    "code",
    [
        "ABCDE-FGHJK-MNPQR-STVWX-YZ01C",
        "WWWWW-WWWWW-WWWWW-WWWWW-WWWWW",
        "11111-11111-11111-11111-11111",
    ],
)
def test_recovery_sheet_shows_the_code_large_and_whole(tmp_path: Path, code: str) -> None:
    unit = check_new_office(NEW_OFFICE)
    path = tmp_path / "mã.pdf"
    path.write_bytes(
        recovery_sheet_pdf(
            f"{unit.name}, {unit.province_name}", code, Path("/nhà/Dữ liệu <của> xã & phường")
        )
    )
    check_structure(path)
    assert all(font.embedded and font.unicode for font in fonts(path))
    assert Paper(path).pages == 1
    said = words_in_order(path)
    assert code in said
    assert unit.name in said
    assert "Dữ liệu <của> xã & phường" in said
    (big,) = [box for box in boxes(path) if box.text == code]
    assert big.bottom - big.top > 14
    assert raw_text(path) == unicodedata.normalize("NFC", raw_text(path))


@pytest.mark.parametrize("paper", PAPERS)
def test_practice_papers_carry_the_mark_on_every_page(tmp_path: Path, paper: str) -> None:
    clock_day = date(2026, 11, 20)
    made = make_practice_office(tmp_path / "o", dossiers=0, seed=1, as_of=clock_day, cost=CHEAP)
    clock = FixedClock(FRIDAY_MORNING)
    office = sign_in(tmp_path / "o", made.users[0].name, made.users[0].password, clock)
    code = a_received(office, BIRTH, documents=many_documents()).code
    for form in ("receipt", "due_why"):
        content = printed(office, form, code, tmp_path, paper)
        said = raw_text(content.path)
        pages = said.split("\f")[:-1]
        assert len(pages) == content.pages
        assert all("KHÔNG CÓ GIÁ TRỊ PHÁP LÝ" in page for page in pages)
    assert "(THỰC HÀNH)" in codes_on(Paper(tmp_path / f"receipt-{paper}.pdf"), 300)[0]
    office.close()
