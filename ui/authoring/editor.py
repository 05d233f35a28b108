"""The text of a section as it is written: bold, lists, small headings, and chips for facts, references, tables and figures."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFont, QHelpEvent, QKeyEvent, QKeySequence, QTextCharFormat, QTextCursor, QTextDocument, QTextOption
from PySide6.QtWidgets import QTextEdit, QToolTip

from diagnosis.text import Lang
from reports.authoring.markup import Line, Piece, parse, write
from reports.authoring.pasted import read_html
from ui.authoring import document as texts
from ui.authoring.chips import OBJECT, TYPE, Chips, Kind, Reads, chip, key_of, kind_of
from ui.shortcuts import listen
from ui.widgets.text_editors import left_to_window

MIME = "application/x-jizhen-markup"
MARGIN, INDENT = 12, 24  # pixels around the text, and before lists
NEVER = "\0"  # no text
LONGEST = 100_000  # characters of a section, a hundred pages; it is looked through at every rest of the keys
AFTER_MS = 2000  # after the first key that is not stored yet
KEYS = {"bold": "authoring.bold", "bullet": "authoring.bullets", "number": "authoring.numbers", "heading": "authoring.heading"}


class SectionEditor(QTextEdit):
    """``changed``: the text is another. ``overfull``: more was pasted than a section takes, and nothing of it came in.

    ``rested`` (markup): two seconds after the first key that is not stored yet, or when the focus has left.
    """

    changed, overfull = Signal(), Signal()
    rested = Signal(str)

    def __init__(self, reads: Reads, tells: Callable[[str, str], str]) -> None:
        """``reads`` (kind, key): what a chip reads; ``tells``: what it is, for its tooltip."""
        super().__init__()
        self._tells = tells
        self._stored = ""
        self._showing = False
        self.visit = object()  # until the focus leaves, all that is typed into a section is one step of undo
        self.write_in("zh")
        self._chips = Chips(self, reads)
        self.document().documentLayout().registerHandler(TYPE, self._chips)
        self.document().setDocumentMargin(MARGIN)
        self.document().setIndentWidth(INDENT)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._timer = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._timer.timeout.connect(self.rest)
        self.textChanged.connect(self._typed)
        listen(self, KEYS["bold"], self.toggle_bold, within=True)
        for kind in ("bullet", "number", "heading"):
            listen(self, KEYS[kind], partial(self.toggle, kind), within=True)

    def write_in(self, lang: Lang) -> None:
        """The language of the text, which is a little larger than in the forms: it is read."""
        texts.set_font(self.document(), lang, larger=1)

    # ---- what stands in it

    @property
    def markup(self) -> str:
        """The text as it is stored."""
        return write(texts.lines_of(self.document()))

    @property
    def pending(self) -> bool:
        """Whether something stands here that was not handed out to be stored."""
        return self.markup != self._stored

    def show_markup(self, markup: str) -> None:
        """Show this text, unless it stands here already: the cursor then stays where it is."""
        same = write(parse(markup)) == self.markup
        self._stored = write(parse(markup))
        if not same:
            self._showing = True
            self.visit = object()
            texts.fill(self.document(), parse(markup))
            self.moveCursor(QTextCursor.MoveOperation.Start)
            self._showing = False
        self._timer.stop()

    def show_facts(self) -> None:
        """What the chips read may be something else now."""
        self.document().markContentsDirty(0, self.document().characterCount())
        self.viewport().update()

    def rest(self) -> None:
        """Hand the text out now, if it is another."""
        self._timer.stop()
        if self.pending and not self.isReadOnly():
            self._stored = self.markup
            self.rested.emit(self._stored)

    def not_stored(self, markup: str) -> None:
        """This text was handed out and is not stored: it is handed out again when the focus leaves."""
        if self._stored == markup:
            self._stored = NEVER

    def _typed(self) -> None:
        if not self._showing:
            if not self._timer.isActive():  # who types on without a pause is not to lose more than who stops
                self._timer.start()
            self.changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason):
            self.rest()
            self.visit = object()

    # ---- what can be done to it

    def toggle_bold(self) -> None:
        """Bold, or no longer bold, what is selected or typed next."""
        look = QTextCharFormat()
        heavy = self.textCursor().charFormat().fontWeight() >= QFont.Weight.DemiBold
        look.setFontWeight(QFont.Weight.Normal if heavy else QFont.Weight.DemiBold)
        self.mergeCurrentCharFormat(look)

    def toggle(self, kind: str) -> None:
        """Make the paragraphs that are selected of this kind, or plain ones if they are."""
        chosen = self.textCursor()
        document = self.document()
        first = document.findBlock(chosen.selectionStart())
        last = document.findBlock(chosen.selectionEnd())
        wanted = "text" if texts.kind_at(first) == kind else kind
        chosen.beginEditBlock()
        block, joins = first, texts.kind_at(first.previous()) == wanted if first.previous().isValid() else False
        while block.isValid():
            texts.shape(QTextCursor(block), wanted, joins=joins)
            if block == last:
                break
            block, joins = block.next(), True
        chosen.endEditBlock()

    def put(self, kind: Kind, key: str) -> None:
        """A chip at the cursor; a table or figure stands in a paragraph of its own."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        if kind == "place":
            if cursor.block().text().strip():
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
                cursor.insertBlock()
                texts.shape(cursor, "text")
            cursor.insertText(OBJECT, chip("place", key))
        else:
            cursor.insertText(OBJECT, chip(kind, key))
            cursor.setCharFormat(QTextCharFormat())
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if entered and self._leaves_list():
            return
        if event.matches(QKeySequence.StandardKey.InsertLineSeparator):  # a text has paragraphs, and no lines within them
            self.textCursor().insertBlock()
            self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)
        if entered and texts.kind_at(self.textCursor().block()) == "heading":
            texts.shape(self.textCursor(), "text")

    def _leaves_list(self) -> bool:
        """Enter in an empty line of a list ends the list."""
        block = self.textCursor().block()
        if block.textList() is None or block.text():
            return False
        texts.shape(self.textCursor(), "text")
        return True

    def event(self, event: QEvent) -> bool:
        if left_to_window(event, self):
            event.ignore()
            return False
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            look = self._chip_at(event)
            QToolTip.showText(event.globalPos(), self._tells(*look) if look else "", self)
            return True
        return super().event(event)

    def _chip_at(self, event: QHelpEvent) -> tuple[str, str] | None:
        cursor = self.cursorForPosition(self.viewport().mapFrom(self, event.pos()))
        for step in (0, 1):
            probe = QTextCursor(cursor)
            probe.setPosition(min(cursor.position() + step, self.document().characterCount() - 1))
            look = probe.charFormat()
            if kind_of(look):
                return kind_of(look), key_of(look)
        return None

    # ---- copy and paste

    def createMimeDataFromSelection(self) -> QMimeData:
        """As markup for ourselves, as it reads for everybody else."""
        made = QMimeData()
        lines = _selected(self.textCursor())
        made.setData(MIME, write(lines).encode())
        made.setText("\n".join(self._read(line) for line in lines))
        return made

    def _read(self, line: Line) -> str:
        reads = self._chips.reads
        if line.kind == "place":
            return reads("place", line.key)
        return "".join(_words(piece, reads) for piece in line.pieces)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text only: pictures belong to the evidence."""
        return source.hasFormat(MIME) or source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """What was copied here keeps its chips; text from elsewhere comes as paragraphs, with bold and lists where it says so."""
        if self.document().characterCount() - len(self.textCursor().selectedText()) + len(source.text()) > LONGEST + 1:
            self.overfull.emit()
            return
        if source.hasFormat(MIME):
            lines = parse(bytes(source.data(MIME).data()).decode("utf-8", "replace"))
        else:
            plain = source.text()
            told = read_html(source.html(), plain) if source.hasHtml() else None
            lines = told or tuple(Line("text", (Piece(line.strip()),)) for line in plain.splitlines() if line.strip())
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        texts.insert(cursor, lines)
        cursor.endEditBlock()
        self.setTextCursor(cursor)


def _words(piece: Piece, reads: Reads) -> str:
    return reads("fact", piece.fact) if piece.fact else reads("ref", piece.ref) if piece.ref else piece.text


def _selected(cursor: QTextCursor) -> tuple[Line, ...]:
    """The lines of a selection."""
    part = QTextDocument()
    QTextCursor(part).insertFragment(cursor.selection())
    return texts.lines_of(part)
