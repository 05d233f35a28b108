"""The help's window: contents and search at the left, the page at the right. It stays open while one works in the program."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from diagnosis.text import Lang
from ui import icons, theme
from ui.help.book import DO, GO, PAGE, Book
from ui.help.contents import Contents, Results
from ui.help.find import Hit, Page, find, pages
from ui.help.page import USUAL_PX, HelpPage
from ui.help.topics import place_of
from ui.latest import Latest
from ui.session import Session
from ui.settings import Settings
from ui.shortcuts import listen, tip
from ui.widgets.search_line import SearchLine

GEOMETRY = "help"
FIRST_SIZE, LEAST = QSize(720, 620), QSize(420, 320)
CONTENTS_WIDTH, WITHOUT_CONTENTS = 256, 600  # a narrower window shows the page alone


class HelpWindow(QWidget):
    """``go`` (Place) and ``do`` (the phrase of a command): a link into the program was followed."""

    go = Signal(object)
    do = Signal(str)

    def __init__(self, session: Session, settings: Settings, book: Book, parent: QWidget) -> None:
        """A window of its own above the program's. It shows nothing until ``show_topic``."""
        super().__init__(parent, Qt.WindowType.Window)
        self.session, self.settings, self.book = session, settings, book
        self.topic = ""
        self._past: list[str] = []
        self._coming: list[str] = []
        self._searched: dict[Lang, tuple[Page, ...]] = {}  # language -> its pages; the worker's
        self._latest = Latest(session.runner.submit, session.tell)
        self.search = SearchLine()
        self.contents, self.results, self.page = Contents(book), Results(), HelpPage(settings)
        self.back, self.forward = theme.tool_button(), theme.tool_button()
        self.side = QStackedWidget()
        self._lay_out()
        self._connect()
        self._make_keys()
        self.setMinimumSize(LEAST)
        if not self.restoreGeometry(settings.bytes(GEOMETRY)):
            self._first_place(parent)
        self.retranslate()

    # ---- building

    def _lay_out(self) -> None:
        for button, name in ((self.back, "left"), (self.forward, "right")):
            button.setIcon(icons.icon(name))
        bar = QHBoxLayout()
        theme.tight(bar, theme.SPACE, theme.SPACE)
        for button in (self.back, self.forward):
            bar.addWidget(button)
        bar.addWidget(self.search)
        self.side.addWidget(self.contents)
        self.side.addWidget(self.results)
        self.splitter = QSplitter()
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self.side)
        self.splitter.addWidget(self.page)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([CONTENTS_WIDTH, FIRST_SIZE.width() - CONTENTS_WIDTH])
        column = QVBoxLayout(self)
        theme.tight(column, 0)
        column.addLayout(bar)
        column.addWidget(theme.hairline())
        column.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._look_up)
        self.search.returnPressed.connect(lambda: self._latest.then(self.results.take))
        self.search.installEventFilter(self)
        self.contents.chosen.connect(self.show_topic)
        self.results.chosen.connect(self.show_topic)
        self.back.clicked.connect(self.go_back)
        self.forward.clicked.connect(self.go_forward)
        self.page.anchorClicked.connect(self._follow)
        self.session.language_changed.connect(self.retranslate)

    def _make_keys(self) -> None:
        does: dict[str, Callable[[], object]] = {
            "back": self.go_back,
            "forward": self.go_forward,
            "find": self._to_search,
            "larger": lambda: self.page.set_size(self.page.size_px + 1),
            "smaller": lambda: self.page.set_size(self.page.size_px - 1),
            "usual": lambda: self.page.set_size(USUAL_PX),
        }
        for name, do in does.items():
            listen(self, f"help.{name}", do)

    def _first_place(self, program: QWidget) -> None:
        """At the right edge of the program, over its result panel rather than over its page."""
        room = self.screen().availableGeometry()
        self.resize(FIRST_SIZE.boundedTo(room.size()))
        corner = program.mapToGlobal(QPoint(program.width() - self.width(), theme.ROW_HEIGHT * 2))
        left = max(room.left(), min(corner.x(), room.right() - self.width()))
        self.move(left, max(room.top(), min(corner.y(), room.bottom() - self.height())))

    # ---- which page

    def show_topic(self, topic: str) -> None:
        """Show a page, or a place on it (``page#place``)."""
        if topic != self.topic:
            if self.topic:
                self._past.append(self.topic)
            self._coming.clear()
        self._show(topic)

    def go_back(self) -> None:
        """The page before."""
        if self._past:
            self._coming.append(self.topic)
            self._show(self._past.pop())

    def go_forward(self) -> None:
        """The page that one went back from."""
        if self._coming:
            self._past.append(self.topic)
            self._show(self._coming.pop())

    def _show(self, topic: str) -> None:
        self.topic = topic
        page, _, place = topic.partition("#")
        self.page.show_page(self._html(page), place)
        self.setWindowTitle(f"{self.book.topics[page].title.to(self.session.lang)} · {self.session.words('help.title')}")
        self.contents.show_topic(page)
        self.back.setEnabled(bool(self._past))
        self.forward.setEnabled(bool(self._coming))

    def _html(self, page: str) -> str:
        lang, topic = self.session.lang, self.book.topics[page]
        where = " · ".join(each.to(lang) for each in topic.path)
        return f'<p class="where">{where}</p><p class="title">{topic.title.to(lang)}</p>{self.book.html(page, lang)}'

    def _follow(self, url: QUrl) -> None:
        address = url.toString()
        if address.startswith(PAGE):
            self.show_topic(address.removeprefix(PAGE))
        elif address.startswith(GO):
            self.go.emit(place_of(address.removeprefix(GO)))
        elif address.startswith(DO):
            self.do.emit(address.removeprefix(DO))

    # ---- searching

    def _to_search(self) -> None:
        self._show_side(wanted=True)
        self.search.setFocus()
        self.search.selectAll()

    def _look_up(self, typed: str) -> None:
        if not typed.strip():
            self.side.setCurrentWidget(self.contents)
            self._latest.forget()
            self.page.seek(self.search.text())
            return
        self._show_side(wanted=True)
        self._latest.ask(partial(self._find, self.session.lang, typed), self._found)

    def _find(self, lang: Lang, typed: str) -> list[Hit]:
        """On the worker."""
        if lang not in self._searched:
            self._searched[lang] = pages(self.book, lang)
        return find(self._searched[lang], typed)

    def _found(self, hits: list[Hit]) -> None:
        self.results.show_hits(hits, self.session.lang)
        self.side.setCurrentWidget(self.results)
        self.page.seek(self.search.text())

    # ---- looks and words

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_side(wanted=False)

    def _show_side(self, *, wanted: bool) -> None:
        """Contents and search results stand beside the page where there is room, or while somebody searches."""
        self.side.setVisible(wanted or bool(self.search.text()) or self.width() >= WITHOUT_CONTENTS)

    def retranslate(self) -> None:
        """Every text in the session's language."""
        words, lang = self.session.words, self.session.lang
        named: tuple[tuple[QWidget, str], ...] = ((self.back, "back"), (self.forward, "forward"), (self.search, "find"))
        for widget, name in named:
            widget.setToolTip(tip(words(f"help.{name}"), f"help.{name}", lang))
            widget.setAccessibleName(words(f"help.{name}"))
        self.search.setPlaceholderText(words("help.find"))
        self.search.name_cross(words("field.clear-search"))
        self.contents.retranslate(lang)
        self.page.setAccessibleName(words("help.text"))
        if self.topic:
            self._show(self.topic)
        if self.search.text():
            self._look_up(self.search.text())

    # ---- opening and closing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down leads from what is typed to what was found."""
        down = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down
        if watched is self.search and down and self.side.currentWidget() is self.results:
            self.results.step_in()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes the search back, then closes the window."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.search.text():
            self.search.clear()
        else:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.settings.set_bytes(GEOMETRY, self.saveGeometry())
        super().closeEvent(event)
