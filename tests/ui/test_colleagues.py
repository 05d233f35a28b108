"""A colleague's workspace comes in through the menu, and what both wrote differently is chosen in a dialog."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel

from db import operations, surveys
from db.conflicts import Choice, Conflict
from db.workspace import Workspace
from diagnosis.text import Text
from tests.ui.window import WAIT, Opened, entry
from ui.dialogs.differences import DifferencesDialog

pytestmark = pytest.mark.usefixtures("own_prefixes")


def note(ws: Workspace, row: int, text: str | None) -> None:
    round_id = surveys.clusters(ws)[0].rounds[0].id
    operations.set_cells(ws, round_id, "enterprises", surveys.rows(ws, round_id, "enterprises")[row][0], {"note": text})


def notes(program: Opened) -> list[str | None]:
    found = program.read(lambda ws: surveys.load(ws, surveys.clusters(ws)[0].rounds[0].id).enterprises)
    return [firm.note for firm in found][:2]


@pytest.fixture
def colleague(program: Opened, tmp_path: Path) -> Path:
    """A copy in which the first firm's note is another one than here, and the second firm's is new."""
    path = tmp_path / "同事.jizhen"
    assert program.session.path is not None
    shutil.copyfile(program.session.path, path)
    with Workspace.open(path) as ws:
        ws.who = "李四"
        note(ws, 0, "对方")
        note(ws, 1, "对方补充")
    program.read(lambda ws: setattr(ws, "who", "张三"))
    program.read(lambda ws: note(ws, 0, "我方"))
    program.session.reload()
    program.settle()
    return path


def merge(program: Opened, path: Path) -> DifferencesDialog:
    program.choose(program.window.header.menus["file"], "menu.merge")
    program.dialog(QFileDialog).fileSelected.emit(str(path))
    program.bot.waitUntil(lambda: isinstance(program.window.commands.dialog, DifferencesDialog), timeout=WAIT)
    return program.dialog(DifferencesDialog)


def test_what_does_not_meet_is_taken_and_what_meets_is_chosen(program: Opened, colleague: Path) -> None:
    dialog = merge(program, colleague)
    assert len(dialog.conflicts) == 1
    assert notes(program)[1] == "对方补充"
    assert not dialog.apply.isEnabled()
    assert ["现在表里的是这一个" in button.accessibleName() for button in dialog.groups[0].buttons()] == [True, False]
    ours = next(button for button in dialog.groups[0].buttons() if "我方（张三" in button.accessibleName())
    ours.click()
    program.click(dialog.apply)
    program.bot.waitUntil(lambda: "已处理 1 处" in program.window.messages.text, timeout=WAIT)
    assert notes(program) == ["我方", "对方补充"]
    program.choose(program.window.header.menus["file"], "menu.differences")
    program.bot.waitUntil(lambda: "没有待处理" in program.window.messages.text, timeout=WAIT)
    for expected in (1, 2):
        with program.bot.waitSignal(program.session.stepped, timeout=WAIT):
            program.session.undo()
        assert expected
    assert notes(program) == ["我方", None]


def test_all_of_one_person_are_taken_at_once(program: Opened, colleague: Path) -> None:
    dialog = merge(program, colleague)
    program.click(dialog.of["李四"])
    program.click(dialog.apply)
    program.bot.waitUntil(lambda: "已处理 1 处" in program.window.messages.text, timeout=WAIT)
    assert notes(program) == ["对方", "对方补充"]


@pytest.mark.parametrize(("side", "note_kept"), [("differences.keep", "对方"), ("differences.other", "我方")])
def test_two_computers_whose_users_are_called_the_same_are_told_apart(program: Opened, colleague: Path, side: str, note_kept: str) -> None:
    with Workspace.open(colleague) as ws:
        ws.who = "张三"  # as here
        note(ws, 0, "对方，再改")
        note(ws, 0, "对方")
    dialog = merge(program, colleague)
    assert list(dialog.of) == []  # whose is meant could not be told
    shown = [button.text() for button in dialog.groups[0].buttons()]
    assert [text.endswith("现在表里的是这一个") for text in shown].count(True) == 1
    assert next(button for button in dialog.groups[0].buttons() if "现在" in button.text()).accessibleName().count(": 对方（") == 1
    program.click(dialog.sides[side])
    program.click(dialog.apply)
    program.bot.waitUntil(lambda: "已处理 1 处" in program.window.messages.text, timeout=WAIT)
    assert notes(program) == [note_kept, "对方补充"]


def test_long_notes_that_differ_at_their_end_are_told_apart(program: Opened, colleague: Path) -> None:
    program.read(lambda ws: note(ws, 0, "龙头企业反映共性技术供给不足。" * 60 + "投入强度3.1%。"))
    with Workspace.open(colleague) as ws:
        note(ws, 0, "龙头企业反映共性技术供给不足。" * 60 + "投入强度1.3%。")
    dialog = merge(program, colleague)
    shown = {label.text() for label in dialog.findChildren(QLabel) if "投入强度" in label.text()}
    assert {text[text.index("投入") :] for text in shown} == {"投入强度<b>3.1</b>%。", "投入强度<b>1.3</b>%。"}
    assert all(len(text) < 100 for text in shown)


def test_very_many_are_listed_bit_by_bit_and_taken_at_once(program: Opened) -> None:
    by = (Choice(None, Text("我方", "ours"), False, "张三", "2026-07-01"), Choice(1, Text("对方", "theirs"), False, "李四", "2026-07-02"))
    one = Conflict(key=("x", 1, "note"), part="enterprises", row_id=1, field="note", name="甲厂", label=Text("备注", "note"), choices=by)
    dialog = DifferencesDialog(program.session, program.window, [one] * 100)
    dialog.open()
    program.bot.waitUntil(dialog.more.isVisible)
    assert (len(dialog.groups), dialog.more.text()) == (40, "再列出 40 处（还有 60 处没有列出）")
    dialog.groups[1].button(0).click()
    program.click(dialog.of["李四"])
    assert [choice.who for _, choice in dialog.chosen] == ["李四"] * 100
    program.click(dialog.more)
    program.bot.waitUntil(dialog.more.isVisible)
    assert [group.checkedId() for group in dialog.groups] == [1] * 80
    program.bot.waitUntil(dialog.groups[40].button(1).hasFocus)
    dialog.groups[70].button(0).click()
    program.click(dialog.more)
    program.bot.waitUntil(lambda: len(dialog.groups) == 100)
    assert not dialog.more.isVisible()
    assert [choice.who for _, choice in dialog.chosen].count("张三") == 1
    dialog.reject()


def test_a_difference_is_news(program: Opened, colleague: Path) -> None:
    """Ours stays in the list as the newer one: nothing in it changes, and yet the copy held something."""
    with Workspace.open(colleague) as ws:
        note(ws, 1, None)
    program.read(lambda ws: note(ws, 0, "我方，后来又改"))
    dialog = merge(program, colleague)
    assert "已合并" in program.window.messages.text
    dialog.reject()
    assert "还有 1 处分歧待选" in program.window.messages.text


def test_what_is_left_open_stays_and_the_check_names_it(program: Opened, colleague: Path) -> None:
    merge(program, colleague).reject()
    program.window.go_to_step("report")
    page = program.window.page
    program.bot.waitUntil(lambda: any(found.code == "differs" for found in page.findings.findings or ()), timeout=WAIT)  # type: ignore[attr-defined]
    found = next(each for each in page.findings.findings if each.code == "differs")  # type: ignore[attr-defined]
    assert (found.place.part, found.place.row, found.place.field) == ("enterprises", 0, "note")
    menu = program.window.header.menus["file"]
    menu.aboutToShow.emit()
    program.window.commands.dialog = None
    entry(menu, "menu.differences").trigger()
    program.bot.waitUntil(lambda: program.window.commands.dialog is not None and program.window.commands.dialog.isVisible(), timeout=WAIT)
    program.dialog(DifferencesDialog).reject()


def test_a_file_that_is_no_workspace_is_told_and_nothing_changes(program: Opened, tmp_path: Path) -> None:
    (tmp_path / "x.jizhen").write_text("no")
    program.window.commands.merge_path(tmp_path / "x.jizhen")
    program.bot.waitUntil(lambda: "x.jizhen" in program.window.messages.text and "合并" not in program.window.messages.text, timeout=WAIT)
    assert program.session.undo_name is None


class Cross(QCloseEvent):
    """Of the cross in the head of a window: from outside the program."""

    def spontaneous(self) -> bool:
        return True


def test_escape_gives_choices_up_only_when_it_is_pressed_once_more(program: Opened, colleague: Path) -> None:
    dialog = merge(program, colleague)
    dialog.groups[0].button(0).click()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert "已选的 1 处还没有应用" in dialog.refusal.text()
    dialog.groups[0].button(1).click()
    assert not dialog.refusal.isVisible()
    dialog.closeEvent(Cross())
    assert dialog.isVisible()
    assert dialog.refusal.isVisible()
    with program.bot.waitSignal(dialog.rejected):
        program.click(dialog.later)
    dialog = merge(program, colleague)
    with program.bot.waitSignal(dialog.rejected):  # nothing is chosen in it
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
