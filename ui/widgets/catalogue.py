"""The framework's indicators as a table: what is known of each, grouped."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from diagnosis.framework import Indicator
from diagnosis.result import Diagnosis, Figure
from ui import theme
from ui.session import Session
from ui.tones import tone
from ui.widgets.wording import Words, words

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOBODY = QModelIndex()
COLUMNS = ("name", "value", "year", "origin", "coverage", "norm")
WIDTHS = {"name": 232, "value": 128, "year": 60, "origin": 84, "coverage": 84, "norm": 128}
RIGHT = {"value", "year", "coverage", "norm"}
ALL, KNOWN, OPEN = "all", "known", "open"


@dataclass(frozen=True, slots=True)
class Line:
    """A row: the heading of a group, or an indicator with its figure, if it has one."""

    group: str
    indicator: Indicator | None = None
    figure: Figure | None = None


class CatalogueModel(QAbstractTableModel):
    """Shows a diagnosis; decides nothing."""

    def __init__(self, session: Session) -> None:
        """Empty until ``show``."""
        super().__init__()
        self.session = session
        self.lines: list[Line] = []
        self._words: Words | None = None

    def show(self, diagnosis: Diagnosis, state: str, search: str) -> None:
        """The indicators that are known, open, or all, with ``search`` in their name; the table is made anew only if its rows change."""
        self._words = words(diagnosis, self.session.lang)
        lines = list(self._wanted(diagnosis, state, search))
        same = [(line.group, line.indicator) for line in lines] == [(line.group, line.indicator) for line in self.lines]
        if same:
            self.lines = lines
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def _wanted(self, diagnosis: Diagnosis, state: str, search: str) -> Sequence[Line]:
        found: list[Line] = []
        for indicator in self.session.framework.indicators.values():
            figure = diagnosis.figures.get(indicator.id)
            name = f"{indicator.name.zh}\n{indicator.name.en}".casefold()
            fits = state == ALL or (figure is not None) == (state == KNOWN)
            if fits and all(word.casefold() in name for word in search.split()):
                if not found or found[-1].group != indicator.group:
                    found.append(Line(indicator.group))
                found.append(Line(indicator.group, indicator, figure))
        return found

    def line_of(self, indicator_id: str) -> int:
        """Where an indicator stands; -1 when it is not shown."""
        places = (place for place, line in enumerate(self.lines) if line.indicator is not None and line.indicator.id == indicator_id)
        return next(places, -1)

    def rowCount(self, parent: Index = NOBODY) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = NOBODY) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        heading = index.isValid() and self.lines[index.row()].indicator is None
        return Qt.ItemFlag.NoItemFlags if heading else Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Role.DisplayRole:
            return self.session.words(f"indicators.{COLUMNS[section]}")
        return _alignment(COLUMNS[section]) if role == Role.TextAlignmentRole else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        line, column = self.lines[index.row()], COLUMNS[index.column()]
        if role == Role.TextAlignmentRole:
            return _alignment(column)
        if line.indicator is None:
            return self._heading(line, role) if column == "name" else None
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return self._text(line.indicator, line.figure, column)
        if role == Role.ForegroundRole:
            silent = line.figure is None or line.figure.why_not is not None
            return QColor(tone.muted) if silent and column != "name" else None
        return None

    def _heading(self, line: Line, role: int) -> object:
        if role == Role.DisplayRole:
            return self.session.framework.groups[line.group].to(self.session.lang)
        if role == Role.ForegroundRole:
            return QColor(tone.ink)
        if role == Role.BackgroundRole:
            return QColor(tone.ground)
        return theme.emphasis() if role == Role.FontRole else None

    def _text(self, indicator: Indicator, figure: Figure | None, column: str) -> str:
        said = self._words
        assert said is not None
        if column == "name":
            return said.of(indicator.name)
        return said.norm(indicator) if column == "norm" else _figure_text(said, indicator, figure, column)


def _figure_text(said: Words, indicator: Indicator, figure: Figure | None, column: str) -> str:
    if figure is None:
        return said.dash
    if column == "value":
        return said.amount(indicator, figure.value)
    if column == "origin":
        return said.say(f"why.{figure.origin}")
    if column == "year":
        return said.dash if figure.year is None else str(figure.year)
    return said.dash if figure.coverage is None else said.percent(figure.coverage)


def _alignment(column: str) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in RIGHT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class CatalogueView(QTableView):
    """``chosen`` (indicator id): another indicator is the current one."""

    chosen = Signal(str)

    def __init__(self, model: CatalogueModel) -> None:
        """Group headings run over all columns."""
        super().__init__()
        self._lines = model
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        self.horizontalHeader().setHighlightSections(False)
        for place, column in enumerate(COLUMNS):
            self.setColumnWidth(place, WIDTHS[column])
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        model.modelReset.connect(self._span_headings)
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self._tell(now.row()))

    def _span_headings(self) -> None:
        self.clearSpans()
        for place, line in enumerate(self._lines.lines):
            if line.indicator is None:
                self.setSpan(place, 0, 1, len(COLUMNS))

    def _tell(self, place: int) -> None:
        indicator = self._lines.lines[place].indicator if 0 <= place < len(self._lines.lines) else None
        if indicator is not None:
            self.chosen.emit(indicator.id)

    def choose(self, indicator_id: str) -> None:
        """Make this indicator the current one, if it is shown."""
        place = self._lines.line_of(indicator_id)
        if place >= 0 and self.currentIndex().row() != place:
            self.setCurrentIndex(self._lines.index(place, 0))
