"""The pages tab: the report laid out in the background by the machine's office program, shown page by page."""

from collections.abc import Callable, Generator, Iterator
from functools import partial
from typing import Literal

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from db.places import laying_folder
from diagnosis.errors import UserError
from diagnosis.progress import Progress
from diagnosis.text import one_line
from reports.office import office
from reports.offices.program import Program
from reports.paged import Kept, Look, Paged
from reports.pdf import Bitmap, bitmaps
from ui import theme
from ui.authoring.pages_view import PagesView
from ui.authoring.work import Work
from ui.icons import icon
from ui.phrasing import take_phrases
from ui.session import Session
from ui.shortcuts import tip
from ui.tasks import Task
from ui.widgets.elided import ElidedLabel
from ui.widgets.empty_state import EmptyState

SETTLED_MS = 1500  # after the last change, before the pages are made anew
BUTTONS = {"before": "up", "next": "down", "smaller": "minus", "larger": "plus", "fit": "width", "whole": "fit"}
State = Literal["none", "waiting", "laying", "stopped", "done", "old", "failed"]


def laying(work: Work, look: Look, program: Program, kept: Kept) -> Generator[Progress, None, Paged | str]:
    """The making of the pages; Word's library and the charts are loaded on the worker, when they are first needed."""
    from reports.preview import paging

    take_phrases(look.phrases)
    sections = [part.section.id for part in work.composed.arranged.standing()]
    return (yield from paging(work.composed.report, sections, look, program, kept, laying_folder()))


def drawing(pdf: bytes, wanted: dict[int, float]) -> Iterator[object]:
    """Pictures of pages, each told as (page, pixels an inch, picture)."""
    for at, bitmap in bitmaps(pdf, wanted):
        yield at, wanted[at], bitmap


class PagesPane(QWidget):
    """``picked`` (section): it was clicked; ``entered``: and it is to be edited. ``other``: the view of the screen is wanted instead.

    ``enlarged``: the pages are to have all the room, or no longer.
    """

    picked = Signal(str)
    entered = Signal()
    other = Signal()
    enlarged = Signal(bool)

    def __init__(self, session: Session, look: Callable[[], Look]) -> None:
        """``look``: how the report is to look, asked each time."""
        super().__init__()
        self.session, self._look = session, look
        self.work: Work | None = None
        self.state: State = "none"
        self._reason: UserError | str = ""
        self._laid: tuple[Work, Look] | None = None  # what the pages show
        self._kept, self._held = Kept(), False
        self._task: Task | None = None
        self._drawing: Task | None = None
        self._again = self._settling = False
        self.view, self.told, self.doing, self.redo = PagesView(), ElidedLabel("muted"), ElidedLabel("muted"), theme.button("link")
        self.buttons = {name: _tool(picture) for name, picture in BUTTONS.items()}
        self.empty = EmptyState((self.other.emit,))
        self._soon = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._soon.timeout.connect(self._start)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        theme.tight(row, 4)
        for name in ("before", "next"):
            row.addWidget(self.buttons[name])
        row.addWidget(self.told)
        row.addStretch(1)
        row.addWidget(self.doing)
        row.addWidget(self.redo)
        for name in ("smaller", "larger", "fit", "whole"):
            row.addWidget(self.buttons[name])
        self._pages = QWidget()
        column = QVBoxLayout(self._pages)
        theme.tight(column)
        column.addLayout(row)
        column.addWidget(self.view, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._pages)
        self._stack.addWidget(self.empty)
        whole = QVBoxLayout(self)
        theme.tight(whole, 0)
        whole.addWidget(self._stack)

    def _connect(self) -> None:
        does = {
            "before": partial(self.view.turn, -1),
            "next": partial(self.view.turn, 1),
            "smaller": self.view.smaller,
            "larger": self.view.larger,
            "fit": partial(self.view.set_zoom, None),
        }
        self.buttons["whole"].setCheckable(True)
        self.buttons["whole"].toggled.connect(self.enlarged)
        for name, do in does.items():
            self.buttons[name].clicked.connect(lambda _on=False, do=do: do())
        self.view.wanted.connect(self._draw)
        self.view.moved.connect(self._tell)
        self.view.picked.connect(self.picked)
        self.view.entered.connect(self.entered)
        self.view.whole.connect(self.buttons["whole"].toggle)
        self.redo.clicked.connect(lambda: self._cancel() if self.state == "laying" else self._start())

    # ---- what is laid out

    def show_work(self, work: Work | None, section: str) -> None:
        """The report as it stands now; its pages follow when nothing has changed for a moment."""
        if work is None or (self.work is not None and self.work.lang != work.lang):
            self._forget()
        self.work = work
        self.view.show_section(section)
        if work is not None and self._is_old and self.isVisible():
            self._set("waiting" if self._laid is None else "old")
            self._soon.start()

    def shrink(self) -> None:
        """Leave room for the text again."""
        self.buttons["whole"].setChecked(False)

    def _forget(self) -> None:
        """Nothing of another report is shown."""
        self._cancel()
        self._soon.stop()
        self._laid, self._kept = None, Kept()
        self.view.show_paged(None)
        self._set("none")

    @property
    def _is_old(self) -> bool:
        if self.work is None or self._laid is None:
            return self.work is not None
        return self._laid[0].composed.report != self.work.composed.report or self._laid[1] != self._look()

    @property
    def busy(self) -> bool:
        """Whether pages are being made."""
        return self._task is not None

    def hold(self, held: bool) -> None:
        """While a report is exported no pages are laid out beside it."""
        self._held = held
        if held:
            self._cancel()
        elif self.isVisible() and self._is_old:
            self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tell()
        if self._is_old:
            self._start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._soon.stop()

    def _start(self) -> None:
        """Lay out what stands now; what is being laid out is given up first, so there are never two at once."""
        program = office()
        if program is None or self.work is None or self._held:
            self._tell()
            return
        if self._task is not None:
            self._again = True
            self._task.cancel()
            return
        self._soon.stop()
        asked = (self.work, self._look())
        task = self._task = self.session.start(laying(*asked, program, self._kept))
        self._set("laying")
        task.progressed.connect(self._progressed)
        task.finished.connect(partial(self._came, task, asked))
        task.stopped.connect(self._stopped)
        task.failed.connect(self._failed)

    def _cancel(self) -> None:
        self._again = False
        if self._task is not None:
            self._task.cancel()

    def _progressed(self, progress: Progress) -> None:
        self.doing.setText(progress.text.to(self.session.lang))

    def _came(self, task: Task, asked: tuple[Work, Look]) -> None:
        self._task = None
        found: Paged | str = task.result
        if isinstance(found, str):
            self._failed(found)
            return
        self._laid, self._settling = asked, not found.settled and not self._settling
        self.view.show_paged(found)
        self._set("done")
        if self._again or self._is_old or self._settling:  # the contents show the pages of this layout only in the next
            self._once_more()

    def _once_more(self) -> None:
        self._again = False
        if self.isVisible():
            self._start()

    def _stopped(self) -> None:
        self._task = None
        self._set("old" if self._laid is not None else "stopped")
        if self._again:
            self._once_more()

    def _failed(self, reason: Exception | str) -> None:
        self._task, self._reason = None, reason if isinstance(reason, UserError | str) else ""
        if isinstance(reason, Exception) and not isinstance(reason, UserError):
            self.session.tell(reason)
        self._set("failed")
        if self._again:  # what failed was given up already
            self._once_more()

    # ---- pictures

    def _draw(self, wanted: dict[int, float]) -> None:
        """Make pictures of what is seen now; what was asked before is given up."""
        if self._drawing is not None:
            self._drawing.cancel()
        paged = self.view.paged
        if paged is not None:
            task = self._drawing = self.session.start(drawing(paged.pdf, wanted))  # type: ignore[arg-type]  # steps that tell pictures
            task.progressed.connect(partial(self._drawn, paged))
            task.failed.connect(self.session.tell)

    def _drawn(self, paged: Paged, found: tuple[int, float, Bitmap]) -> None:
        if paged is self.view.paged:
            self.view.put(*found)

    # ---- words

    def _set(self, state: State) -> None:
        self.state = state
        self._tell()

    def _tell(self) -> None:
        """Which page is shown, and how far the layout is."""
        words, paged, program = self.session.words, self.view.paged, office()
        here = words("pages.page", page=self.view.sheet, count=len(paged.sizes)) if paged is not None else ""
        self.told.setText(here)
        title = self._title()
        self.view.setAccessibleDescription(words("authoring.pair", label=here, title=title) if here else "")
        if self.state != "laying" or program is None:
            name = "" if program is None else program.name
            key = "failed-why" if self.state == "failed" and self._why else self.state
            told = words(f"pages.{key}", program=name, reason=one_line(self._why)) if self.state not in ("none", "done") else ""
            self.doing.setText(told)
        self.redo.setText(words("pages.cancel" if self.state == "laying" else "pages.again"))
        self.redo.setVisible(self.state in ("laying", "stopped", "failed", "old"))
        for name, button in self.buttons.items():
            button.setEnabled(paged is not None)
            told = words(f"pages.{name}")
            button.setAccessibleName(told)
            button.setToolTip(tip(told, f"pages.{name}", self.session.lang))
        self._stack.setCurrentWidget(self.empty if program is None else self._pages)

    @property
    def _why(self) -> str:
        """Why it has failed, as far as that is known."""
        return self._reason.sentence().to(self.session.lang) if isinstance(self._reason, UserError) else self._reason

    def _title(self) -> str:
        part = self.work.part(self.view.section) if self.work is not None else None
        return part.title if part is not None else ""

    def retranslate(self) -> None:
        """Every text in the session's language."""
        words = self.session.words
        self.view.setAccessibleName(words("authoring.pages"))
        self.empty.say(words("pages.no-office"), words("pages.no-office-text"), (words("pages.other"),))
        self._tell()


def _tool(picture: str) -> QToolButton:
    made = theme.tool_button()
    made.setIcon(icon(picture))
    return made
