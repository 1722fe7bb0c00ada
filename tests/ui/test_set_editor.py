"""Sửa bộ tiêu chí: from nothing with the keyboard, and an edit of the sample that hurts nothing."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from desktop.domain.criteria.rules import Deduct, Levels, YesNo
from desktop.services.assessments.importing import import_set
from desktop.services.assessments.opening import open_assessment
from desktop.services.assessments.set_editing import unfinished_edit
from desktop.services.assessments.sets import read_set
from desktop.services.assessments.sheets import score_sheet
from tests.ui.desk import Desk, put_in, wait_for, wait_shown

SAMPLE, YEAR = "mau-cap-xa", 2026
_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier


def _sets(desk: Desk) -> Any:
    page = desk.page("scoring")
    wait_for(lambda: page.sheet is not None or page.sets.chosen is not None)
    page.show_view("sets")
    desk.settle()
    page.sets.enter(SAMPLE)
    desk.settle()
    return page


def _edited(desk: Desk) -> tuple[Any, Any]:
    """The editor on the sample."""
    page = _sets(desk)
    desk.press(Qt.Key.Key_E, _CONTROL | _SHIFT, on=page.sets)
    wait_for(lambda: page.desk.editor.edit is not None)
    desk.settle()
    return page, page.desk.editor


def _write(field: Any, text: str) -> None:
    """Replaces the text of a field by what an input method commits."""
    entry = field.entry
    entry.setFocus()
    entry.selectAll()
    put_in(entry, text)
    if isinstance(entry, QLineEdit):
        entry.textEdited.emit(entry.text())
    assert isinstance(entry, QLineEdit | QPlainTextEdit)


def test_a_set_from_nothing_with_the_keyboard_is_saved_and_scored_by(desk: Desk) -> None:
    page = _sets(desk)
    desk.press(Qt.Key.Key_N, _CONTROL, on=page.sets)
    dialog = wait_shown("newSetDialog")
    desk.settle()
    desk.press(Qt.Key.Key_Return, _CONTROL, on=dialog)
    wait_for(lambda: dialog.title.words.isVisible())
    put_in(dialog.title.edit, "Bộ của xã A")
    dialog.title.edit.textEdited.emit(dialog.title.edit.text())
    assert dialog.code.text == f"bo-cua-xa-a-{YEAR}"
    desk.press(Qt.Key.Key_Return, _CONTROL, on=dialog)
    editor = page.desk.editor
    wait_for(lambda: editor.edit is not None)
    desk.settle()
    assert editor.trees.currentWidget() is editor.empty
    assert not editor.foot.save.isEnabled()

    # A field, a line in it: Insert and Shift+Insert in the tree, names straight after.
    desk.activate()
    editor.tools.add.click()
    wait_for(lambda: QApplication.focusWidget() is editor.line_form.name.edit)
    _write(editor.line_form.name, "Kế hoạch cải cách hành chính")
    _write(editor.line_form.maximum, "100")
    editor.tree.setFocus()
    desk.press(Qt.Key.Key_Insert, _SHIFT, on=editor.tree)
    assert [item.id for item in editor.criteria.items] == ["1", "1.1"]
    form = editor.line_form
    _write(form.name, "Ban hành kế hoạch")
    _write(form.maximum, "100")
    form.rule.kind.choose("yes_no")
    form.rule.kind.changed.emit()
    _write(form.rule.fields["points"], "100")
    assert editor.commit()
    # The checks tell what lacks, and lead to the line.
    assert editor.checks.rows.rowCount() == 1
    assert "tài liệu" in editor.checks.rows.index(0, 1).data()
    editor.checks.setFocus()
    desk.press(Qt.Key.Key_Return, on=editor.checks)
    assert editor.tree.current == "1.1"
    _write(form.evidence, "Kế hoạch có số, ngày ký")
    assert editor.commit()
    assert "Mọi kiểm tra đều đạt" in editor.foot.state.text()
    desk.press(Qt.Key.Key_S, _CONTROL, on=editor)
    wait_for(lambda: editor.edit is None)
    desk.settle()
    assert "Đã lưu" in desk.said
    made = read_set(desk.office, f"bo-cua-xa-a-{YEAR}").criteria
    assert made.by_id["1.1"].rule == YesNo(Decimal(100))
    assert page.sets.chosen.code == made.code
    desk.press(Qt.Key.Key_Return, _CONTROL, on=page.sets)
    wait_for(lambda: page.sheet is not None and page.sheet.assessment.set_code == made.code)


def test_lines_move_go_and_come_back_and_a_wrong_number_is_said_at_its_field(desk: Desk) -> None:
    _page, editor = _edited(desk)
    start = editor.criteria
    editor.tree.choose("1.1.2")
    editor.tree.setFocus()
    desk.press(Qt.Key.Key_Up, _ALT, on=editor.tree)
    assert [i.id for i in editor.criteria.children["1.1"]] == ["1.1.2", "1.1.1", "1.1.3"]
    desk.press(Qt.Key.Key_Left, _ALT, on=editor.tree)
    assert editor.criteria.by_id["1.1.2"].parent == "1"
    desk.press(Qt.Key.Key_Right, _ALT, on=editor.tree)
    assert editor.criteria.by_id["1.1.2"].parent == "1.1"
    desk.press(Qt.Key.Key_Delete, on=editor.tree)
    assert "1.1.2" not in editor.criteria.by_id
    assert any("1.1" in editor.checks.rows.index(n, 0).data()
               for n in range(editor.checks.rows.rowCount()))  # fmt: skip
    for _ in range(4):
        desk.press(Qt.Key.Key_Z, _CONTROL, on=editor.tree)
    assert editor.criteria == start
    assert editor.tools.redo.isEnabled()
    desk.press(Qt.Key.Key_Y, _CONTROL, on=editor.tree)
    wait_for(lambda: editor.criteria != start)
    editor.foot.reset.click()
    assert editor.criteria == start

    # A number that is none: said at the field, and the line is not left.
    editor.tree.choose("3.3.1")
    _write(editor.line_form.maximum, "bốn")
    editor.tree.choose("1.5")
    assert editor.tree.current == "3.3.1"
    assert editor.line_form.maximum.words.isVisible()
    assert editor.criteria == start
    _write(editor.line_form.maximum, "4,5")
    editor.tree.choose("1.5")
    assert editor.tree.current == "1.5"
    assert editor.criteria.by_id["3.3.1"].maximum == Decimal("4.5")
    words = [editor.checks.rows.index(n, 1).data() for n in range(editor.checks.rows.rowCount())]
    assert any("cộng lại" in text for text in words)

    # Keys of levels stay with their answers, whatever the level is called now.
    editor.tree.choose("1.1.1")
    field = editor.line_form.rule.fields["lines"]
    _write(field, field.text.replace("ban hành chậm", "ban hành trễ hạn"))
    assert editor.commit()
    before, after = start.by_id["1.1.1"].rule, editor.criteria.by_id["1.1.1"].rule
    assert isinstance(before, Levels)
    assert isinstance(after, Levels)
    assert [level.key for level in after.levels] == [level.key for level in before.levels]
    assert after.levels[1].name == "ban hành trễ hạn"
    editor.tree.choose("5.4.2")
    assert isinstance(editor.criteria.by_id["5.4.2"].rule, Deduct)
    # A line of every kind of rule reads back as it is: opening a line changes nothing.
    known = editor.criteria
    one_each = {(type(item.rule), item.block): item for item in start.items}
    assert len(one_each) > 9
    for item in one_each.values():
        editor.tree.choose(item.id)
        assert editor.line_form.read() == editor.criteria.by_id[item.id]
    editor.show_form("head")
    assert editor.head_form.read() == known
    editor.foot.later.click()
    desk.settle()


def test_an_edit_waits_until_it_is_saved_as_a_version_of_its_own(desk: Desk) -> None:
    open_assessment(desk.office, SAMPLE, YEAR)
    before = score_sheet(desk.office, YEAR).criteria
    page, editor = _edited(desk)
    assert editor.tree.current == "1"
    desk.find(type(editor.tools.mode), "editMode")
    editor.show_form("head")
    form = editor.head_form
    _write(form.decision, "Số 9/QĐ-UBND")
    _write(form.bands, "Đạt = 50\nChưa đạt = không")
    assert not editor.commit()
    assert form.bands.words.isVisible()
    _write(form.bands, "Đạt = 50\nChưa đạt = 0")
    form.checked.click()
    assert editor.commit()
    desk.press(Qt.Key.Key_W, _CONTROL, on=editor)
    wait_for(lambda: "Đã cất" in desk.said)
    desk.settle()
    left = unfinished_edit(desk.office)
    assert left is not None
    assert left.criteria.decision == "Số 9/QĐ-UBND"
    assert read_set(desk.office, SAMPLE).criteria == before

    page, editor = _edited(desk)
    assert "sửa tiếp" in desk.said
    assert [band.name for band in editor.criteria.bands] == ["Đạt", "Chưa đạt"]
    desk.press(Qt.Key.Key_S, _CONTROL, on=editor)
    wait_for(lambda: editor.edit is None)
    desk.settle()
    newest = read_set(desk.office, SAMPLE).criteria
    assert (newest.decision, newest.unconfirmed) == ("Số 9/QĐ-UBND", False)
    assert newest.version != before.version
    assert score_sheet(desk.office, YEAR).criteria == before
    assert unfinished_edit(desk.office) is None

    # The two versions beside each other; the set as a file.
    page.sets.compare_button.click()
    dialog = wait_shown("compareSets")
    dialog.before.setCurrentIndex(1)
    dialog.after.setCurrentIndex(0)
    assert "cả bộ khác 2 chỗ" in dialog.summary.text()
    dialog.close()
    target = Path(desk.office.folder) / "bo.json"
    page.sets.export_to(SAMPLE, target)
    wait_for(target.exists)
    desk.settle()
    assert "Đã ghi" in desk.said
    import_set(desk.office, target)
    assert read_set(desk.office, SAMPLE).criteria == newest
