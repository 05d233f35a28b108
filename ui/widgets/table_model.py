"""A list of the survey as a table. It holds the ids of all rows, and the answers of those that are looked at."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from db import browse, compound, operations
from db.browse import Entry, View
from db.compound import TypedRow
from db.operations import Change
from db.workspace import Workspace
from diagnosis.errors import Invalid, UserError
from diagnosis.fieldtypes import NumberType, ScoreType, TextType, Value
from diagnosis.questionnaire import Part, Question
from diagnosis.text import Lang, phrase
from ui.session import Session
from ui.tones import tone
from ui.widgets.row_pages import PAGE, RowPages, runs

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOBODY = QModelIndex()
DASH = "—"
Found = tuple[list[int], int, Mapping[int, Entry]]  # ids shown, how many rows there are in all, answers


class TableModel(QAbstractTableModel):
    """Rows come from the workspace's thread page by page; a cell that has not come yet is blank.

    ``reloaded`` (shown, all): the rows have been read; ``arrived``: more answers have come.
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
        self.open_row: int | None = None  # somebody types into it; it is not taken away, whatever is searched for
        self.writing = 0  # changes on their way: what is read until they are stored is old
        self._round_id: int | None = None
        self._asked: set[int] = set()
        self._generation = 0

    @property
    def ids(self) -> list[int]:
        """The ids of the rows in the order shown."""
        return self.pages.ids

    # ---- reading

    def show_view(self, view: View) -> None:
        """Show other rows, or the same in another order."""
        self.view = view
        self.reload(keep_order=False)

    def reload(self, *, keep_order: bool = True) -> None:
        """Read again. ``keep_order``: rows that were edited stay where they are, even if the sorting would now move them."""
        round_id, part, view = self.session.round_id, self.part.id, self.view
        self._generation += 1
        same = keep_order and round_id == self._round_id
        if round_id is None:
            self._take(self._generation, None, False, ([], 0, {}))
            return
        near = self.pages.recent() if same else []

        def work(ws: Workspace) -> Found:
            with ws.reading():
                ids = browse.row_ids(ws, round_id, part, view)
                wanted = [*near, *ids[-1:]] if near else ids[:PAGE]
                return ids, browse.count(ws, round_id, part), browse.rows_by_id(ws, round_id, part, wanted)

        self.session.run(work, partial(self._take, self._generation, round_id, same))

    def _take(self, generation: int, round_id: int | None, same: bool, found: Found) -> None:
        if generation != self._generation:
            return
        ids, total, entries = found
        ids = self._with_open_row(ids, entries) if same else ids
        self._round_id = round_id
        resorted = same and self.view.sort is not None and set(ids) == set(self.ids)
        if not resorted and ids != self.ids:
            self._replace_ids(ids, same)
        self._asked.clear()
        self.pages.renew(entries)
        self._tell_changed(0, len(self.ids) - 1)
        self.reloaded.emit(len(self.ids), total)

    def _with_open_row(self, ids: list[int], entries: Mapping[int, Entry]) -> list[int]:
        """The row that somebody types into keeps its place even if it no longer is what is searched for."""
        row_id = self.open_row
        if row_id is None or row_id in ids or row_id not in entries:
            return ids
        found = set(ids)
        before = sum(each in found for each in self.ids[: self.pages.place_of(row_id)])
        return [*ids[:before], row_id, *ids[before:]]

    def _replace_ids(self, ids: list[int], same: bool) -> None:
        """As few rows as can be come and go, so that a selection and an open editor survive."""
        gone = set(self.ids).difference(ids)
        stay = [row_id for row_id in self.ids if row_id not in gone]
        if not same or ids[: len(stay)] != stay:
            self.beginResetModel()
            self.pages.set_ids(ids)
            self.endResetModel()
            return
        for first, last in reversed(runs([place for place, row_id in enumerate(self.ids) if row_id in gone])):
            self.beginRemoveRows(NOBODY, first, last)
            self.pages.set_ids(self.ids[:first] + self.ids[last + 1 :])
            self.endRemoveRows()
        if len(ids) > len(stay):
            self.beginInsertRows(NOBODY, len(stay), len(ids) - 1)
            self.pages.set_ids(ids)
            self.endInsertRows()

    def _ask(self, page: int) -> None:
        round_id, part, generation = self._round_id, self.part.id, self._generation
        if page in self._asked or round_id is None:
            return
        self._asked.add(page)
        ids = self.pages.page_ids(page)

        def came(entries: Mapping[int, Entry]) -> None:
            if generation == self._generation:
                self._asked.discard(page)
                self.pages.keep(page, entries)
                self._tell_changed(page * PAGE, min((page + 1) * PAGE, len(self.ids)) - 1)
                self.arrived.emit()

        self.session.run(lambda ws: browse.rows_by_id(ws, round_id, part, ids), came)

    def _tell_changed(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.questions) - 1))

    def entry(self, place: int) -> Entry | None:
        """The answers of the row at ``place``; ``None`` while they are on their way."""
        if not self.pages.has(place // PAGE):
            self._ask(place // PAGE)
        return self.pages.entry(place)

    # ---- what Qt asks

    def rowCount(self, parent: Index = NOBODY) -> int:
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = NOBODY) -> int:
        return 0 if parent.isValid() else len(self.questions)

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        if not index.isValid():
            return found
        kind = self.questions[index.column()].type
        several_lines = isinstance(kind, TextType) and kind.lines  # these are written in the form
        return found if several_lines or self.is_fixed(index.column()) else found | Qt.ItemFlag.ItemIsEditable

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
        return _alignment(question) if role == Role.TextAlignmentRole else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        question = self.questions[index.column()]
        if role == Role.TextAlignmentRole:
            return _alignment(question)
        entry = self.entry(index.row()) if role in _SHOWN else None
        if entry is None:
            return None
        return _SHOWN[Role(role)](question, entry.answers.get(question.id), entry.drafts.get(question.id), self.session.lang)

    # ---- writing

    def answer(self, index: Index) -> tuple[Value, str | None]:
        """A cell's answer and its draft."""
        entry, name = self.entry(index.row()) or Entry(), self.questions[index.column()].id
        return entry.answers.get(name), entry.drafts.get(name)

    def question_at(self, index: Index) -> Question:
        """What is asked in a cell."""
        return self.questions[index.column()]

    def hold(self, index: Index | None) -> None:
        """Keep the row of this cell, whatever is searched for, as somebody types into it; or none."""
        self.open_row = self.ids[index.row()] if index is not None else None

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

        self.session.change(operation, self._round_id, self.part.id, *args, done=written, failed=refused)

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
            self.pages.replace(index.row(), replace(entry, answers=answers, drafts=drafts))
            self.dataChanged.emit(index, index)

    def retranslate(self) -> None:
        """Show everything in the session's language."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.questions) - 1)
        self._tell_changed(0, len(self.ids) - 1)


def _alignment(question: Question) -> Qt.AlignmentFlag:
    numeric = isinstance(question.type, NumberType | ScoreType)
    return (Qt.AlignmentFlag.AlignRight if numeric else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter


def _typed(question: Question, value: Value, draft: str | None, lang: Lang) -> str:
    return draft if draft is not None else question.type.show(value, lang)


def _display(question: Question, value: Value, draft: str | None, lang: Lang) -> str:
    return " ".join(_typed(question, value, draft, lang).split("\n")) or DASH


def _colour(question: Question, value: Value, draft: str | None, lang: Lang) -> QColor | None:
    del lang
    if draft is not None:
        return QColor(tone.danger)
    if value is None:
        return QColor(tone.border)
    return QColor(tone.caution) if question.type.advise(value) else None


def _tip(question: Question, value: Value, draft: str | None, lang: Lang) -> str | None:
    if draft is None:
        advice = question.type.advise(value)
        return advice.to(lang) if advice else question.type.show(value, lang) or None
    try:
        question.type.parse(draft)
    except Invalid as verdict:
        return phrase("ui", "field.refused", why=verdict.text()).to(lang)
    return phrase("ui", "field.not-taken").to(lang)


_SHOWN = {Role.DisplayRole: _display, Role.EditRole: _typed, Role.ForegroundRole: _colour, Role.ToolTipRole: _tip}
