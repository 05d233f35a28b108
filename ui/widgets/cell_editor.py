"""Editing in a table's cell: a line for what is typed, with a list below for what is chosen."""

from collections.abc import Callable
from itertools import islice
from typing import Protocol

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QMenu, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from diagnosis.errors import Invalid
from diagnosis.fieldtypes import ChoicesType, Value
from diagnosis.questionnaire import Question
from ui.session import Session
from ui.widgets.choice_cell import ChoiceCell
from ui.widgets.clipboard import rows_of
from ui.widgets.field import SAVE_AFTER_MS
from ui.widgets.offered import offered
from ui.widgets.popup import pop_up
from ui.widgets.tags_cell import TagsCell
from ui.widgets.text_editors import Line

Index = QModelIndex | QPersistentModelIndex
Trigger = QAbstractItemView.EditTrigger
OPENED_BY = Trigger.DoubleClicked | Trigger.EditKeyPressed | Trigger.AnyKeyPressed


class Cells(Protocol):
    """A model whose cells are typed into. ``writing``: changes on their way; what is read until they are stored is old."""

    session: Session
    writing: int

    def question_at(self, index: Index) -> Question:
        """What is asked in a cell."""

    def answer(self, index: Index) -> tuple[Value, str | None]:
        """A cell's answer and its draft."""

    def store(self, index: Index, value: Value) -> None:
        """Set a cell's answer, unless it is so already."""

    def store_draft(self, index: Index, text: str) -> None:
        """Keep what was typed into a cell and is no answer."""

    def put_back(self, index: Index, value: Value, draft: str | None) -> None:
        """Make a cell again what it was."""

    def hold(self, index: Index | None) -> None:
        """Somebody types into this cell now, or into none."""


class CellLine(Line):
    """``block_pasted``: several cells are to be pasted, which one line cannot hold."""

    block_pasted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_cell()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        pop_up(self.make_menu(), event)

    def make_menu(self) -> QMenu:
        """The line's own menu, which pastes as the key does."""
        menu = self.createStandardContextMenu()
        for paste in (action for action in menu.actions() if action.objectName() == "edit-paste"):
            paste.triggered.disconnect()
            paste.triggered.connect(self.paste_cell)
        return menu

    def paste_cell(self) -> None:
        """Insert the clipboard's only cell, without the line end that a spreadsheet puts behind it; or tell that there are more."""
        block = list(islice(rows_of(QGuiApplication.clipboard().text()), 2))
        if len(block) > 1 or any(len(row) > 1 for row in block):
            self.block_pasted.emit()
        elif block:
            self.insert(" ".join(block[0][0].split("\n")))
            self.textEdited.emit(self.text())


class CellDelegate(QStyledItemDelegate):
    """What cannot be read is kept as typed, in the cell, in the colour of errors.

    What is being typed is stored as in a form: soon after the first key, and by ``flush``; Escape brings back what was there when
    the cell was opened. ``block_pasted``: several cells are to be pasted from the cell that is open.
    """

    block_pasted = Signal()

    def __init__(self, model: Cells, parent: QObject | None = None) -> None:
        """No cell is open."""
        super().__init__(parent)
        self._model = model
        self._line: CellLine | TagsCell | ChoiceCell | None = None
        self._index = QPersistentModelIndex()
        self._before: tuple[Value, str | None] = (None, None)
        self._timer = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._timer.timeout.connect(self.flush)
        self.closeEditor.connect(self._forget)  # before the view hides it, which takes its focus away

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        del option
        question = self._model.question_at(index)
        if isinstance(question.type, ChoicesType):
            editor: QWidget = self._open_tags(parent, index)
        else:
            editor = self._open_choice(parent, index) if offered(question) else self._open_line(parent, index)
        lang, unit = self._model.session.lang, question.unit
        column = question.label.to(lang) + (f" {unit.to(lang)}" if unit else "")
        for each in (editor, editor.focusProxy()):  # which is none for most
            if each is not None:
                each.setAccessibleName(column)
        return editor

    def _hold(self, index: Index) -> None:
        self._index, self._before = QPersistentModelIndex(index), self._model.answer(index)
        self._model.hold(index)

    def _open_tags(self, parent: QWidget, index: Index) -> TagsCell:
        tags = self._line = TagsCell(self._model.question_at(index), self._model.session.lang, parent)
        self._hold(index)
        tags.edited.connect(self._typed)
        tags.changed.connect(self.flush)
        tags.left.connect(self._close_left)
        return tags

    def _open_choice(self, parent: QWidget, index: Index) -> ChoiceCell:
        choice = self._line = ChoiceCell(self._model.question_at(index), self._model.session.lang, parent)
        self._hold(index)
        choice.suggestions.picked.connect(self._pick)
        QTimer.singleShot(0, choice, choice.open)  # when it stands in its cell
        return choice

    def _pick(self, value: object) -> None:
        if isinstance(self._line, ChoiceCell):
            self._line.choose(value)  # type: ignore[arg-type]  # offers hold anything
            self.close(self._line)

    def _close_left(self) -> None:
        if self._line is not None:
            self.close(self._line)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        if isinstance(editor, TagsCell):
            editor.fit(option.rect)  # type: ignore[attr-defined]  # the stub forgets the option's members
        else:
            super().updateEditorGeometry(editor, option, index)

    def _open_line(self, parent: QWidget, index: Index) -> CellLine:
        line = self._line = CellLine(parent)
        self._hold(index)
        line.textEdited.connect(lambda _text: self._typed())
        line.block_pasted.connect(self._paste_block)
        return line

    def _typed(self) -> None:
        if not self._timer.isActive():  # who types on without a pause is not to lose more than who stops
            self._timer.start()

    def _paste_block(self) -> None:
        if self._line is not None:
            self.close(self._line)
        self.block_pasted.emit()

    def _forget(self, editor: QWidget) -> None:
        if editor is self._line:
            self._timer.stop()
            self._line = None
            self._model.hold(None)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        self._forget(editor)
        super().destroyEditor(editor, index)

    def close(self, editor: QWidget) -> None:
        """Store what stands in the cell, and close it."""
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)

    def flush(self) -> None:
        """Store now what was typed; the cell stays open."""
        self._timer.stop()
        if self._line is not None:
            self.commitData.emit(self._line)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if isinstance(editor, ChoiceCell) and editor.press(event):
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._take_back()
        return super().eventFilter(editor, event)

    def _take_back(self) -> None:
        self._timer.stop()
        if self._line is not None and self._index.isValid():
            if isinstance(self._line, CellLine):
                self._line.setModified(False)
            else:
                self._line.is_changed = False
            self._model.put_back(self._index, *self._before)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        value, draft = self._model.answer(index)
        if isinstance(editor, ChoiceCell):
            if not editor.is_changed:
                editor.show_value(value, draft)
        elif isinstance(editor, TagsCell) and not editor.is_changed:
            (editor.show_value(value) if draft is None else editor.show_typed(draft))
        elif isinstance(editor, CellLine) and not self._stays(editor, index, value, draft):
            untouched = editor.selectedText() == editor.text()
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            if untouched:  # as it was opened: what is typed takes its place
                editor.selectAll()

    def _stays(self, line: CellLine, index: Index, value: Value, draft: str | None) -> bool:
        """Whether what stands in the line is newer than the answer, or the same in other words."""
        if line.isModified() or (self._model.writing and line.text()):
            return True
        if draft is not None:
            return line.text() == draft
        try:
            return self._model.question_at(index).type.parse(line.text()) == value
        except Invalid:
            return False

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        del model
        if (isinstance(editor, TagsCell) and editor.is_changed) or (isinstance(editor, ChoiceCell) and editor.is_changed):
            self._store(index, editor.typed(), editor.read)
        elif isinstance(editor, CellLine) and editor.isModified():
            text = editor.typed()
            editor.settle()
            self._store(index, text, lambda: self._model.question_at(index).type.parse(text))

    def _store(self, index: Index, typed: str, read: Callable[[], Value]) -> None:
        try:
            value = read()
        except Invalid:
            self._model.store_draft(index, typed)
        else:
            self._model.store(index, value)
