"""Lists on the screen, and the hands on them."""

from collections import Counter
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex
from PySide6.QtGui import QGuiApplication

from db import browse
from db.browse import Entry
from diagnosis.questionnaire import questionnaire
from tests.ui.forms import read
from tests.ui.judging import Desk
from ui.widgets.list_pane import ListPane


def pane_of(desk: Desk, part: str, **options: Any) -> ListPane:
    """A list as a page holds it: it follows every change."""
    pane = ListPane(desk.session, questionnaire().parts[part], **options)
    pane.retranslate()
    desk.show(pane)
    pane.refresh()
    desk.session.changed.connect(lambda _change: pane.refresh())
    desk.settle()
    return pane


def cells(pane: ListPane, row: int) -> list[str]:
    """What a row shows."""
    return [str(pane.model.index(row, column).data()) for column in range(pane.model.columnCount())]


def names(pane: ListPane) -> list[str]:
    """What the first column shows."""
    return [str(pane.model.index(row, 0).data()) for row in range(pane.model.rowCount())]


def index_of(pane: ListPane, row: int, field: str) -> QModelIndex:
    """A cell."""
    return pane.model.index(row, [question.id for question in pane.model.questions].index(field))


def painted(pane: ListPane, place: int, field: str) -> Counter[str]:
    """How often each colour stands in a cell."""
    pane.table.scrollTo(index_of(pane, place, field))
    picture = pane.table.viewport().grab(pane.table.visualRect(index_of(pane, place, field))).toImage()
    return Counter(picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height()))


def select(pane: ListPane, row: int, field: str | None = None, to: tuple[int, str] | None = None) -> None:
    """Go to a cell, and select from there to another."""
    first = index_of(pane, row, field or pane.model.questions[0].id)
    pane.table.setFocus()
    pane.table.setCurrentIndex(first)
    if to is not None:
        last = index_of(pane, *to)
        chosen = pane.table.selectionModel()
        chosen.select(QItemSelection(first, last), QItemSelectionModel.SelectionFlag.ClearAndSelect)


def rows_in(desk: Desk, part: str) -> list[int]:
    """The ids of a list's rows in the workspace, in order."""
    found: list[int] = read(desk, lambda ws: browse.row_ids(ws, desk.session.round_id or 0, part))
    return found


def entries_in(desk: Desk, part: str) -> list[Entry]:
    """What the workspace holds of a list."""
    ids = rows_in(desk, part)
    found: dict[int, Entry] = read(desk, lambda ws: browse.rows_by_id(ws, desk.session.round_id or 0, part, ids))
    return [found[row_id] for row_id in ids]


def clipboard(text: str) -> None:
    """What somebody has copied elsewhere."""
    QGuiApplication.clipboard().setText(text)
