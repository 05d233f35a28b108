"""The main thread's half of the work on the open workspace: what is asked of the worker, what came of it, and what it could not store."""

import threading
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from db.history import Change, redo, undo
from db.refusals import HELD, ONLY_READ, READ_ONLY, is_about
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.questionnaire import questionnaire
from diagnosis.text import Lang, Text, phrase
from ui.speaking import Speaking
from ui.storing import Storing
from ui.tasks import Failed, Steps, Task, TaskRunner, Watch, is_gone
from ui.typed import Typed, drafts_of, texts_of
from ui.wanted import Operation, Stored, Wanted, is_kept

T = TypeVar("T")
AGAIN_MS = 5_000  # between two looks at a workspace that takes no changes
UNNOTICED_S = 0.05  # that the window may be kept waiting


class Working(Speaking):
    """A workspace may be open; what follows from its changes is left to who knows what is shown (``_changed``, ``reload``).

    Signals: ``stepped`` (Text: what undo or redo did), ``leaving`` (the round or the window is about to close: store what is typed now),
    ``let_go`` (nothing is held any longer that was typed for a row on its way; whether some of it was lost, as there is no row),
    ``troubled`` (``trouble``, ``unsaved`` or ``unread`` is another: the workspace takes no changes or cannot be read, or does again).
    """

    stepped = Signal(object)
    leaving = Signal()
    let_go = Signal(bool)
    troubled = Signal()

    def __init__(self, lang: Lang, parent: QObject | None = None) -> None:
        """No workspace is open yet."""
        super().__init__(lang, parent)
        self.path: Path | None = None
        self.round_id: int | None = None
        self.undo_name: Text | None = None
        self.redo_name: Text | None = None
        self.runner = TaskRunner(self)
        self.runner.failed.connect(self.tell)
        self.trouble: UserError | None = None  # why the last change could not be written
        self.unsaved: tuple[Text, ...] = ()  # what was typed and is not on disk
        self.refused = False  # whether a change that is not tried again was not written since there is trouble
        self.unread: UserError | None = None  # why the workspace cannot be read
        self.under_way: dict[object, Text] = {}  # what is being read in and is not in the workspace yet, by who reads it
        self._held: set[object] = set()  # who holds what is typed for a row that is on its way
        self._storing = Storing()  # the worker's; never touched on the main thread
        self.typed = Typed(self)
        self._changing = False  # to another workspace
        self.again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self.again.timeout.connect(self._look_again)

    def reload(self) -> None:
        """Read everything anew, as another program has changed it or it could not be read."""
        raise NotImplementedError

    def _changed(self, change: Change | None, wanted: Wanted) -> None:
        """A change that was asked for is on disk, or was not made."""
        raise NotImplementedError

    def tell(self, error: Exception) -> None:
        """As any other error, unless it is told already in place of the pages, or beside them.

        What is told beside them is that typed text waits: that a row or an undo does not wait is another matter.
        """
        if error is self.trouble and self.unsaved:
            self.note("trouble.not-done")
        elif error is not self.unread and error is not self.trouble:
            super().tell(error)

    @property
    def only_read(self) -> bool:
        """Whether the workspace is open only to be read, as somebody else works on it or its disk takes nothing."""
        return self.trouble is not None and self.trouble.code in {HELD, ONLY_READ, READ_ONLY}

    # ---- what is asked of the worker

    def run(self, work: Callable[[Workspace], T], done: Callable[[T], None] | None = None, failed: Failed | None = None) -> None:
        """Queue ``work`` for the workspace's thread; ``done`` gets the result on the main thread.

        When the workspace cannot be read ``unread`` says why, and the window shows that in place of its pages.
        """
        self.runner.submit(lambda: work(self._storing.open), done, lambda error: self._went_wrong(error, failed))

    def _went_wrong(self, error: Exception, failed: Failed | None) -> None:
        if self._is_ours(error):
            self._show_trouble(self.trouble, self.unsaved, error if isinstance(error, UserError) else None)
        elif failed is None or is_gone(failed):
            self.tell(error)
        if failed is not None and not is_gone(failed):
            failed(error)

    def _is_ours(self, error: Exception) -> bool:
        """Whether it is about the open workspace."""
        return self.path is not None and is_about(error, self.path)

    def _show_trouble(self, trouble: UserError | None, unsaved: tuple[Text, ...], unread: UserError | None) -> None:
        now = (trouble, unsaved, unread)
        if now != (self.trouble, self.unsaved, self.unread):
            self.trouble, self.unsaved, self.unread = now
            self.troubled.emit()

    def sign(self, who: str) -> None:
        """From now on changes are this person's."""
        self.runner.submit(lambda: self._storing.sign(who))

    def start(self, steps: Steps) -> Task:
        """Run long work that does not need the workspace (a report is made from a diagnosis)."""
        return self.runner.start(steps)

    def read(self, work: "Callable[[Workspace], Generator[Any, None, object]]") -> Task:
        """Run long work that reads the workspace, in turns with changes of it; it fails with ``workspace-none`` when that is closed."""
        task = self.runner.start(self._storing.with_workspace(work))
        task.failed.connect(self._read_failed)
        return task

    def _read_failed(self, error: Exception) -> None:
        if self._is_ours(error):
            self._went_wrong(error, None)

    def change(
        self,
        operation: Operation,
        *args: object,
        done: Callable[[Change], None] | None = None,
        failed: Failed | None = None,
        keep: bool | None = None,
        watch: Watch | None = None,
        visit: object | None = None,
    ) -> None:
        """Queue ``operation(workspace, *args)``; ``changed`` follows when it is on disk. ``watch``: looks after one in steps.

        A change that the file does not take is kept, and tried again with the next one, if it holds what was typed
        (``keep``; by default as ``is_kept`` says); another one has failed. Changes of one ``visit`` are one step of undo.
        """
        if self._changing:
            return
        kept = is_kept(operation) if keep is None else keep
        tell = partial(self.runner.tell, watch.progressed.emit) if watch is not None else None
        wanted = Wanted(operation, args, kept, done, failed, self.round_id, watch, tell, visit)
        self.runner.submit(lambda: self._storing.change(wanted), self._settled, partial(self._defect, wanted))
        self.typed.send(wanted)  # while the worker wakes up

    def look(self) -> None:
        """Store what could not be stored before, and see whether another program has written to the workspace."""
        if self.path is None:
            return
        self.runner.submit(self._storing.look, self._settled, partial(self._defect, None))
        if self.unread is not None:
            self.reload()

    def _look_again(self) -> None:
        """A disk that has room again, a stick that is back, a workspace that somebody has left: nobody need ask for it."""
        if self.trouble is not None and self.runner.running:
            self.runner.submit(self._storing.look, self._looked_again, partial(self._defect, None))

    def _looked_again(self, stored: Stored) -> None:
        before, now, unread = self.trouble, stored.trouble, self.unread
        if before is not None and now is not None and (before.code, before.facts) == (now.code, now.facts) and not stored.taken:
            self.again.start()
            return
        self._settled(stored)
        if now is None and unread is not None:
            self.reload()

    def _defect(self, wanted: Wanted | None, error: Exception) -> None:
        """A change has a defect, and not always the one that was asked for last: those before it may be on disk, others wait behind it."""
        self.runner.submit(lambda: self._storing.blamed(wanted), partial(self._give_up, wanted, error))

    def _give_up(self, wanted: Wanted | None, error: Exception, broken: Wanted | None) -> None:
        """Nothing but what has the defect comes to nothing, and even that is kept as it was typed."""
        failed = broken.failed if broken is not None else None
        if broken is not None:
            self.typed.settle(broken)
        (self.tell if failed is None or is_gone(failed) else failed)(error)
        if broken is not None:
            from db.operations import set_draft

            for draft in drafts_of(broken, self.lang):
                self.change(set_draft, *draft)
        if broken is not None or wanted is not None:
            self.runner.submit(self._storing.look, self._settled, partial(self._defect, None))

    def _settled(self, stored: Stored) -> None:
        if stored.names is not None:
            self.undo_name, self.redo_name = stored.names
        if stored.trouble is not None or self.trouble is not None:
            self._look_at_trouble(stored)
        for wanted, came in stored.taken:
            self.typed.settle(wanted)
            if isinstance(came, UserError):
                (self.tell if wanted.failed is None or is_gone(wanted.failed) else wanted.failed)(came)
                self._tell_typed(wanted, came)
            else:
                self._changed(came, wanted)
        if stored.foreign:
            self.note("status.met" if stored.met else "status.reloaded", count=stored.met)
            self.reload()

    def _tell_typed(self, wanted: Wanted, error: UserError) -> None:
        """What was typed into a row that somebody has deleted meanwhile: there is no field any more for it to stand in."""
        if error.code == "row-gone" and (texts := texts_of(wanted, self.lang)):
            self.tell(UserError("row-gone-typed", file=error.facts["file"], text="; ".join(texts)))

    def _look_at_trouble(self, stored: Stored) -> None:
        if self.path is not None:
            refused = any(came is stored.trouble for _, came in stored.taken)
            self.refused = stored.trouble is not None and (refused or self.refused)
            self._show_trouble(stored.trouble, stored.left, self.unread)
        self.again.start() if stored.trouble is not None else self.again.stop()

    def undo(self) -> None:
        """Take the last change back."""
        self.change(undo, done=partial(self._tell_step, "status.undone"))

    def redo(self) -> None:
        """Make the last change taken back again."""
        self.change(redo, done=partial(self._tell_step, "status.redone"))

    def _tell_step(self, key: str, change: Change) -> None:
        """Say what undo or redo did, and on which page, as that may be another one than is seen."""
        parts, steps = questionnaire().parts, {step.id: step.name for step in questionnaire().steps}
        pages = {parts[part].step for part in change.parts if part in parts}
        page = phrase("ui", "status.on-page", page=steps[pages.pop()]) if len(pages) == 1 else Text("", "")
        self.stepped.emit(phrase("ui", key, page=page, name=change.name))

    @property
    def holds(self) -> bool:
        """Whether keys are held for a row that is on its way: they are stored nowhere yet. ``let_go`` tells when that is over."""
        return bool(self._held)

    def hold(self, who: object, *, held: bool, lost: bool = False) -> None:
        """``who`` holds what is typed from now on, or has passed it all on, or has ``lost`` some of it."""
        before = self.holds
        (self._held.add if held else self._held.discard)(who)
        if before and not self.holds:
            self.let_go.emit(lost)

    def settle(self, then: Callable[[tuple[Text, ...]], object]) -> None:
        """Store now what is typed; ``then`` gets what could not be stored.

        It is called within this call where that takes no longer than nobody notices, and later where the worker is at something long.
        """
        if not self.runner.running:
            then(())
            return
        self.leaving.emit()
        found: list[Text] = []
        done, late = threading.Event(), threading.Event()

        def look() -> None:
            found.extend(each.name for each in self._storing.waiting)
            done.set()

        def came(_none: None = None) -> None:
            then(tuple(dict.fromkeys([*self.under_way.values(), *found])))

        self.runner.submit(look, lambda _none: came() if late.is_set() and not is_gone(then) else None)
        if done.wait(UNNOTICED_S):
            came()
        else:
            late.set()
