"""A cell that is left as in a spreadsheet: Enter and Down store what was typed and go on below, Up above."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QWidget

from ui.widgets.cell_editor import CellDelegate

STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Return: 1, Qt.Key.Key_Enter: 1}


class StepDelegate(CellDelegate):
    """``moved`` (rows down): go on from the cell that has just been left."""

    moved = Signal(int)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(editor, QWidget):
            step = STEPS.get(Qt.Key(event.key()))
            if step is not None:
                back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
                self.moved.emit(-step if back else step)
                return True
        return super().eventFilter(editor, event)
