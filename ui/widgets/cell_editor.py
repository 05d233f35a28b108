"""Editing in a table's cell: a line for what is typed, a list for what is chosen."""

from typing import cast

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from diagnosis.errors import Invalid
from diagnosis.questionnaire import Question
from ui.widgets.choice_editors import offered
from ui.widgets.table_model import DASH, TableModel

Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """What cannot be read is kept as typed, in the cell, in the colour of errors."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        del option
        question = _question(index)
        choices = offered(question)
        if not choices:
            return QLineEdit(parent)
        combo = QComboBox(parent)
        lang = _model(index).session.lang
        combo.addItem(DASH, None)
        for value, name in choices:
            combo.addItem(name.to(lang), value)
        combo.setMaxVisibleItems(16)
        combo.activated.connect(lambda _row: self._close(combo))
        QTimer.singleShot(0, combo, combo.showPopup)
        return combo

    def _close(self, combo: QComboBox) -> None:
        self.commitData.emit(combo)
        self.closeEditor.emit(combo)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        value, _ = _model(index).answer(index)
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(editor.findData(value), 0))
        elif isinstance(editor, QLineEdit) and not editor.isModified():  # what is being typed stays
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        table = cast(TableModel, model)
        if isinstance(editor, QComboBox):
            table.store(index, editor.currentData())
        elif isinstance(editor, QLineEdit) and editor.isModified():
            try:
                value = _question(index).type.parse(editor.text())
            except Invalid:
                table.store_draft(index, editor.text())
            else:
                table.store(index, value)


def _model(index: Index) -> TableModel:
    return cast(TableModel, index.model())


def _question(index: Index) -> Question:
    return _model(index).questions[index.column()]
