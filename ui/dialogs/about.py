"""About the program: version, method, licences."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db import places
from diagnosis import __version__
from ui import icons, theme
from ui.dialogs.dialog import Dialog
from ui.session import Session

ICON, WIDTH = 48, 520


class AboutDialog(Dialog):
    """What it is, which version, what it rests on."""

    topic = "start"

    def __init__(self, session: Session, parent: QWidget) -> None:
        """Texts of the session's language."""
        super().__init__(session, parent)
        words, framework = session.words, session.framework
        self.setWindowTitle(words("about.title"))
        self.setMinimumWidth(WIDTH)
        picture = QLabel()
        picture.setPixmap(icons.window_icon().pixmap(ICON, ICON))
        column = QVBoxLayout(self)
        theme.tight(column, theme.SPACE, 3 * theme.SPACE)
        column.addWidget(picture)
        column.addWidget(theme.label("title", words("app.name")))
        column.addWidget(theme.label("muted", words("about.version", version=__version__, framework=framework.version)))
        column.addSpacing(theme.SPACE)
        column.addWidget(theme.label("", words("about.text"), wrap=True))
        column.addWidget(theme.label("muted", framework.citation.to(session.lang), wrap=True))
        column.addWidget(theme.label("muted", words("about.licences"), wrap=True))
        data = words("about.portable" if places.portable() else "about.data", folder=places.home())
        column.addWidget(theme.label("muted", data, wrap=True))
        close = theme.button("primary", words("dialog.close"))
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        column.addSpacing(theme.SPACE)
        column.addStretch(1)
        column.addLayout(row)
        theme.fit_height(self, WIDTH)
