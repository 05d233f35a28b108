"""What was done by a change is told until the next one: then undo takes back something else."""

import pytest
from PySide6.QtGui import QGuiApplication

from db import operations
from tests.ui.window import Opened
from ui.pages.lists import EnterprisesPage
from ui.widgets.list_pane import ListPane


@pytest.mark.parametrize("undone", [True, False])
def test_what_was_pasted_is_told_until_the_next_change(program: Opened, *, undone: bool) -> None:
    session, bar = program.session, program.window.messages
    program.window.go_to_step("enterprises")
    program.settle()
    page = program.window.page
    assert isinstance(page, EnterprisesPage)
    pane = page.pane("enterprises")
    assert isinstance(pane, ListPane)
    QGuiApplication.clipboard().setText("丁厂\n戊厂\n")
    with program.bot.waitSignal(pane.table.pasted):
        pane.table.paste_rows()
    program.settle()
    assert bar.text == "已粘贴 2 行，可撤销。"
    with program.bot.waitSignal(session.saved):
        session.undo() if undone else session.change(operations.set_answer, session.round_id, "cluster", "name_en", "Elsewhere")
    assert bar.text == ""
    assert not bar.isVisible()


def test_a_note_of_no_change_stays_when_something_is_stored(program: Opened) -> None:
    session, bar = program.session, program.window.messages
    session.note("files.written", file="甲.json")
    with program.bot.waitSignal(session.saved):
        session.change(operations.set_answer, session.round_id, "cluster", "name_en", "Elsewhere")
    assert "甲.json" in bar.text
