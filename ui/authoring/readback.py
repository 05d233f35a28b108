"""An edited report beside what stands here, section by section; what is ticked is taken over as one change."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from db import operations
from diagnosis.text import phrase
from reports.authoring.taking import Compared, Comparison, commented, taken
from ui import theme
from ui.authoring import html
from ui.authoring.lower import Browser
from ui.authoring.work import Work
from ui.dialogs.dialog import Dialog
from ui.session import Session

WIDTH, HEIGHT, LIST_WIDTH = 960, 600, 280
ROLE = Qt.ItemDataRole.UserRole
SHOWN = ("file", "both", "lost")


class ReadBackDialog(Dialog):
    """Sections that only the file has changed are ticked; those that both sides have changed are not."""

    topic = "writing"

    def __init__(self, session: Session, parent: QWidget, comparison: Comparison, work: Work, round_id: int) -> None:
        """``work``: the report as it stands here, in the file's language."""
        super().__init__(session, parent)
        self.comparison, self.work, self._round_id = comparison, work, round_id
        self.setWindowTitle(session.words("readback.title"))
        self.list, self.text = QListWidget(), Browser()
        self.list.setObjectName("suggestions")
        self.note = theme.label("advice", wrap=True)
        self.take, self.close_button = theme.button("primary"), theme.button("", session.words("readback.close"))
        self.refused: QLabel = theme.label("error", wrap=True)
        self.refused.hide()
        self._lay_out()
        self._fill([each for each in comparison.sections if each.state in SHOWN or each.tells])
        self.list.currentItemChanged.connect(lambda *_: self._show())
        self.list.itemChanged.connect(lambda _item: self._count())
        self.take.clicked.connect(self._take)
        self.close_button.clicked.connect(self.give_up)
        self.list.setCurrentRow(0)
        self._show()
        self._count()
        self.resize(WIDTH, HEIGHT)

    def _lay_out(self) -> None:
        column, row, split = QVBoxLayout(self), QHBoxLayout(), QSplitter(Qt.Orientation.Horizontal)
        theme.tight(column, theme.SPACE, 3 * theme.SPACE)
        theme.tight(row)
        column.addWidget(theme.label("title", self.session.words("readback.title")))
        for role, text in self._lines():
            column.addWidget(theme.label(role, text, wrap=True))
        right = QWidget()
        inside = QVBoxLayout(right)
        theme.tight(inside)
        inside.setContentsMargins(theme.SPACE, 0, 0, 0)
        inside.addWidget(self.note)
        inside.addWidget(self.text, 1)
        split.addWidget(self.list)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setSizes([LIST_WIDTH, WIDTH - LIST_WIDTH])
        split.setHandleWidth(1)
        column.addWidget(split, 1)
        column.addWidget(self.refused)
        row.addStretch(1)
        row.addWidget(self.close_button)
        row.addWidget(self.take)
        column.addLayout(row)
        self.list.setAccessibleName(self.session.words("readback.title"))

    def _lines(self) -> list[tuple[str, str]]:
        """What is to be known before anything is chosen."""
        words, found = self.session.words, self.comparison
        counts = {state: sum(each.state == state for each in found.sections) for state in SHOWN}
        lang = phrase("pages", f"report.{self.work.lang}").to(self.session.lang)
        counts["remarks"] = sum(len(each.remarks) for each in found.sections)
        counts["left"] = sum(sum(each.left.values()) for each in found.sections)
        counts["retouched"] = sum(len(each.retouched) for each in found.sections)
        told = words("readback.join").join(words(f"readback.count-{key}", count=count) for key, count in counts.items() if count)
        lines = [("muted", words("readback.from" if told else "readback.from-same", file=found.file, lang=lang, told=told))]
        if found.foreign:
            lines.append(("error", words("readback.foreign")))
        if found.moved:
            lines.append(("muted", words("readback.moved")))
        if found.unknown:
            lines.append(("muted", words("readback.unknown", count=found.unknown)))
        if not any(counts.values()) and not found.moved:
            lines.append(("", words("readback.nothing")))
        return lines

    def _fill(self, sections: Sequence[Compared]) -> None:
        for each in sections:
            beside = "comments" if each.remarks else "left" if each.left else "retouched"
            told = self.session.words(f"readback.state-{each.state if each.state in SHOWN else beside}", what=each.beside)
            item = QListWidgetItem(self.session.words("authoring.pair", label=each.title, title=told), self.list)
            item.setData(ROLE, each)
            item.setToolTip(each.title)
            if each.takes:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked if each.state != "both" else Qt.CheckState.Unchecked)

    @property
    def chosen(self) -> list[str]:
        """The ids of the sections that are ticked."""
        items = (self.list.item(at) for at in range(self.list.count()))
        return [item.data(ROLE).id for item in items if item.data(ROLE).takes and item.checkState() == Qt.CheckState.Checked]

    def open_choices(self) -> int:
        """The sections that somebody has ticked, or unticked."""
        items = [self.list.item(at) for at in range(self.list.count())]
        proposed = [item.data(ROLE).id for item in items if item.data(ROLE).takes and item.data(ROLE).state != "both"]
        return len({*self.chosen} ^ {*proposed})

    def _count(self) -> None:
        self.take.setText(self.session.words("readback.take", count=len(self.chosen)))
        self.take.setEnabled(bool(self.chosen))

    def _show(self) -> None:
        found = self.list.currentIndex().data(ROLE)
        if not isinstance(found, Compared):
            return
        words = self.session.words
        notes = [words(f"readback.{found.state}-note")] if found.state in ("both", "lost") else []
        if found.formal:
            notes.append(words("readback.formal-note"))
        if found.left:
            notes.append(words("readback.left-note", what=found.beside))
        if found.retouched:
            notes.append(words("readback.retouched-note", names=words("authoring.join").join(found.retouched)))
        if found.overwritten:
            notes.append(words("readback.overwritten-note", texts=words("authoring.join").join(found.overwritten)))
        notes += [words("readback.comment-note", who=remark.who, text=remark.text) for remark in found.remarks]
        self.note.setText("\n".join(notes))
        self.note.setVisible(bool(notes))
        self.text.show_made(lambda: self._html(found))

    def _html(self, found: Compared) -> str:
        words = self.session.words
        here, there = self.work.reads(found.ours), self.work.reads(found.theirs)
        if found.their_title and found.their_title != found.title:
            here, there = f"{found.title}\n{here}", f"{found.their_title}\n{there}"
        left = html.heading(words("readback.here")) + html.paragraphs(here)
        if not found.writes:
            return left
        right = html.heading(words("readback.there")) + html.paragraphs(there)
        return html.heading(words("readback.marked")) + html.differences(here, there) + html.beside(left, right)

    def _take(self) -> None:
        chosen, lang = self.chosen, self.work.lang
        texts, remarks = taken(self.comparison, chosen, self.work.composed, self.work.facts), commented(self.comparison, chosen)

        def done(_change: object) -> None:
            self.session.note("readback.done", count=len({*texts, *remarks}))
            self.accept()

        self.session.change(operations.take_texts, self._round_id, lang, texts, remarks, self.comparison.file, done=done)
