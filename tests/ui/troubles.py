"""A workspace that takes no changes, and somebody who types all the same."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from diagnosis.findings import Place
from tests.ui.window import Opened

NAME = Place(step="overview", part="cluster", field="name_en")


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Another program that reads the file and lets nobody write it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM clusters").fetchone()
        yield


def impatient(program: Opened) -> None:
    """Do not wait for another program's lock."""
    program.read(lambda ws: ws.db.execute("PRAGMA busy_timeout = 0").fetchall())


def typed(program: Opened, text: str, place: Place = NAME) -> QWidget:
    """Type into a field and leave it."""
    program.window.go_to(place)
    field = program.focus
    QTest.keyClicks(field, text)
    program.window.rail.buttons["overview"].setFocus()
    program.settle()
    program.settle()
    return field


def shown(field: QWidget) -> str:
    return field.toPlainText() if isinstance(field, QPlainTextEdit) else str(field.property("text"))
