"""How a page of the survey begins and is divided: its title with a sentence, sections with a heading."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from diagnosis.questionnaire import Part
from ui import theme
from ui.session import Session
from ui.widgets.help_button import help_button

MARGIN, BOTTOM = 3 * theme.SPACE, 2 * theme.SPACE


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


def page_column(page: QWidget, head: QWidget, *content: QWidget, scrolls: bool = False) -> QVBoxLayout:
    """Lay out a page: its head, then what fills the rest. ``scrolls``: down to the edge, with the margin at the end of the content."""
    page.setObjectName("page")
    column = QVBoxLayout(page)
    column.setContentsMargins(MARGIN, 2 * theme.SPACE, MARGIN, 0 if scrolls else BOTTOM)
    column.setSpacing(2 * theme.SPACE)
    column.addWidget(head)
    for widget in content:
        column.addWidget(widget, 1)
    return column
