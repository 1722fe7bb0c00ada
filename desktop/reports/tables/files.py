"""Which writer a file name asks for, and reading a report's stamp back from a file."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from desktop.domain.errors import EnvironmentProblem, Rule, RuleViolation, Surroundings
from desktop.pdf_files import NotAPdf, opened_pdf
from desktop.reports.tables.table import ReportTable

_CORE = "docProps/core.xml"
_KEYWORDS = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}keywords"
_MOST_CORE = 100_000
Writer = Callable[[ReportTable, Path], int]


def writer_for(target: Path) -> Writer:
    """The writer of this ending. Raises RuleViolation(NOT_A_REPORT_FILE)."""
    ending = target.suffix.lower()
    if ending == ".pdf":
        from desktop.reports.tables.pdf import write_pdf

        return write_pdf
    if ending == ".xlsx":
        from desktop.reports.tables.xlsx import write_xlsx

        return write_xlsx
    if ending == ".docx":
        from desktop.reports.tables.docx import write_docx

        return write_docx
    raise RuleViolation(Rule.NOT_A_REPORT_FILE, file=target.name)


def stamp_in(path: Path) -> str:
    """The stamp that a report file carries in its properties; empty when it carries none.

    Raises FILE_NOT_FOUND, FILE_NOT_READABLE.
    """
    try:
        with path.open("rb") as file:
            start = file.read(5)
    except FileNotFoundError:
        raise EnvironmentProblem(Surroundings.FILE_NOT_FOUND, file=path) from None
    except OSError as error:
        raise EnvironmentProblem(Surroundings.FILE_NOT_READABLE, file=path) from error
    if start == b"%PDF-":
        return _pdf_keywords(path)
    return _package_keywords(path) if start[:2] == b"PK" else ""


def _pdf_keywords(path: Path) -> str:
    try:
        with opened_pdf(path) as document:
            return str(document.get_metadata_dict().get("Keywords", ""))
    except NotAPdf:
        return ""


def _package_keywords(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as package:
            if package.getinfo(_CORE).file_size > _MOST_CORE:
                return ""
            text = package.read(_CORE)
        if b"<!DOCTYPE" in text:
            return ""
        found = ElementTree.fromstring(text).find(_KEYWORDS)  # noqa: S314 - bounded, no DTD
    except (KeyError, zipfile.BadZipFile, ElementTree.ParseError, NotImplementedError):
        return ""
    return (found.text or "") if found is not None else ""
