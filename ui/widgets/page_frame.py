"""How a page of the survey begins and is divided: its title with a sentence, sections with a heading, tabs with counts."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from diagnosis.questionnaire import Part
from ui import theme
from ui.session import Session
from ui.shortcuts import listen
from ui.widgets.help_button import help_button

MARGIN = 3 * theme.SPACE


class PageHead(QWidget):
    """The step's name, and what belongs on its page."""

    def __init__(self, session: Session, step: str) -> None:
        """``retranslate`` sets the texts."""
        super().__init__()
        self._session = session
        self._step = next(each for each in session.questionnaire.steps if each.id == step)
        self._title, self._hint = theme.label("title"), theme.label("muted", wrap=True)
        self._line, column = QHBoxLayout(), QVBoxLayout(self)
        theme.tight(self._line)
        theme.tight(column, 2)
        self._line.addWidget(self._title)
        self._line.addWidget(help_button(session, step))
        self._line.addStretch(1)
        self._line.addStrut(theme.HEAD_HEIGHT)
        column.addLayout(self._line)
        column.addWidget(self._hint)

    @property
    def name(self) -> str:
        """The step's name in the language of the moment."""
        return self._step.name.to(self._session.lang)

    def put_beside(self, *widgets: QWidget) -> None:
        """Put these at the right end of the title's line."""
        for widget in widgets:
            self._line.addWidget(widget)

    def say(self, text: str) -> None:
        """What is known by now; without it, what belongs on the page."""
        self._hint.setText(text or self._step.hint.to(self._session.lang))

    def retranslate(self) -> None:
        """Every text in the session's language."""
        self._title.setText(self._step.name.to(self._session.lang))
        self.say("")


class Section(QWidget):
    """A part of a scrolling page: a heading, the help of the field that has the focus or of the part, and the content."""

    def __init__(self, session: Session, part: Part, content: QWidget, *, named: bool = True) -> None:
        """Everything about ``part`` is in ``content``. ``named``: has a heading; under a tab of that name it needs none."""
        super().__init__()
        self._session, self._part = session, part
        self._name, self._help = theme.label("heading"), theme.label("small", wrap=True)
        head = QHBoxLayout()
        theme.tight(head, 2 * theme.SPACE)
        head.addWidget(self._name)
        head.addWidget(self._help, 1)
        column = QVBoxLayout(self)
        theme.tight(column)
        if not named:
            self._name.hide()
        else:
            column.addWidget(theme.hairline())
        column.addLayout(head)
        column.addWidget(content)

    def say(self, text: str) -> None:
        """Help for a field; without one, what the part is about."""
        about = self._part.help.to(self._session.lang) if self._part.help else ""
        self._help.setText(text or about)

    def retranslate(self) -> None:
        """Every text in the session's language."""
        self._name.setText(self._part.name.to(self._session.lang))
        self.say("")


class TabLine(QWidget):
    """A bar of tabs on a hairline that goes from edge to edge."""

    def __init__(self) -> None:
        """No tabs."""
        super().__init__()
        self.bar = QTabBar()
        self.bar.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # Tab goes on from a tab that was clicked
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)
        self.bar.setUsesScrollButtons(True)
        column = QVBoxLayout(self)
        theme.tight(column, 0)
        column.addWidget(self.bar)
        column.addWidget(theme.hairline())


class Tabs(QWidget):
    """Tabs, mostly for the parts of a step; a tab says how much is in it. Contents are made when their tab is first opened.

    ``opened`` (id): a tab is open.
    """

    opened = Signal(str)

    def __init__(self, name_of: Callable[[str], str], makers: Mapping[str, Callable[[], QWidget]]) -> None:
        """``makers``: id of a tab -> how to make its content; ``name_of``: its name in the language of the moment."""
        super().__init__()
        self._name_of, self._makers = name_of, makers
        self._counts: dict[str, str] = {}
        self.made: dict[str, QWidget] = {}
        line = TabLine()
        self.bar = line.bar
        self._stack = QStackedWidget()
        for part in makers:
            self.bar.setTabData(self.bar.addTab(""), part)
        column = QVBoxLayout(self)
        theme.tight(column, 0)
        column.addWidget(line)
        column.addSpacing(theme.SPACE + 4)
        column.addWidget(self._stack, 1)
        self.bar.currentChanged.connect(lambda place: self._open(self.bar.tabData(place)))
        listen(self, "keys.tab", lambda: self._go_on(1))
        listen(self, "keys.tab-before", lambda: self._go_on(-1))

    def _go_on(self, by: int) -> None:
        """To a tab beside the open one, round and round; what was being typed is stored as the focus goes."""
        if self.bar.count() > 1:
            self.bar.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.bar.setCurrentIndex((self.bar.currentIndex() + by) % self.bar.count())

    @property
    def part(self) -> str:
        """The part whose tab is open."""
        return str(self.bar.tabData(self.bar.currentIndex()))

    def open(self, part: str) -> QWidget:
        """Open the tab of a part; its content."""
        self.bar.setCurrentIndex(list(self._makers).index(part))
        return self.content(part)

    def content(self, part: str) -> QWidget:
        """The content of a part, made if need be."""
        if part not in self.made:
            self.made[part] = self._makers[part]()
            self._stack.addWidget(self.made[part])
        return self.made[part]

    def _open(self, part: str) -> None:
        self._stack.setCurrentWidget(self.content(part))
        self.opened.emit(part)

    def start(self) -> None:
        """Open the first tab."""
        self._open(self.part)

    def show_count(self, part: str, count: str) -> None:
        """How much is in a part."""
        self._counts[part] = count
        self.retranslate()

    def retranslate(self) -> None:
        """Every text in the session's language."""
        for place, part in enumerate(self._makers):
            name = f"{self._name_of(part)} {self._counts.get(part, '')}".strip()
            self.bar.setTabText(place, name.replace("&", "&&"))


def page_column(page: QWidget, head: QWidget, *content: QWidget) -> QVBoxLayout:
    """Lay out a page: its head, then what fills the rest."""
    page.setObjectName("page")
    column = QVBoxLayout(page)
    column.setContentsMargins(MARGIN, 2 * theme.SPACE, MARGIN, 2 * theme.SPACE)
    column.setSpacing(2 * theme.SPACE)
    column.addWidget(head)
    for widget in content:
        column.addWidget(widget, 1)
    return column
