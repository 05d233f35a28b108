"""What is typed into one field without leaving it is one step of undo, however often it was written to disk on the way."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db import operations, surveys
from db.workspace import Workspace
from diagnosis.findings import Place
from tests.surveys import file_data
from tests.ui.window import Opened
from ui.widgets.cell_editor import CellDelegate
from ui.widgets.empty_state import EmptyState
from ui.widgets.field import Field
from ui.widgets.list_pane import ListPane
from ui.widgets.record_form import RecordForm

PLACE = Place(step="overview", part="cluster", field="name_en")


def field_of(program: Opened) -> Field:
    """The field that has the focus."""
    form = next(each for each in program.held() if isinstance(each, RecordForm) and "name_en" in each.fields)
    return form.fields["name_en"]


def typed(program: Opened, field: Field, text: str) -> None:
    """Type on, until the clock writes it to disk."""
    QTest.keyClicks(program.focus, text)
    field._timer.timeout.emit()
    program.settle()


def name(program: Opened) -> str | None:
    return program.read(lambda ws: surveys.clusters(ws)[0].cluster.name_en)


def steps(program: Opened) -> int:
    return program.read(_steps)


def _steps(ws: Workspace) -> int:
    return int(ws.rows("SELECT count(*) FROM history WHERE state = 'done'")[0][0])


def test_what_is_typed_without_leaving_is_one_step(program: Opened) -> None:
    program.window.go_to(PLACE)
    program.settle()
    before, count, field = name(program), steps(program), field_of(program)
    for word in (" one", " two", " three"):
        typed(program, field, word)
        assert name(program) == f"{before}{field.editor.typed().removeprefix(before or '')}"
    assert steps(program) == count + 1
    program.window.rail.buttons["overview"].setFocus()
    program.session.undo()
    program.settle()
    assert name(program) == before


def test_who_comes_back_to_a_field_begins_a_new_step(program: Opened) -> None:
    program.window.go_to(PLACE)
    program.settle()
    count, field = steps(program), field_of(program)
    typed(program, field, " one")
    QTest.keyClick(program.focus, Qt.Key.Key_Tab)
    program.window.go_to(PLACE)
    typed(program, field, " two")
    assert steps(program) == count + 2


def test_what_comes_between_ends_the_step(program: Opened) -> None:
    program.window.go_to(PLACE)
    program.settle()
    count, field = steps(program), field_of(program)
    typed(program, field, " one")
    program.session.change(operations.set_answer, program.session.round_id, "cluster", "description_en", "Else")
    program.settle()
    typed(program, field, " two")
    assert steps(program) == count + 3


def test_undo_within_the_field_is_not_joined_with_what_was_before(program: Opened) -> None:
    program.window.go_to(PLACE)
    program.settle()
    before, field = name(program), field_of(program)
    typed(program, field, " one")
    QTest.keyClick(program.focus, Qt.Key.Key_Tab)
    program.window.go_to(PLACE)
    typed(program, field, " two")
    program.session.undo()
    program.settle()
    typed(program, field, " three")
    program.session.undo()
    program.settle()
    assert name(program) == f"{before} one"


def test_a_cell_of_a_table_is_one_step_too(program: Opened) -> None:
    program.window.go_to(Place(step="enterprises", part="enterprises", row=0, field="name"))
    program.settle()
    pane = program.window.page.findChild(ListPane)
    assert isinstance(pane, ListPane)
    column = [question.id for question in pane.model.questions].index("name")
    count = steps(program)
    pane.table.setFocus()
    pane.table.setCurrentIndex(pane.model.index(0, column))
    QTest.keyClick(pane.table, Qt.Key.Key_F2)
    delegate = pane.table.itemDelegateForIndex(pane.table.currentIndex())
    assert isinstance(delegate, CellDelegate)
    for word in ("one", " two"):
        QTest.keyClicks(program.focus, word)
        delegate._timer.timeout.emit()
        program.settle()
    QTest.keyClick(program.focus, Qt.Key.Key_Return)
    program.settle()
    assert steps(program) == count + 1


@pytest.mark.parametrize("step", ["enterprises", "interviews"])
def test_undo_and_redo_of_the_first_row_leave_the_focus_in_the_page(program: Opened, step: str) -> None:
    """What had it goes, an editor and the button of the empty page; the next Enter folded the result."""
    program.load(file_data())
    program.window.go_to_step(step)
    program.settle()
    button = next(each for each in program.window.page.findChildren(EmptyState) if each.isVisible()).buttons[0]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    program.settle()
    for keys in ("Ctrl+Z", "Ctrl+Shift+Z"):
        program.press(keys)
        program.settle()
        assert program.window.page.isAncestorOf(program.focus), keys
