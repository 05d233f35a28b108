"""Empty forms from the menu, and returned ones through the wizard."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog
from python_calamine import CalamineWorkbook

from db import surveys
from db.workspace import Workspace
from diagnosis.survey import Survey
from tests.db.forms.filling import filled
from tests.ui.rosters import cells, rest, tab_texts
from tests.ui.window import WAIT, Opened
from ui import menus
from ui.dialogs.name import NameDialog
from ui.pages.lists import EnterprisesPage
from ui.returns.dialog import ReturnsDialog
from ui.returns.form_dialog import FormDialog
from ui.returns.steps import ReturnsDone, ReturnsRows


def survey(program: Opened) -> Survey:
    round_id = program.session.round_id or 0
    return program.read(lambda ws: surveys.load(ws, round_id))


def open_form(program: Opened, kind: str) -> FormDialog:
    menus.commands_now(program.window.commands)[f"menu.form-{kind}"]()
    return program.dialog(FormDialog)


@pytest.mark.parametrize(("kind", "ending"), [("firm", "xlsx"), ("phone", "xlsx"), ("office", "xlsx"), ("paper", "docx")])
def test_a_form_is_written_in_the_language_that_is_wanted(program: Opened, tmp_path: Path, kind: str, ending: str) -> None:
    dialog = open_form(program, kind)
    assert dialog.kind == kind
    dialog.lang.show_value("en")
    program.click(dialog.do)
    assert dialog.dialog is not None
    path = tmp_path / f"form.{ending}"
    with program.bot.waitSignal(program.session.message, timeout=WAIT):
        dialog.dialog.fileSelected.emit(str(path))
    assert path.stat().st_size > 1000
    if kind == "firm":
        assert CalamineWorkbook.from_path(str(path)).sheet_names[0] == "Firm"
    if kind == "phone":
        cluster = program.session.cluster
        assert cluster is not None
        cells_of = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("survey").to_python()
        assert cluster.cluster.name("zh") in {cell for row in cells_of for cell in row}


def test_one_is_written_for_each_firm_of_the_list(program: Opened, tmp_path: Path) -> None:
    names = {firm.name for firm in survey(program).enterprises}
    dialog = open_form(program, "each")
    program.click(dialog.do)
    assert dialog.dialog is not None
    with program.bot.waitSignal(program.session.message, timeout=WAIT):
        dialog.dialog.fileSelected.emit(str(tmp_path))
    assert f"已生成 {len(names)} 份" in program.window.messages.text
    assert {path.stem for path in (tmp_path / "企业调查表").iterdir()} == names


def read(program: Opened, *paths: Path) -> ReturnsDialog:
    menus.commands_now(program.window.commands)["menu.collect"]()
    choosing = program.dialog(QFileDialog)
    choosing.filesSelected.emit([str(path) for path in paths])
    choosing.close()
    return settled(program)


def settled(program: Opened) -> ReturnsDialog:
    dialog = program.dialog(ReturnsDialog)
    rest(program, dialog)
    return dialog


def rows(dialog: ReturnsDialog) -> ReturnsRows:
    assert isinstance(dialog.step, ReturnsRows)
    return dialog.step


def test_returned_forms_are_read_decided_about_and_taken_back(program: Opened, tmp_path: Path) -> None:
    before = survey(program)
    name = before.enterprises[0].name
    folder = tmp_path / "回收"
    first = filled(folder, "甲", {"name": name, "employees": 7, "revenue": 3}, links=[["湖南大学"]], technologies=[["多路阀", 7]])
    second = filled(folder, "乙", {"name": "株洲乙轴承有限公司", "founded": "前年"})
    bad = folder / "坏.xlsx"
    bad.write_bytes(b"PK\x03\x04")
    dialog = read(program, first, second, bad)
    step = rows(dialog)
    texts = tab_texts(step)
    assert "新增 1" in texts
    assert "没有读入 1" in texts
    assert "待核对 1" in texts
    step.open_tab("new")
    assert cells(step)[0][:2] == ["乙.xlsx", "株洲乙轴承有限公司"]
    step.open_tab("doubtful")
    assert "企业调查表!B10" in cells(step)[0][2]
    step.open_tab("files")
    assert "坏.xlsx" in cells(step)[0][0]
    step.open_tab("parts")
    assert ["合作关系", "1", "0"] in cells(step)
    program.click(dialog.on)
    rest(program, dialog)
    assert isinstance(dialog.step, ReturnsDone)
    assert "新增 1 家" in dialog.step.counts.text()
    after = survey(program)
    assert [firm.name for firm in after.enterprises][-1] == "株洲乙轴承有限公司"
    assert after.links[-1].to == "湖南大学"
    program.click(dialog.step.undo)
    program.settle()
    assert survey(program) == before


def test_a_difference_outside_the_firms_is_decided(program: Opened, tmp_path: Path) -> None:
    name = survey(program).enterprises[0].name
    for level in (3, 5):
        dialog = read(program, filled(tmp_path / "回收", "甲", {"name": name}, technologies=[["多路阀", level]]))
        if level == 5:
            step = rows(dialog)
            step.open_tab("others")
            assert [row[1:] for row in cells(step)] == [["关键技术、多路阀、成熟度等级", "3", "5", "保留原有"]]
            program.click(step.sides["theirs"])
            rest(program, dialog)
            assert cells(step)[0][-1] == "采用填报"
        program.click(dialog.on)
        rest(program, dialog)
        program.click(dialog.on)
    assert [each.trl for each in survey(program).technologies] == [5]


def test_where_no_file_can_be_read_that_is_what_is_shown(program: Opened, tmp_path: Path) -> None:
    bad = [tmp_path / f"{name}.xlsx" for name in "甲乙"]
    for path in bad:
        path.write_bytes(b"PK\x03\x04")
    dialog = read(program, *bad)
    assert rows(dialog).tab == "files"
    assert len(cells(rows(dialog))) == 2
    assert not dialog.on.isEnabled()
    dialog.reject()
    assert not dialog.isVisible()


def test_several_files_and_folders_are_dropped_as_returned_forms(program: Opened, tmp_path: Path) -> None:
    program.window.go_to_step("enterprises")
    filled(tmp_path / "回收", "甲", {"name": "株洲乙轴承有限公司"})
    page = program.window.page
    assert isinstance(page, EnterprisesPage)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "回收"))])
    page.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier))
    assert settled(program).work.taken.returns[0].name == "甲.xlsx"


def test_a_form_that_is_taken_for_a_roster_is_read_as_what_it_is(program: Opened, tmp_path: Path) -> None:
    program.window.commands.import_roster(filled(tmp_path / "回收", "甲", {"name": "株洲乙轴承有限公司"}))
    program.bot.waitUntil(lambda: isinstance(program.window.commands.dialog, ReturnsDialog), timeout=WAIT)
    assert settled(program).work.taken.returns[0].name == "甲.xlsx"


def test_the_name_beside_changes_is_asked_for_and_kept(program: Opened) -> None:
    menus.commands_now(program.window.commands)["menu.who"]()
    dialog = program.dialog(NameDialog)
    dialog.name.setText("  王  工 ")
    program.click(dialog.do)
    assert program.window.settings.who == "王 工"
    assert program.read(_signed) == "王 工"


def _signed(ws: Workspace) -> str:
    return ws.who
