"""The grid of years on the screen, and the hands on it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from db.browse import Entry
from tests.surveys import file_data
from tests.ui.judging import Desk
from tests.ui.tables import entries_in
from ui.pages.indicators import IndicatorsPage
from ui.widgets.year_faces import Face
from ui.widgets.year_model import FACE

RATED, MONEY, NORMED = "policy-satisfaction", "mean-firm-revenue", "rd-intensity"
YEARS = (2020, 2021, 2022, 2023, 2024)
Key, Ctrl, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def row(id_: str, year: int, value: float | None, **more: Any) -> dict[str, Any]:
    """A row of indicator values."""
    return {"id": id_, "year": year, "value": value, **more}


def survey(*rows: dict[str, Any], **parts: Any) -> dict[str, Any]:
    """A survey of 2024 with these rows."""
    return file_data(indicators=list(rows), **parts) | {"round": {"label": "2024", "date": "2024-10-01"}}


def page_of(desk: Desk, size: tuple[int, int] = (772, 640)) -> IndicatorsPage:
    """The page, read and diagnosed."""
    page = desk.show(IndicatorsPage(desk.session), size)
    desk.settle()
    return page


def cell(page: IndicatorsPage, indicator: str, column: int | str) -> QModelIndex:
    """The cell of a year, or of a column behind the years by its name."""
    model = page.years
    names = {model.after(place): place for place in range(model.columnCount())} | {"name": 0}
    return model.index(model.line_of(indicator), model.column_of(column) if isinstance(column, int) else names[column])


def face(page: IndicatorsPage, indicator: str, column: int | str) -> str:
    """What a cell says."""
    found = cell(page, indicator, column).data(FACE)
    assert isinstance(found, Face)
    return found.text


def go(page: IndicatorsPage, indicator: str, year: int) -> None:
    """Make a cell the current one, and give the grid the focus."""
    page.grid.setFocus()
    page.grid.setCurrentIndex(cell(page, indicator, year))


def select(page: IndicatorsPage, first: tuple[str, int], last: tuple[str, int]) -> None:
    """Select a block, its first cell the current one."""
    go(page, *first)
    block = QItemSelection(cell(page, *first), cell(page, *last))
    page.grid.selectionModel().select(block, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def type_in(page: IndicatorsPage, text: str) -> QLineEdit:
    """Open the current cell with the first key of ``text``, and type the rest; not by keys where a keyboard has none."""
    if text.isascii():
        QTest.keyClicks(page.grid, text[0])
        editor = editor_of(page)
        QTest.keyClicks(editor, text[1:])
    else:
        QTest.keyClick(page.grid, Qt.Key.Key_F2)
        editor = editor_of(page)
        editor.setText(text)
        editor.setModified(True)
        editor.textEdited.emit(text)
    return editor


def editor_of(page: IndicatorsPage) -> QLineEdit:
    """The line of the cell that is open."""
    found = page.grid.viewport().findChild(QLineEdit)
    assert isinstance(found, QLineEdit)
    return found


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """One key."""
    QTest.keyClick(widget, key, modifier)


def here(page: IndicatorsPage) -> tuple[str | None, int | None]:
    """Where the cursor is: indicator and year."""
    now = page.grid.currentIndex()
    indicator = page.years.indicator_at(now.row())
    return None if indicator is None else indicator.id, page.years.year_at(now.column())


def paste(page: IndicatorsPage, rows: Sequence[Sequence[str]] | str) -> None:
    """What a spreadsheet has copied."""
    text = rows if isinstance(rows, str) else "\r\n".join("\t".join(row) for row in rows) + "\r\n"
    QGuiApplication.clipboard().setText(text)
    QTest.keySequence(page.grid, "Ctrl+V")


def stored(desk: Desk) -> dict[tuple[object, object], list[Entry]]:
    """(indicator, year) -> its rows in the workspace."""
    found: dict[tuple[object, object], list[Entry]] = {}
    for entry in entries_in(desk, "indicators"):
        found.setdefault((entry.answers.get("id"), entry.answers.get("year")), []).append(entry)
    return found


def value(desk: Desk, indicator: str, year: int) -> object:
    """The value of the only row of a year."""
    (entry,) = stored(desk)[indicator, year]
    return entry.answers.get("value")
