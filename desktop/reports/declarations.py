"""Word templates with named fields: finding the fields, filling them, reading the text.

A field is ``{{name}}``, nothing more: there is no template language, so a template can neither
compute nor reach anything. Word may tear a field into pieces (spelling marks, formatting);
the text of a paragraph is read as a whole and the value takes the look of the first piece.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

LARGEST_TEMPLATE = 10 * 2**20
_MOST_UNPACKED = 40 * 2**20
_MOST_XML = 8 * 2**20
_MOST_PARTS = 1_000
_BODY = "word/document.xml"
_MACROS = "vbaProject"
_FIELD = re.compile(r"\{\{\s*([^{}]{1,200}?)\s*\}\}")
_BROKEN = re.compile(r"\{\{[^{}]{0,60}\}?|\{%[^%]{0,60}%?\}?")
_UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ufffe\uffff]")
_TEXT_PARTS = ("document.main+xml", "header+xml", "footer+xml", "footnotes+xml", "endnotes+xml")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DAMAGED = "tệp bị hỏng hoặc không phải văn bản Word"
_SIGNS = {f"{_W}br": "\n", f"{_W}tab": "\t"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class TemplateFault(Exception):
    """The file cannot be a template; ``why`` says it in words."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class TemplateFields:
    """Fields as written, each once, in order; and pieces that look like fields but are not."""

    names: tuple[str, ...]
    broken: tuple[str, ...]


def read_fields(content: bytes) -> TemplateFields:
    """The fields of a template. Raises TemplateFault."""
    names: dict[str, None] = {}
    broken: dict[str, None] = {}
    for element in _roots(_opened(content)):
        for paragraph in element.iter(f"{_W}p"):
            text = "".join(piece.text or "" for piece in _pieces(paragraph))
            names.update(dict.fromkeys(_FIELD.findall(text)))
            broken.update(dict.fromkeys(_BROKEN.findall(_FIELD.sub("", text))))
    return TemplateFields(tuple(names), tuple(broken))


def fill(content: bytes, value_of: Callable[[str], str]) -> bytes:
    """The document with every field replaced by its value. Raises TemplateFault."""
    document = _opened(content)
    for element in _roots(document):
        for paragraph in list(element.iter(f"{_W}p")):
            _fill_paragraph(paragraph, value_of)
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def text_of(content: bytes) -> str:
    """The text of a document, a paragraph a line: what a person looks over before printing."""
    lines = []
    for element in _roots(_opened(content)):
        for paragraph in element.iter(f"{_W}p"):
            line = "".join(
                _SIGNS.get(node.tag, node.text or "")
                for node in _nodes(paragraph, (f"{_W}t", *_SIGNS))
                if node.getparent().tag == f"{_W}r"
            )
            if line.strip():
                lines.append(line)
    return "\n".join(lines)


def _opened(content: bytes) -> Any:
    import docx
    from lxml.etree import XMLSyntaxError

    _check_archive(content)
    try:
        return docx.Document(io.BytesIO(content))
    except (KeyError, ValueError, XMLSyntaxError, zipfile.BadZipFile) as error:
        raise TemplateFault(_DAMAGED) from error


def _check_archive(content: bytes) -> None:
    """Looks at the archive's list before anything is unpacked."""
    if len(content) > LARGEST_TEMPLATE:
        raise TemplateFault(f"tệp lớn hơn {LARGEST_TEMPLATE // 2**20} MB")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile as error:
        raise TemplateFault("tệp không phải văn bản Word kiểu .docx") from error
    names = {member.filename for member in members}
    if _BODY not in names:
        raise TemplateFault("tệp không phải văn bản Word kiểu .docx")
    if any(_MACROS in name for name in names):
        raise TemplateFault("tệp chứa macro; hãy lưu lại kiểu .docx không có macro")
    if any(member.flag_bits & 1 for member in members):
        raise TemplateFault("tệp đặt mật khẩu")
    xml = [m.file_size for m in members if m.filename.endswith((".xml", ".rels"))]
    unpacked = sum(member.file_size for member in members)
    if len(members) > _MOST_PARTS or unpacked > _MOST_UNPACKED or max(xml) > _MOST_XML:
        raise TemplateFault("nội dung bên trong tệp quá lớn")


def _roots(document: Any) -> Iterator[Any]:
    """The XML of every part that holds text: body, headers, footers, notes."""
    from docx.oxml import parse_xml
    from lxml import etree

    for part in document.part.package.iter_parts():
        if not part.content_type.endswith(_TEXT_PARTS):
            continue
        if hasattr(part, "element"):
            yield part.element
            continue
        try:
            element = parse_xml(part.blob)
        except etree.XMLSyntaxError as error:
            raise TemplateFault(_DAMAGED) from error
        yield element
        part._blob = etree.tostring(element, xml_declaration=True, encoding="UTF-8")


def _nodes(paragraph: Any, tags: tuple[str, ...]) -> Iterator[Any]:
    """Nodes of a paragraph itself, without those of text boxes inside it."""
    for node in paragraph.iter(*tags):
        if next(node.iterancestors(f"{_W}p")) is paragraph:
            yield node


def _pieces(paragraph: Any) -> list[Any]:
    return list(_nodes(paragraph, (f"{_W}t",)))


def _fill_paragraph(paragraph: Any, value_of: Callable[[str], str]) -> None:
    pieces = _pieces(paragraph)
    text = "".join(piece.text or "" for piece in pieces)
    for match in reversed(list(_FIELD.finditer(text))):
        value = unicodedata.normalize("NFC", value_of(match[1]))
        _replace(pieces, match.start(), match.end(), _UNPRINTABLE.sub(" ", value))
    for piece in pieces:
        if "\n" in (piece.text or ""):
            _break_lines(piece)


def _replace(pieces: list[Any], start: int, end: int, value: str) -> None:
    """Puts the value where the field begins and takes the rest of the field away."""
    at = 0
    for piece in pieces:
        text = piece.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        at += len(text)
        if first >= last:
            continue
        piece.text = text[:first] + value + text[last:]
        piece.set(_SPACE, "preserve")
        value = ""


def _break_lines(piece: Any) -> None:
    """Line breaks of a value as Word writes them."""
    first, *others = piece.text.split("\n")
    piece.text = first
    behind = piece
    for line in others:
        for tag, text in ((f"{_W}br", None), (f"{_W}t", line)):
            node = piece.makeelement(tag)
            node.text = text
            behind.addnext(node)
            behind = node
        behind.set(_SPACE, "preserve")
