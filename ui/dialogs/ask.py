"""Small dialogs: a few questions of the questionnaire, and "are you sure"."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from diagnosis.errors import Invalid, UserError
from diagnosis.fieldtypes import Value
from diagnosis.text import Text
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.session import Session
from ui.widgets.field import Field, buddy

WIDTH, LABEL_WIDTH = 460, 120
Asked = tuple[str, str]  # part and field of a question


class AskDialog(Dialog):
    """Questions with a button to answer them. ``submitted`` (part -> field -> value): answer it with ``accept`` or ``refuse``."""

    topic = "step/overview"

    submitted = Signal(object)

    def __init__(self, session: Session, parent: QWidget, key: str, asked: Sequence[Asked], proposed: Mapping[Asked, Value]) -> None:
        """``key``: its phrases, ``<key>.title``, ``.text`` and ``.do``; ``asked``: the questions; ``proposed``: answers."""
        super().__init__(session, parent)
        self.setWindowTitle(session.words(f"{key}.title"))
        self.setMinimumWidth(WIDTH)
        self.fields = {name: Field(session.questionnaire.parts[name[0]].question(name[1])) for name in asked}
        self._refusal = theme.label("error", wrap=True)
        self._refusal.hide()
        self.do = theme.button("primary", session.words(f"{key}.do"))
        self.do.setDefault(True)
        self.cancel = theme.button("", session.words("dialog.cancel"))
        self._lay_out(session.words(f"{key}.text"), proposed)
        theme.fit_height(self, WIDTH)
        self.do.clicked.connect(self._submit)
        self.cancel.clicked.connect(self.reject)

    def _lay_out(self, text: str, proposed: Mapping[Asked, Value]) -> None:
        column = QVBoxLayout(self)
        theme.tight(column, 2 * theme.SPACE, 3 * theme.SPACE)
        column.addWidget(theme.label("muted", text, wrap=True))
        grid = QGridLayout()
        theme.tight(grid)
        for row, ((part, name), field) in enumerate(self.fields.items()):
            field.retranslate(self.session.lang)
            field.show_answer(proposed.get((part, name)))
            field.editor.edited.connect(self._refusal.hide)
            field.topic = f"{self.topic}#{part}.{name}"
            field.label.setFixedWidth(LABEL_WIDTH)
            grid.addWidget(buddy(field), row, 0)
            grid.addWidget(field, row, 1)
        column.addLayout(grid)
        column.addWidget(self._refusal)
        column.addStretch(1)
        column.addLayout(_buttons(self.cancel, self.do))

    def event(self, event: QEvent) -> bool:
        """As high as its texts at any moment, whatever is said below a field."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            theme.fit_height(self, max(self.width(), WIDTH))
        return done

    def _submit(self) -> None:
        answers: dict[str, dict[str, Value]] = {}
        for (part, name), field in self.fields.items():
            try:
                answers.setdefault(part, {})[name] = field.editor.read()
            except Invalid:
                field.flush()  # says below the field what is wrong
                field.editor.target.setFocus()
                return
        self.submitted.emit(answers)

    def refuse(self, error: Exception) -> None:
        """Stay open, and say why."""
        if not isinstance(error, UserError):
            self.session.tell(error)
            return
        self._refusal.setText(error.sentence().to(self.session.lang))
        self._refusal.show()

    @property
    def refusal(self) -> str:
        """What is said against the answers."""
        return self._refusal.text()


class ConfirmDialog(Dialog):
    """A question that is answered by doing it or leaving it; leaving is what Enter does."""

    topic = "saving"

    def __init__(
        self,
        session: Session,
        parent: QWidget,
        key: str,
        facts: Mapping[str, Text | str | int],
        *,
        cancel: str = "dialog.cancel",
        style: str = "danger",
    ) -> None:
        """``key``: its phrases, ``<key>.title``, ``.text`` and ``.do``, filled with ``facts``; ``cancel``: the phrase of leaving it.

        ``style``: of the button that does it; what harms nothing is "primary".
        """
        super().__init__(session, parent)
        self.setWindowTitle(session.words(f"{key}.title", **facts))
        self.setMinimumWidth(WIDTH)
        column = QVBoxLayout(self)
        theme.tight(column, 2 * theme.SPACE, 3 * theme.SPACE)
        column.addWidget(theme.label("title", session.words(f"{key}.title", **facts), wrap=True))
        column.addWidget(theme.label("", session.words(f"{key}.text", **facts), wrap=True))
        column.addStretch(1)
        self.do = theme.button(style, session.words(f"{key}.do"))
        self.cancel = theme.button("", session.words(cancel))
        self.cancel.setDefault(True)
        column.addLayout(_buttons(self.cancel, self.do))
        self.do.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self.cancel.setFocus()
        theme.fit_height(self, WIDTH)


def _buttons(*made: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    theme.tight(row)
    row.addStretch(1)
    for each in made:
        row.addWidget(each)
    return row
