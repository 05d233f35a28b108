"""What all pages of the rail have in common: when they read, when they show, and in which language."""

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from db.history import Change
from diagnosis.findings import Place
from ui.session import Session
from ui.widgets.help_button import HelpButton

if TYPE_CHECKING:
    from diagnosis.result import Diagnosis


class Page(QWidget):
    """A page of the rail. A page that is hidden waits until it is shown; a page that is shown follows at once.

    ``step`` is the id of its step in the questionnaire; ``parts`` the parts of the survey that it shows (by default
    those of its step). ``rested`` (bool): it is busy no longer; whether what was being made is there.
    """

    rested = Signal(bool)

    step: str = ""

    def __init__(self, session: Session) -> None:
        """Subclasses build their widgets after calling this; texts are set in ``retranslate``, which they call last.

        The diagnosis is shown later, when the page is.
        """
        super().__init__()
        self.session = session
        self.parts: frozenset[str] = frozenset(part.id for part in session.questionnaire.on(self.step))
        self._must_refresh = self._must_show = True
        self._must_say = False  # in another language
        self._opening = 0  # the opening of a round that it has read for
        session.round_opened.connect(self._round_opened)
        session.changed.connect(self._changed)
        session.diagnosed.connect(self._diagnosed)
        session.language_changed.connect(self._language_changed)

    # ---- for subclasses

    def refresh(self) -> None:
        """Read again: another round is open, or a part that the page shows has changed."""

    def show_diagnosis(self, diagnosis: "Diagnosis") -> None:
        """Show the new diagnosis of the open round."""

    def retranslate(self) -> None:
        """Set every text in the session's language."""

    @property
    def busy(self) -> bool:
        """Whether something is being made that would be lost if the window closed now."""
        return False

    def go_to(self, place: Place) -> None:
        """Give the focus to the field of ``place``."""

    def ahead(self) -> None:
        """Show the diagnosis, in the language of the moment, before anybody sees the page: what is hidden is laid out once."""
        if self._must_say:
            self._must_say = False
            self.retranslate()
        if self._must_show and self.session.diagnosis is not None:
            self._must_show = False
            self.show_diagnosis(self.session.diagnosis)

    # ---- the focus

    def enter(self) -> None:
        """Give the focus to where one worked on the page last, else to where one begins."""
        last = cast(QWidget | None, self.focusWidget())  # the stub knows no widget in which nothing had the focus
        if last is None or isinstance(last, HelpButton) or not last.isVisible():
            last = self.start()
        if last is not None:
            last.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def start(self) -> QWidget | None:
        """Where one begins: what the page lists, or the usual way to fill it; ``None``: where Qt would."""
        from PySide6.QtWidgets import QAbstractItemView  # PySide6 makes a class when it is named: 1 ms that no start needs

        from ui.widgets.empty_state import EmptyState

        ways = [each.buttons[0] for each in self.findChildren(EmptyState)]
        lists = [each for each in self.findChildren(QAbstractItemView) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
        return next((each for each in (*ways, *lists) if each.isVisible() and each.window() is self.window()), None)

    # ---- when

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._catch_up()

    def _catch_up(self) -> None:
        if not self.isVisibleTo(self.window()):  # before a window is shown its page reads: it is painted once, with what is in it
            return
        if self._must_refresh:
            self._must_refresh, self._opening = False, self.session.openings
            self.refresh()
        self.ahead()

    def _language_changed(self) -> None:
        self._must_say = True
        self._catch_up()

    def _round_opened(self) -> None:
        self._must_refresh = self._must_refresh or self._opening != self.session.openings  # the window may have shown it first
        self._must_show = True
        self._catch_up()

    def _changed(self, change: Change) -> None:
        if self.parts & change.parts:
            self._must_refresh = True
            self._catch_up()

    def _diagnosed(self, diagnosis: "Diagnosis") -> None:
        del diagnosis
        self._must_show = True
        self._catch_up()
