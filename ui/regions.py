"""The regions of the window in the order in which the eye takes them: Tab walks through all of them, F6 leaps from one to the next."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSplitter, QToolButton, QWidget

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
FORWARDS, BACKWARDS = Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason


class Regions:
    """Where the keyboard goes in ``window``. A region without anything that takes the focus is passed over."""

    def __init__(self, window: QWidget, regions: Sequence[QWidget]) -> None:
        """``regions``: header, messages, the steps, the page, the result; within each Qt's own order holds."""
        self._window, self._regions = window, tuple(regions)
        self._left: dict[QWidget, QWidget] = {}  # region -> where the focus was when F6 left it

    def walk(self, step: int) -> bool:
        """To the stop after (1) or before (-1) the present one; whether there is any.

        Qt asks for the next one, too, where the widget with the focus is hidden or disabled: that is the nearest around it, else the focus
        would go on into another region, and the next Enter fold the result.
        """
        here = self._window.focusWidget()
        if (near := _nearest(here)) is not None:
            near.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        stops = [each for found in self.stops(here).values() for each in found]
        if not stops:
            return False
        place = stops.index(here) if here in stops else (-1 if step > 0 else 0)
        stops[(place + step) % len(stops)].setFocus(FORWARDS if step > 0 else BACKWARDS)
        return True

    def leap(self, step: int) -> None:
        """To the region after (1) or before (-1) the present one, to where the focus was in it."""
        here = self._window.focusWidget()
        stops = self.stops(here)
        regions = [region for region, found in stops.items() if found]
        if not regions:
            return
        owner = next((region for region, found in stops.items() if here in found), None)
        if owner is not None and here is not None:
            self._left[owner] = here
        place = regions.index(owner) if owner is not None else (-1 if step > 0 else 0)
        region = regions[(place + step) % len(regions)]
        left = self._left.get(region)
        (left if left in stops[region] else stops[region][0]).setFocus(FORWARDS if step > 0 else BACKWARDS)

    def enter(self, widget: QWidget) -> bool:
        """To this widget, or to the first stop in it; whether there is any."""
        first = next((each for each in (widget.focusProxy() or widget, *inside(widget)) if _is_stop(each)), None)
        if first is not None:
            first.setFocus(FORWARDS)
        return first is not None

    def stops(self, here: QWidget | None = None) -> dict[QWidget, list[QWidget]]:
        """region -> what Tab reaches in it, and where the focus is."""
        return {region: [each for each in inside(region) if each is here or _is_stop(each)] for region in self._regions}


def push(button: QWidget | None, event: QKeyEvent) -> bool:
    """Enter presses the button that has the focus; in a form it has gone on to the next field before. Whether it did."""
    plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and not event.isAutoRepeat()
    if not plain or event.key() not in ENTER or not isinstance(button, QPushButton | QToolButton):
        return False
    (button.click if button.menu() is None else button.showMenu)()
    return True


def _nearest(gone: QWidget | None) -> QWidget | None:
    """The stop behind a widget that is hidden or disabled, else before it, in the least part of the window around it that has any."""
    if gone is None or (gone.isVisible() and gone.isEnabled()):
        return None
    around = gone.parentWidget()
    while around is not None:
        parts = list(inside(around))
        place = parts.index(gone) if gone in parts else 0
        near = next((each for each in (*parts[place:], *reversed(parts[:place])) if _is_stop(each)), None)
        if near is not None or around.isWindow():
            return near
        around = around.parentWidget()
    return None


def inside(widget: QWidget) -> Iterator[QWidget]:
    """All widgets inside this one, in the order in which they were added.

    Not by Qt's chain of the focus: asked for the next in it, PySide takes that for a child, and once the one is deleted, for deleted, too.
    """
    parts = [widget.widget(place) for place in range(widget.count())] if isinstance(widget, QSplitter) else widget.children()
    for child in parts:
        if isinstance(child, QWidget) and not child.isWindow():
            yield child
            yield from inside(child)


def _is_stop(widget: QWidget) -> bool:
    takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(takes) and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None
