"""A few choices side by side, as buttons that belong together."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from diagnosis.fieldtypes import Value
from diagnosis.text import Lang, Text
from ui import theme

PAD = 20  # beside a name: padding and border


class Segments(QWidget):
    """One of ``choices`` (value, name), or none.

    Left and right move the choice; a digit takes the choice of that value; Backspace and Delete take it back, as does a
    second click.
    """

    picked = Signal(object)
    left = Signal()

    def __init__(self, choices: Sequence[tuple[Value, Text]], *, clearable: bool = True) -> None:
        """``clearable``: the choice can be taken back; otherwise one of the choices stands for no answer."""
        super().__init__()
        self._choices = tuple(choices)
        self._clearable = clearable
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        layout = QHBoxLayout(self)
        theme.tight(layout, 0)
        for index in range(len(self._choices)):
            layout.addWidget(self._make_button(index))
        layout.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)  # never lower than its names, however full a page is
        self._group.idClicked.connect(self._clicked)
        self.show_value(None)

    def _make_button(self, index: int) -> QToolButton:
        made = theme.tool_button()
        made.setCheckable(True)
        made.setProperty("role", "segment")
        ends = {0: "first", len(self._choices) - 1: "last"} if len(self._choices) > 1 else {0: "only"}
        made.setProperty("end", ends.get(index, ""))
        made.installEventFilter(self)
        self._group.addButton(made, index)
        return made

    @property
    def value(self) -> Value:
        """The value chosen."""
        index = self._checked()
        return None if index is None else self._choices[index][0]

    def _checked(self) -> int | None:
        return next((index for index in range(len(self._choices)) if self._group.button(index).isChecked()), None)

    def show_value(self, value: Value) -> None:
        """Show this choice without telling anybody."""
        for index, (own, _) in enumerate(self._choices):
            self._group.button(index).setChecked(own == value and type(own) is type(value))
        self._keep_one_tab_stop()

    def retranslate(self, lang: Lang) -> None:
        """The names in ``lang``."""
        for index, (_, name) in enumerate(self._choices):
            each = self._group.button(index)
            each.setText(name.to(lang).replace("&", "&&"))  # a single & would be read as a key
            each.setMinimumWidth(QFontMetrics(theme.emphasis()).horizontalAdvance(name.to(lang)) + 2 * PAD)  # as when it is chosen

    def describe(self, name: str, description: str) -> None:
        """Accessible name and description: the question before the answer."""
        for index in range(len(self._choices)):
            each = self._group.button(index)
            each.setAccessibleName(f"{name}: {each.text().replace('&&', '&')}")
            each.setAccessibleDescription(description)

    def focus_widget(self) -> QWidget:
        """The button that Tab reaches."""
        return self._group.button(self._checked() or 0)

    def _keep_one_tab_stop(self) -> None:
        stop = self._checked() or 0
        for index in range(len(self._choices)):
            policy = Qt.FocusPolicy.StrongFocus if index == stop else Qt.FocusPolicy.ClickFocus
            self._group.button(index).setFocusPolicy(policy)

    def _clicked(self, index: int) -> None:
        # The button has toggled itself already: a second click on the chosen one has unchecked it.
        taken_back = not self._group.button(index).isChecked()
        self._choose(None if taken_back and self._clearable else index)

    def _choose(self, index: int | None) -> None:
        for other in range(len(self._choices)):
            self._group.button(other).setChecked(other == index)
        self._keep_one_tab_stop()
        self.picked.emit(self.value)

    def eventFilter(self, watched: QObject, event: object) -> bool:
        del watched
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            return self._key(event)
        if isinstance(event, QFocusEvent) and event.lostFocus():
            self.left.emit()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self._move(step)
            return True
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self._clearable:
            self._choose(None)
            return True
        digit = next(
            (index for index, (value, _) in enumerate(self._choices) if event.text() and str(value) == event.text()),
            None,
        )
        if digit is not None:
            self._choose(digit)
            self._group.button(digit).setFocus(Qt.FocusReason.OtherFocusReason)
        return digit is not None

    def _move(self, step: int) -> None:
        now = self._checked()
        target = 0 if now is None else min(max(now + step, 0), len(self._choices) - 1)
        if target != now:
            self._choose(target)
        self._group.button(target).setFocus(Qt.FocusReason.OtherFocusReason)
