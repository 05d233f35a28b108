"""Where the page of the step stands, or what is said in its place while a workspace is opened, has no round, or cannot be read."""

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget

from ui import theme
from ui.pages import page_class
from ui.pages.page import Page
from ui.session import Session

if TYPE_CHECKING:
    from ui.widgets.empty_state import EmptyState

Ways = Sequence[Callable[[], object]]


class Stage(QStackedWidget):
    """``made`` (Page): one was made: when it is shown for the first time, or some time after the start."""

    made = Signal(object)

    def __init__(self, session: Session, to_fill: Ways, to_read: Ways, to_open: Ways) -> None:
        """``to_fill``: the ways to a first round; ``to_read``: those out of a workspace that cannot be read; ``to_open``: to one."""
        super().__init__()
        self._session = session
        self.pages: dict[str, Page] = {}
        self.opening = theme.label("muted")  # what the first paint shows: no page is made before there is something for it to show
        self.opening.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.addWidget(self.opening)
        self._to_fill, self._to_read, self._to_open = to_fill, to_read, to_open
        self._comes = True  # whether a workspace is being opened

    @cached_property
    def empty(self) -> "EmptyState":
        """What stands where there is no round; few ever see it."""
        return self._empty_state(self._to_fill)

    @cached_property
    def unread(self) -> "EmptyState":
        """What stands where the workspace cannot be read."""
        return self._empty_state(self._to_read)

    @cached_property
    def closed(self) -> "EmptyState":
        """What stands where no workspace could be opened."""
        return self._empty_state(self._to_open)

    def show_closed(self) -> None:
        """No workspace comes: the one that was to be opened first was refused. Nothing where another one is open."""
        if self._session.path is None:
            self._comes = False
            self._say_closed()
            self.setCurrentWidget(self.closed)
            self.closed.buttons[0].setFocus()

    def _empty_state(self, ways: Ways) -> "EmptyState":
        from ui.widgets.empty_state import EmptyState

        made = EmptyState(ways)
        self.addWidget(made)
        return made

    @property
    def shows_nothing(self) -> bool:
        """Whether there is no round to show, and none is coming."""
        session = self._session
        return session.unread is None and session.round_id is None and (session.path is not None or not self._comes)

    def page(self, step: str) -> Page:
        """The page of a step."""
        if step not in self.pages:
            self.pages[step] = page_class(step)(self._session)
            self.addWidget(self.pages[step])
            self.made.emit(self.pages[step])
        return self.pages[step]

    def ahead(self, step: str) -> Ways:
        """The page of a step in two pieces, made before it is wanted; nothing where there is no round or no window any more."""

        def piece(do: Callable[[], object]) -> None:
            if self.isVisible() and self._session.round_id is not None:
                do()

        return partial(piece, partial(self.page, step)), partial(piece, lambda: self.page(step).ahead())

    def show_step(self, step: str) -> None:
        """Show the page of a step, or what stands in its place now."""
        if self._session.unread is not None:
            self._say_unread()
            self.setCurrentWidget(self.unread)
        elif self._session.path is None:
            self.setCurrentWidget(self.opening if self._comes else self.closed)
        elif self.shows_nothing:
            self._say_empty()
            self.setCurrentWidget(self.empty)
        else:
            self.page(step).ahead()
            self.setCurrentWidget(self.page(step))

    def retranslate(self) -> None:
        """What is said in place of a page, in the session's language."""
        self.opening.setText(self._session.words("empty.opening"))
        if self._session.unread is not None:
            self._say_unread()
        elif self.shows_nothing:
            (self._say_closed if self._session.path is None else self._say_empty)()

    def _say_closed(self) -> None:
        words = self._session.words
        self.closed.say(words("closed.title"), words("closed.text"), [words("closed.new"), words("unread.open"), words("closed.again")])

    def _say_empty(self) -> None:
        words = self._session.words
        state = "empty" if self._session.cluster is None else "roundless"
        ways = [words(f"{state}.new"), words("empty.import"), words("empty.samples")]
        self.empty.say(words(f"{state}.title"), words(f"{state}.text"), ways)

    def _say_unread(self) -> None:
        words, why = self._session.words, self._session.unread
        if why is not None:
            ways = [words("trouble.retry"), words("message.repair"), words("trouble.save-as"), words("unread.open")]
            self.unread.say(words("unread.title"), words("unread.text", why=why.to(self._session.lang)), ways)
