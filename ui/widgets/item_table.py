"""The checklist as a table: an item a row under its element, rated in place, with its evidence and what the figures say in brief."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from diagnosis.fieldtypes import Value
from diagnosis.questionnaire import Question
from diagnosis.text import DASH
from ui import theme
from ui.session import Session
from ui.widgets.cell_editor import OPENED_BY
from ui.widgets.item_lines import Group, Line
from ui.widgets.item_list import KEYS
from ui.widgets.item_paint import CAPS_WIDTH, PAD, ItemDelegate, cap_at
from ui.widgets.marks import BAR_WIDTH, DOTS_WIDTH
from ui.widgets.typing_table import TypingTable

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOBODY = QModelIndex()
COLUMNS = ("name", "level", "rating", "evidence", "figures")
RATING, EVIDENCE = COLUMNS.index("rating"), COLUMNS.index("evidence")
LINE = Role.UserRole
HEIGHT, HEAD = 30, 26


class ItemModel(QAbstractTableModel):
    """``answered`` and ``drafted`` (item, text or value): evidence typed in place; whoever owns the ratings stores and shows it."""

    answered = Signal(str, object)
    drafted = Signal(str, str)

    def __init__(self, session: Session, parent: QObject) -> None:
        """Empty."""
        super().__init__(parent)
        self.session, self.writing = session, 0
        self.visit: object | None = None  # of the cell that is typed into
        self.rows: list[Line | str] = []  # a heading is its text
        self._question = session.questionnaire.parts["ratings"].question("evidence")

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show these; the table is made anew only where its rows change."""
        rows: list[Line | str] = []
        for group in groups:
            rows += [group.name, *group.lines]
        if [_key(row) for row in rows] != [_key(row) for row in self.rows]:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
        elif rows:
            self.rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(COLUMNS) - 1))

    def line(self, row: int) -> Line | None:
        """The item of a row; a heading has none."""
        found = self.rows[row] if 0 <= row < len(self.rows) else None
        return found if isinstance(found, Line) else None

    def row_of(self, item_id: str | None) -> int:
        """Where an item stands; -1 when it is not shown."""
        return next((place for place in range(len(self.rows)) if (line := self.line(place)) is not None and line.id == item_id), -1)

    # ---- what Qt asks

    def rowCount(self, parent: Index = NOBODY) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOBODY) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.line(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return found | Qt.ItemFlag.ItemIsEditable if index.column() == EVIDENCE else found

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return self.session.words(f"items.{COLUMNS[section]}") if role == Role.DisplayRole else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        row, line, column = self.rows[index.row()], self.line(index.row()), COLUMNS[index.column()]
        if line is None:
            return row if role == Role.DisplayRole and column == "name" else None
        if role == LINE:
            return line
        if role == Role.EditRole:
            return self._typed(line)
        if role == Role.ToolTipRole:
            return _told(line, column)
        if role == Role.AccessibleTextRole:
            return f"{line.name} {self.headerData(index.column(), Qt.Orientation.Horizontal)}: {_told(line, column)}"
        return _told(line, column) if role == Role.DisplayRole else None

    def _typed(self, line: Line) -> str:
        return line.draft if line.draft is not None else self._question.type.show(line.evidence, self.session.lang)

    # ---- evidence typed in place

    def question_at(self, index: Index) -> Question:
        """The evidence."""
        del index
        return self._question

    def answer(self, index: Index) -> tuple[Value, str | None]:
        """Evidence and its draft."""
        line = self.line(index.row())
        return (None, None) if line is None else (line.evidence, line.draft)

    def store(self, index: Index, value: Value) -> None:
        """Set an item's evidence, unless it is so already."""
        line = self.line(index.row())
        if line is not None and (line.evidence, line.draft) != (value, None):
            self.answered.emit(line.id, value)

    def store_draft(self, index: Index, text: str) -> None:
        """Keep what was typed and cannot be stored."""
        line = self.line(index.row())
        if line is not None and line.draft != text:
            self.drafted.emit(line.id, text)

    def put_back(self, index: Index, value: Value, draft: str | None) -> None:
        """Make it again what it was."""
        self.store(index, value)
        if draft is not None:
            self.store_draft(index, draft)

    def hold(self, index: Index | None) -> None:
        """No row goes while it is typed into: rows change only when somebody filters."""
        self.visit = None if index is None else object()


class ItemTable(TypingTable):
    """``chosen`` (item id): another item is the current one. ``rated`` (score, ``None`` takes it back): of the current one."""

    chosen = Signal(str)
    rated = Signal(object)

    def __init__(self, session: Session) -> None:
        """Empty."""
        super().__init__()
        self.items = ItemModel(session, self)
        self.setModel(self.items)
        self._delegate = ItemDelegate(self.items, self)
        self.setItemDelegate(self._delegate)
        self.setEditTriggers(OPENED_BY)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(True)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(HEAD)
        for head in (self.verticalHeader(), self.horizontalHeader()):
            head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.items.modelAboutToBeReset.connect(self._delegate.flush)
        self.items.modelReset.connect(self._set_rows)
        self.items.dataChanged.connect(lambda _first, _last: self._fit())
        session.leaving.connect(self._delegate.flush)
        self._delegate.moved.connect(self._step)
        self.selectionModel().currentChanged.connect(lambda now, _before: self._current_changed(now))

    # ---- rows and columns

    def show_groups(self, groups: Sequence[Group], current: str | None) -> None:
        """Show these; the item ``current`` is current afterwards."""
        self.items.show_groups(groups)
        self.select(current)
        self._fit()

    def _set_rows(self) -> None:
        self.clearSpans()
        for row in range(self.items.rowCount()):
            heading = self.items.line(row) is None
            self.setRowHeight(row, HEAD if heading else HEIGHT)
            if heading:
                self.setSpan(row, 0, 1, len(COLUMNS))

    def _fit(self) -> None:
        """Names and levels take what they need; evidence and figures share the rest."""
        metrics, lines = QFontMetrics(theme.emphasis()), [row for row in self.items.rows if isinstance(row, Line)]
        name = max((metrics.horizontalAdvance(line.name) for line in lines), default=96) + 2 * PAD + int(BAR_WIDTH) + 8
        level = max((metrics.horizontalAdvance(line.word) for line in lines), default=60) + 2 * PAD + int(DOTS_WIDTH) + 8
        rest = self.viewport().width() - name - level - CAPS_WIDTH
        for column, width in enumerate((name, level, CAPS_WIDTH, rest // 2, rest - rest // 2)):
            self.setColumnWidth(column, max(width, 64))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # ---- which item

    @property
    def current(self) -> str | None:
        """The id of the current item."""
        line = self.items.line(self.currentIndex().row())
        return None if line is None else line.id

    def select(self, item_id: str | None, column: int | None = None) -> None:
        """Make an item the current one; without a column the cursor stays in its own."""
        row, now = self.items.row_of(item_id), self.currentIndex()
        column = column if column is not None else now.column() if now.isValid() else RATING
        if row >= 0 and (now.row(), now.column()) != (row, column):
            self.setCurrentIndex(self.items.index(row, column))

    def _current_changed(self, now: QModelIndex) -> None:
        line = self.items.line(now.row())
        self.viewport().update()
        if line is not None:
            self.chosen.emit(line.id)

    # ---- keys

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Past the headings; Tab goes from rating to evidence and on to the next item, and leaves at the ends."""
        del modifiers
        actions, rows = QAbstractItemView.CursorAction, [row for row in range(len(self.items.rows)) if self.items.line(row) is not None]
        now = self.currentIndex()
        if not rows or not now.isValid():
            return self.items.index(rows[0], RATING) if rows else QModelIndex()
        if action in (actions.MoveNext, actions.MovePrevious):
            stops = [(row, column) for row in rows for column in (RATING, EVIDENCE)]
            place = stops.index((now.row(), min(max(now.column(), RATING), EVIDENCE))) + (1 if action == actions.MoveNext else -1)
            return self.items.index(*stops[place]) if 0 <= place < len(stops) else QModelIndex()
        page = max(self.viewport().height() // HEIGHT - 1, 1)
        down = {actions.MoveUp: -1, actions.MoveDown: 1, actions.MovePageUp: -page, actions.MovePageDown: page}.get(action, 0)
        right = {actions.MoveLeft: -1, actions.MoveRight: 1}.get(action, 0)
        end = {actions.MoveHome: 0, actions.MoveEnd: len(rows) - 1}.get(action)
        row = rows[end if end is not None else min(max(rows.index(now.row()) + down, 0), len(rows) - 1)]
        return self.items.index(row, min(max(now.column() + right, 0), len(COLUMNS) - 1))

    def _step(self, down: int) -> None:
        actions = QAbstractItemView.CursorAction
        self.setCurrentIndex(self.moveCursor(actions.MoveDown if down > 0 else actions.MoveUp, Qt.KeyboardModifier.NoModifier))

    @property
    def _in_evidence(self) -> bool:
        return self.currentIndex().column() == EVIDENCE

    def event(self, event: QEvent) -> bool:
        """A letter that begins the evidence is no shortcut."""
        typed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._in_evidence
        if typed and isinstance(event, QKeyEvent) and event.text().isprintable() and event.text() and not _with_ctrl(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain, key = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier, event.key()
        clears = key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        if plain and self._in_evidence and clears:
            self.items.store(self.currentIndex(), None)
        elif plain and key in KEYS and self.current is not None and not self._in_evidence:
            self.rated.emit(KEYS[key])
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._step(1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.column() == RATING and self.items.line(index.row()) is not None and event.button() == Qt.MouseButton.LeftButton:
            score = cap_at(self.visualRect(index), event.position().toPoint())
            if score is not None:
                self.rated.emit(score[0])


def _with_ctrl(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier))


def _key(row: Line | str) -> str:
    return row.id if isinstance(row, Line) else f"\n{row}"


def _told(line: Line, column: str) -> str:
    """What a cell says, whole."""
    evidence = line.draft if line.draft is not None else str(line.evidence or "")
    figures = " · ".join(text for text in (line.conflict, line.figures) if text)
    told = {"name": line.name, "level": line.word, "rating": line.rating, "evidence": evidence, "figures": figures}
    return told[column] or DASH
