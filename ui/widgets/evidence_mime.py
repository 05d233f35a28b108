"""What a drop or the clipboard brings as evidence: files, a picture, or attached files that were cut elsewhere."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

CUT = "application/x-jizhen-evidence"


@dataclass(frozen=True, slots=True)
class Brought:
    """Files by path, or a picture, or the ids of attached files that are to be moved."""

    paths: tuple[Path, ...] = ()
    image: QImage | None = None
    ids: tuple[int, ...] = ()


def brings(mime: QMimeData, *, beside_text: bool = True) -> bool:
    """Whether there is anything in it, told without looking at the content. ``beside_text``: a picture counts even if it is text, too."""
    picture = mime.hasImage() and (beside_text or not mime.hasFormat("text/plain"))
    return picture or mime.hasFormat(CUT) or any(url.isLocalFile() for url in mime.urls())


def brought(mime: QMimeData, place: Sequence[object]) -> Brought | None:
    """What is in it; ``None`` when that is nothing. ``place``: the workspace and the round, within which attached files can move."""
    if mime.hasFormat(CUT):
        where, ids = json.loads(bytes(mime.data(CUT).data()).decode())
        return Brought(ids=tuple(ids)) if where == list(map(str, place)) else None
    paths = tuple(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())
    if paths:
        return Brought(paths=paths)
    image = mime.imageData() if mime.hasImage() else None
    return Brought(image=image) if isinstance(image, QImage) and not image.isNull() else None


def cut_of(ids: Sequence[int], place: Sequence[object]) -> QMimeData:
    """What the clipboard holds of attached files that were cut."""
    mime = QMimeData()
    mime.setData(CUT, json.dumps([list(map(str, place)), list(ids)]).encode())
    return mime
