"""The form beside a table shows its current row: at once, or, while one goes through many or types a search, when that is over."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer

from db.browse import Entry
from ui.widgets.table_view import TableView

REST_MS = 90  # the form follows at once, and then again when the arrow keys, or those of a search, rest


class CurrentRow(QObject):
    """Follows the current row of a table."""

    def __init__(self, table: TableView, show: Callable[[int | None, Entry | None], object], parent: QObject | None = None) -> None:
        """``show``: gets the id of the row, and its answers once they have come."""
        super().__init__(parent)
        self._table, self._model, self._show = table, table.model_of_rows, show
        self._resting, self._behind = QTimer(self, singleShot=True, interval=REST_MS), False
        self._resting.timeout.connect(self.catch_up)
        self._waiting = False  # for the answers of the row that is shown
        self.typing = False  # what to search for: many rows are the current one for a moment
        self._model.arrived.connect(self._arrived)
        table.row_changed.connect(lambda _row: self._changed())
        table.installEventFilter(self)

    def show_now(self) -> None:
        """Show the current row."""
        self._behind = False
        place, row_id = self._table.currentIndex().row(), self._table.current_id
        entry = self._model.entry(place) if row_id is not None else None
        self._waiting = row_id is not None and entry is None
        self._show(row_id, entry)

    def read(self) -> None:
        """The rows are others, or have been read anew."""
        if self.typing:
            self.typing, self._behind = False, True
            self._resting.start()
        else:
            self._resting.stop()
            self.show_now()

    def catch_up(self) -> None:
        """Show the row that it has not followed to yet."""
        if self._behind:
            self.show_now()

    def _changed(self) -> None:
        self._behind = self.typing or self._resting.isActive()
        if not self._behind:
            self.show_now()
        self._resting.start()

    def _arrived(self) -> None:
        """More answers have come: perhaps those that it waits for."""
        if self._waiting:
            self.show_now()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.catch_up()  # before anything is typed into the form
        return super().eventFilter(watched, event)
