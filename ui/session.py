"""The presenter that every page gets: the open workspace and round, the language, and how to read and change them."""

import datetime as dt
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from db.clusters import ClusterEntry, clusters, find_round
from db.history import Change, redo, undo
from db.refusals import HELD, ONLY_READ, is_about
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.questionnaire import Questionnaire, questionnaire
from diagnosis.text import Lang, Text, phrase
from ui.diagnosing import Diagnosing, is_text
from ui.storing import Names, Operation, Stored, Storing, Wanted, back_up, is_kept
from ui.tasks import Failed, Steps, Task, TaskRunner, Watch
from ui.typed import Typed

if TYPE_CHECKING:
    from diagnosis.framework import Framework
    from diagnosis.result import Diagnosis
    from diagnosis.survey import Survey

T = TypeVar("T")


class Session(QObject):
    """Everything here runs on the main thread, except the functions given to ``run``, which run on the workspace's own.

    Signals: ``changed`` (Change, after each change, undo and redo), ``diagnosed`` (Diagnosis of the open round),
    ``workspace_opened``, ``clusters_changed`` (the entries in ``clusters`` are new), ``round_opened`` (another round is
    open, or none), ``language_changed``, ``message`` (Text or UserError for the message bar), ``crashed`` (an exception
    that is our defect), ``saved`` (datetime), ``jump`` (Place: show this field), ``help_wanted`` (a page of the help; nothing: on what
    has the focus), ``leaving`` (the round or the window is about to close: store what is typed now), ``import_wanted`` (somebody wants
    to fill a list from a survey file), ``roster_wanted`` (a path, or ``None``: import a roster of firms), ``returns_wanted`` (paths:
    read returned forms), ``backed_up`` (datetime of the newest backup), ``stepped`` (Text: what undo or redo did), ``recovered`` (Text:
    what is there after the program ended without closing), ``troubled`` (``trouble``, ``unsaved`` or ``unread`` is another: the
    workspace takes no changes or cannot be read, or does again).
    """

    changed = Signal(object)
    diagnosed = Signal(object)
    workspace_opened = Signal()
    clusters_changed = Signal()
    round_opened = Signal()
    language_changed = Signal()
    message = Signal(object)
    crashed = Signal(object)
    saved = Signal(object)
    leaving = Signal()
    import_wanted = Signal()
    roster_wanted = Signal(object)
    returns_wanted = Signal(object)
    backed_up = Signal(object)
    stepped = Signal(object)
    troubled = Signal()
    recovered = Signal(object)
    jump = Signal(object)
    help_wanted = Signal(str)

    def __init__(self, lang: Lang = "zh", parent: QObject | None = None) -> None:
        """No workspace is open yet."""
        super().__init__(parent)
        self.lang: Lang = lang
        self.questionnaire: Questionnaire = questionnaire()
        self.path: Path | None = None
        self.clusters: tuple[ClusterEntry, ...] = ()
        self.cluster_id: int | None = None
        self.round_id: int | None = None
        self.openings = 0  # how often a round was opened
        self.diagnosis: Diagnosis | None = None
        self.undo_name: Text | None = None
        self.redo_name: Text | None = None
        self.runner = TaskRunner(self)
        self.runner.failed.connect(self.tell)
        self.trouble: UserError | None = None  # why the last change could not be written
        self.unsaved: tuple[Text, ...] = ()  # what was typed and is not on disk
        self.unread: UserError | None = None  # why the workspace cannot be read
        self.under_way: dict[object, Text] = {}  # what is being read in and is not in the workspace yet, by who reads it
        self._storing = Storing()  # the worker's; never touched on the main thread
        self.typed = Typed(self)
        self._changing = False
        self.diagnosing = Diagnosing(self.runner, lambda round_id: self._storing.diagnosing(round_id, self.framework), self)
        self.diagnosing.done.connect(self._diagnosed)
        self.diagnosing.failed.connect(lambda error: self._went_wrong(error, None))

    @property
    def framework(self) -> "Framework":
        """What the survey is diagnosed by; read when it is first asked for."""
        from diagnosis.framework_files import load_framework

        return load_framework()

    @property
    def only_read(self) -> bool:
        """Whether the workspace is open only to be read, as somebody else works on it."""
        return self.trouble is not None and self.trouble.code in {HELD, ONLY_READ}

    # ---- words

    def words(self, key: str, **facts: object) -> str:
        """The phrase ``key`` of the ``ui`` catalogue in the session's language."""
        return phrase("ui", key, **facts).to(self.lang)

    def set_language(self, lang: Lang) -> None:
        """Show everything in ``lang``."""
        if lang != self.lang:
            self.lang = lang
            self.language_changed.emit()

    def note(self, key: str, **facts: object) -> None:
        """Say in the message bar what was done."""
        self.message.emit(phrase("ui", key, **facts))

    def tell(self, error: Exception) -> None:
        """What the world did wrong goes to the message bar, what we did wrong to the crash dialog."""
        (self.message if isinstance(error, UserError) else self.crashed).emit(error)

    # ---- work on the workspace

    def run(self, work: Callable[[Workspace], T], done: Callable[[T], None] | None = None, failed: Failed | None = None) -> None:
        """Queue ``work`` for the workspace's thread; ``done`` gets the result on the main thread.

        When the workspace cannot be read ``unread`` says why, and the window shows that in place of its pages.
        """
        self.runner.submit(lambda: work(self._storing.open), done, lambda error: self._went_wrong(error, failed))

    def _went_wrong(self, error: Exception, failed: Failed | None) -> None:
        if self._is_ours(error):
            self._show_trouble(self.trouble, self.unsaved, error if isinstance(error, UserError) else None)
        elif failed is None:
            self.tell(error)
        if failed is not None:
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
        lost = self.typed.send(wanted, failed or self.tell)
        self.runner.submit(lambda: self._storing.change(wanted), self._settled, lost)

    def look(self) -> None:
        """Store what could not be stored before, and see whether another program has written to the workspace."""
        if self.path is None:
            return
        self.runner.submit(self._storing.look, self._settled)
        if self.unread is not None:
            self.reload()

    def _settled(self, stored: Stored) -> None:
        if stored.names is not None:
            self.undo_name, self.redo_name = stored.names
        if self.path is not None:
            self._show_trouble(stored.trouble, stored.left, self.unread)
        for wanted, came in stored.taken:
            self.typed.settle(wanted)
            if isinstance(came, UserError):
                told = wanted.failed or (self.tell if came is not self.trouble else None)
                if told is not None:
                    told(came)
            else:
                self._changed(came, wanted)
        if stored.foreign:
            self.note("status.reloaded")
            self.reload()

    def reload(self) -> None:
        """Read everything anew, as another program has changed it or it could not be read."""

        def came(entries: tuple[ClusterEntry, ...]) -> None:
            self._show_trouble(self.trouble, self.unsaved, None)
            self._set_clusters(entries)
            rounds = {entry.id for cluster in entries for entry in cluster.rounds}
            self.open_round(self.round_id if self.round_id in rounds else _latest_round(entries, self.cluster_id))

        self.run(clusters, came)

    def undo(self) -> None:
        """Take the last change back."""
        self.change(undo, done=lambda change: self.stepped.emit(phrase("ui", "status.undone", name=change.name)))

    def redo(self) -> None:
        """Make the last change taken back again."""
        self.change(redo, done=lambda change: self.stepped.emit(phrase("ui", "status.redone", name=change.name)))

    def _changed(self, change: Change | None, wanted: Wanted) -> None:
        if change is None:
            if wanted.watch is not None:
                wanted.watch.stopped.emit()
            return
        if change.parts:
            self.saved.emit(dt.datetime.now().astimezone())
            if change.round_id != self.round_id and change.round_id == wanted.round_id:
                self.run(clusters, self._set_clusters)  # the last edit of the round just left: nobody wants to go back
            else:
                self._after(change)
        if wanted.done is not None:
            wanted.done(change)

    def _after(self, change: Change) -> None:
        if change.round_id == self.round_id and not change.parts & {"cluster", "round"}:
            self.changed.emit(change)
            if not is_text(change):
                self.diagnosing.again()
            return
        self.run(clusters, lambda entries: self._show_change(change, entries))

    def _show_change(self, change: Change, entries: tuple[ClusterEntry, ...]) -> None:
        self._set_clusters(entries)
        rounds = {entry.id for cluster in entries for entry in cluster.rounds}
        wanted = change.round_id if change.round_id in rounds else self.round_id
        if wanted == self.round_id and wanted in rounds:
            self.changed.emit(change)
            self.diagnosing.again()
        else:
            self.open_round(wanted if wanted in rounds else _latest_round(entries, self.cluster_id))
            self.changed.emit(change)

    # ---- which workspace, which round

    def open_workspace(
        self,
        path: Path,
        opener: Callable[[Path], Workspace],
        done: Callable[[], None] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Open this workspace with ``Workspace.open`` or ``.create`` in place of the open one; a refusal changes nothing."""

        def found_sound(fresh: Workspace) -> None:
            self.leaving.emit()  # what was typed until now belongs to the old workspace, and is stored before it is closed
            self.runner.submit(lambda: self._storing.change_to(fresh), opened, failed)

        def opened(result: tuple[tuple[ClusterEntry, ...], Names]) -> None:
            self._changing = True  # the pages still show the old workspace: nothing of theirs may reach the new one
            self.leaving.emit()
            self._changing = False
            self._show_trouble(None, (), None)
            self.typed.forget()
            self.cluster_id = None
            self._show_workspace(path, result)
            self._show_round(_latest_round(self.clusters, None))
            self.workspace_opened.emit()
            self.run(back_up, self.backed_up.emit)
            if done is not None:
                done()

        self.runner.submit(lambda: opener(path), found_sound, failed)

    def _show_workspace(self, path: Path, found: tuple[tuple[ClusterEntry, ...], Names]) -> None:
        self.path = path
        entries, (self.undo_name, self.redo_name) = found
        self._set_clusters(entries)

    def save_as(self, path: Path, done: Callable[[], None]) -> None:
        """Go on in a copy of the workspace, which takes what the old one did not."""
        self.leaving.emit()

        def saved(found: tuple[tuple[ClusterEntry, ...], Names]) -> None:
            self._show_workspace(path, found)
            self.workspace_opened.emit()
            self.look()
            self.reload()
            self.run(back_up, self.backed_up.emit)
            done()

        self.runner.submit(lambda: self._storing.save_as(path), saved)

    def apart(self, path: Path, work: Callable[[Path], T], done: Callable[[T], None], failed: Failed) -> None:
        """Queue ``work`` on a file that needs it for itself (a repair, a password); an open workspace is shown anew."""

        def over() -> None:
            if path == self.path:
                self.look()
                self.reload()

        def came(result: T) -> None:
            over()
            done(result)

        def refused(error: Exception) -> None:
            over()
            failed(error)

        self.leaving.emit()
        self.runner.submit(lambda: self._storing.apart(path, work), came, refused)

    def open_round(self, round_id: int | None) -> None:
        """Show this round, or none."""
        self.leaving.emit()
        self._show_round(round_id)

    def _show_round(self, round_id: int | None) -> None:
        self.round_id = round_id
        owner = next((entry for entry in self.clusters if any(each.id == round_id for each in entry.rounds)), None)
        self.cluster_id = owner.id if owner is not None else self.cluster_id
        self.diagnosis = None
        self.openings += 1
        self.round_opened.emit()
        self.diagnosing.open(round_id)  # after the page has been painted

    def open_cluster(self, cluster_id: int, round_id: int | None) -> None:
        """Show this cluster, and this round of it; a cluster whose last round was deleted has none."""
        self.cluster_id = cluster_id
        self.open_round(round_id)

    @property
    def cluster(self) -> ClusterEntry | None:
        """The entry of the open cluster."""
        return next((entry for entry in self.clusters if entry.id == self.cluster_id), None)

    def _set_clusters(self, entries: tuple[ClusterEntry, ...]) -> None:
        self.clusters = entries
        if self.cluster is None:
            self.cluster_id = entries[0].id if entries else None
        self.clusters_changed.emit()

    # ---- the diagnosis of the open round

    def _diagnosed(self, found: "Diagnosis") -> None:
        self.diagnosis = found
        self.diagnosed.emit(found)

    @property
    def survey(self) -> "Survey | None":
        """The open round as it was last diagnosed."""
        return self.diagnosis.survey if self.diagnosis is not None else None

    def settle(self) -> tuple[Text, ...]:
        """Store now what is typed, and wait for it; what could not be stored."""
        if not self.runner.running:
            return ()
        self.leaving.emit()
        done = threading.Event()
        self.runner.submit(done.set)
        done.wait()
        return tuple(dict.fromkeys([*self.under_way.values(), *(each.name for each in self._storing.waiting)]))  # the worker is at rest

    def close(self) -> None:
        """Finish what is queued and close the workspace; closing again does nothing."""
        if not self.runner.running:
            return
        self.leaving.emit()
        self.diagnosing.open(None)
        self.runner.submit(self._storing.close)
        self.runner.close()


def _latest_round(entries: tuple[ClusterEntry, ...], cluster_id: int | None) -> int | None:
    """The latest round of this cluster, else of the first one."""
    entry = next((each for each in entries if each.id == cluster_id), entries[0] if entries else None)
    return find_round(entry, None).id if entry is not None and entry.rounds else None
