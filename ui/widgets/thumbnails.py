"""Attached pictures as they are shown small: read and decoded on the worker one by one, the latest kept."""

from collections import OrderedDict

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage, QPixmap

from db import blobs
from ui import pictures
from ui.session import Session

BOX = QSize(112, 84)  # where one is shown
SHARP = 2  # pixels for each of these, for screens of high resolution
KEPT = 300  # about 75 kB each


class Thumbnails(QObject):
    """``came`` (hash): a picture can be shown now, or it turned out that it cannot."""

    came = Signal(str)

    def __init__(self, session: Session) -> None:
        """Belongs to the session; ``thumbnails_of`` gives the one there is."""
        super().__init__(session)
        self._session = session
        self._kept: OrderedDict[str, QPixmap] = OrderedDict()
        self._asked: set[str] = set()

    def get(self, hash_: str) -> QPixmap | None:
        """The picture with this hash; ``None`` while it is on its way, a null one when it cannot be shown."""
        if hash_ in self._kept:
            self._kept.move_to_end(hash_)
            return self._kept[hash_]
        if hash_ not in self._asked:
            self._asked.add(hash_)
            self._session.run(
                lambda ws: pictures.thumbnail(blobs.content(ws, hash_), BOX * SHARP),
                lambda image: self._keep(hash_, image),
                lambda _error: self._keep(hash_, QImage()),  # opening the file tells what is wrong with it
            )
        return None

    def _keep(self, hash_: str, image: QImage) -> None:
        self._asked.discard(hash_)
        self._kept[hash_] = QPixmap.fromImage(image)
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.came.emit(hash_)


def thumbnails_of(session: Session) -> Thumbnails:
    """The thumbnails of a session, the same for all its pages."""
    found = session.findChild(Thumbnails)
    return found if isinstance(found, Thumbnails) else Thumbnails(session)
