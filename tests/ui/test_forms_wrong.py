"""Every question of the questionnaire takes wrong input: it is told beside the field, kept over a restart, and crashes nothing."""

from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from db import browse, operations
from db.browse import Entry
from db.workspace import Workspace
from diagnosis.errors import Invalid
from diagnosis.questionnaire import Part, Question, questionnaire
from diagnosis.text import LANGS
from tests.surveys import file_data
from tests.ui.forms import read
from tests.ui.judging import Desk, desk_of
from ui.session import Session
from ui.widgets.choice_editors import ComboEditor, SegmentEditor
from ui.widgets.field import Field
from ui.widgets.record_form import RecordForm

HUGE = "9" * 400
WRONG = ["no such thing 12x", "约五百", "-1e400", "1;2、3", "２０２４年１３月", '’"<b>{x}%s\\', HUGE, "\u202e\u0000?", "0.0.0", "1; 2、 3"]
ROWS = {
    "fields": {"id": "steel", "share": 0.5},
    "indicators": {"id": "output", "year": 2023, "value": 5},
    "links": {"from": "甲", "to": "乙"},
    "ratings": {"item": "labour-cost", "score": 2},
}


class Asked(NamedTuple):
    """A question and its part."""

    part: Part
    question: Question


QUESTIONS = [Asked(part, question) for part in questionnaire().parts.values() for question in part.questions]
IDS = [f"{asked.part.id}.{asked.question.id}" for asked in QUESTIONS]


def form_of(desk: Desk, part: Part) -> RecordForm:
    """The form of a part, its first row shown as it is in the workspace."""
    form = RecordForm(desk.session, part)
    form.retranslate()
    desk.show(form)
    if part.kind == "record":
        form.load()
    else:
        form.show_row(first_row(desk, part), stored(desk, part))
    desk.settle()
    return form


def stored(desk: Desk, part: Part) -> Entry:
    """What the workspace holds of the record, or of the first row."""
    if part.kind == "record":
        found: Entry = read(desk, lambda ws: browse.record(ws, 1, part.id))
        return found
    row = first_row(desk, part)
    rows: dict[int, Entry] = read(desk, lambda ws: browse.rows_by_id(ws, 1, part.id, [row]))
    return rows[row]


def first_row(desk: Desk, part: Part) -> int:
    ids: list[int] = read(desk, lambda ws: browse.row_ids(ws, 1, part.id))
    return ids[0]


def filled(part: Part) -> dict[str, object]:
    """A survey with one row of the part."""
    return file_data(**{part.id: [ROWS.get(part.id, {})]}) if part.kind == "list" else file_data()


def is_refused(question: Question, text: str) -> bool:
    try:
        question.type.parse(text)
    except Invalid:
        return True
    return False


def type_into(field: Field, text: str) -> None:
    """Put a text in place of what stands there, as keys and pasting do."""
    line = field.editor.target
    target: QWidget | None = field.editor.line if isinstance(field.editor, ComboEditor) else line
    if isinstance(target, QLineEdit):
        target.setFocus()
        target.selectAll()
        target.insert(text)
        target.textEdited.emit(target.text())
    elif isinstance(target, QPlainTextEdit):
        target.setFocus()
        target.selectAll()
        target.insertPlainText(text)


def leave(field: Field) -> None:
    QTest.keyClick(field.editor.target, Qt.Key.Key_Tab)
    field.flush()  # the last field of a form keeps the focus


@pytest.mark.parametrize("asked", QUESTIONS, ids=IDS)
def test_wrong_input_is_told_kept_over_a_restart_and_crashes_nothing(qtbot: QtBot, tmp_path: Path, asked: Asked) -> None:
    part, question = asked
    with desk_of(qtbot, tmp_path) as desk:
        desk.load(filled(part))
        field = form_of(desk, part).fields[question.id]
        before = stored(desk, part)
        if isinstance(field.editor, SegmentEditor) or (isinstance(field.editor, ComboEditor) and field.editor.line is None):
            _only_choices(desk, field, part, before)
            return
        for text in WRONG:
            type_into(field, text)
            leave(field)
            desk.settle()
            _is_told_and_kept(desk, field, part, text)
        last = stored(desk, part)
    session = Session()
    with qtbot.waitSignal(session.round_opened):
        session.open_workspace(tmp_path / "调研 甲.jizhen", Workspace.open)
    again = Desk(qtbot, session)
    shown = form_of(again, part).fields[question.id]
    assert stored(again, part) == last
    if question.id in last.drafts:
        assert shown.editor.typed() == last.drafts[question.id]
        assert shown.note
    for lang in LANGS:
        shown.retranslate(lang)
    session.close()
    assert again.defects == []


def _only_choices(desk: Desk, field: Field, part: Part, before: Entry) -> None:
    """Where nothing can be typed, keys that name no choice change nothing."""
    QTest.keyClicks(field.editor.target, "x%?")
    desk.settle()
    assert stored(desk, part) == before


def _is_told_and_kept(desk: Desk, field: Field, part: Part, text: str) -> None:
    entry, question, typed = stored(desk, part), field.question, field.editor.typed()
    if question.id in entry.drafts:
        assert entry.drafts[question.id] == typed  # word for word
        assert "所填内容" in field.note or "尚未采用" in field.note or "已有名为" in field.note
    else:
        assert not is_refused(question, typed)
        assert entry.answers[question.id] == question.type.parse(typed)
    assert "{" not in field.note.replace(text, "").replace("{x}", "")


@pytest.mark.parametrize("part", list(questionnaire().parts.values()), ids=lambda part: part.id)
def test_what_another_program_kept_as_typed_is_shown_and_taken_back(desk: Desk, part: Part) -> None:
    desk.load(filled(part))
    before = stored(desk, part)
    row = None if part.kind == "record" else first_row(desk, part)
    for question in part.questions:
        desk.session.change(operations.set_draft, 1, part.id, row, question.id, "?!")
    desk.settle()
    form = form_of(desk, part)
    for field in form.fields.values():
        assert field.isVisible()
        field.editor.target.setFocus()
        QTest.keyClick(field.editor.target, Qt.Key.Key_Escape)
    desk.settle()
    assert stored(desk, part) == Entry(before.answers)
