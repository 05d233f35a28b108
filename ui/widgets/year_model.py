"""The framework's indicators as a grid: a row each, in their groups; a column for each year, and what is known of the present value."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from db.years import YearCell, set_years
from diagnosis.errors import Invalid
from diagnosis.fieldtypes import Value
from diagnosis.framework import Indicator
from diagnosis.questionnaire import Question
from diagnosis.ranges import indicator_type
from diagnosis.result import Computed, Diagnosis, Figure
from diagnosis.years import asked_years
from ui.session import Session
from ui.widgets.trend import Trend
from ui.widgets.wording import Words
from ui.widgets.year_cells import NOTHING, PART, VALUE, Entered, Held, read
from ui.widgets.year_faces import Face, Piece, force_face, norm_face, remark, typed, year_face

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOBODY = QModelIndex()
FACE, TREND = Role.UserRole, Role.UserRole + 1
AFTER = ("norm", "trend", "value")  # the columns behind the years
ALL, KNOWN, OPEN, MISSED = "all", "known", "open", "missed"


@dataclass(frozen=True, slots=True)
class Line:
    """A row: the heading of a group, or an indicator."""

    group: str
    indicator: Indicator | None = None


class YearModel(QAbstractTableModel):
    """What is typed shows at once and is a row of the list as soon as the workspace has taken it. ``read``: the list has been read.

    Which rows are shown is decided when somebody filters, so that none goes while it is being filled in.
    """

    read = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        """Empty until ``reload`` and ``show_diagnosis``."""
        super().__init__(parent)
        self.session = session
        self.lines: list[Line] = []
        self.years: tuple[int, ...] = ()
        self.entered = Entered()
        self.writing = 0
        self.typing: QPersistentModelIndex | None = None
        self._visit: object | None = None
        self._typed: dict[tuple[int | None, str, int], Held] = {}  # by round, indicator and year: shown until the workspace has it
        self._wanted: set[int] = set()  # further years that somebody asked for
        self._state, self._search = ALL, ""
        self._question = session.questionnaire.parts[PART].question(VALUE)

    @property
    def said(self) -> Words:
        """The words of the moment."""
        return Words(self.session.framework, self.session.lang)

    # ---- reading

    def reload(self) -> None:
        """Read the list again."""
        round_id, indicators = self.session.round_id, self.session.framework.indicators
        if round_id is not None:
            self.session.run(lambda ws: read(ws, round_id, indicators), partial(self._take, round_id))

    def _take(self, round_id: int, entered: Entered) -> None:
        if not self.writing:  # else what has been typed is newer than what has been read
            self._typed.clear()
        if round_id == self.session.round_id:
            self.entered = entered
            self._lay_out()
            self.read.emit()

    def start_round(self) -> None:
        """Another round: nothing of the last one is shown any longer."""
        self.entered = Entered()
        self._wanted.clear()
        self._replace((), [])

    def show_diagnosis(self) -> None:
        """Another diagnosis: the years it asks for, and the values in force."""
        self._lay_out()

    def choose(self, state: str, search: str) -> None:
        """Show the indicators in this state with these words in their names."""
        self._state, self._search = state, search
        if self.session.diagnosis is not None:
            self._replace(self.years, list(self._pick(self.session.diagnosis)))
            self._lay_out()

    def add_years(self, years: Sequence[int]) -> None:
        """Show these years, too."""
        self._wanted.update(years)
        self._lay_out()

    def _lay_out(self) -> None:
        """Rows and columns anew where they are others, else only what the cells say."""
        diagnosis = self.session.diagnosis
        if diagnosis is None:
            return
        today = dt.datetime.now().astimezone().date()
        years = tuple(sorted({*asked_years(self.entered.years, diagnosis.survey, today), *self._wanted}))
        lines = self.lines or list(self._pick(diagnosis))
        if (years, lines) != (self.years, self.lines):
            self._replace(years, lines)
        else:
            self._tell_changed()

    def _tell_changed(self) -> None:
        if self.lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.lines) - 1, self.columnCount() - 1))

    def _replace(self, years: tuple[int, ...], lines: list[Line]) -> None:
        self.beginResetModel()
        self.years, self.lines = years, lines
        self.endResetModel()

    def _pick(self, diagnosis: Diagnosis) -> Iterator[Line]:
        group = None
        for indicator in self.session.framework.indicators.values():
            if not self._fits(indicator, diagnosis.figures.get(indicator.id)):
                continue
            if indicator.group != group:
                group = indicator.group
                yield Line(group)
            yield Line(group, indicator)

    def _fits(self, indicator: Indicator, figure: Figure | None) -> bool:
        fits = {KNOWN: figure is not None, OPEN: figure is None, MISSED: figure is not None and figure.reached is False}
        names = f"{indicator.name.zh}\n{indicator.name.en}\n{indicator.short.zh}\n{indicator.short.en}".casefold()
        return fits.get(self._state, True) and all(word.casefold() in names for word in self._search.split())

    # ---- where things stand

    def line_of(self, indicator_id: str) -> int:
        """Where an indicator stands; -1 when it is not shown."""
        places = (place for place, line in enumerate(self.lines) if line.indicator is not None and line.indicator.id == indicator_id)
        return next(places, -1)

    def indicator_at(self, row: int) -> Indicator | None:
        """The indicator of a row; a heading has none."""
        return self.lines[row].indicator if 0 <= row < len(self.lines) else None

    def year_at(self, column: int) -> int | None:
        """The year of a column, if it is one of a year."""
        return self.years[column - 1] if 1 <= column <= len(self.years) else None

    def column_of(self, year: int) -> int:
        """The column of a year; -1 when it is not shown."""
        return self.years.index(year) + 1 if year in self.years else -1

    def after(self, column: int) -> str:
        """Which column behind the years it is; empty for any other."""
        return AFTER[column - 1 - len(self.years)] if column > len(self.years) else ""

    def cell(self, index: Index) -> tuple[Indicator, int] | None:
        """Indicator and year of a cell; ``None`` where it is none of a year."""
        indicator, year = self.indicator_at(index.row()), self.year_at(index.column())
        return None if indicator is None or year is None else (indicator, year)

    def held(self, indicator_id: str, year: int) -> Held:
        """What stands in a year now."""
        return self._typed.get((self.session.round_id, indicator_id, year)) or self.entered.at(indicator_id, year)

    def figure(self, indicator: Indicator) -> Figure | None:
        """The value in force as it was last diagnosed."""
        diagnosis = self.session.diagnosis
        return None if diagnosis is None else diagnosis.figures.get(indicator.id)

    def trend(self, indicator: Indicator) -> Trend:
        """The values entered over the years shown; the norm unless it is read in context."""
        values = ((year, self.held(indicator.id, year).value) for year in self.years)
        points = tuple((year, value) for year, value in values if value is not None)
        norm = indicator.norm.value if indicator.norm is not None and indicator.direction != "~" else None
        return Trend(points, norm, (self.years[0], self.years[-1]) if self.years else (0, 0))

    # ---- what Qt asks

    def rowCount(self, parent: Index = NOBODY) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = NOBODY) -> int:
        return 0 if parent.isValid() else 1 + len(self.years) + len(AFTER)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.indicator_at(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        found, cell = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable, self.cell(index)
        open_ = cell is not None and not self.held(cell[0].id, cell[1]).apart
        return found | Qt.ItemFlag.ItemIsEditable if open_ else found

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        if orientation == Qt.Orientation.Vertical:
            return None
        year, after = self.year_at(section), self.after(section)
        if role == Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if year is not None or after in ("norm", "value") else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Role.ToolTipRole and after in ("norm", "value"):
            return self.session.words(f"indicators.{after}-tip")
        if role == Role.DisplayRole:
            return str(year) if year is not None else self.session.words(f"indicators.{after or 'name'}")
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        line, column = self.lines[index.row()], index.column()
        if line.indicator is None:
            named = column == 0 and role in (Role.DisplayRole, Role.AccessibleTextRole)
            return self.session.framework.groups[line.group].to(self.session.lang) if named else None
        about: dict[int, Callable[[Indicator, int], object]] = {
            FACE: self.face,
            TREND: lambda indicator, column: self.trend(indicator) if self.after(column) == "trend" else None,
            Role.DisplayRole: lambda indicator, column: self.face(indicator, column).text,
            Role.EditRole: self._editable,
            Role.ToolTipRole: self._about,
            Role.AccessibleTextRole: self._spoken,
            Role.AccessibleDescriptionRole: self._about,
        }
        return about[role](line.indicator, column) if role in about else None

    def _spoken(self, indicator: Indicator, column: int) -> str:
        return f"{self.said.of(indicator.name)} {self.headerData(column, Qt.Orientation.Horizontal)}: {self.face(indicator, column).text}"

    def _about(self, indicator: Indicator, column: int) -> str:
        """What is to be said about a cell: why a value was refused, which of several rows counts, where a norm is from."""
        said, year, norm = self.said, self.year_at(column), indicator.norm
        if year is not None:
            return remark(said, indicator, self.held(indicator.id, year))[0] or self.face(indicator, column).text
        if self.after(column) == "norm" and norm is not None:
            return said.clauses((self.face(indicator, column).text, said.of(norm.source), "" if norm.note is None else said.of(norm.note)))
        return self.face(indicator, column).text

    def _editable(self, indicator: Indicator, column: int) -> str:
        """A year as it was typed, a name without its unit, any other cell as it is shown."""
        year = self.year_at(column)
        if year is None:
            return self.said.of(indicator.name) if column == 0 else self.face(indicator, column).text
        held = self.held(indicator.id, year)
        return held.draft if held.draft is not None else indicator_type(indicator).show(held.value, self.session.lang)

    def face(self, indicator: Indicator, column: int) -> Face:
        """What a cell says."""
        said, year, figure = self.said, self.year_at(column), self.figure(indicator)
        if year is not None:
            in_force = figure is not None and figure.origin == "entered" and figure.year == year
            return year_face(said, indicator, self.held(indicator.id, year), _of_year(figure, year), in_force=in_force)
        after = self.after(column)
        if after == "norm":
            return norm_face(said, indicator, figure)
        if after == "value":
            return force_face(said, figure)
        if after == "trend":
            points = self.trend(indicator).points
            return Face((Piece(", ".join(f"{year} {typed(said, value)}" for year, value in points) or said.dash),))
        return Face((Piece(said.of(indicator.name)), Piece(said.of(indicator.unit_text), "muted", small=True)))

    # ---- writing

    def question_at(self, index: Index) -> Question:
        """What is asked in a cell: a number of the indicator's unit and range."""
        indicator = self.indicator_at(index.row())
        return self._question if indicator is None else self._question._replace(type=indicator_type(indicator))

    def answer(self, index: Index) -> tuple[Value, str | None]:
        """A cell's value and its draft."""
        cell = self.cell(index)
        held = NOTHING if cell is None else self.held(cell[0].id, cell[1])
        return held.value, held.draft

    def store(self, index: Index, value: Value) -> None:
        """Set a year's value, unless it is so already."""
        if self.answer(index) != (value, None):
            self._type(index, [self.question_at(index).type.show(value, self.session.lang)])

    def store_draft(self, index: Index, text: str) -> None:
        """Keep what was typed and is no number."""
        if self.answer(index)[1] != text:
            self._type(index, [text])

    def put_back(self, index: Index, value: Value, draft: str | None) -> None:
        """Make a cell again what it was."""
        shown = self.question_at(index).type.show(value, self.session.lang)
        if self.answer(index) != (value, draft):
            self._type(index, [shown] if draft is None else [shown, draft])

    def hold(self, index: Index | None) -> None:
        """Somebody types into this cell now, or into none."""
        self.typing = None if index is None else QPersistentModelIndex(index)
        self._visit = None if index is None else object()

    def _type(self, index: Index, texts: Sequence[str]) -> None:
        cell = self.cell(index)
        if cell is not None:
            self.write([YearCell(cell[0].id, cell[1], text) for text in texts])

    def write(self, cells: Sequence[YearCell]) -> None:
        """Write these cells as one change; they show at once."""
        if not cells or self.session.round_id is None:
            return
        for each in cells:
            self._typed[self.session.round_id, each.indicator, each.year] = self._expected(each)
        self.writing += 1
        self._tell_changed()
        args = (self.session.round_id, cells)
        self.session.change(set_years, *args, done=lambda _change: self._written(), failed=self._failed, keep=True, visit=self._visit)

    def _expected(self, cell: YearCell) -> Held:
        held = self.held(cell.indicator, cell.year)
        if held.apart:
            return held
        try:
            value = indicator_type(self.session.framework.indicators[cell.indicator]).parse_pasted(cell.typed)
        except Invalid:
            return replace(held, draft=cell.typed, rows=max(held.rows, 1))
        number = float(value) if isinstance(value, int | float) else None
        return replace(held, value=number, draft=None, rows=max(held.rows, int(number is not None)))

    def _written(self) -> None:
        self.writing -= 1
        if not self.writing:
            self.reload()

    def _failed(self, error: Exception) -> None:
        self._written()
        self.session.tell(error)

    def retranslate(self) -> None:
        """Show everything in the session's language."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
        self._lay_out()


def _of_year(figure: Figure | None, year: int) -> Computed | None:
    """A value that was computed for this very year; most are computed from lists, and have none."""
    computed = None if figure is None else figure.computed
    return computed if computed is not None and computed.year == year else None
