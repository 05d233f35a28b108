"""Forms on the screen, and the hands on them."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db import browse
from db.browse import Entry
from db.workspace import Workspace
from diagnosis.fieldtypes import Value
from diagnosis.questionnaire import questionnaire
from tests.ui.judging import Desk
from ui.widgets.field import Field
from ui.widgets.record_form import RecordForm
from ui.widgets.text_editors import LineEditor


def record(desk: Desk, part: str) -> Entry:
    """What the workspace holds of a record."""
    found: Entry = read(desk, lambda ws: browse.record(ws, desk.session.round_id or 0, part))
    return found


def read(desk: Desk, work: Callable[[Workspace], Any]) -> Any:
    found: list[Any] = []
    desk.session.run(work, found.append)
    desk.bot.waitUntil(lambda: bool(found), timeout=10_000)
    return found[0]


def form_of(desk: Desk, part: str) -> RecordForm:
    """The form of a record, on the screen, as a page holds it."""
    form = RecordForm(desk.session, questionnaire().parts[part])
    form.retranslate()
    desk.show(form)
    form.load()
    desk.session.changed.connect(lambda _change: form.load())
    desk.settle()
    return form


def line(form: RecordForm, name: str) -> LineEditor:
    editor = form.fields[name].editor
    assert isinstance(editor, LineEditor)
    return editor


def fill(form: RecordForm, name: str, text: str) -> Field:
    """Type into a line in place of what stands there; the focus stays. Not by keys where a keyboard has none."""
    editor = line(form, name).line
    editor.setFocus()
    editor.selectAll()
    if text.isascii():
        QTest.keyClicks(editor, text)
    else:
        editor.insert(text)
        editor.textEdited.emit(editor.text())
    return form.fields[name]


def leave(form: RecordForm, name: str) -> None:
    """The focus goes on."""
    QTest.keyClick(line(form, name).line, Qt.Key.Key_Tab)


def row_form(desk: Desk, part: str, answers: Mapping[str, Value]) -> RecordForm:
    """The form of the first row of a list, which holds these answers."""
    form = RecordForm(desk.session, questionnaire().parts[part])
    form.retranslate()
    desk.show(form)
    form.show_row(1, Entry(answers))
    return form


def stored_row(desk: Desk, part: str, row_id: int = 1) -> Entry:
    """What the workspace holds of a row."""
    found: Entry = read(desk, lambda ws: browse.rows_by_id(ws, 1, part, [row_id]))[row_id]
    return found
