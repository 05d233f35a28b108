"""A list of the survey as a table. It holds the ids of all rows, and the answers of those that are looked at."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from db import browse, compound, operations
from db.browse import NO_ROWS, Entry, Shape, View
from db.compound import TypedRow
from db.operations import Change
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.fieldtypes import Value
from diagnosis.questionnaire import Part, Question
from diagnosis.ranges import asked_of
from diagnosis.text import phrase
from ui.session import Session
from ui.tones import tone
from ui.widgets.row_advice import RowAdvice
from ui.widgets.row_pages import PAGE, RowPages, Turn, page_of, turn, with_strays
from ui.widgets.table_cells import Role, ShownRow, alignment, has_lines

Index = QModelIndex | QPersistentModelIndex
NOBODY = QModelIndex()
CELL = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
NEAR = 24  # rows above and below those in sight that are at hand, too
MOST_ASKED = 4  # pages on their way: who goes on has left the others behind, and other work waits for its turn
MOST_SHOWN = 1_000  # rows kept as they are shown: many more than are in sight
MOST_WITHIN = 20_000  # rows among which it is faster to search than among all


@dataclass(frozen=True, slots=True)
class Found:
    """What was read: the way from the rows shown ``before``, what the list is like, and the answers of some pages."""

    before: list[int]
    turn: Turn
    shape: Shape
    pages: list[int]
    entries: Mapping[int, Entry]
    strays: frozenset[int] = frozenset()


class TableModel(QAbstractTableModel):
    """Rows come from the workspace's thread page by page; a cell that has not come yet is blank.

    ``reloaded`` (shown, all): the rows have been read; ``arrived``: more answers have come. A row that was edited and no longer is
    what is searched or filtered for stays in sight, as one of the ``strays``, until something else is.
    """

    reloaded = Signal(int, int)
    arrived = Signal()

    def __init__(self, session: Session, part: Part, questions: Sequence[Question] | None = None, parent: QObject | None = None) -> None:
        """``questions``: the columns (by default those that the questionnaire wants as columns)."""
        super().__init__(parent)
        self.session, self.part = session, part
        self.questions = tuple(questions or (question for question in part.questions if question.column))
        self.view = View()
        self.pages = RowPages()
        self._look_at_columns()
        self.strays: frozenset[int] = frozenset()
        self.open_row: int | None = None  # somebody types into it; it is not taken away, whatever is searched for
        self._visit: object | None = None  # of the cell that is typed into
        self.writing = 0  # changes on their way: what is read until they are stored is old
        self._round_id: int | None = None
        self._shape = NO_ROWS
        self._anew = False  # another view was asked for and has not come yet
        self._asked: dict[int, object] = {}  # the pages on their way -> the ticket of who asked
        self._generation = 0
        self.advice = RowAdvice.of(session, part.id)
        self.advice.changed.connect(self._advised)
        self._look = (session.lang, tone.ink)  # in which they are shown

    @property
    def ids(self) -> list[int]:
        """The ids of the rows in the order shown."""
        return self.pages.ids

    @property
    def loading(self) -> bool:
        """Whether other rows were asked for and have not come yet."""
        return self._anew

    # ---- reading

    def start_with(self, view: View) -> None:
        """Show this view once rows are read."""
        self.view = view
        self._look_at_columns()

    def show_view(self, view: View) -> None:
        """Show other rows, or the same in another order."""
        known = not self._anew and len(self.ids) <= MOST_WITHIN and view.within(self.view)
        self.start_with(view)
        self._anew = True
        self.reload(within=self.ids if known else None)

    def show_columns(self, fields: Sequence[str]) -> None:
        """Show these questions, in this order."""
        wanted = tuple(self.part.question(field) for field in fields)
        if wanted != self.questions:
            self.beginResetModel()
            self.questions = wanted
            self._look_at_columns()
            self.endResetModel()

    def _look_at_columns(self) -> None:
        """What is the same in all cells of a column, as Qt asks for it cell by cell."""
        self._rows: dict[int, ShownRow] = {}  # row id -> the row as it is shown
        written = [not (self.is_fixed(place) or has_lines(question)) for place, question in enumerate(self.questions)]
        cells = (CELL | Qt.ItemFlag.ItemIsEditable if edited else CELL for edited in written)  # lines are written in the form
        self._flags = (*cells, Qt.ItemFlag.NoItemFlags)  # the last one is that of no cell, whose column is -1

    def reload(self, within: list[int] | None = None) -> None:
        """Read again. In the same view rows that were edited stay where they are, even if the sorting would now move them.

        ``within``: only these rows can be meant, as somebody types on.
        """
        round_id, part, view, before = self.session.round_id, self.part.id, self.view, self.ids
        self._generation += 1
        generation, same = self._generation, round_id == self._round_id and not self._anew
        if round_id is None:
            self._take(generation, None, Found(before, turn(before, []), NO_ROWS, [], {}))
            return
        near = self.pages.recent() if same else []
        known = self._shape if round_id == self._round_id else NO_ROWS
        anew = self._anew and known != NO_ROWS  # the list is as it was; if not, it is about to be read again

        def work(ws: Workspace) -> Found | None:
            if generation != self._generation:  # somebody has typed on meanwhile
                return None
            with ws.reading():
                now = known if anew else browse.shape(ws, round_id, part)
                as_before = same and not view.narrows and now == known
                ids = before if as_before else browse.row_ids(ws, round_id, part, view, within)
                strays = _strays(ws, round_id, part, view, set(before).difference(ids)) if same and view.asks else frozenset()
                ids = with_strays(before, ids, strays) if strays else ids
                if same and view.sort is not None and len(ids) == len(before) and set(ids) == set(before):
                    ids = before
                pages = list(dict.fromkeys([*near, (len(ids) - 1) // PAGE] if near else [0]))  # one may go to a row that is new
                wanted = [row_id for page in pages for row_id in page_of(ids, page)]
                typed_into = [] if self.open_row is None else [self.open_row]
                entries = browse.rows_by_id(ws, round_id, part, [*wanted, *typed_into])
                return Found(before, turn(before, ids), now, pages, entries, strays)

        self.session.run(work, partial(self._take, generation, round_id))

    def _take(self, generation: int, round_id: int | None, found: Found | None) -> None:
        if found is None or generation != self._generation:
            return
        ids = self._with_open_row(found)
        self._round_id, self._shape, self._anew, self.strays = round_id, found.shape, False, found.strays
        self._turn_to(found.turn if found.before is self.ids and ids is found.turn.ids else turn(self.ids, ids))
        self._asked.clear()
        self._rows.clear()
        self.pages.renew(found.pages, self.session.typed.over_all(round_id, self.part.id, found.entries))
        self._tell_changed(0, len(self.ids) - 1)
        self.reloaded.emit(len(self.ids), found.shape.rows)

    def _with_open_row(self, found: Found) -> list[int]:
        """The row that somebody types into keeps its place even if it no longer is what is searched for."""
        ids, row_id = found.turn.ids, self.open_row
        if row_id is None or row_id not in found.entries or row_id in ids:
            return ids
        known = set(ids)
        above = sum(each in known for each in self.ids[: self.pages.place_of(row_id)])
        return [*ids[:above], row_id, *ids[above:]]

    def _turn_to(self, wanted: Turn) -> None:
        """As few rows as can be come and go, so that a selection and an open editor survive."""
        if wanted.others:
            self.beginResetModel()
            self.pages.set_ids(wanted.ids)
            self.endResetModel()
            return
        for first, last in reversed(wanted.gone):
            self.beginRemoveRows(NOBODY, first, last)
            self.pages.set_ids(self.ids[:first] + self.ids[last + 1 :])
            self.endRemoveRows()
        for first, last in wanted.new:
            self.beginInsertRows(NOBODY, first, last)
            self.pages.set_ids(self.ids[:first] + wanted.ids[first : last + 1] + self.ids[first:])
            self.endInsertRows()
        self.pages.set_ids(wanted.ids)

    def move(self, place: int, to: int) -> None:
        """Show a row at another place, before the workspace has confirmed it."""
        ids, known = list(self.ids), self.pages.known()
        ids.insert(to, ids.pop(place))
        self.beginMoveRows(NOBODY, place, place, NOBODY, to + (to > place))
        self.pages.set_ids(ids)
        self.pages.renew(*known)
        self.endMoveRows()

    def _ask(self, page: int) -> None:
        round_id, part, generation = self._round_id, self.part.id, self._generation
        if page in self._asked or round_id is None or not (ids := self.pages.page_ids(page)):
            return
        ticket = self._asked[page] = object()
        if len(self._asked) > MOST_ASKED:
            del self._asked[next(iter(self._asked))]

        def work(ws: Workspace) -> dict[int, Entry] | None:
            return browse.rows_by_id(ws, round_id, part, ids) if self._asked.get(page) is ticket else None

        def came(entries: Mapping[int, Entry] | None) -> None:
            if generation != self._generation:
                return
            if self._asked.get(page) is ticket:
                del self._asked[page]
            if entries is not None:
                self.pages.keep(page, self.session.typed.over_all(round_id, self.part.id, entries))
            self._tell_changed(page * PAGE, min((page + 1) * PAGE, len(self.ids)) - 1)  # one that is left out is asked for again if need be
            self.arrived.emit()

        self.session.run(work, came)

    def _tell_changed(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.questions) - 1))

    def entry(self, place: int) -> Entry | None:
        """The answers of the row at ``place``; ``None`` while they are on their way. What is near comes after what is in sight."""
        pages = self.pages
        if place != pages.place:
            if not pages.has(place // PAGE):
                self._ask(place // PAGE)
                return None
            for near in ((place + NEAR) // PAGE, max(place - NEAR, 0) // PAGE):
                if not pages.has(near):
                    self._ask(near)
        return pages.entry(place)

    # ---- what Qt asks

    def rowCount(self, parent: Index = NOBODY) -> int:
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = NOBODY) -> int:
        return 0 if parent.isValid() else len(self.questions)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return self._flags[index.column()]

    @property
    def fixed(self) -> dict[str, Value]:
        """The answer that all rows shown have, and new rows get."""
        return dict([self.view.only]) if self.view.only is not None else {}

    def is_fixed(self, column: int) -> bool:
        """Whether a column is the same in all rows shown: changing it would take the row away."""
        return self.questions[column].id in self.fixed

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1) if role == Role.DisplayRole else None
        question, lang = self.questions[section], self.session.lang
        unit = phrase("ui", "table.unit", unit=question.unit).to(lang) if question.unit else ""
        name = question.label.to(lang) + unit
        if role == Role.DisplayRole:
            return name
        if role == Role.ToolTipRole:  # the name, too, as a narrow column cuts it
            return f"{name}\n{question.help.to(lang)}" if question.help else name
        return alignment(question) if role == Role.TextAlignmentRole else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        row = self.shown_row(index.row())
        return None if row is None else row.shown(index.column(), role)

    def shown_row(self, place: int) -> ShownRow | None:
        """A row as it is shown, with what its form says beside the fields; ``None`` while it is on its way."""
        entry = self.entry(place)
        if entry is None:
            return None
        if self._look != (self.session.lang, tone.ink) or len(self._rows) > MOST_SHOWN:
            self._look = (self.session.lang, tone.ink)
            self._rows.clear()
        row = self._rows.get(row_id := self.ids[place])
        if row is None or row.entry is not entry:
            beside = self.advice.of_row(entry.answers)
            row = self._rows[row_id] = ShownRow(self.questions, entry, self.session.lang, beside, stray=row_id in self.strays)
        return row

    def _advised(self) -> None:
        self._rows.clear()
        self._tell_changed(0, len(self.ids) - 1)

    # ---- writing

    def answer(self, index: Index) -> tuple[Value, str | None]:
        """A cell's answer and its draft."""
        entry, name = self.entry(index.row()) or Entry(), self.questions[index.column()].id
        return entry.answers.get(name), entry.drafts.get(name)

    def question_at(self, index: Index) -> Question:
        """What is asked in a cell."""
        entry = self.entry(index.row()) or Entry()
        return asked_of(self.questions[index.column()], entry.answers, self.session.framework.indicators)

    def hold(self, index: Index | None) -> None:
        """Keep the row of this cell, whatever is searched for, as somebody types into it; or none."""
        self.open_row = self.ids[index.row()] if index is not None else None
        self._visit = None if index is None else object()

    def store(self, index: Index, value: Value) -> None:
        """Set a cell's answer, unless it is so already."""
        if self.answer(index) == (value, None):
            return
        name = self.questions[index.column()].id
        self._show_at_once(index, value, None)
        row = TypedRow(self.ids[index.row()], {name: self.questions[index.column()].type.show(value, self.session.lang)})
        self._write(operations.set_cells, row.row_id, {name: value}, failed=partial(self._refused, row))

    def store_draft(self, index: Index, text: str) -> None:
        """Keep what was typed into a cell and is no answer."""
        value, draft = self.answer(index)
        if draft != text:
            self._show_at_once(index, value, text)
            self._write(operations.set_draft, self.ids[index.row()], self.questions[index.column()].id, text)

    def put_back(self, index: Index, value: Value, draft: str | None) -> None:
        """Make a cell again what it was."""
        now, typed = self.answer(index)
        if now != value or (typed is not None and draft is None):
            self.store(index, value)
        if draft is not None:
            self.store_draft(index, draft)

    def _write(self, operation: Callable[..., Change], *args: object, failed: Callable[[Exception], object] | None = None) -> None:
        self.writing += 1

        def written(_change: Change) -> None:
            self.writing -= 1

        def refused(error: Exception) -> None:
            self.writing -= 1
            (failed or self.session.tell)(error)

        self.session.change(operation, self._round_id, self.part.id, *args, done=written, failed=refused, visit=self._visit)

    def _refused(self, row: TypedRow, error: Exception) -> None:
        """Another answer rules this one out: say so, and keep what was typed."""
        self.session.tell(error)
        if isinstance(error, UserError):
            self.session.change(compound.set_typed, self._round_id, self.part.id, [row])
        self.reload()

    def _show_at_once(self, index: Index, value: Value, draft: str | None) -> None:
        """The new answer shows before it is on disk: the workspace may be busy for a moment."""
        entry, name = self.entry(index.row()), self.questions[index.column()].id
        if entry is not None:
            answers = {**entry.answers, name: value}
            drafts = {key: text for key, text in {**entry.drafts, name: draft}.items() if text is not None}
            self.pages.replace(index.row(), entry._replace(answers=answers, drafts=drafts))
            self.dataChanged.emit(index, index)

    def retranslate(self) -> None:
        """Show everything in the session's language."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.questions) - 1)
        self._tell_changed(0, len(self.ids) - 1)


def _strays(ws: Workspace, round_id: int, part: str, view: View, missing: Collection[int]) -> frozenset[int]:
    """Those of these rows that are still there and would be shown if nothing were searched or filtered for."""
    return frozenset(browse.row_ids(ws, round_id, part, View(only=view.only), list(missing)) if missing else ())
