"""The key technologies: a table in which a digit sets the level of readiness, and what each level stands for in view."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QStyleOptionViewItem, QVBoxLayout, QWidget

from db import operations
from diagnosis.fieldtypes import Value
from ui import theme
from ui.session import Session
from ui.shortcuts import shortcut
from ui.tones import tone
from ui.widgets.cell_paint import Index, ListDelegate
from ui.widgets.choice_card import ChoiceCard
from ui.widgets.list_pane import ListPane

PART, FIELD = "technologies", "trl"
ACROSS = 3  # cards of the ladder side by side
LEVELS = 9
STEP, GAP, THICK = 8, 2, 8  # of the scale in a cell
COLUMN_WIDTH = 168


class ReadinessTab(QWidget):
    """``pane`` is the table; the ladder of levels shows that of the current row, and sets it."""

    indicators = ("trl-median",)

    def __init__(self, session: Session) -> None:
        """Shows nothing until ``refresh``."""
        super().__init__()
        self.session = session
        self.pane = ListPane(session, session.questionnaire.parts[PART])
        self._question = self.pane.part.question(FIELD)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self.ladder = {level: ChoiceCard(str(level), steps=False) for level in self._question.anchors}
        self._source = theme.label("small", wrap=True)
        self._below = QWidget()
        below, grid = QVBoxLayout(self._below), QGridLayout()
        theme.tight(below)
        theme.tight(grid, 4)
        for place, (level, card) in enumerate(self.ladder.items()):
            self._group.addButton(card, level)
            grid.addWidget(card, place // ACROSS, place % ACROSS)
        column = QVBoxLayout(self)
        theme.tight(column)
        column.addWidget(self.pane, 1)
        below.addLayout(grid)
        below.addWidget(self._source)
        column.addWidget(self._below)
        self.pane.panel.hide()  # the table and the ladder hold all that is asked
        self.pane.panel.setEnabled(False)  # so that it is given no focus
        scale = _Scale(self.pane.model, self.pane.table)
        scale.block_pasted.connect(self.pane.table.paste)
        self.pane.model.modelAboutToBeReset.connect(scale.flush)
        session.leaving.connect(scale.flush)
        self.pane.table.setItemDelegate(scale)
        self.pane.table.usual = {FIELD: COLUMN_WIDTH}
        self.pane.table.installEventFilter(self)
        self._group.idClicked.connect(lambda level: self._set(None if level == self._level else level))
        self.pane.table.row_changed.connect(lambda _row: self._show_level())
        self.pane.model.dataChanged.connect(lambda *_where: self._show_level())
        self.pane.model.reloaded.connect(lambda _shown, _all: self._show_level())
        self.pane.counted.connect(lambda _count: self._make_room())

    def _make_room(self) -> None:
        """In a low window the ladder waits until there is a technology: how to enter the first one comes before it."""
        needed = self._below.sizeHint().height() + self.pane.bar.sizeHint().height() + self.pane.empty.sizeHint().height()
        self._below.setVisible(bool(self.pane.model.ids) or self.height() >= needed + 2 * theme.SPACE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def show_map(self, on: bool) -> None:
        """There is only the one view."""

    def refresh(self) -> None:
        """Read the list again."""
        self.pane.refresh()

    def go_to(self, row: int | None, field: str | None) -> None:
        """Show the row at this place of the list (from 0); without one, the current row."""
        self.pane.go_to(row, field)

    # ---- the level of the current row

    @property
    def _level(self) -> Value:
        place = self.pane.table.currentIndex().row()
        entry = self.pane.model.entry(place) if 0 <= place < len(self.pane.model.ids) else None
        return entry.answers.get(FIELD) if entry is not None else None

    def _show_level(self) -> None:
        level = self._level
        for own, card in self.ladder.items():
            card.setChecked(own == level)
            card.setEnabled(self.pane.table.current_id is not None)

    def _set(self, level: int | None) -> None:
        row_id, round_id = self.pane.table.current_id, self.session.round_id
        if row_id is not None and round_id is not None:
            self.session.change(operations.set_cells, round_id, PART, row_id, {FIELD: level})

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A digit on a level sets it, without a cell to open and to close."""
        here = self.pane.table.currentIndex()
        on_level = here.isValid() and self.pane.model.question_at(here).id == FIELD
        if on_level and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            digit = event.key() - Qt.Key.Key_0
            if digit in self.ladder and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self._set(digit)
                return True
        return super().eventFilter(watched, event)

    def retranslate(self) -> None:
        """Every text in the session's language."""
        lang, question = self.session.lang, self._question
        self.pane.retranslate()
        for level, anchor in question.anchors.items():
            self.ladder[level].show_texts(question.label.to(lang), anchor.name.to(lang), anchor.meaning.to(lang))
        found = shortcut("keys.level")
        keys = self.session.words("chain.readiness-keys", name=question.label, keys=found.told if found is not None else "")
        source = question.anchors_source.to(lang) if question.anchors_source else ""
        self._source.setText(("" if lang == "zh" else " ").join((keys, source)))


class _Scale(ListDelegate):
    """The cell of a level has nine steps beside its number, filled up to the level."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        if self._model.question_at(index).id != FIELD:
            return
        value, _draft = self._model.answer(index)
        cell: QRect = option.rect  # type: ignore[attr-defined]  # the stubs leave the option's fields out
        left, top = cell.left() + 8, cell.center().y() - THICK // 2 + 1
        for level in range(1, LEVELS + 1):
            reached = isinstance(value, int) and level <= value
            painter.fillRect(QRect(left, top, STEP, THICK), QColor(tone.accent if reached else tone.hairline))
            left += STEP + GAP
