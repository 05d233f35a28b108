"""The line above a list's table: what is done with rows, the search, and how the table is shown."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QPushButton, QWidget

from diagnosis.text import Lang, phrase
from ui import icons, theme
from ui.shortcuts import keys_of, tip
from ui.widgets.complete_box import CompleteBox
from ui.widgets.search_line import SearchLine

SEARCH_WIDTHS = (128, 260)
WITH_WORDS = ("add", "duplicate", "delete", "bulk")  # where there is room
ICONS = {"add": "plus", "duplicate": "copy", "delete": "trash", "bulk": "bulk", "filter": "filter", "columns": "columns", "form": "beside"}


class ListBar(QWidget):
    """``buttons`` by the name of what they do. Where there is little room those with words but the first show their icons only."""

    def __init__(self, complete: CompleteBox, *, bare: bool) -> None:
        """``bare``: rows can be added, copied and deleted, and that is all."""
        super().__init__()
        self.buttons = {name: self._make(name) for name in ICONS}
        self.search = SearchLine()
        self.search.setMinimumWidth(SEARCH_WIDTHS[0])
        self.search.setMaximumWidth(SEARCH_WIDTHS[1])
        self.search.setFixedHeight(theme.CONTROL_HEIGHT)
        self.search.installEventFilter(self)
        self.count = theme.label("muted")
        self._words: dict[str, str] = {}
        self._hidden: set[QWidget] = set() if complete.part.completable else {complete}
        if bare:
            self._hidden |= {self.search, *(self.buttons[name] for name in ("bulk", "filter", "columns", "form"))}
        row = self._row = QHBoxLayout(self)
        theme.tight(row)
        left = (*(self.buttons[name] for name in WITH_WORDS), self.search, self.buttons["filter"], self.count)
        for widget in left:
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (complete, self.buttons["columns"], self.buttons["form"]):
            row.addWidget(widget)
        for each in self._hidden:  # shown are the others anyway; showing them before they have a parent would open windows
            each.hide()

    def _make(self, name: str) -> QPushButton:
        made = theme.button()
        made.setIcon(icons.icon(ICONS[name]))
        return made

    def retranslate(self, lang: Lang) -> None:
        """Words, tooltips and names in ``lang``."""
        words = {name: phrase("ui", f"table.{name}").to(lang) for name in ICONS}
        tips: Mapping[str, str] = {**words, "add": phrase("ui", "table.add-tip", keys=keys_of("table.paste-rows")).to(lang)}
        self._words = {name: words[name] for name in WITH_WORDS}
        for name, made in self.buttons.items():
            made.setToolTip(tip(tips[name], f"table.{name}", lang))
            made.setAccessibleName(words[name])
        self.search.setPlaceholderText(phrase("ui", "table.search").to(lang))
        self.search.name_cross(phrase("ui", "field.clear-search").to(lang))
        self.search.setAccessibleName(phrase("ui", "table.search").to(lang))
        self.search.setToolTip(tip(phrase("ui", "table.search").to(lang), "table.search", lang))
        self._fit()

    def show_count(self, shown: int, total: int, strays: int, chosen: int, lang: Lang) -> None:
        """How many rows are shown of how many, how many of them no longer match what is searched for, and how many are chosen."""
        told = phrase("ui", "table.count" if shown == total else "table.count-found", shown=f"{shown:,}", total=f"{total:,}")
        if strays:
            told = phrase("ui", "table.count-strays", shown=f"{shown:,}", strays=f"{strays:,}")
        if chosen > 1:
            told = phrase("ui", "table.count-chosen", chosen=f"{chosen:,}")
        text = told.to(lang)
        if text != self.count.text():
            self.count.setText(text)
            self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape takes away what was searched for."""
        escapes = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape
        if escapes and watched is self.search:
            self.search.clear()
            return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def _fit(self) -> None:
        """All words if they fit, else the icons without them."""
        for name, made in self.buttons.items():
            made.setText(self._words.get(name, ""))
        self._set_narrow(())
        if self._needed() > self.width():
            self._set_narrow(WITH_WORDS[1:])

    def _set_narrow(self, names: Sequence[str]) -> None:
        for name, made in self.buttons.items():
            if name in names:
                made.setText("")
            theme.set_role(made, "icon" if not made.text() else "")

    def offer_form(self, on: bool) -> None:
        """Whether the form can stand beside the table at all."""
        made = self.buttons["form"]
        self._hidden = self._hidden - {made} if on else self._hidden | {made}
        made.setVisible(on)
        self._fit()

    def _needed(self) -> int:
        parts = [widget for widget in self.findChildren(QWidget) if widget.parent() is self and widget not in self._hidden]
        widths = [SEARCH_WIDTHS[0] if widget is self.search else _width(widget) for widget in parts]
        return sum(widths) + theme.SPACE * len(widths)


def _width(widget: QWidget) -> int:
    hint = widget.sizeHint().width()
    return hint if isinstance(widget, QAbstractButton) or hint > 0 else widget.minimumSizeHint().width()
