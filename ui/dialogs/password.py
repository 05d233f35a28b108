"""Passwords: asked for when a file is opened, set, changed and removed; and the recovery key, shown once."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from db.keys import SHORTEST, is_encrypted
from diagnosis.errors import UserError
from diagnosis.text import Text
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.session import Session

WIDTH, LABEL_WIDTH = 480, 96


class _Asking(Dialog):
    """A title, a text, fields for passwords, a line for what is wrong, buttons."""

    topic = "password"

    def __init__(self, session: Session, parent: QWidget, key: str, asked: tuple[str, ...], **facts: object) -> None:
        """``key``: of its phrases; ``asked``: of the labels of its fields."""
        super().__init__(session, parent)
        self.setWindowTitle(session.words(f"{key}.title"))
        self.setMinimumWidth(WIDTH)
        self.fields = [QLineEdit() for _ in asked]
        self.show_typed = QCheckBox(session.words("password.show"))
        self.do, self.cancel = theme.button("primary", session.words(f"{key}.do")), theme.button("", session.words("dialog.cancel"))
        self.do.setDefault(True)
        self.refusal = theme.label("error", wrap=True)
        self.refusal.hide()
        column, grid, self.buttons = QVBoxLayout(self), QGridLayout(), QHBoxLayout()
        theme.tight(column, 2 * theme.SPACE, 3 * theme.SPACE)
        theme.tight(grid)
        theme.tight(self.buttons)
        column.addWidget(theme.label("title", session.words(f"{key}.title"), wrap=True))
        column.addWidget(theme.label("", session.words(f"{key}.text", **facts), wrap=True))
        for row, (field, name) in enumerate(zip(self.fields, asked, strict=True)):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            label = theme.label("muted", session.words(name))
            label.setFixedWidth(LABEL_WIDTH)
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            label.setBuddy(field)
            field.setAccessibleName(label.text())
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        grid.addWidget(self.show_typed, len(asked), 1)
        column.addLayout(grid)
        column.addWidget(self.refusal)
        column.addStretch(1)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.do)
        column.addLayout(self.buttons)
        self.show_typed.toggled.connect(self._show_typed)
        self.cancel.clicked.connect(self.reject)
        theme.fit_height(self, WIDTH)
        self.fields[0].setFocus()

    def _show_typed(self, shown: bool) -> None:
        for field in self.fields:
            field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def refuse(self, error: Exception) -> None:
        """Say what is wrong, and let it be typed again."""
        self.setEnabled(True)
        if not isinstance(error, UserError) or error.code == "workspace-damaged":  # the message bar has the way to mend it
            self.session.tell(error)
            self.reject()
            return
        self.say(error.sentence())
        self.fields[0].selectAll()
        self.fields[0].setFocus()

    def say(self, text: Text) -> None:
        """What is wrong."""
        self.refusal.setText(text.to(self.session.lang))
        self.refusal.show()
        theme.fit_height(self, WIDTH)

    def read_new(self) -> str | None:
        """The password that was typed twice; ``None`` when the two differ or it is too short, which is said."""
        first, second = (field.text() for field in self.fields)
        if len(first) < SHORTEST:
            self.refuse(UserError("password-short", count=SHORTEST))
        elif first != second:
            self.refuse(UserError("password-differs"))
        else:
            return first
        return None


class UnlockDialog(_Asking):
    """Asks for the password, or the recovery key, of a file; accepted once it is the right one."""

    def __init__(self, session: Session, parent: QWidget, path: Path) -> None:
        """The password is tried on the workspace's thread."""
        super().__init__(session, parent, "unlock", ("password.password",), file=path.name)
        self.path = path
        self.do.clicked.connect(self._try)

    def _try(self) -> None:
        from db.encrypting import unlock

        typed = self.fields[0].text()
        self.setEnabled(False)
        self.session.runner.submit(lambda: unlock(self.path, typed), lambda _none: self.accept(), self.refuse)


class NewPasswordDialog(_Asking):
    """Asks for a new password, twice. ``chosen`` (str)."""

    chosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget, key: str) -> None:
        """``key``: of its phrases."""
        super().__init__(session, parent, key, ("password.new", "password.again"))
        self.do.clicked.connect(self._choose)

    def _choose(self) -> None:
        typed = self.read_new()
        if typed is not None:
            self.accept()
            self.chosen.emit(typed)


class PasswordDialog(_Asking):
    """Sets or changes the password of the open workspace, or removes it; then shows the recovery key. ``key``: the dialog that does."""

    def __init__(self, session: Session, parent: QWidget, path: Path) -> None:
        """The work is done on the workspace's thread, with the workspace closed meanwhile."""
        locked = is_encrypted(path)
        super().__init__(session, parent, "change-password" if locked else "set-password", ("password.new", "password.again"))
        self.path = path
        self.key: RecoveryKeyDialog | None = None
        self.remove = theme.button("danger", session.words("password.remove"))
        self.remove.setVisible(locked)
        self.buttons.insertWidget(0, self.remove)
        self.do.clicked.connect(self._set)
        self.remove.clicked.connect(lambda: self._work(None))

    def _set(self) -> None:
        typed = self.read_new()
        if typed is not None:
            self._work(typed)

    def _work(self, password: str | None) -> None:
        from db.encrypting import set_password

        self.setEnabled(False)

        def done(result: tuple[str, tuple[Text, ...]]) -> None:
            key, left = result
            self.accept()
            if key:
                self.key = RecoveryKeyDialog(self.session, self.parentWidget(), self.path, key, left)
                self.key.open()
            else:
                self.session.note("password.removed", file=self.path.name)

        self.session.apart(self.path, lambda path: set_password(path, password), done, self.refuse)


class RecoveryKeyDialog(Dialog):
    """The recovery key, once: to be printed, copied or written down."""

    topic = "password"

    def __init__(self, session: Session, parent: QWidget | None, path: Path, key: str, left: tuple[Text, ...]) -> None:
        """``left``: what could not be encrypted."""
        super().__init__(session, parent)
        self._path, self._key = path, key
        words = session.words
        self.setWindowTitle(words("recovery.title"))
        self.setMinimumWidth(WIDTH)
        half = key.split("-")
        shown = theme.label("title", "\n".join("-".join(half[start : start + 5]) for start in range(0, len(half), 5)))
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        shown.setAccessibleName(words("recovery.title"))
        self.print, self.copy = theme.button("", words("recovery.print")), theme.button("", words("recovery.copy"))
        self.close_button = theme.button("primary", words("recovery.kept"))
        column, row = QVBoxLayout(self), QHBoxLayout()
        theme.tight(column, 2 * theme.SPACE, 3 * theme.SPACE)
        theme.tight(row)
        column.addWidget(theme.label("title", words("recovery.done", file=path.name), wrap=True))
        column.addWidget(theme.label("", words("recovery.text"), wrap=True))
        column.addWidget(shown)
        for line in left:
            column.addWidget(theme.label("error", line.to(session.lang), wrap=True))
        self.said = theme.label("muted", wrap=True)
        self.said.hide()
        column.addWidget(self.said)
        column.addStretch(1)
        for button in (self.print, self.copy):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.close_button)
        column.addLayout(row)
        self.print.clicked.connect(self._print)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(key))
        self.close_button.clicked.connect(self.accept)
        self.print.setFocus()
        theme.fit_height(self, WIDTH)

    @property
    def page(self) -> QTextDocument:
        """What is printed."""
        made = QTextDocument()
        words = self.session.words
        made.setPlainText("\n\n".join((words("recovery.title"), str(self._path), self._key, words("recovery.text"))))
        return made

    def print_on(self, printer: QPrinter) -> None:
        """Print the key; a printer that is away is told here, as nobody sees the key again."""
        self.page.print_(printer)
        failed = printer.printerState() in {QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted}
        self.said.setText(self.session.words("recovery.not-printed" if failed else "recovery.printed"))
        theme.set_role(self.said, "error" if failed else "muted")
        self.said.show()

    def _print(self) -> None:
        printer = QPrinter()
        printer.setDocName(self.session.words("recovery.title"))
        asked = QPrintDialog(printer, self)
        asked.accepted.connect(lambda: self.print_on(printer))
        asked.setWindowModality(Qt.WindowModality.WindowModal)
        asked.show()
