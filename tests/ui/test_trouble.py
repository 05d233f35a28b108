"""What the window says and keeps when the workspace cannot be written, cannot be read, or is written by another program."""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from db import browse, operations, surveys
from db.browse import Entry
from db.copies import back_up
from db.workspace import Workspace
from db.years import YearCell
from diagnosis.findings import Place
from tests.ui.troubles import NAME, held, impatient, shown, typed
from tests.ui.window import Opened, opened
from ui.dialogs.ask import ConfirmDialog
from ui.dialogs.verify import VerifyDialog
from ui.pages.checklist import ChecklistPage
from ui.pages.indicators import IndicatorsPage
from ui.pages.lists import EnterprisesPage
from ui.widgets.list_pane import ListPane
from ui.widgets.text_editors import LineEditor


@pytest.fixture
def own(program: Opened, tmp_path: Path) -> Opened:
    """The window over a workspace of its own, with the samples in it."""
    program.go_on_in(tmp_path / "甲.jizhen")
    program.window.messages.dismiss()
    return program


def name_in(path: Path) -> str | None:
    with Workspace.open(path) as ws:
        return surveys.clusters(ws)[0].cluster.name_en


def test_what_waits_is_there_again_when_its_row_is_chosen_again(own: Opened) -> None:
    own.window.go_to(Place(step="enterprises", part="enterprises", row=0, field="revenue"))
    own.settle()
    pane = own.window.page.findChild(ListPane)
    assert isinstance(pane, ListPane)
    impatient(own)
    form, ids = pane.panel.form, list(pane.model.ids)
    revenue, founded = form.fields["revenue"].editor, form.fields["founded"].editor
    assert isinstance(revenue, LineEditor)
    assert isinstance(founded, LineEditor)
    assert own.session.path is not None
    with held(own.session.path):
        for editor, text in ((revenue, "1.2"), (founded, "98")):
            editor.line.selectAll()
            QTest.keyClicks(editor.line, text)
            QTest.keyClick(editor.line, Qt.Key.Key_Return)
        own.settle()
        assert [name.en for name in own.session.unsaved] == ["'Revenue' of Firms", "'Founded' of Firms"]
        pane.table.go_to_row(ids[1])
        own.settle()
        assert (revenue.line.text(), founded.line.text()) == ("", "")
        pane.model.reload()
        own.settle()
        pane.table.go_to_row(ids[0])
        own.settle()
        assert (revenue.line.text(), founded.line.text()) == ("1.2", "98")
        assert form.fields["founded"].note.startswith("应为 1900 至 2100")
        assert pane.model.entry(0) == Entry({**pane.model.entry(0).answers, "revenue": 1.2}, {"founded": "98"})  # type: ignore[union-attr]
    own.session.look()
    own.settle()
    assert not own.session.unsaved
    stored = own.read(lambda ws: browse.rows_by_id(ws, own.session.round_id or 0, "enterprises", ids[:1]))[ids[0]]
    assert (stored.answers["revenue"], stored.drafts) == (1.2, {"founded": "98"})
    assert (revenue.line.text(), founded.line.text()) == ("1.2", "98")


def path_of(program: Opened) -> Path:
    assert program.session.path is not None
    return program.session.path


# ---- writing


def test_what_is_typed_into_a_deleted_workspace_is_kept_and_said_not_to_be_saved(own: Opened) -> None:
    path_of(own).unlink()
    field = typed(own, "X")
    status, bar = own.window.status, own.window.trouble
    assert "未保存" in status.text
    assert "已保存" not in status.text
    assert shown(field).endswith("X")
    assert bar.isVisible()
    assert "移动或删除" in bar.text
    assert own.session.questionnaire.parts["cluster"].question("name_en").label.zh in bar.text
    own.session.note("files.written", file="别的")
    assert bar.isVisible()  # a note does not take the place of it
    with own.bot.waitSignal(own.session.troubled):
        own.window.commands.save_as_path(path_of(own))
    own.settle()


def test_a_copy_takes_what_the_deleted_workspace_did_not(own: Opened, tmp_path: Path) -> None:
    path_of(own).unlink()
    typed(own, "X")
    own.choose(own.window.header.menus["file"], "menu.save-as")
    dialog = own.dialog(QFileDialog)
    with own.bot.waitSignal(own.session.saved):
        dialog.fileSelected.emit(str(tmp_path / "乙.jizhen"))
    dialog.close()
    own.settle()
    assert path_of(own) == tmp_path / "乙.jizhen"
    assert "已保存" in own.window.status.text
    assert not own.window.trouble.isVisible()
    assert str(name_in(tmp_path / "乙.jizhen")).endswith("X")
    assert own.settings.recent[0] == tmp_path / "乙.jizhen"


def test_what_could_not_be_written_is_stored_as_soon_as_it_can_be_in_its_order(own: Opened) -> None:
    impatient(own)
    with held(path_of(own)):
        typed(own, "X")
        typed(own, "Y")
        assert "未保存（1 项）" in own.window.status.text
    own.click(own.window.trouble.buttons["retry"])
    own.settle()
    assert not own.window.trouble.isVisible()
    assert "已保存" in own.window.status.text
    assert str(name_in(path_of(own))).endswith("XY")


def test_nothing_is_said_to_be_saved_while_a_write_waits_for_a_file_that_is_held(own: Opened) -> None:
    own.window.go_to(NAME)
    own.settle()
    status = own.window.status
    with held(path_of(own)):
        QTest.keyClicks(own.focus, "Z")
        own.window.rail.buttons["overview"].setFocus()
        own.bot.waitUntil(lambda: "正在写入" in status.text, timeout=10_000)
        assert "已保存" not in status.text
        own.session.set_language("en")
        assert status.text == "Being written, not saved yet…"
        own.session.set_language("zh")
    own.bot.waitUntil(lambda: "已保存" in status.text, timeout=10_000)
    assert str(name_in(path_of(own))).endswith("Z")
    assert not own.session.typed.under_way


def test_a_pasted_block_waits_until_it_can_be_stored_and_is_stored_once(own: Opened) -> None:
    own.window.go_to_step("enterprises")
    page = own.window.page
    assert isinstance(page, EnterprisesPage)
    pane = page.pane("enterprises")
    assert isinstance(pane, ListPane)
    own.settle()
    before = len(pane.model.ids)
    impatient(own)
    QGuiApplication.clipboard().setText("丁厂\n戊厂\n")
    with held(path_of(own)):
        pane.table.paste_rows()
        own.settle()
        assert "企业" in own.window.trouble.text
    with own.bot.waitSignal(pane.table.pasted):
        own.click(own.window.trouble.buttons["retry"])
    own.settle()
    own.settle()
    assert len(pane.model.ids) == before + 2


def test_what_waits_shows_where_it_was_typed_until_it_is_stored(own: Opened) -> None:
    """A value in the grid of years and a rating; also after another round was looked at meanwhile."""
    session, window = own.session, own.window
    window.go_to(Place(step="indicators", part="indicators", field="firms"))
    own.settle()
    page = window.page
    assert isinstance(page, IndicatorsPage)
    year = page.years.years[0]
    impatient(own)
    first, second = (cluster.rounds[0].id for cluster in session.clusters[:2])
    with held(path_of(own)):
        page.years.write([YearCell("firms", year, "77")])
        own.settle()
        assert f"{year}年的“企业数量”" in window.trouble.text
        window.go_to_step("checklist")
        own.settle()
        checklist = window.page
        assert isinstance(checklist, ChecklistPage)
        item = next(line.id for line in checklist.list.lines if line.score is None)
        checklist.list.select(item)
        QTest.keyClicks(checklist.list, "2")
        session.open_round(second)
        own.settle()
        session.open_round(first)
        own.bot.waitUntil(lambda: item in checklist.list.ids)
        assert next(line.rating for line in checklist.list.lines if line.id == item) == "2"
        window.go_to_step("indicators")
        own.bot.waitUntil(lambda: page.years.line_of("firms") >= 0)
        assert page.years.held("firms", year).value == 77
    own.click(window.trouble.buttons["retry"])
    own.settle()
    own.settle()
    assert page.years.held("firms", year).value == 77
    survey = own.read(lambda ws: surveys.load(ws, first))
    assert [row.value for row in survey.indicators if (row.id, row.year) == ("firms", year)] == [77]
    assert [rating.score for rating in survey.ratings if rating.item == item] == [2]


def test_a_row_that_could_not_be_added_is_not_said_to_be_saved_either(own: Opened) -> None:
    impatient(own)
    with held(path_of(own)):
        own.session.change(operations.add_row, own.session.round_id, "enterprises", {})
        own.settle()
        assert "未保存" in own.window.status.text
        assert "没有写入" in own.window.trouble.text
    before = own.session.survey
    own.window.trouble.buttons["retry"].click()
    own.settle()
    assert not own.window.trouble.isVisible()
    assert own.session.survey == before  # nobody adds a row behind the user's back


def test_closing_names_what_would_be_lost_and_can_be_taken_back(qtbot: QtBot, tmp_path: Path) -> None:
    with opened(qtbot) as program:
        program.go_on_in(tmp_path / "甲.jizhen")
        (tmp_path / "甲.jizhen").unlink()
        typed(program, "X")
        program.window.close()
        asked = program.dialog(ConfirmDialog)
        assert program.window.isVisible()
        label = program.session.questionnaire.parts["cluster"].question("name_en").label.zh
        assert any(label in each.text() for each in asked.findChildren(type(program.window.status._state)))
        program.click(asked.cancel)
        assert program.window.isVisible()
        program.window.close()
        program.click(program.dialog(ConfirmDialog).do)
        assert not program.window.isVisible()


def test_another_workspace_is_not_opened_over_what_is_not_stored_without_asking(own: Opened) -> None:
    impatient(own)
    with held(path_of(own)):
        typed(own, "X")
        own.window.commands.open_samples()
        asked = own.dialog(ConfirmDialog)
        assert path_of(own).name == "甲.jizhen"
        with own.bot.waitSignal(own.session.workspace_opened):
            own.click(asked.do)
    own.settle()
    assert path_of(own).name == "samples.jizhen"
    assert not own.window.trouble.isVisible()


# ---- reading


def test_a_workspace_that_cannot_be_read_shows_why_and_no_empty_lists(own: Opened) -> None:
    impatient(own)
    path = path_of(own)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        own.window.go_to_step("enterprises")
        own.settle()
        assert own.window.stack.currentWidget() is own.window.stack.unread
        assert str(path) in own.window.stack.unread._text.text()
        assert "已保存" not in own.window.status.text
        assert "读不出来" in own.window.status.text
    with own.bot.waitSignal(own.session.diagnosed, timeout=10_000):
        own.click(own.window.stack.unread.buttons[0])
    assert own.window.stack.currentWidget() is own.window.pages["enterprises"]


@pytest.mark.parametrize("content", [b"", b"garbage" * 30_000], ids=["emptied", "overwritten"])
def test_what_is_told_in_place_of_the_pages_is_told_once(own: Opened, content: bytes) -> None:
    own.settle()
    assert own.session.path is not None
    own.session.path.write_bytes(content)
    messages: list[object] = []
    own.session.message.connect(messages.append)
    own.window.go_to_step("report")  # reads the texts of the report, and looks for what a public edition betrays
    own.bot.waitUntil(lambda: own.session.unread is not None)
    own.settle()
    assert own.session.unread is not None
    assert own.session.unread.code == "workspace-damaged"
    assert messages == []


def test_no_message_names_a_command_of_the_command_line() -> None:
    from diagnosis.text import phrases

    named = [key for key, text in phrases("errors").items() if key != "workspace-unsound" and "verify" in text.zh + text.en]
    assert named == []


# ---- checking and restoring


def test_a_damaged_workspace_is_restored_from_its_backup(program: Opened, tmp_path: Path) -> None:
    path = tmp_path / "乙.jizhen"
    with Workspace.create(path) as ws:
        operations.create_cluster(ws, {"name_zh": "乙集群"})
        back_up(ws.db, path, "2024-05-01")
    path.write_bytes(b"garbage" * 1000)
    with program.bot.waitSignal(program.session.message):
        program.window.commands.open_path(path)
    bar = program.window.messages
    assert bar.repair.isVisible()
    program.click(bar.repair)
    dialog = program.dialog(VerifyDialog)
    program.settle()
    program.bot.waitUntil(dialog.repair.isVisible)
    assert "集群 1 个" in dialog.lines.text()  # what would take its place is said first
    assert path.read_bytes().startswith(b"garbage")
    with program.bot.waitSignal(program.session.workspace_opened):
        program.click(dialog.repair)
    assert path_of(program) == path
    assert [each.cluster.name("zh") for each in program.session.clusters] == ["乙集群"]
    assert next(tmp_path.glob("乙-damaged-*")).read_bytes().startswith(b"garbage")
    dialog.accept()


def test_the_open_workspace_is_checked_from_the_menu(program: Opened) -> None:
    program.choose(program.window.header.menus["file"], "menu.verify")
    dialog = program.dialog(VerifyDialog)
    program.settle()
    assert "完好" in dialog.lines.text()
    assert not dialog.repair.isVisible()
    dialog.accept()


# ---- another program


def test_what_another_program_wrote_is_shown_and_told(own: Opened) -> None:
    with Workspace.open(path_of(own)) as other:
        operations.set_answer(other, own.session.round_id or 0, "cluster", "name_en", "Elsewhere")
    with own.bot.waitSignal(own.session.diagnosed, timeout=10_000):
        own.session.look()
    assert "另一个程序" in own.window.messages.text
    own.window.go_to(NAME)
    own.settle()
    assert shown(own.focus) == "Elsewhere"


def test_undo_does_not_take_back_what_another_program_did(own: Opened) -> None:
    with Workspace.open(path_of(own)) as other:
        operations.set_answer(other, own.session.round_id or 0, "cluster", "name_en", "Elsewhere")
    with own.bot.waitSignal(own.session.diagnosed, timeout=10_000):
        own.session.undo()
    assert name_in(path_of(own)) == "Elsewhere"
    assert "另一个程序" in own.window.messages.text


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere an open file keeps its name")
def test_nothing_is_said_to_be_unwritten_where_nothing_was_changed(own: Opened) -> None:
    old = path_of(own)
    new = old.rename(old.with_name("改名.jizhen"))
    own.session.look()
    own.settle()
    assert "没有等待写入的修改" in own.window.trouble.text
    own.session.change(operations.add_row, own.session.round_id, "enterprises", {})
    own.settle()
    assert "刚才的修改没有写入" in own.window.trouble.text
    new.rename(old)
    own.session.look()
    own.settle()
    assert own.session.trouble is None
    old.rename(new)
    own.session.look()
    own.settle()
    assert "没有等待写入的修改" in own.window.trouble.text


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere an open file keeps its name")
def test_a_file_that_was_renamed_is_told_and_goes_on_under_its_new_name(own: Opened) -> None:
    old = path_of(own)
    new = old.with_name("改名.jizhen")
    old.rename(new)
    field = typed(own, "Renamed")
    assert "移动或删除" in own.window.trouble.text
    assert "未保存" in own.window.trouble.text
    assert not old.exists()
    assert shown(field).endswith("Renamed")
    with own.bot.waitSignal(own.session.workspace_opened, timeout=10_000):
        own.window.commands.open_path(new)
    own.settle()
    assert own.session.trouble is None
    assert path_of(own) == new
    assert (name_in(new) or "").endswith("Renamed")  # what was typed came along
    assert not old.exists()
