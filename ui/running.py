"""Whether the program ended as it should the last time, and where the user was then."""

from PySide6.QtCore import QLockFile

from db import places


class Running:
    """A file that is there while the program runs. A second program beside the first one has none, and finds nothing to recover."""

    def __init__(self) -> None:
        """Nothing is looked at before ``start``."""
        self._path = places.running_file()
        self._lock = QLockFile(str(self._path))
        self._lock.setStaleLockTime(0)  # only a program that is no longer there has left its file behind

    def start(self) -> bool:
        """Whether a program before this one ended without closing: its file is still there, and it is not."""
        left = self._path.exists()
        return self._lock.tryLock(0) and left

    def end(self) -> None:
        """Closed as it should be."""
        self._lock.unlock()
