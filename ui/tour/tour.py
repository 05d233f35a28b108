"""The tour itself: from stop to stop by Enter, or by doing what a stop says; Escape ends it. It changes nothing by itself."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from db import places
from ui.shortcuts import keys_of, pressed
from ui.tour.bubble import Bubble, Ring
from ui.tour.stops import STOPS, Done, Stop

if TYPE_CHECKING:
    from ui.main_window import MainWindow

KEYS = {"steps": "keys.step", "undo": "header.undo", "search": "search.open", "help": "help.open"}  # named in the texts
KEYED = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
MOVED = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest)


class Tour(QObject):
    """Only on the sample workspace, never in front of somebody's own."""

    def __init__(self, window: "MainWindow") -> None:
        """Nothing is shown until it begins."""
        super().__init__(window)
        self._window, self.session = window, window.session
        self.bubble, self._ring = Bubble(window), Ring(window)
        self._number: int | None = None
        self._waiting = False  # it begins with the next diagnosis of the samples
        self._watched: list[QWidget] = []
        self._done: Done | None = None
        self._follow = QTimer(self, singleShot=True, interval=0)
        self._follow.timeout.connect(self._place)
        self.bubble.on.connect(self.go_on)
        self.bubble.back.connect(self.go_back)
        self.bubble.ended.connect(self.end)
        self.session.diagnosed.connect(lambda _diagnosis: self._diagnosed())
        self.session.workspace_opened.connect(self._opened)
        self.session.language_changed.connect(self._say)

    # ---- beginning and ending

    def take(self) -> None:
        """Begin, on the samples: they are opened if need be."""
        if self._on_samples and self.session.diagnosis is not None:
            self._show(0)
            return
        self._waiting = True
        if not self._on_samples:
            self._window.commands.open_samples()

    def wait(self) -> None:
        """Begin when the samples that are being opened are there; a workspace of somebody's own is left alone."""
        self._waiting = True

    @property
    def running(self) -> bool:
        """Whether a stop is shown."""
        return self._number is not None

    @property
    def stop(self) -> Stop | None:
        """The stop that is shown."""
        return STOPS[self._number] if self._number is not None else None

    @property
    def _on_samples(self) -> bool:
        return self.session.path == places.sample_workspace()

    def _diagnosed(self) -> None:
        wanted, self._waiting = self._waiting and not self.running, False
        if wanted and self._on_samples:
            self._show(0)

    def _opened(self) -> None:
        if not self._on_samples:
            self.end()

    def end(self) -> None:
        """Take everything away; the focus goes to the page."""
        self._waiting = False
        if not self.running:
            return
        self._leave()
        self._number = None
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]  # there is one while a window is shown
        inside = self._has_focus()
        for widget in (self.bubble, self._ring):
            widget.hide()
        if inside:
            self._window.rail.buttons[self._window.step].setFocus()

    # ---- from stop to stop

    def go_on(self) -> None:
        """The next stop; after the last one the tour ends."""
        if self._number is not None and self._number + 1 < len(STOPS):
            self._show(self._number + 1)
        else:
            self.end()

    def go_back(self) -> None:
        """The stop before."""
        if self._number:
            self._show(self._number - 1)

    def _show(self, number: int) -> None:
        if not self.running:
            QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        self._leave()
        self._number = number
        stop = STOPS[number]
        if (place := stop.place(self._window)) is not None:
            self._window.go_to(place)
        self._target = stop.target(self._window)
        self._done = stop.done(self._window)
        if self._done is not None:
            self._done[0].connect(self._performed)
        self._watch()
        for area in self._watched:
            if isinstance(area, QScrollArea) and self._target is not None:
                area.ensureWidgetVisible(self._target, 0, 0)
        self._say()
        self.bubble.on_button.setFocus()

    def _leave(self) -> None:
        if self._done is not None:
            self._done[0].disconnect(self._performed)
            self._done = None
        for widget in self._watched:
            widget.removeEventFilter(self)
        self._watched = []

    def _performed(self, *facts: object) -> None:
        """The user has done what the stop says; the focus stays where it is."""
        if self._done is not None and self._done[1](*facts) and self.stop is not None:
            self.bubble.say_done(self.session.words(f"tour.{self.stop.id}-done"))
            self._place()

    # ---- where it stands

    def _watch(self) -> None:
        """Follow the target and all that it stands in."""
        widget = self._target
        while widget is not None:
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = widget.parentWidget() if widget is not self._window else None

    def _place(self) -> None:
        if self.running:
            area = self._area()
            self._ring.put_around(area)
            self.bubble.point_at(area)

    def _area(self) -> QRect:
        """What is pointed at, as far as it can be seen; the page when it is not there."""
        target = self._target if self._target is not None and self._target.isVisible() else self._window.stack
        area = QRect(target.mapTo(self._window, QPoint(0, 0)), target.size())
        parent = target.parentWidget()
        while parent is not None and parent is not self._window:
            area &= QRect(parent.mapTo(self._window, QPoint(0, 0)), parent.size())
            parent = parent.parentWidget()
        return area

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() in KEYED and self._is_ours() and self._key(event):
            return True
        if event.type() in MOVED and watched in self._watched:
            self._follow.start()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        """Whether a key is the tour's own: Escape, and that of the regions, which leads to what is pointed at, and back."""
        escape = event.key() == Qt.Key.Key_Escape
        if not escape and not pressed(event, "keys.region"):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # it comes back as a key, and not as the window's shortcut
        elif escape:
            self.end()
        elif not self._has_focus():
            self.bubble.on_button.setFocus()
        elif self._target is None or not self._window.regions.enter(self._target):
            self._window.regions.leap(1)
        return True

    def _has_focus(self) -> bool:
        here = QApplication.focusWidget()
        return here is not None and self.bubble.isAncestorOf(here)

    def _is_ours(self) -> bool:
        """Whether a key is for the window itself: not for a menu, a dialog, the search or the help above it."""
        palette = self._window.search.palette
        above = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        return above is None and QApplication.activeWindow() is self._window and (palette is None or palette.isHidden())

    # ---- words

    def _say(self) -> None:
        """Every text of the stop in the session's language."""
        stop, words, bubble = self.stop, self.session.words, self.bubble
        if stop is None or self._number is None:
            return
        last = self._number + 1 == len(STOPS)
        bubble.count.setText(words("tour.count", number=self._number + 1, all=len(STOPS)))
        bubble.title.setText(words(f"tour.{stop.id}-title"))
        bubble.text.setText(words(f"tour.{stop.id}-text", **{name: keys_of(each) for name, each in KEYS.items()}))
        bubble.try_it.setText(words("tour.try", keys=keys_of("keys.region")) if self._done is not None else "")
        bubble.end_button.setText(words("tour.end"))
        bubble.back_button.setText(words("tour.back"))
        bubble.on_button.setText(words("tour.finish" if last else "tour.on"))
        bubble.back_button.setEnabled(self._number > 0)
        bubble.end_button.setVisible(not last)  # it would do what the other one does
        bubble.say_done("")
        bubble.setAccessibleName(words("help.tour"))
        bubble.on_button.setAccessibleDescription(f"{bubble.count.text()} {bubble.title.text()}. {bubble.text.text()}")
        self._place()
