"""Below the text: how it will look, how it differs from the draft, its versions, and comments on it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser, QToolButton, QVBoxLayout, QWidget

from diagnosis import moments
from diagnosis.authored import Remark, Version
from reports.authoring.arranging import Part
from reports.authoring.markup import parse, write
from ui import theme
from ui.authoring import html
from ui.authoring.work import Work
from ui.icons import icon
from ui.widgets.scrolling import Scrolling
from ui.widgets.text_editors import Line

Say = Callable[..., str]
LIST_WIDTH = 180


class Browser(QTextBrowser):
    """HTML made anew when the colours change."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self._make: Callable[[], str] = str
        self._shown = ""
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.document().setDocumentMargin(12)

    def show_made(self, make: Callable[[], str]) -> None:
        """Show what ``make`` makes; it is asked again in other colours."""
        self._make = make
        self._set()

    def _set(self) -> None:
        made = self._make()
        if made != self._shown:
            at, self._shown = self.verticalScrollBar().value(), made
            self.setHtml(made)
            self.verticalScrollBar().setValue(at)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._set()


def changes_html(work: Work, part: Part, markup: str, words: Say) -> str:
    """What has changed since, and the text against the draft of today."""
    parts = []
    found = work.stale.get(part.section.id)
    if found is not None:
        told = [words("authoring.changed-fact", name=each.name, then=each.then, now=each.now) for each in found.facts]
        for key, lines in (("facts", told), ("new", found.new), ("gone", found.gone)):
            if lines:
                parts += [html.heading(words(f"authoring.changed-{key}")), html.bullets(lines)]
    mine, draft = work.reads(markup), work.reads(part.section.draft)
    if mine == draft:
        return html.heading(words("authoring.same-as-draft"))
    parts += [html.heading(words("authoring.against")), html.differences(draft, mine)]
    left = html.heading(words("authoring.both-draft")) + html.paragraphs(draft)
    right = html.heading(words("authoring.both-mine")) + html.paragraphs(mine)
    return "".join((*parts, html.beside(left, right)))


class VersionsView(QWidget):
    """``taken`` (Version): it is to be the text again."""

    taken = Signal(object)

    def __init__(self, words: Say) -> None:
        """Empty."""
        super().__init__()
        self._say = words
        self._work: Work | None = None
        self._markup = ""
        self.list, self.text, self.take = QListWidget(), Browser(), theme.button()
        self.list.setFixedWidth(LIST_WIDTH)
        self.list.setObjectName("suggestions")
        self.none = theme.label("muted", wrap=True)
        self.none.setAlignment(Qt.AlignmentFlag.AlignTop)
        right = QVBoxLayout()
        theme.tight(right)
        right.addWidget(self.text, 1)
        row = QHBoxLayout()
        row.addWidget(self.take)
        row.addStretch(1)
        right.addLayout(row)
        self._inside = QWidget()
        inside = QHBoxLayout(self._inside)
        theme.tight(inside)
        inside.addWidget(self.list)
        inside.addLayout(right, 1)
        column = QVBoxLayout(self)
        theme.tight(column)
        column.addWidget(self.none)
        column.addWidget(self._inside, 1)
        self.list.currentItemChanged.connect(lambda *_: self._show())
        self.take.clicked.connect(lambda: self.taken.emit(self.current) if self.current is not None else None)

    @property
    def current(self) -> Version | None:
        """The version that is chosen."""
        found = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        return found if isinstance(found, Version) else None

    def forget(self) -> None:
        """Those of another section, or of the report in another language, are nothing to be taken here."""
        self.list.clear()
        self.none.hide()
        self._inside.hide()

    def show_versions(self, work: Work, found: Sequence[Version], markup: str) -> None:
        """The versions of a section whose text is ``markup`` now."""
        before = self.current
        self._work, self._markup = work, write(parse(markup))
        self.list.blockSignals(True)
        self.list.clear()
        for each in found:
            when = moments.shown(each.at, "%m-%d %H:%M")
            now = write(parse(each.text)) == self._markup
            item = QListWidgetItem(self._say(f"authoring.version-{'now' if now else 'by'}", time=when, who=each.who), self.list)
            item.setData(Qt.ItemDataRole.UserRole, each)
        self.list.setCurrentRow(next((at for at, each in enumerate(found) if each == before), 0))
        self.list.blockSignals(False)
        self.none.setVisible(not found)
        self._inside.setVisible(bool(found))
        self._show()

    def _show(self) -> None:
        version, work = self.current, self._work
        self.take.setEnabled(version is not None and write(parse(version.text)) != self._markup)
        if version is None or work is None:
            return
        old, new = work.reads(version.text), work.reads(self._markup)
        self.text.show_made(lambda: html.heading(self._say("authoring.version-against")) + html.differences(old, new))

    def retranslate(self) -> None:
        """Every text in the session's language."""
        self.take.setText(self._say("authoring.version-take"))
        self.none.setText(self._say("authoring.version-none"))
        self.list.setAccessibleName(self._say("authoring.versions"))
        self.text.setAccessibleName(self._say("authoring.version-against"))


class RemarksView(QWidget):
    """``added`` (text), ``removed`` (Remark)."""

    added = Signal(str)
    removed = Signal(object)

    def __init__(self, words: Say) -> None:
        """Empty."""
        super().__init__()
        self._say = words
        self._remarks: tuple[Remark, ...] = ()
        self.none, self.line, self._rows = theme.label("muted", wrap=True), Line(), QVBoxLayout()
        self.buttons: list[QToolButton] = []
        self._shown: list[QWidget] = []
        theme.tight(self._rows)
        column = QVBoxLayout(self)
        theme.tight(column)
        inside = QWidget()
        below = QVBoxLayout(inside)
        theme.tight(below)
        below.addWidget(self.none)
        below.addLayout(self._rows)
        below.addStretch(1)
        column.addWidget(self.line)
        column.addWidget(Scrolling(inside), 1)
        self.line.returnPressed.connect(self._add)

    def _add(self) -> None:
        if text := self.line.text().strip():
            self.line.clear()
            self.added.emit(text)

    def show_remarks(self, remarks: tuple[Remark, ...]) -> None:
        """The comments on a section."""
        self._remarks = remarks
        for row in self._shown:
            self._rows.removeWidget(row)
            row.deleteLater()
        self._shown, self.buttons = [], []
        for remark in remarks:
            self._shown.append(self._row(remark))
            self._rows.addWidget(self._shown[-1])

    def _row(self, remark: Remark) -> QWidget:
        made, delete = QWidget(), theme.tool_button()
        delete.setIcon(icon("trash"))
        delete.setToolTip(self._say("authoring.remark-delete"))
        delete.setAccessibleName(f"{self._say('authoring.remark-delete')}: {remark.text}")
        delete.clicked.connect(lambda: self.removed.emit(remark))
        self.buttons.append(delete)
        when = moments.shown(remark.at) if remark.at else ""
        texts = QVBoxLayout()
        theme.tight(texts, 2)
        texts.addWidget(theme.label("", remark.text, wrap=True))
        texts.addWidget(theme.label("small", self._say("authoring.remark-by", who=remark.who, time=when)))
        row = QHBoxLayout(made)
        theme.tight(row)
        row.addLayout(texts, 1)
        row.addWidget(delete, 0, Qt.AlignmentFlag.AlignTop)
        return made

    def retranslate(self) -> None:
        """Every text in the session's language."""
        self.none.setText(self._say("authoring.remark-none"))
        self.line.setPlaceholderText(self._say("authoring.remark-text"))
        self.line.setAccessibleName(self._say("authoring.remark-text"))
        self.show_remarks(self._remarks)
