"""Rosters in the window: files, the wizard over them, and the hands on it."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QComboBox

from db import browse
from db.browse import Entry
from tests.roster_files import code, xlsx
from tests.ui.window import WAIT, Opened
from ui.rosters.dialog import RosterDialog
from ui.rosters.rows_step import RowsStep
from ui.rosters.wizard import Wizard

PART = "enterprises"
HEADER = ["序号", "企业名称", "统一社会信用代码", "营业收入（亿元）", "所在环节", "牌照"]
ROWS_OF_FILE: list[list[Any]] = [
    [1, "长沙甲机械有限公司", code(1), 1.5, "液压件", "x"],
    [2, "株洲乙轴承有限公司", code(2), "保密", "轴承", "y"],
    [3, "", code(3), 2, "", ""],
    [4, "三一重工股份有限公司", "", 3, "主机", ""],
    [5, "中联重科", "", 4, "", ""],
    [6, "湘潭丙阀门厂", code(6), 0.25, "阀", ""],
]


def roster(folder: Path, *rows: list[Any]) -> Path:
    return xlsx(folder / "企业名单.xlsx", [["某市企业名单"], HEADER, *(rows or ROWS_OF_FILE), ["合计", "", "", 9]])


def wizard(program: Opened, path: Path) -> RosterDialog:
    """The wizard over a file, which has been read."""
    program.window.go_to_step("enterprises")
    program.window.commands.import_roster(path)
    dialog = program.dialog(RosterDialog)
    rest(program, dialog)
    return dialog


def rest(program: Opened, dialog: Wizard[Any]) -> None:
    """Wait until nothing is read or compared any more."""
    program.bot.waitUntil(lambda: not dialog.work.at_work, timeout=WAIT)
    program.settle()


def go_on(program: Opened, dialog: RosterDialog, steps: int = 1) -> None:
    for _ in range(steps):
        program.click(dialog.on)
        rest(program, dialog)


def entries(program: Opened) -> list[Entry]:
    round_id = program.session.round_id or 0

    def work(ws: Any) -> list[Entry]:
        ids = browse.row_ids(ws, round_id, PART)
        found = browse.rows_by_id(ws, round_id, PART, ids)
        return [found[row_id] for row_id in ids]

    return program.read(work)


def names(program: Opened) -> list[object]:
    return [entry.answers.get("name") for entry in entries(program)]


def step(dialog: RosterDialog, kind: type[Any]) -> Any:
    assert isinstance(dialog.step, kind)
    return dialog.step


def pick(box: QComboBox, data: object) -> None:
    """Choose an entry of a box as a user does."""
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


def tab_texts(rows: RowsStep) -> list[str]:
    return [rows.bar.tabText(place) for place in range(rows.bar.count())]


def cells(rows: RowsStep) -> list[list[str]]:
    model = rows.model
    return [[str(model.index(row, column).data()) for column in range(model.columnCount())] for row in range(model.rowCount())]
