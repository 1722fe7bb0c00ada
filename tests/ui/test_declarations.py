"""Mẫu tờ khai: taken in at the settings, filled from a dossier, attached, saved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton

from desktop.services.declaration_templates import add_template, list_templates
from desktop.services.declarations import word_text
from desktop.services.dossier_cards import dossier_card
from tests.factory import a_received
from tests.services.test_declaration_templates import a_file
from tests.ui.desk import Desk, put_in, shown, wait_for, wait_shown

_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def no_other_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bare machine: no LibreOffice."""
    monkeypatch.setenv("PATH", "")


def _dialog(desk: Desk, code: str) -> Any:
    desk.window.context.open_dossier(code)
    page = desk.window.current
    wait_for(lambda: page.panel.card is not None)  # type: ignore[attr-defined]
    desk.settle()
    desk.press(Qt.Key.Key_K, _CTRL | Qt.KeyboardModifier.ShiftModifier, on=desk.window)
    dialog = wait_shown("declarationDialog")
    desk.settle()
    return dialog


def test_template_is_added_seen_and_removed_with_undo(desk: Desk, tmp_path: Path) -> None:
    section = desk.page("settings/declarations")._made["declarations"]
    assert section.list.currentWidget() is section.list.empty
    assert "{{ho_ten}}" in section.fields.text()
    section.add_file(a_file(tmp_path))
    wait_for(lambda: section.table.rows.rowCount() == 1)
    assert "biet_danh" in desk.said
    assert "chưa hiểu" in section.fields.text()
    section.remove_button.click()
    wait_for(lambda: list_templates(desk.office) == ())
    desk.settle()
    desk.press(Qt.Key.Key_Z, _CTRL, on=desk.window)
    wait_for(lambda: len(list_templates(desk.office)) == 1)


def test_what_is_missing_is_typed_seen_and_attached(desk: Desk, tmp_path: Path) -> None:
    add_template(desk.office, a_file(tmp_path))
    code = a_received(desk.office).code
    dialog = _dialog(desk, code)
    text = desk.find(QPlainTextEdit, "declarationText", dialog)
    wait_for(lambda: "Nguyễn Văn An" in text.toPlainText())
    assert "còn 2 trường" in desk.find(QLabel, "missingTitle", dialog).text()
    first = desk.find(QLineEdit, "blank0", dialog)
    assert first.hasFocus() or dialog.focusWidget() is first
    put_in(first, "an@vidu.vn")
    wait_for(lambda: "an@vidu.vn" in text.toPlainText())
    put_in(desk.find(QLineEdit, "blank1", dialog), "Ba An")
    desk.find(QPushButton, "declarationAttach", dialog).click()  # before the preview caught up
    wait_for(lambda: dossier_card(desk.office, code).attachments)
    desk.settle()
    page: Any = desk.window.current
    wait_for(lambda: page.panel.files.list.count() == 1)
    page.panel.files.list.setCurrentRow(0)
    page.panel.files.view_button.click()
    viewer = wait_shown("fileViewer")
    wait_for(lambda: "Ba An" in viewer.view.text.toPlainText())
    viewer.close()


def test_what_was_typed_is_there_again_after_looking_elsewhere(desk: Desk, tmp_path: Path) -> None:
    add_template(desk.office, a_file(tmp_path))
    code = a_received(desk.office).code
    dialog = _dialog(desk, code)
    wait_for(lambda: dialog.findChild(QLineEdit, "blank0") is not None)
    put_in(desk.find(QLineEdit, "blank0", dialog), "an@vidu.vn")
    wait_for(lambda: not dialog._typing.isActive())
    desk.settle()
    dialog.reject()
    wait_for(lambda: shown("declarationDialog") is None)
    desk.activate()
    again = _dialog(desk, code)
    wait_for(lambda: again.findChild(QLineEdit, "blank0") is not None)
    assert desk.find(QLineEdit, "blank0", again).text() == "an@vidu.vn"
    again.reject()


def test_it_is_saved_for_word_where_nothing_can_draw_it(desk: Desk, tmp_path: Path) -> None:
    add_template(desk.office, a_file(tmp_path))
    dialog = _dialog(desk, a_received(desk.office).code)
    assert not desk.find(QPushButton, "declarationPrint", dialog).isEnabled()
    assert "LibreOffice" in desk.find(QPushButton, "declarationPrint", dialog).toolTip()
    target = tmp_path / "ra.docx"
    dialog.save_to(target, then_open=False)
    wait_for(target.exists)
    desk.settle()
    assert "Nguyễn Văn An" in word_text(target.read_bytes())


def test_without_templates_the_dialog_shows_the_way_to_them(desk: Desk) -> None:
    dialog = _dialog(desk, a_received(desk.office).code)
    desk.find(QPushButton, "openTemplates", dialog).click()
    wait_for(lambda: desk.window.current.key == "settings")
    desk.settle()
    page: Any = desk.window.current
    assert page.stack.currentWidget().key == "declarations"
