"""A line for the name of an actor: what is typed is completed from the round's lists, on the workspace's thread."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter

from db import names
from db.names import Known
from db.search import Finder
from ui.session import Session
from ui.widgets.text_editors import Line

ASK_AFTER_MS = 80
MOST, WIDTH = 12, 340  # names offered, and how wide their list is at least
GAP = "\u2003"  # between a name and its list
NAME_ROLE = Qt.ItemDataRole.UserRole
ENTER, TABS = (Qt.Key.Key_Return, Qt.Key.Key_Enter), (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class ActorLine(Line):
    """``offered``: names have come; ``confirmed``: Enter was pressed while names were offered, and none of them was chosen."""

    offered = Signal()
    confirmed = Signal()

    def __init__(self, session: Session, finder: Finder) -> None:
        """Empty. ``finder``: the workspace thread's, shared by the lines of a form."""
        super().__init__()
        self.session, self._finder = session, finder
        self.known: tuple[Known, ...] = ()
        self._asked = self._answered = ""
        self._timer = QTimer(self, singleShot=True, interval=ASK_AFTER_MS)
        self._timer.timeout.connect(self._ask)
        self._model = QStandardItemModel(self)
        names_offered = QCompleter(self._model, self)
        names_offered.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        names_offered.setCompletionRole(NAME_ROLE)
        names_offered.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        names_offered.setMaxVisibleItems(MOST)
        self.setCompleter(names_offered)
        self.popup = names_offered.popup()
        self.popup.setMinimumWidth(WIDTH)
        self.popup.installEventFilter(self)
        self.textEdited.connect(lambda _text: self._timer.start())

    def _ask(self) -> None:
        round_id, typed, finder = self.session.round_id, self.text(), self._finder
        self._asked = typed
        if round_id is not None:
            self.session.run(lambda ws: names.complete(finder, ws, round_id, typed, MOST), lambda found: self._offer(typed, found))

    def _offer(self, typed: str, found: tuple[Known, ...]) -> None:
        if typed != self._asked or typed != self.text():
            return
        self.known, self._answered = found, typed
        self._model.clear()
        for known in found:
            item = QStandardItem(f"{known.name}{GAP}{self._place(known)}")
            item.setData(known.name, NAME_ROLE)
            self._model.appendRow(item)
        alone = [known.name for known in found] == [typed.strip()]  # it stands there already
        if found and self.hasFocus() and not alone:
            self.completer().complete()
        else:
            self.popup.hide()
        self.offered.emit()

    @property
    def nobody(self) -> bool:
        """Whether it is known that nothing that is known holds what is typed: not before the answer to just that has come."""
        return not self.known and self._answered == self.text()

    def _place(self, known: Known) -> str:
        if known.part is None:
            return self.session.words("network.outside")
        return self.session.questionnaire.parts[known.part].name.to(self.session.lang)

    def rest(self) -> None:
        """Offer nothing any more."""
        self._timer.stop()
        self._asked = ""
        self._model.clear()
        self.popup.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A name is taken when Up and Down have gone to it; otherwise Enter and Tab go on with what is typed."""
        chosen = self.popup.selectionModel() is not None and self.popup.selectionModel().hasSelection()
        if watched is self.popup and not chosen and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in ENTER:
                self.popup.hide()
                self.confirmed.emit()
                return True
            if event.key() in TABS:
                self.popup.hide()
                self.focusNextPrevChild(event.key() == Qt.Key.Key_Tab)
                return True
        return super().eventFilter(watched, event)
