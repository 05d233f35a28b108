"""What the window says, in the language of the moment."""

from PySide6.QtCore import QObject, Signal

from diagnosis.errors import UserError
from diagnosis.text import Lang, phrase


class Speaking(QObject):
    """``language_changed``; ``message`` (Text or UserError for the message bar), ``crashed`` (an exception that is our defect)."""

    language_changed = Signal()
    message = Signal(object)
    crashed = Signal(object)

    def __init__(self, lang: Lang, parent: QObject | None = None) -> None:
        """Speaks ``lang`` until another language is set."""
        super().__init__(parent)
        self.lang: Lang = lang
        self.telling_done = False  # what is said now is of the change that was stored last: the next one makes it old

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
