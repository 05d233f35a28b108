"""What is done with files of evidence and takes a moment: reading them in, making pictures smaller, saving them elsewhere."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from db import blobs, files, operations
from db.attachments import Attachment, Owner
from db.evidence import Incoming
from db.filenames import free_name, safe_name, split_suffix
from db.intake import Taken, of_bytes, read_files
from db.operations import Change
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.progress import Progress
from diagnosis.text import listed, phrase, shortened
from ui import pictures
from ui.session import Session
from ui.tasks import Task
from ui.widgets.evidence_list import size_text

MOST_NAMED = 5  # files that were not added, besides the first
TOGETHER = 64 * 2**20  # bytes that are attached as one change: so much is in memory at once


class EvidenceWork(QObject):
    """One thing at a time; what is asked for meanwhile waits.

    ``progressed`` (Progress), then ``ended``; ``attached``: files have come. What was refused is told in the message bar.
    """

    progressed = Signal(object)
    ended = Signal()
    attached = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        """Nothing is under way."""
        super().__init__(parent)
        self._session = session
        self._waiting: list[Callable[[], None]] = []
        self._task: Task | None = None
        self._cancelled = False
        self.running = False
        session.workspace_opened.connect(self.cancel)

    def cancel(self) -> None:
        """Give up what is under way and what waits; what was attached already stays, and can be taken back."""
        self._cancelled = True
        self._waiting.clear()
        if self._task is not None:
            self._task.cancel()

    def _start(self, work: Callable[[], None]) -> None:
        if self.running:
            self._waiting.append(work)
            return
        self.running, self._cancelled = True, False
        work()

    def _end(self) -> None:
        self.running, self._task = False, None
        self._session.under_way.pop(self, None)
        self.ended.emit()
        if self._waiting:
            self._start(self._waiting.pop(0))

    # ---- adding

    def add_files(self, owner: Owner, paths: Sequence[Path]) -> None:
        """Attach these files to an owner in the open round."""
        if self._session.round_id is not None and paths:
            self._start(partial(self._read, self._session.round_id, owner, paths))

    def _read(self, round_id: int, owner: Owner, paths: Sequence[Path]) -> None:
        taken = Taken()
        self._session.under_way[self] = phrase("ui", "evidence.under-way", count=len(paths))
        task = self._task = self._session.start(read_files(paths, taken))

        def progressed(progress: Progress) -> None:
            self.progressed.emit(progress)
            if taken.size >= TOGETHER:
                self._attach(round_id, owner, taken.all_files())

        def finished() -> None:
            if taken.files:
                self._attach(round_id, owner, taken.all_files())
            self._tell(taken.refused)
            self._end()

        def failed(error: Exception) -> None:
            self._session.tell(error)
            self._end()

        task.progressed.connect(progressed)
        task.finished.connect(finished)
        task.stopped.connect(self._end)
        task.failed.connect(failed)

    def _attach(self, round_id: int, owner: Owner, incoming: Sequence[Incoming]) -> None:
        self._session.change(operations.attach, round_id, owner, incoming, done=self._attached)

    def _attached(self, change: Change) -> None:
        if change.parts:
            self.attached.emit()
        else:
            self._session.note("evidence.there-already")

    def _tell(self, refused: Sequence[UserError]) -> None:
        if len(refused) == 1:
            self._session.message.emit(refused[0])
        elif refused:
            named = [phrase("ui", "evidence.named", name=shortened(str(error.facts["file"]))) for error in refused[1 : MOST_NAMED + 1]]
            left = len(refused) - 1 - len(named)
            more = phrase("ui", "evidence.and-more", names=listed(named), count=left) if left else listed(named)
            self._session.message.emit(UserError("evidence-some-refused", what=refused[0].sentence(), more=more))

    def add_picture(self, owner: Owner, image: QImage) -> None:
        """Attach a pasted picture; encoding and storing it is one piece of work, which closing the window waits for."""
        name = self._session.words("evidence.pasted-name", time=f"{dt.datetime.now().astimezone():%Y-%m-%d %H.%M.%S}")

        def attach(ws: Workspace, round_id: int) -> Change:
            content, suffix = pictures.encoded(image)
            return operations.attach(ws, round_id, owner, [of_bytes(name + suffix, content)])

        if self._session.round_id is not None:
            self._session.change(attach, self._session.round_id, done=self._attached)

    # ---- making smaller

    def shrink(self, chosen: Sequence[Attachment]) -> None:
        """Put smaller pictures in the place of these, one after the other, and all as one change."""
        if self._session.round_id is not None and chosen:
            self._start(partial(self._shrink, self._session.round_id, tuple(chosen), 0, {}))

    def _shrink(self, round_id: int, chosen: Sequence[Attachment], place: int, smaller: dict[int, Incoming]) -> None:
        if self._cancelled:
            self._end()
            return
        if place == len(chosen):
            self._replace(round_id, chosen, smaller)
            return

        def came(found: Incoming | None) -> None:
            if found is not None:
                smaller[chosen[place].id] = found
            self._shrink(round_id, chosen, place + 1, smaller)

        def failed(error: Exception) -> None:
            self._session.tell(error)
            self._end()

        self.progressed.emit(Progress(place, len(chosen), phrase("ui", "evidence.shrinking", name=shortened(chosen[place].name))))
        self._session.run(lambda ws: _smaller(ws, chosen[place]), came, failed)

    def _replace(self, round_id: int, chosen: Sequence[Attachment], smaller: dict[int, Incoming]) -> None:
        saved = sum(file.size - smaller[file.id].blob.size for file in chosen if file.id in smaller)

        def done(_change: Change) -> None:
            self._session.note("evidence.shrunk", count=len(smaller), saved=size_text(saved))

        if smaller:
            self._session.change(operations.shrink, round_id, smaller, done=done)
        else:
            self._session.note("evidence.small-already")
        self._end()

    # ---- taking out

    def save(self, file: Attachment, path: Path) -> None:
        """Write a file there."""
        self._session.run(
            lambda ws: files.write_bytes(path, blobs.content(ws, file.hash)),
            lambda _none: self._session.note("files.written", file=path),
        )

    def save_all(self, chosen: Sequence[Attachment], folder: Path) -> None:
        """Write files into a folder, one after the other; none takes the place of another."""
        self._start(partial(self._save_next, tuple(chosen), folder, 0))

    def _save_next(self, chosen: Sequence[Attachment], folder: Path, place: int) -> None:
        if self._cancelled or place == len(chosen):
            if place:
                self._session.note("evidence.saved", count=place, folder=folder)
            self._end()
            return

        def failed(error: Exception) -> None:
            self._session.tell(error)
            self._end()

        file = chosen[place]
        self.progressed.emit(Progress(place, len(chosen), phrase("ui", "evidence.saving", name=shortened(file.name))))
        self._session.run(
            lambda ws: files.write_bytes(free_name(folder / (safe_name(file.name) or "file")), blobs.content(ws, file.hash)),
            lambda _none: self._save_next(chosen, folder, place + 1),
            failed,
        )


def _smaller(ws: Workspace, file: Attachment) -> Incoming | None:
    """On the worker: a smaller picture in the place of a file; ``None`` where there is none."""
    made = pictures.shrunk(blobs.content(ws, file.hash))
    return None if made is None else of_bytes(f"{split_suffix(file.name)[0]}.jpg", made)
