"""Whether what is on the screen can be read: the ink of each text beside the ground that it stands on, as they were painted."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtWidgets import QWidget

from tests.ui.fitting import text_of

READABLE = 4.5  # https://www.w3.org/TR/WCAG21/#contrast-minimum
LARGER = 2  # painted so many times larger, a stroke has a whole pixel of ink
BORDER = 2  # pixels
WEIGHTS = (0.2126, 0.7152, 0.0722)  # of red, green and blue
Pixels: TypeAlias = "np.ndarray[Any, np.dtype[np.uint32]]"


def luminance(colour: QColor) -> float:
    """Relative luminance, 0..1, after https://www.w3.org/TR/WCAG21/#dfn-relative-luminance."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip(WEIGHTS, linear, strict=True))


def contrast(one: QColor, other: QColor) -> float:
    """From 1 (the same) to 21 (black on white)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def painted(window: QWidget) -> QImage:
    """The window, larger than on the screen."""
    made = QPixmap(window.size() * LARGER)
    made.setDevicePixelRatio(LARGER)
    window.render(made)
    return made.toImage()


def faint(window: QWidget) -> Iterator[str]:
    """Texts in a window, and in what has popped up over it, that can be used and hardly be read."""
    picture = painted(window)
    for widget in (each for each in window.findChildren(QWidget) if each.isVisible()):
        if widget.windowType() == Qt.WindowType.Popup and widget.isWindow():
            yield from faint(widget)
        elif widget.window() is window and widget.isEnabled() and text_of(widget) and _is_seen(widget, window):
            found = _contrast(picture, QRect(widget.mapTo(window, QPoint()), widget.size()))
            if found < READABLE:
                yield f"{type(widget).__name__} {found:.1f}: {text_of(widget)}"


def _is_seen(widget: QWidget, window: QWidget) -> bool:
    """Whether all of it is: not cut by the edge of what scrolls, nor covered."""
    corners = widget.rect().adjusted(BORDER, BORDER, -BORDER, -BORDER)
    if not corners.isValid() or widget.visibleRegion().boundingRect().size() != widget.size():
        return False
    over = [window.childAt(widget.mapTo(window, each)) for each in (corners.topLeft(), corners.center(), corners.bottomRight())]
    return all(each is not None and (each is widget or widget.isAncestorOf(each)) for each in over)


def _contrast(picture: QImage, area: QRect) -> float:
    """Between the ground of an area, its most frequent colour, and what differs most from it; a border is none of it."""
    inner = area.adjusted(BORDER, BORDER, -BORDER, -BORDER)
    part = picture.copy(QRect(inner.topLeft() * LARGER, inner.size() * LARGER)).convertToFormat(QImage.Format.Format_RGB32)
    colours, counts = counted(np.frombuffer(part.constBits(), np.uint32))
    ground = QColor(int(colours[counts.argmax()]))
    return max(contrast(ground, QColor(int(each))) for each in extremes(colours))


def counted(pixels: Pixels) -> tuple[Pixels, "np.ndarray[Any, np.dtype[Any]]"]:
    """The colours there are, and how often each of them; counted by runs of one colour, of which a picture of text has few."""
    starts = np.concatenate(([0], np.flatnonzero(pixels[1:] != pixels[:-1]) + 1))
    colours, which = np.unique(pixels[starts], return_inverse=True)
    return colours, np.bincount(which, weights=np.diff(starts, append=pixels.size))


def extremes(colours: Pixels) -> Pixels:
    """The darkest of some colours and the lightest: one of them is farthest from any other."""
    parts = np.stack([(colours >> shift) & 0xFF for shift in (16, 8, 0)]) / 255
    linear = np.where(parts <= 0.03928, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    bright = np.array(WEIGHTS) @ linear
    return colours[[bright.argmin(), bright.argmax()]]
