"""What the tests of writing share: the report page open for writing, and hands on its outline and its editor."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QTextCursor
from PySide6.QtTest import QTest

from db.authored import load_authored
from diagnosis.authored import Authored, Section
from tests.ui.judging import Desk
from ui.authoring.outline import Row
from ui.authoring.tab import AuthoringTab
from ui.pages.report import WRITE, ReportPage

SIZE = (772, 640)


class Writer:
    """The writing view of the report page."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.page = desk.show(ReportPage(desk.session), SIZE)
        self.page.tabs.open(WRITE)
        self.tab: AuthoringTab = self.page.writing
        desk.bot.waitUntil(lambda: self.tab.work is not None, timeout=10_000)

    @property
    def editor(self) -> Any:
        """The text of the section."""
        return self.tab.pane.editor

    def open(self, section: str) -> None:
        """Choose a section in the outline."""
        assert self.tab.outline.select(section)
        assert self.tab.pane.section == section

    def row(self, section: str) -> Row:
        """Its line in the outline."""
        return next(row for row in self.tab.outline.rows() if row.id == section)

    @property
    def ids(self) -> list[str]:
        """The outline."""
        return [row.id for row in self.tab.outline.rows()]

    def type_at_end(self, text: str) -> None:
        """Keys at the end of the text."""
        self.editor.setFocus()
        self.editor.moveCursor(QTextCursor.MoveOperation.End)
        QTest.keyClicks(self.editor, text)

    def stored(self, action: Callable[[], object]) -> None:
        """Do something that changes what is written, and wait until it is read again."""
        with self.desk.bot.waitSignal(self.tab.read, timeout=10_000):
            action()
        self.desk.settle()

    def leave(self) -> None:
        """Leave the text with the keyboard, which stores it."""
        self.stored(lambda: self.desk.press(self.editor, Qt.Key.Key_Escape))

    def key(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """A key in the outline."""
        self.tab.outline.setFocus()
        held = Qt.KeyboardModifier.NoModifier
        for each in modifiers:
            held |= each
        QTest.keyClick(self.tab.outline, key, held)

    def menu(self, name: str) -> QAction:
        """An entry of the section's menu."""
        return next(action for action in self.tab.pane.more.menu().actions() if action.data() == name)

    def written(self, section: str) -> Section:
        """What the workspace has of a section."""
        return self.authored().of(section)

    def authored(self) -> Authored:
        """All that the workspace has."""
        round_id, lang, found = self.desk.session.round_id or 0, self.tab.lang, list[Authored]()
        self.desk.session.run(lambda ws: load_authored(ws, round_id, lang), found.append)
        self.desk.bot.waitUntil(lambda: bool(found), timeout=10_000)
        return found[0]
