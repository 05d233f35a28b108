"""The palette over the window: type, choose with the arrows, Enter leads there. Everything is searched on the worker."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from db.search import SEARCHED, Finder
from db.workspace import Workspace
from diagnosis.matching import words
from ui import icons, theme
from ui.help.book import book
from ui.latest import Latest
from ui.search import results
from ui.search.catalogue import Entry, Lead, catalogue, of_moment
from ui.search.results import Group
from ui.search.view import HitList, Shown
from ui.session import Session
from ui.shortcuts import ask_system
from ui.tasks import Failed

WIDTH, LEAST_MARGIN, TOP = 680, 40, 8
MOST_OF_WINDOW = 0.72  # of its height that the palette may take


class Palette(QFrame):
    """``led`` (a ``Lead``): where somebody wants to go. It closes by itself when one goes elsewhere."""

    led = Signal(object)

    def __init__(self, session: Session, window: QWidget) -> None:
        """Hidden until ``open``."""
        super().__init__(window)
        self.session, self._window = session, window
        ask_system()
        self._entries: tuple[Entry, ...] = ()  # the worker's; made when first searched
        self._commands: frozenset[str] = frozenset()  # what can be done now
        self._finder = Finder()  # the worker's
        self._latest = Latest(self._submit, session.tell)
        self._opened: str | None = None  # the kind whose hits are all shown
        self._before: QWidget | None = None
        self.line, self.hits = QLineEdit(), HitList()
        self.none, self.keys = theme.label("muted"), theme.label("small")
        self._lay_out()
        self.line.textChanged.connect(self._typed)
        self.hits.taken.connect(self._take)
        self.line.installEventFilter(self)
        session.language_changed.connect(self.retranslate)
        self.retranslate()
        self.hide()

    def _lay_out(self) -> None:
        self.setObjectName("palette")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.line.setObjectName("palette-line")
        head = QHBoxLayout()
        head.setContentsMargins(14, 6, 8, 6)
        head.addWidget(icons.Picture("search", "muted"))
        head.addWidget(self.line, 1)
        self.none.setContentsMargins(16, theme.SPACE, 16, theme.SPACE)
        self.keys.setContentsMargins(16, 6, 16, 8)
        column = QVBoxLayout(self)
        theme.tight(column, 0, 1)
        column.addLayout(head)
        column.addWidget(theme.hairline())
        column.addWidget(self.hits, 1)
        column.addWidget(self.none)
        column.addWidget(theme.hairline())
        column.addWidget(self.keys)

    # ---- opening and closing

    def open(self, commands: frozenset[str]) -> None:
        """Over the window, with nothing typed; what is searched is read meanwhile. ``commands``: the phrases of what can be done now."""
        self._commands = commands
        self._before = QApplication.focusWidget()
        self._opened = None
        self.line.clear()
        self.none.hide()  # nothing has been looked for yet
        self._place()
        self.show()
        self.raise_()
        self.line.setFocus()
        self._window.installEventFilter(self)
        self._ask("")
        round_id = self.session.round_id
        if round_id is not None:
            self.session.run(lambda ws: self._finder.prepare(ws, round_id), failed=lambda _error: None)

    def close_again(self, *, back: bool = True) -> None:
        """Take it away; ``back``: the focus goes to where it was."""
        if self.isHidden():
            return
        self._window.removeEventFilter(self)
        self._latest.forget()
        self.hide()
        if back and self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)

    def _place(self) -> None:
        """Below the header's middle, as high as its hits need."""
        width = min(WIDTH, self._window.width() - 2 * LEAST_MARGIN)
        wanted = self.sizeHint().height()
        if self.hits.isVisibleTo(self):
            wanted += self.hits.height_wanted - self.hits.sizeHint().height()
        height = min(wanted, int(self._window.height() * MOST_OF_WINDOW))
        self.setGeometry((self._window.width() - width) // 2, TOP, width, height)

    # ---- searching

    def _typed(self, text: str) -> None:
        self._opened = None
        self._ask(text)

    def _ask(self, text: str) -> None:
        now = of_moment(self.session.clusters, self._commands)
        self._latest.ask(partial(self._find, text, self._opened, now, self.session.round_id), self._show)

    def _submit(self, work: Callable[..., list[Group]], done: Callable[[list[Group]], None], failed: Failed) -> None:
        """With the workspace while a round is open and can be read, else without."""
        without = partial(self.session.runner.submit, partial(work, None), done, failed)
        if self.session.round_id is None:
            without()
        else:
            self.session.run(work, done, lambda _error: without())

    def _find(
        self, text: str, opened: str | None, now: tuple[Entry, ...], round_id: int | None, workspace: Workspace | None
    ) -> list[Group]:
        """On the worker."""
        framework, asked = self.session.framework, self.session.questionnaire
        self._entries = self._entries or catalogue(book(framework, asked))
        most = results.wanted_kinds(text, opened)
        found = results.of_catalogue((*now, *self._entries), text, most, rounds=round_id is not None)
        if workspace is not None and round_id is not None and words(text):
            of_lists = {part: most[part] for part in SEARCHED if part in most}
            found += results.of_lists(self._finder.find(workspace, round_id, text, of_lists), asked, framework)
        return list(results.in_order(found))

    def _show(self, groups: list[Group]) -> None:
        self.hits.show_groups(groups, self.session.lang, opened=self._opened is not None)
        self.hits.setVisible(bool(groups))
        self.none.setVisible(not groups)
        self._say_chosen()
        self._place()

    # ---- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._window and kind == QEvent.Type.Resize:
            self._place()
        elif watched is self.line and isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress:
            return self._key(event)
        elif watched is self.line and kind == QEvent.Type.FocusOut and QApplication.activePopupWidget() is None:
            self._left()
        return super().eventFilter(watched, event)

    def _left(self) -> None:
        """Somebody clicked elsewhere; when another program comes to the front it stays."""
        if self._window.isActiveWindow():
            self.close_again(back=False)

    def _key(self, event: QKeyEvent) -> bool:
        keys = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        pressed = Qt.Key(event.key())
        if pressed in keys:
            for _ in range(abs(keys[pressed])):
                self.hits.step(1 if keys[pressed] > 0 else -1)
            self._say_chosen()
        elif pressed in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._latest.then(lambda: self._take(self.hits.chosen))  # not a hit of what was typed before
        elif pressed == Qt.Key.Key_Escape:
            self.close_again()
        else:
            return pressed in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)  # the focus stays
        return True

    def _say_chosen(self) -> None:
        """A screen reader follows the line, so what is chosen is told there."""
        chosen = self.hits.chosen
        self.line.setAccessibleDescription(chosen.spoken if chosen is not None else self.none.text())

    def _take(self, line: Shown | None) -> None:
        if line is None:
            return
        if line.more:
            self._opened = line.more
            self._ask(self.line.text())
        elif line.hit is not None:
            lead: Lead = line.hit.lead
            self.close_again()
            self.led.emit(lead)

    # ---- words

    def retranslate(self) -> None:
        """Every text in the session's language."""
        words_of = self.session.words
        self.line.setPlaceholderText(words_of("search.hint"))
        self.line.setAccessibleName(words_of("search.open"))
        self.none.setText(words_of("search.none"))
        self.keys.setText(words_of("search.keys"))
        self.hits.setAccessibleName(words_of("search.hits"))
