"""Word templates: fields found however Word tears them, filled in their look, nothing run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.reports import declarations
from desktop.reports.declarations import TemplateFault, fill, read_fields, text_of


def a_template(*lines: str, build: Callable[[Any], None] | None = None) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if build is not None:
        build(document)
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def upper(name: str) -> str:
    return f"<{name.upper()}>"


def test_fields_are_listed_once_in_order_as_written() -> None:
    found = read_fields(a_template("{{ho_ten}} và {{ Số định danh }}", "{{ho_ten}} {{x}}"))
    assert found.names == ("ho_ten", "Số định danh", "x")
    assert found.broken == ()


def test_fields_stand_in_tables_headers_footers_and_text_beside_them() -> None:
    def build(document: Any) -> None:
        document.add_table(1, 1).cell(0, 0).text = "{{trong_bang}}"
        document.sections[0].header.paragraphs[0].text = "{{dau_trang}}"
        document.sections[0].footer.paragraphs[0].text = "{{cuoi_trang}}"

    template = a_template("trước {{than}} sau", build=build)
    names = {"trong_bang", "dau_trang", "cuoi_trang", "than"}
    assert set(read_fields(template).names) == names
    text = text_of(fill(template, upper))
    assert "trước <THAN> sau" in text
    assert all(f"<{name.upper()}>" in text for name in names)
    assert "{{" not in text


def test_field_torn_into_runs_takes_the_look_of_its_first_piece() -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph("Họ tên: ")
        first = paragraph.add_run("{{ho")
        first.bold = True
        paragraph.add_run("_t")
        paragraph.add_run("en}}, sinh {{nam")
        paragraph.add_run("_sinh}}.")

    filled = docx.Document(io.BytesIO(fill(a_template(build=build), upper)))
    paragraph = filled.paragraphs[0]
    assert paragraph.text == "Họ tên: <HO_TEN>, sinh <NAM_SINH>."
    bold = [run.text for run in paragraph.runs if run.bold]
    assert bold == ["<HO_TEN>"]


def test_value_with_lines_becomes_lines() -> None:
    filled = fill(a_template("Giấy tờ: {{giay_to}}!"), lambda _: "1. Tờ khai\n2. Ảnh")
    document = docx.Document(io.BytesIO(filled))
    (paragraph,) = document.paragraphs
    assert paragraph.text == "Giấy tờ: 1. Tờ khai\n2. Ảnh!"
    assert len(list(paragraph._p.iter(qn("w:br")))) == 1


@pytest.mark.parametrize(
    "value",
    ["a < b & c > d", "<w:p/>", "{{ho_ten}}", "{% for x in y %}", "\x0b\x00", "=1+1", "😀 Đặng"],
)
def test_value_is_text_whatever_it_looks_like(value: str) -> None:
    filled = text_of(fill(a_template("[{{x}}]"), lambda _: value))
    shown = value.replace("\x0b", " ").replace("\x00", " ")
    assert f"[{shown}]" in filled.replace("\n", " ")


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("{{ho_ten}", "{{ho_ten}"),
        ("{% if x %}", "{% if x %}"),
        ("{{ho_ten", "{{ho_ten"),
    ],
)
def test_half_a_field_is_named(text: str, broken: str) -> None:
    found = read_fields(a_template(text))
    assert found.names == ()
    assert found.broken == (broken,)


def test_template_language_is_only_text() -> None:
    template = a_template("{{ ho_ten.__class__ }} {{ 7*7 }} {% for a in b %}x{% endfor %}")
    found = read_fields(template)
    assert found.names == ("ho_ten.__class__", "7*7")
    asked: list[str] = []
    text = text_of(fill(template, lambda name: asked.append(name) or "…"))  # type: ignore[func-returns-value]
    assert asked == ["7*7", "ho_ten.__class__"]
    assert "49" not in text
    assert "{% for a in b %}x{% endfor %}" in text


def test_decomposed_value_is_composed() -> None:
    assert "Đặng" in text_of(fill(a_template("{{x}}"), lambda _: "Đặng"))


@settings(max_examples=40)
@given(
    st.lists(st.integers(0, 12), max_size=4),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=10),
)
def test_field_is_found_wherever_it_is_torn(cuts: list[int], value: str) -> None:
    whole = "a{{ho_ten}}b"
    places = sorted({min(cut, len(whole)) for cut in cuts})
    pieces = [whole[i:j] for i, j in zip([0, *places], [*places, len(whole)], strict=True)]

    def build(document: Any) -> None:
        paragraph = document.add_paragraph()
        for piece in pieces:
            paragraph.add_run(piece)

    template = a_template(build=build)
    assert read_fields(template).names == ("ho_ten",)
    filled = docx.Document(io.BytesIO(fill(template, lambda _: "V" + value.strip())))
    text = filled.paragraphs[0].text
    assert (text[:2], text[-1]) == ("aV", "b")


def _zip(**members: bytes) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return output.getvalue()


def _with(template: bytes, name: str, content: bytes) -> bytes:
    output = io.BytesIO(template)
    with zipfile.ZipFile(output, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return output.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", ".docx"),
        (b"xin chao", ".docx"),
        (b"\xd0\xcf\x11\xe0" * 100, ".docx"),
        (_zip(a=b"x"), ".docx"),
        (_zip(word__document_xml=b"<x/>"), "hỏng"),
        (a_template("x")[:-200], ".docx"),
        (_with(a_template("x"), "word/vbaProject.bin", b"x"), "macro"),
        (_with(a_template("x"), "word/big.xml", b" " * (9 * 2**20)), "quá lớn"),
        (_with(a_template("x"), "word/media/a.bin", b"\0" * (41 * 2**20)), "quá lớn"),
        (b"\0" * (declarations.LARGEST_TEMPLATE + 1), "10 MB"),
    ],
    ids=["empty", "text", "old-word", "zip", "hollow", "cut", "macro", "xml", "bomb", "large"],
)
def test_what_is_no_template_is_refused_with_words(content: bytes, why: str) -> None:
    with pytest.raises(TemplateFault) as fault:
        read_fields(content)
    assert why in fault.value.why


def test_entities_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("BÍ MẬT")
    template = a_template("MARK")
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as old, zipfile.ZipFile(output, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                head, _, body = data.decode().partition("?>")
                entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
                data = f"{head}?>{entity}{body.replace('MARK', '&e;')}".encode()
            new.writestr(name, data)
    assert "BÍ MẬT" not in text_of(output.getvalue())
