"""Which texts of a window are cut: what says something has the room that its text needs, or a tooltip with the whole of it."""

from collections.abc import Iterator

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QToolButton,
    QWidget,
)

from tests.ui.window import Opened
from ui import theme

ROUNDS = 8
ROUNDING = 1  # pixel by which a layout may give less than a hint


def cut(window: QWidget) -> Iterator[str]:
    """What is cut in a window, in words."""
    for widget in (each for each in window.findChildren(QWidget) if each.isVisible()):
        if isinstance(widget, QHeaderView):
            yield from (f"column: {text}" for text in cut_sections(widget))
        elif missing := room_missing(widget):
            yield f"{type(widget).__name__} of {type(widget.parent()).__name__} lacks {missing}: {text_of(widget)}"
        elif text_of(widget) and not is_inside(widget):
            yield f"{type(widget).__name__} of {type(widget.parent()).__name__} is partly outside: {text_of(widget)}"


def cut_at_rest(program: Opened, shown: QWidget | None = None) -> list[str]:
    """What is cut in the program's window, or in ``shown``, once everything has come and has its place."""
    window = shown or program.window
    found = list(cut(window))
    for _ in range(ROUNDS):
        if not found:
            break
        program.settle()  # what came last asks for a layout, and for that of what it stands in
        found = list(cut(window))
    return found


def text_of(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QLineEdit):
        return widget.placeholderText() if not widget.text() else ""
    return " ".join(widget.tabText(place) for place in range(widget.count())) if isinstance(widget, QTabBar) else ""


def room_missing(widget: QWidget) -> str:
    """The pixels that a widget lacks for its text; nothing when the whole text can be read, or stands in the tooltip."""
    text = text_of(widget)
    if not text or (("…" in text or _elides(widget)) and widget.toolTip()):
        return ""
    wide, high = widget.width() - need(widget).width(), widget.height() - need(widget).height()
    return "" if min(wide, high) >= -ROUNDING else f"{-min(wide, 0)} x {-min(high, 0)}"


def _elides(widget: QWidget) -> bool:
    """Whether it shortens its text by itself when it has too little room."""
    return type(widget).__name__ == "Chooser"


def need(widget: QWidget) -> QSize:
    """What its text takes; nothing for widgets that only hold others."""
    if isinstance(widget, QLabel) and widget.wordWrap():
        return QSize(0, widget.heightForWidth(widget.width()))
    if isinstance(widget, QLabel | QPushButton | QToolButton | QCheckBox | QTabBar):
        return widget.sizeHint()
    if isinstance(widget, QComboBox):
        option = QStyleOptionComboBox()
        widget.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        area: QRect = widget.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, widget)
        return QSize(widget.width() - area.width() + widget.fontMetrics().horizontalAdvance(text_of(widget)), widget.sizeHint().height())
    if isinstance(widget, QLineEdit):
        return QSize(widget.fontMetrics().horizontalAdvance(text_of(widget)) + 2 * theme.SPACE, widget.minimumSizeHint().height())
    return QSize(0, 0)


def is_inside(widget: QWidget) -> bool:
    """Whether it lies within its parents; what scrolls may lie anywhere along the way it scrolls."""
    area, here = widget.rect(), widget
    while not here.isWindow() and (parent := here.parentWidget()) is not None:
        area.translate(here.pos())
        scrolled = parent.parentWidget()
        if isinstance(scrolled, QScrollArea) and scrolled.widget() is here:
            return area.left() >= 0 and area.right() <= parent.rect().right() + ROUNDING
        if not parent.rect().adjusted(-ROUNDING, -ROUNDING, ROUNDING, ROUNDING).contains(area):
            return False
        here = parent
    return True


def cut_sections(header: QHeaderView) -> Iterator[str]:
    """Names of columns that have no room, and no tooltip either."""
    model = header.model()
    if header.orientation() == Qt.Orientation.Horizontal and model is not None:
        for place in range(header.count()):
            told = model.headerData(place, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
            if not header.isSectionHidden(place) and header.sectionSize(place) + ROUNDING < header.sectionSizeHint(place) and not told:
                yield str(model.headerData(place, Qt.Orientation.Horizontal))
