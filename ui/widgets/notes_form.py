"""Free text that fills the page, stored as it is typed; what is searched for is marked in it."""

import datetime as dt

from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QTextEdit, QVBoxLayout

from db.browse import Entry
from diagnosis.questionnaire import Part
from ui.session import Session
from ui.tones import tone
from ui.widgets.record_form import RecordForm
from ui.widgets.text_editors import TextEditor

MOST_MARKED = 1000


class NotesForm(RecordForm):
    """One question of several lines, without a label: the page names it."""

    def __init__(self, session: Session, part: Part, name: str) -> None:
        """``name``: the question."""
        super().__init__(session, part, [part.question(name)], columns=1)
        self._words: tuple[str, ...] = ()
        self._field = self.fields[name]
        editor = self._field.editor
        assert isinstance(editor, TextEditor)
        self.lines: QPlainTextEdit = editor.lines
        editor.lines.fill()
        grid = self.layout()
        assert isinstance(grid, QGridLayout)
        grid.setHorizontalSpacing(0)
        grid.setRowStretch(0, 1)
        grid.setRowStretch(1, 0)
        column = self._field.layout()
        assert isinstance(column, QVBoxLayout)
        column.setStretch(0, 1)  # the text, and not the room below it
        column.setStretch(column.count() - 1, 0)
        self._field.label.hide()
        self.lines.textChanged.connect(self._mark)

    def show_entry(self, entry: Entry) -> None:
        super().show_entry(entry)
        self._field.label.hide()

    def note_time(self) -> None:
        """Begin a line with the time of the moment."""
        cursor = self.lines.textCursor()
        before = "" if cursor.atBlockStart() else "\n"
        cursor.insertText(f"{before}{dt.datetime.now().astimezone():%H:%M} ")
        self.lines.setTextCursor(cursor)
        self.lines.setFocus()

    # ---- what is searched for

    def show_words(self, search: str) -> None:
        """Mark these words wherever they stand."""
        self._words = tuple(search.split())
        self._mark()

    def _mark(self) -> None:
        found: list[QTextEdit.ExtraSelection] = []
        for word in self._words:
            cursor = self._found(word, QTextCursor(self.lines.document()))
            while not cursor.isNull() and len(found) < MOST_MARKED:
                mark = QTextEdit.ExtraSelection()
                mark.cursor = cursor  # type: ignore[attr-defined]  # the stubs leave its fields out
                mark.format = _marked()  # type: ignore[attr-defined]
                found.append(mark)
                cursor = self._found(word, cursor)
        self.lines.setExtraSelections(found)

    def seek(self, step: int) -> bool:
        """Go to the next place (1) or the one before (-1) where a word stands; whether there is one."""
        at = self.lines.textCursor()
        places = [cursor for word in self._words if not (cursor := self._found(word, at, back=step < 0)).isNull()]
        if places:
            self.lines.setTextCursor((min if step > 0 else max)(places, key=lambda cursor: cursor.selectionStart()))
        return bool(places)

    def go_to_end(self, *, at_start: bool) -> None:
        """To the first or the last character."""
        self.lines.moveCursor(QTextCursor.MoveOperation.Start if at_start else QTextCursor.MoveOperation.End)

    def _found(self, word: str, start: QTextCursor, *, back: bool = False) -> QTextCursor:
        flags = QTextDocument.FindFlag.FindBackward if back else QTextDocument.FindFlag(0)
        return self.lines.document().find(word, start, flags)

    def changeEvent(self, event: QEvent) -> None:
        """The colours in force may be others."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._mark()


def _marked() -> QTextCharFormat:
    """How a word that was found looks, in the colours in force."""
    look = QTextCharFormat()
    look.setBackground(QColor(tone.accent_soft))
    look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    look.setUnderlineColor(QColor(tone.accent))
    return look
