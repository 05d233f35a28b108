"""What is done with the rows of a list: they are added, copied, moved, answered at once, and deleted."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from db import compound, operations
from db.operations import Change
from diagnosis.fieldtypes import ChoiceType, CodeType, FlagType, Value
from diagnosis.questionnaire import Question
from ui.typed_ahead import TypedAhead
from ui.wanted import Operation
from ui.widgets.table_view import TableView

if TYPE_CHECKING:
    from ui.dialogs.bulk import BulkDialog


class RowWork(QObject):
    """``added``: new rows are on disk, and the list is to show them."""

    added = Signal()

    def __init__(self, table: TableView, parent: QObject | None = None) -> None:
        """Works on the rows of ``table`` that are chosen."""
        super().__init__(parent)
        self._table, self._model = table, table.model_of_rows
        self._session, self._part = self._model.session, self._model.part.id
        self._ahead = TypedAhead(table, self._session)
        self.new_row: int | None = None  # one that was added, and is to be gone to once it is there
        self.dialog: BulkDialog | None = None

    def add(self, only: tuple[str, Value] | None = None) -> None:
        """A new row at the end, ready to be typed into. ``only``: the answer that it has from the start."""
        answers: dict[str, Value] = dict([only]) if only is not None else {}
        if self._session.round_id is not None and not self._ahead.put_off(partial(self.add, only)):
            self._grow(operations.add_row, answers)

    def duplicate(self) -> None:
        """Copies of the selected rows at the end."""
        if self._ahead.put_off(self.duplicate):
            return
        ids = self._table.selected_ids()
        if ids and self._session.round_id is not None:
            self._grow(compound.duplicate_rows, ids)

    def _grow(self, operation: Operation, given: object) -> None:
        """Ask for new rows; what is typed from now on is meant for them."""
        failed = self._ahead.failing(self._session.tell)
        self._ahead.wait()
        self._session.change(operation, self._session.round_id, self._part, given, done=self._go_to_added, failed=failed)

    def _go_to_added(self, change: Change) -> None:
        self.new_row = change.row_id
        self.added.emit()

    def go_to_new(self) -> None:
        """Type into the row that was added, if it is there."""
        if self.new_row is not None and self._table.go_to_row(self.new_row, edit=True):
            self.new_row = None
            self._ahead.go_on()

    def move(self, step: int) -> None:
        """Move the current row up (-1) or down (1) in the list."""
        place, view, round_id = self._table.currentIndex().row(), self._model.view, self._session.round_id
        if round_id is None or not 0 <= place + step < len(self._model.ids) or place < 0:
            return
        if view.sort is not None or view.narrows:
            self._session.note("table.not-in-order")
            return
        row_id = self._model.ids[place]
        self._model.move(place, place + step)
        self._table.scrollTo(self._table.currentIndex())
        self._session.change(operations.move_row, round_id, self._part, row_id, place + step)

    def change_many(self) -> None:
        """Set one answer in the chosen rows, or in all that are shown."""
        if self._session.round_id is None or not self._model.ids:
            return
        chosen = self._table.selected_ids() if self._table.selected_count > 1 else []
        field = one_for_many(self._model.questions, max(self._table.currentIndex().column(), 0)).id
        from ui.dialogs.bulk import BulkDialog

        rows = {"chosen": chosen, "found": list(self._model.ids)}
        self.dialog = BulkDialog(self._session, self._table.window(), self._model.part, rows, field)
        self.dialog.open()

    def delete(self) -> None:
        """Delete the selected rows; undo brings them back."""
        ids = self._table.selected_ids()
        if ids and self._session.round_id is not None:
            self._session.change(operations.delete_rows, self._session.round_id, self._part, ids)


def one_for_many(questions: Sequence[Question], place: int) -> Question:
    """The question at ``place``, unless its answer is one row's own (a name, a code): then the first one that has choices, or any other."""
    shared = [each for each in questions if not (each.wide or isinstance(each.type, CodeType))]
    if questions[place] in shared or not shared:
        return questions[place]
    return next((each for each in shared if isinstance(each.type, ChoiceType | FlagType)), shared[0])
