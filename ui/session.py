"""The presenter that every page gets: the open workspace and round, the language, and how to read and change them."""

import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from db.clusters import ClusterEntry, clusters, find_round
from db.history import Change
from db.workspace import Names, Workspace
from diagnosis.questionnaire import Questionnaire, questionnaire
from diagnosis.text import Lang
from ui.diagnosing import Diagnosing, is_text
from ui.storing import back_up
from ui.tasks import Failed, is_gone
from ui.wanted import Wanted
from ui.working import Working

if TYPE_CHECKING:
    from diagnosis.framework import Framework
    from diagnosis.result import Diagnosis
    from diagnosis.survey import Survey

T = TypeVar("T")
BACK_UP_AFTER_MS = 100  # at a start: the first page has what it asked for then, and is painted before another thread is at work


class Session(Working):
    """Everything here runs on the main thread, except the functions given to ``run``, which run on the workspace's own.

    Signals beside those of ``Working``: ``changed`` (Change, after each change, undo and redo), ``saved`` (when, in
    seconds as ``time.time`` counts them), ``diagnosed`` (Diagnosis of the open round), ``workspace_opened``, ``none_opened`` (a workspace
    was refused, and no other one is tried), ``clusters_changed`` (the entries in ``clusters`` are new), ``round_opened`` (another round is
    open, or none), ``backed_up`` (datetime of the newest backup), ``recovered`` (Text: what is there after the program ended without
    closing). What a page wants of the window: ``jump`` (Place: show this field), ``help_wanted`` (a page of the help; nothing: on what has
    the focus), ``import_wanted`` (fill a list from a survey file), ``roster_wanted`` (a path, or ``None``: import a roster of firms),
    ``returns_wanted`` (paths: read returned forms).
    """

    changed = Signal(object)
    saved = Signal(object)
    diagnosed = Signal(object)
    workspace_opened = Signal()
    none_opened = Signal()
    clusters_changed = Signal()
    round_opened = Signal()
    backed_up = Signal(object)
    recovered = Signal(object)
    jump = Signal(object)
    help_wanted = Signal(str)
    import_wanted = Signal()
    roster_wanted = Signal(object)
    returns_wanted = Signal(object)

    def __init__(self, lang: Lang = "zh", parent: QObject | None = None) -> None:
        """No workspace is open yet."""
        super().__init__(lang, parent)
        self.questionnaire: Questionnaire = questionnaire()
        self.clusters: tuple[ClusterEntry, ...] = ()
        self.cluster_id: int | None = None
        self.openings = 0  # how often a round was opened
        self.diagnosis: Diagnosis | None = None
        self.diagnosing = Diagnosing(self.runner, lambda round_id: self._storing.diagnosing(round_id, self.framework), self)
        self.diagnosing.done.connect(self._diagnosed)
        self.diagnosing.failed.connect(lambda error: self._went_wrong(error, None))
        self._back_up_soon = QTimer(self, singleShot=True, interval=BACK_UP_AFTER_MS)
        self._back_up_soon.timeout.connect(self._back_up)
        self._looked_after = dt.date.min  # the day on which a backup was asked for last

    @property
    def framework(self) -> "Framework":
        """What the survey is diagnosed by; read when it is first asked for."""
        from diagnosis.framework_files import load_framework

        return load_framework()

    # ---- what has changed

    def reload(self) -> None:
        """Read everything anew, as another program has changed it or it could not be read."""

        def came(entries: tuple[ClusterEntry, ...]) -> None:
            self._show_trouble(self.trouble, self.unsaved, None)
            self._set_clusters(entries)
            rounds = {entry.id for cluster in entries for entry in cluster.rounds}
            self.open_round(self.round_id if self.round_id in rounds else _latest_round(entries, self.cluster_id))

        self.run(clusters, came)

    def _changed(self, change: Change | None, wanted: Wanted) -> None:
        if change is None:
            if wanted.watch is not None:
                wanted.watch.stopped.emit()
            return
        if change.parts:
            self.saved.emit(time.time())
            if self._looked_after != _today() and not self._back_up_soon.isActive():
                self._back_up_soon.start()  # a laptop that only sleeps at night opens its workspace once in two weeks
            if change.round_id != self.round_id and change.round_id == wanted.round_id:
                self.run(clusters, self._set_clusters)  # the last edit of the round just left: nobody wants to go back
            else:
                self._after(change)
        if wanted.done is not None and not is_gone(wanted.done):
            self.telling_done = True
            try:
                wanted.done(change)
            finally:
                self.telling_done = False

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
            self._back_up_first()
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
            self.look()  # a disk that takes nothing is told before the first change
            self._back_up_soon.start() if self.openings == 1 else self._back_up()
            if done is not None:
                done()

        self.runner.submit(lambda: opener(path), found_sound, failed)

    def _show_workspace(self, path: Path, found: tuple[tuple[ClusterEntry, ...], Names]) -> None:
        self.path = path
        entries, (self.undo_name, self.redo_name) = found
        self._set_clusters(entries)

    def _back_up(self) -> None:
        self._back_up_soon.stop()
        self._looked_after = _today()
        self.run(back_up, self.backed_up.emit)

    def _back_up_first(self) -> None:
        """A backup that is still to come is made before the workspace is left."""
        if self._back_up_soon.isActive():
            self._back_up()

    def save_as(self, path: Path, done: Callable[[], None], *, copied: bool = True) -> None:
        """Go on in a copy of the workspace, or in the same file under its new name; it takes what the old one did not."""
        self.leaving.emit()

        def saved(found: tuple[tuple[ClusterEntry, ...], Names]) -> None:
            self._show_workspace(path, found)
            self.workspace_opened.emit()
            self.look()
            self.reload()
            self._back_up()
            done()

        self.runner.submit(lambda: (self._storing.save_as if copied else self._storing.follow)(path), saved)

    def apart(self, path: Path, work: Callable[[Path], T], done: Callable[[T], None], failed: Failed) -> None:
        """Queue ``work`` on a file that needs it for itself (a repair, a password); an open workspace is shown anew."""

        def over() -> None:
            if path == self.path:
                self.look()
                self.reload()

        def came(result: T) -> None:
            over()
            if not is_gone(done):
                done(result)

        def refused(error: Exception) -> None:
            over()
            (self.tell if is_gone(failed) else failed)(error)

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

    def close(self) -> None:
        """Finish what is queued and close the workspace; closing again does nothing."""
        if not self.runner.running:
            return
        self._back_up_first()
        self.leaving.emit()
        self.diagnosing.open(None)
        self.runner.submit(self._storing.close)
        self.runner.close()


def _today() -> dt.date:
    return dt.date.today()  # noqa: DTZ011 - the day on the wall


def _latest_round(entries: tuple[ClusterEntry, ...], cluster_id: int | None) -> int | None:
    """The latest round of this cluster, else of the first one."""
    entry = next((each for each in entries if each.id == cluster_id), entries[0] if entries else None)
    return find_round(entry, None).id if entry is not None and entry.rounds else None
