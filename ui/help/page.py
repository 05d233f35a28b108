"""The right side of the help: one page, set for reading, in the colours in force and in the size that the reader likes."""

from dataclasses import fields
from functools import cache
from string import Template

from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from diagnosis.text import TEMPLATES
from ui.settings import Settings
from ui.tones import Tones, tone

SIZE_KEY = "help-size"
USUAL_PX, SIZES = 14, range(11, 25)
MARGIN, INDENT = 24, 22  # pixels around the text, and before lists
LINE = 46  # characters of Chinese in the longest line


class HelpPage(QTextBrowser):
    """Links are told (``anchorClicked``) and not followed."""

    def __init__(self, settings: Settings) -> None:
        """Empty."""
        super().__init__()
        self._settings = settings
        self._html = self._sought = self._sheet = ""
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.document().setDocumentMargin(MARGIN)
        self.document().setIndentWidth(INDENT)

    def show_page(self, html: str, place: str = "") -> None:
        """Show a page from its beginning, or from a place on it."""
        self._html = html
        self._set()
        if place:
            self.scrollToAnchor(place)
        else:
            self.verticalScrollBar().setValue(0)

    def seek(self, typed: str) -> None:
        """Mark the words searched for."""
        self._sought = typed
        look = QTextCharFormat()
        look.setBackground(QColor(tone.accent_soft))
        look.setForeground(QColor(tone.accent_dark))
        marks = []
        for word in typed.split():
            found = self.document().find(word)
            while not found.isNull():
                marks.append(_mark(found, look))
                found = self.document().find(word, found)
        self.setExtraSelections(marks)

    def _set(self) -> None:
        self._sheet = _sheet(self.size_px)
        self.document().setDefaultStyleSheet(self._sheet)
        self.setHtml(self._html)
        self.seek(self._sought)

    def set_again(self) -> None:
        """The same page anew, where it was, in other sizes or colours."""
        if self._html and _sheet(self.size_px) != self._sheet:
            scrolled = self.verticalScrollBar().value()
            self._set()
            self.verticalScrollBar().setValue(scrolled)

    @property
    def size_px(self) -> int:
        """How large the text is, in pixels."""
        return self._settings.number(SIZE_KEY, USUAL_PX)

    def set_size(self, pixels: int) -> None:
        """Set the text larger or smaller, within reason."""
        if pixels in SIZES:
            self._settings.set_number(SIZE_KEY, pixels)
            self._fit()
            self.set_again()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self.set_again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """No line is longer than one can read."""
        self.setViewportMargins(0, 0, max(0, self.width() - 2 * MARGIN - LINE * self.size_px), 0)


def _mark(found: QTextCursor, look: QTextCharFormat) -> QTextEdit.ExtraSelection:
    selection = QTextEdit.ExtraSelection()
    selection.cursor, selection.format = found, look  # type: ignore[attr-defined]  # the stubs leave its members out
    return selection


def _sheet(pixels: int) -> str:
    """The style sheet of the pages in the colours in force."""
    gap = round(pixels * 0.6)
    sizes = {"text": pixels, "title": pixels + 6, "heading": pixels + 2, "small": pixels - 2}
    gaps = {"gap": gap, "half": gap // 2, "section": 2 * gap}
    return _pattern().substitute({each.name: getattr(tone, each.name) for each in fields(Tones)}, **sizes, **gaps)


@cache
def _pattern() -> Template:
    return Template((TEMPLATES / "help" / "page.css").read_text("utf-8"))
