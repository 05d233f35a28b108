"""Clusters, rounds and files through the menus of the window."""

import datetime as dt
import json
import re
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu
from python_calamine import CalamineWorkbook

from db import operations, places, surveys
from db.filenames import safe_name
from db.workbook import write_workbook
from db.workspace import Workspace
from diagnosis.survey import Cluster, Enterprise, Round, Survey
from tests.surveys import file_data
from tests.ui.window import WAIT, Opened, entry
from ui import rounds
from ui.dialogs.ask import AskDialog, ConfirmDialog
from ui.dialogs.files import LAST
from ui.dialogs.refused import RefusedDialog
from ui.widgets.text_editors import LineEditor

ROOT = Path(__file__).resolve().parents[2]


def names(program: Opened) -> list[str]:
    return [each.cluster.name("zh") for each in program.session.clusters]


def type_into(dialog: AskDialog, part: str, field: str, text: str) -> None:
    editor = dialog.fields[part, field].editor
    assert isinstance(editor, LineEditor)
    editor.line.setFocus()
    editor.line.setText(text)
    editor.line.textEdited.emit(text)


# ---- clusters and rounds


def test_a_cluster_is_made_with_its_first_round_and_shown(program: Opened) -> None:
    program.window.go_to_step("report")
    program.choose(program.window.header.menus["cluster"], "menu.new-cluster")
    dialog = program.dialog(AskDialog)
    today = dt.date.today()  # noqa: DTZ011 - the day on the wall
    proposed = [dialog.fields["round", name].editor.read() for name in ("label", "date")]
    assert proposed == [str(today.year), today.isoformat()]
    type_into(dialog, "cluster", "name_zh", "某市纺织集群")
    type_into(dialog, "round", "label", "2025")
    type_into(dialog, "round", "date", "2025/6/1")
    with program.bot.waitSignal(dialog.accepted):
        program.click(dialog.do)
    program.settle()
    assert names(program)[-1] == "某市纺织集群"
    assert program.window.header.choosers["cluster"].text() == "某市纺织集群"
    assert program.window.header.choosers["round"].text() == "2025"
    assert program.session.cluster is not None
    assert program.session.cluster.rounds[0].date == "2025-06-01"
    assert "某市纺织集群" in program.window.header.undo.toolTip()
    assert program.window.step == "overview"  # where a new cluster begins, not where the last one was left


def test_one_types_on_in_a_new_cluster_from_where_there_was_none(program: Opened, tmp_path: Path) -> None:
    """The button that had the focus is gone with what said that there is nothing yet."""
    program.window.commands.create_path(tmp_path / "空.jizhen")
    program.bot.waitUntil(lambda: program.session.round_id is None and program.window.stack.empty.isVisible())
    program.window.stack.empty.buttons[0].setFocus()
    QTest.keyClick(program.window.stack.empty.buttons[0], Qt.Key.Key_Space)
    dialog = program.dialog(AskDialog)
    type_into(dialog, "cluster", "name_zh", "某市纺织集群")
    dialog.finished.connect(program.window.activateWindow)  # as a desktop does
    with program.bot.waitSignal(dialog.accepted):
        program.click(dialog.do)
    program.settle()
    program.bot.waitUntil(lambda: QApplication.focusWidget() is not None)
    assert program.focus.accessibleName() == "概况说明（中文）"


def test_a_cluster_without_a_name_or_with_a_wrong_date_is_not_made(program: Opened) -> None:
    before = names(program)
    rounds.new_cluster(program.window.commands)
    dialog = program.dialog(AskDialog)
    type_into(dialog, "round", "date", "someday")
    program.click(dialog.do)
    assert dialog.fields["round", "date"].note.startswith("应为日期")
    type_into(dialog, "round", "date", "")
    type_into(dialog, "round", "label", "2025")
    program.click(dialog.do)
    program.bot.waitUntil(lambda: bool(dialog.refusal))
    assert dialog.isVisible()
    program.click(dialog.cancel)
    assert names(program) == before


def test_a_round_is_made_and_taken_back(program: Opened) -> None:
    program.choose(program.window.header.menus["round"], "menu.new-round")
    dialog = program.dialog(AskDialog)
    assert dialog.fields["round", "label"].editor.read() is not None
    type_into(dialog, "round", "label", "下一轮")
    with program.bot.waitSignal(dialog.accepted):
        program.click(dialog.do)
    program.settle()
    assert program.window.header.choosers["round"].text() == "下一轮"
    with program.bot.waitSignal(program.session.stepped):
        program.click(program.window.header.undo)
    program.settle()
    assert program.window.header.choosers["round"].text() != "下一轮"
    assert program.session.round_id is not None
    assert "已撤销" in program.window.status.text
    with program.bot.waitSignal(program.session.stepped):
        program.click(program.window.header.redo)
    program.settle()
    assert program.window.header.choosers["round"].text() == "下一轮"


def test_undo_says_on_which_page_it_was(program: Opened) -> None:
    """Also where another one is seen."""
    round_id = program.session.round_id
    program.session.change(operations.add_row, round_id, "enterprises", {"name": "甲厂"})
    program.settle()
    program.window.go_to_step("indicators")
    for act, said in (
        (program.session.undo, "已撤销（企业页）：在“企业”中添加一行"),
        (program.session.redo, "已重做（企业页）：在“企业”中添加一行"),
    ):
        with program.bot.waitSignal(program.session.stepped):
            act()
        assert said in program.window.status.text


def test_a_cluster_is_deleted_only_when_that_is_confirmed(program: Opened) -> None:
    before = names(program)
    program.choose(program.window.header.menus["cluster"], "menu.delete-cluster")
    dialog = program.dialog(ConfirmDialog)
    assert dialog.cancel.isDefault()
    program.click(dialog.cancel)
    program.settle()
    assert names(program) == before
    rounds.delete_cluster(program.window.commands)
    with program.bot.waitSignal(program.session.clusters_changed):
        program.click(program.dialog(ConfirmDialog).do)
    program.settle()
    assert names(program) == before[1:]
    assert program.session.cluster_id == program.session.clusters[0].id
    with program.bot.waitSignal(program.session.stepped):
        program.session.undo()
    program.settle()
    assert set(names(program)) == set(before)
    assert program.session.survey is not None or program.session.round_id is not None


def test_the_last_round_is_deleted_and_the_window_says_how_to_go_on(program: Opened) -> None:
    rounds.delete_round(program.window.commands)
    with program.bot.waitSignal(program.session.round_opened):
        program.click(program.dialog(ConfirmDialog).do)
    program.settle()
    assert program.window.header.choosers["round"].text() == "没有轮次"
    assert program.window.stack.empty.isVisible()
    assert program.window.stack.empty.buttons[0].text() == "新建轮次"
    with program.bot.waitSignal(program.session.stepped):
        program.session.undo()
    program.settle()
    assert program.window.header.choosers["round"].text() != "没有轮次"
    assert not program.window.stack.empty.isVisible()


def test_another_cluster_is_chosen_from_the_menu(program: Opened) -> None:
    menu = program.window.header.menus["cluster"]
    menu.aboutToShow.emit()
    chosen = program.session.clusters[2]
    with program.bot.waitSignal(program.session.diagnosed):
        menu.actions()[2].trigger()
    assert program.session.cluster_id == chosen.id
    assert program.session.survey is not None
    assert program.session.survey.cluster.name_zh == chosen.cluster.name_zh


def test_renaming_shows_the_field_of_the_name(program: Opened) -> None:
    program.window.go_to_step("chain")
    program.choose(program.window.header.menus["cluster"], "menu.rename-cluster")
    assert program.window.step == "overview"
    line = program.focus
    QTest.keyClicks(line, "A")
    with program.bot.waitSignal(program.session.clusters_changed):
        QTest.keyClick(line, Qt.Key.Key_Tab)
    assert program.window.header.choosers["cluster"].text().endswith("A")


# ---- files


def test_a_survey_file_is_imported_and_its_round_shown(program: Opened, tmp_path: Path) -> None:
    path = tmp_path / "survey.json"
    path.write_text(json.dumps(file_data(enterprises=[{"name": "甲厂"}])), "utf-8")
    program.press("Ctrl+I")
    dialog = program.dialog(QFileDialog)
    assert dialog.testOption(QFileDialog.Option.DontUseNativeDialog)
    with program.bot.waitSignal(program.session.diagnosed):
        dialog.fileSelected.emit(str(path))
    assert program.window.header.choosers["cluster"].text() == "甲集群"
    assert "survey.json" in program.window.messages.text
    dialog.close()


def test_a_survey_file_that_is_refused_is_told_with_its_place(program: Opened, tmp_path: Path) -> None:
    path = tmp_path / "survey.json"
    path.write_text(json.dumps(file_data(enterprises=[{"name": 5}])), "utf-8")
    with program.bot.waitSignal(program.session.message):
        program.window.commands.import_path(path)
    assert "$.enterprises[0].name" in program.window.messages.text
    assert len(names(program)) == 3
    program.click(program.window.messages._close)
    assert not program.window.messages.isVisible()


def test_each_kind_of_file_is_looked_for_where_one_was_found_last_after_a_restart_too(program: Opened, tmp_path: Path) -> None:
    commands, places_ = program.window.commands, {kind: tmp_path / kind for kind in ("survey", "merge")}
    asked = {"survey": commands.import_survey, "merge": commands.merge}
    for kind, folder in places_.items():
        folder.mkdir()
        (folder / "甲.jizhen").write_bytes(b"")
        (folder / "甲.json").write_bytes(b"")
        asked[kind]()
        dialog = program.dialog(QFileDialog)
        dialog.setDirectory(str(folder))
        dialog.selectFile(str(folder / ("甲.jizhen" if kind == "merge" else "甲.json")))
        dialog.fileSelected.disconnect()
        dialog.accept()
    program.session.setProperty(LAST, None)  # a new session knows nothing of it
    for kind, folder in places_.items():
        asked[kind]()
        dialog = program.dialog(QFileDialog)
        assert Path(dialog.directory().absolutePath()) == folder
        dialog.reject()
    (places_["merge"] / "甲.jizhen").unlink()
    (places_["merge"] / "甲.json").unlink()
    places_["merge"].rmdir()  # the stick was pulled out
    commands.merge()
    assert Path(program.dialog(QFileDialog).directory().absolutePath()) != places_["merge"]
    program.dialog(QFileDialog).reject()


def test_all_that_is_wrong_with_a_survey_file_is_listed(program: Opened, tmp_path: Path) -> None:
    path = tmp_path / "survey.json"
    path.write_text(json.dumps(file_data(enterprises=[{"name": 5}] * 30)), "utf-8")
    program.window.commands.import_path(path)
    program.bot.waitUntil(lambda: isinstance(program.window.commands.dialog, RefusedDialog), timeout=WAIT)
    dialog = program.dialog(RefusedDialog)
    assert dialog.head.text() == "survey.json 有 30 处要改，什么也没有导入"
    assert [dialog.list.item(row).text() for row in (0, 19)] == [
        f"“企业”第 {row + 1} 行“企业名称”：应为文字\n$.enterprises[{row}].name" for row in (0, 19)
    ]
    assert dialog.list.count() == 20
    assert "20" in dialog.text.text()
    QTest.keyClick(program.focus, Qt.Key.Key_Down)
    assert dialog.list.currentRow() == 1
    program.session.set_language("en")
    assert dialog.list.item(1).text().startswith("Firms, row 2, 'Name': must be text")
    assert dialog.list.currentRow() == 1
    program.click(dialog.copy)
    assert len(QGuiApplication.clipboard().text().splitlines()) == 21
    program.click(dialog.close_button)
    assert len(names(program)) == 3


def test_all_cells_of_a_workbook_that_cannot_be_read_are_listed_and_saved(program: Opened, tmp_path: Path) -> None:
    path, saved = tmp_path / "调研.xlsx", tmp_path / "要改.xlsx"
    firms = tuple(Enterprise(name=f"{number}厂", employees=number) for number in range(25))
    write_workbook(path, Survey(cluster=Cluster(name_zh="甲集群"), round=Round(label="2024"), enterprises=firms))
    book = openpyxl.load_workbook(path)
    sheet = book[next(name for name in book.sheetnames if name.startswith("企业"))]
    (column,) = (cell.column for row in sheet.iter_rows(max_row=10) for cell in row if cell.value == "employees")
    for row in range(sheet.max_row - 24, sheet.max_row + 1):
        sheet.cell(row, column, "约一百")
    book.save(path)
    program.window.commands.import_path(path)
    program.bot.waitUntil(lambda: isinstance(program.window.commands.dialog, RefusedDialog), timeout=WAIT)
    dialog = program.dialog(RefusedDialog)
    assert dialog.head.text() == "调研.xlsx 有 25 处要改，什么也没有导入"
    lines = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    assert len(set(lines)) == 25
    assert all(re.fullmatch("工作表“企业”[A-Z]+[0-9]+“约一百”：应为.*", line) for line in lines)
    program.click(dialog.copy)
    assert QGuiApplication.clipboard().text().splitlines() == [dialog.head.text(), *lines]
    program.click(dialog.save)
    assert dialog.dialog is not None
    dialog.dialog.fileSelected.emit(str(saved))
    program.bot.waitUntil(lambda: dialog.said.text() == "已写到 要改.xlsx", timeout=WAIT)
    rows = list(openpyxl.load_workbook(saved).active.iter_rows(values_only=True))
    assert rows[0] == ("位置", "原因")
    assert ["：".join(row) for row in rows[1:]] == lines
    dialog.dialog.close()
    program.click(dialog.close_button)


def test_in_the_window_what_is_wrong_begins_as_a_sentence(program: Opened, tmp_path: Path) -> None:
    program.session.set_language("en")
    with program.bot.waitSignal(program.session.message):
        program.window.commands.import_path(tmp_path / "none.json")
    assert program.window.messages.text.startswith("There is no file")


def test_a_round_is_exported_and_comes_back_the_same(program: Opened, tmp_path: Path) -> None:
    program.choose_file("menu.export-survey", tmp_path / "out.json")
    assert "out.json" in program.window.messages.text
    with program.bot.waitSignal(program.session.message):
        program.window.commands.import_path(tmp_path / "out.json")
    assert "没有改动" in program.window.messages.text


@pytest.mark.parametrize(("typed", "written"), [("报告.docx", "报告.docx.json"), ("长沙 2024.6", "长沙 2024.6.json"), ("a.XLSX", "a.XLSX")])
def test_what_is_saved_has_an_ending_of_its_kind(program: Opened, tmp_path: Path, typed: str, written: str) -> None:
    """A survey file was written over a report when its name was chosen, and without an ending when the name had a dot."""
    program.choose(program.window.header.menus["file"], "menu.export-survey")
    dialog = program.dialog(QFileDialog)
    line = dialog.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    line.setText(str(tmp_path / typed))
    with program.bot.waitSignal(program.session.message):
        dialog.accept()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(typed[:2])] == [written]


def test_the_diagnosis_is_exported_as_tables(program: Opened, tmp_path: Path) -> None:
    program.choose_file("menu.export-results", tmp_path / "诊断.xlsx")
    assert "诊断.xlsx" in program.window.messages.text
    assert "行动" in CalamineWorkbook.from_path(str(tmp_path / "诊断.xlsx")).sheet_names


def test_a_cluster_is_handed_to_a_colleague(program: Opened, tmp_path: Path) -> None:
    program.choose_file("menu.export-package", tmp_path / "同事.jizhen")
    with Workspace.open(tmp_path / "同事.jizhen") as ws:
        assert [each.cluster.name("zh") for each in surveys.clusters(ws)] == [names(program)[0]]


def test_a_file_name_is_made_of_a_clusters_name() -> None:
    assert safe_name('甲/乙:"集群" <2024>. ') == "甲-乙--集群- -2024-"
    assert safe_name("长" * 79 + " 。尾") == "长" * 79
    assert safe_name("con") == "con_"


def test_another_workspace_is_made_and_the_recent_ones_are_offered(program: Opened, tmp_path: Path) -> None:
    with program.bot.waitSignal(program.session.workspace_opened):
        program.window.commands.create_path(tmp_path / "湖南.jizhen")
    assert program.window.stack.empty.isVisible()
    assert "湖南" in program.window.windowTitle()
    menu = program.window.header.menus["file"]
    menu.aboutToShow.emit()
    recent = menu.actions()[3].menu()
    assert isinstance(recent, QMenu)
    assert not entry(menu, "menu.export-survey").isEnabled()
    with program.bot.waitSignal(program.session.workspace_opened):
        recent.actions()[0].trigger()
    assert program.session.path == places.sample_workspace()
    assert program.settings.recent[:2] == [places.sample_workspace(), tmp_path / "湖南.jizhen"]
