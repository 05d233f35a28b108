"""The panel in which columns are chosen and put in order."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from diagnosis.questionnaire import Part
from diagnosis.text import Lang, phrase
from ui import theme
from ui.widgets.column_choice import Column, Columns, as_asked, shown
from ui.widgets.filter_editors import LINE
from ui.widgets.popup import Popup

WIDTH, MOST_LINES = 264, 16
FIELD = Qt.ItemDataRole.UserRole


class _Lines(QListWidget):
    """Space ticks; Alt with an arrow moves a line, as dragging does. ``moved``: the order is another."""

    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.model().rowsMoved.connect(lambda *_where: self.moved.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None or event.modifiers() != Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
            return
        row = self.currentRow()
        if 0 <= row + step < self.count():
            item = self.takeItem(row)
            self.insertItem(row + step, item)
            self.setCurrentItem(item)
            self.moved.emit()


class ColumnsPopup(Popup):
    """``chosen`` (Columns): other columns, or another order; it takes effect at once."""

    chosen = Signal(object)

    def __init__(self, owner: QWidget, part: Part, columns: Columns, lang: Lang) -> None:
        """Shows the columns as they are; one at least is always shown."""
        super().__init__(owner, WIDTH)
        self._part, self._lang, self._columns = part, lang, columns
        self.lines = _Lines()
        self.reset = theme.button("link", phrase("ui", "columns.reset").to(lang))
        head = QHBoxLayout()
        theme.tight(head)
        head.addWidget(theme.label("heading", phrase("ui", "columns.title").to(lang)))
        head.addStretch(1)
        head.addWidget(self.reset)
        self.body.addLayout(head)
        self.body.addWidget(self.lines)
        self.body.addWidget(theme.label("small", phrase("ui", "columns.help").to(lang), wrap=True))
        self.lines.setAccessibleName(phrase("ui", "columns.title").to(lang))
        self.lines.setAccessibleDescription(phrase("ui", "columns.help").to(lang))
        self.setAccessibleName(phrase("ui", "columns.title").to(lang))
        self._fill()
        self.lines.itemChanged.connect(lambda _item: self._changed())
        self.lines.moved.connect(self._changed)
        self.reset.clicked.connect(self._reset)

    def start(self) -> None:
        """Put the keyboard into the list."""
        self.lines.setFocus(Qt.FocusReason.PopupFocusReason)

    def _fill(self) -> None:
        self.lines.blockSignals(True)
        self.lines.clear()
        for column in self._columns:
            question = self._part.question(column.field)
            item = QListWidgetItem(question.label.to(self._lang))
            item.setData(FIELD, column.field)
            item.setSizeHint(QSize(0, LINE))
            item.setFlags((item.flags() | Qt.ItemFlag.ItemIsUserCheckable) & ~Qt.ItemFlag.ItemIsDropEnabled)
            item.setCheckState(Qt.CheckState.Checked if column.shown else Qt.CheckState.Unchecked)
            self.lines.addItem(item)
        self.lines.setCurrentRow(0)
        self.lines.setFixedHeight(min(len(self._columns), MOST_LINES) * LINE + 4)
        self.lines.blockSignals(False)

    def _changed(self) -> None:
        widths = {column.field: column.width for column in self._columns}
        items = [self.lines.item(row) for row in range(self.lines.count())]
        found = tuple(
            Column(str(item.data(FIELD)), item.checkState() == Qt.CheckState.Checked, widths[str(item.data(FIELD))]) for item in items
        )
        if not shown(found):
            self._fill()  # the last column stays
        elif found != self._columns:
            self._columns = found
            self.chosen.emit(found)

    def _reset(self) -> None:
        self._columns = as_asked(self._part)
        self._fill()
        self.chosen.emit(self._columns)
