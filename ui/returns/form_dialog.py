"""An empty form to be filled in by others: which one, and in which language."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from db.collecting import names_of_firms
from db.filenames import safe_name
from db.forms.firm_form import write_firm_form, write_firm_forms
from db.forms.phone_form import write_phone_form
from db.workbook import write_form
from diagnosis.fieldtypes import Value
from diagnosis.text import LANGS, Lang, phrase
from reports.paper_form import write_paper_form
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.dialogs.files import beside_workspace, choose_file, choose_folder
from ui.dialogs.work import WorkDialog
from ui.returns import FORM_KINDS
from ui.session import Session
from ui.settings import Settings
from ui.widgets.segments import Segments

WIDTH = 520
WRITERS: Mapping[str, Callable[[Path, Lang], None]] = {
    "firm": write_firm_form,
    "phone": write_phone_form,
    "office": write_form,
    "paper": write_paper_form,
}
FOLDER = "forms/folder"


class FormDialog(Dialog):
    """The forms with a word on each; the file is asked for, and written on the other thread."""

    topic = "returns"

    def __init__(self, session: Session, settings: Settings, parent: QWidget, kind: str) -> None:
        """``kind``: the one that is proposed, a key of ``WRITERS``; the language is that of the window."""
        super().__init__(session, parent)
        self._settings, self._window = settings, parent
        self.dialog: QFileDialog | None = None
        self.work: WorkDialog | None = None
        self.setWindowTitle(session.words("forms.title"))
        self.setMinimumWidth(WIDTH)
        self.kinds = {name: QRadioButton(session.words(f"forms.{name}")) for name in FORM_KINDS}
        self._group = QButtonGroup(self)
        self.lang = Segments([(lang, phrase("ui", f"forms.lang-{lang}")) for lang in LANGS], clearable=False)
        self.lang.retranslate(session.lang)
        self.lang.describe(session.words("forms.lang"), "")
        self.lang.show_value(session.lang)
        self.do, self.cancel = theme.button("primary", session.words("forms.do")), theme.button("", session.words("dialog.cancel"))
        self.kinds["each"].setEnabled(session.round_id is not None)
        self.kinds[kind].setChecked(True)
        self._lay_out()
        self.do.setDefault(True)
        self.do.clicked.connect(self._ask)
        self.cancel.clicked.connect(self.reject)
        theme.fit_height(self, WIDTH)
        self.kinds[kind].setFocus()

    def _lay_out(self) -> None:
        column, row, buttons = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        theme.tight(column, theme.SPACE, 3 * theme.SPACE)
        for name, button in self.kinds.items():
            self._group.addButton(button)
            about = theme.label("muted", self.session.words(f"forms.{name}-text"), wrap=True)
            about.setContentsMargins(3 * theme.SPACE, 0, 0, theme.SPACE)
            button.setAccessibleDescription(about.text())
            column.addWidget(button)
            column.addWidget(about)
        for layout in (row, buttons):
            theme.tight(layout)
        row.addWidget(theme.label("", self.session.words("forms.lang")))
        row.addWidget(self.lang)
        row.addStretch(1)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.do)
        column.addLayout(row)
        column.addSpacing(theme.SPACE)
        column.addStretch(1)
        column.addLayout(buttons)

    @property
    def kind(self) -> str:
        """Which form is wanted."""
        return next(name for name, button in self.kinds.items() if button.isChecked())

    def _ask(self) -> None:
        lang: Lang = "en" if self.lang.value == "en" else "zh"
        folder = self._settings.path(FOLDER)
        place = folder if folder is not None and folder.is_dir() else beside_workspace(self.session)
        if self.kind == "each":
            self.dialog = choose_folder(self.session, self, "form", partial(self._write_each, lang), place)
            return
        kind, ending = ("form-paper", "docx") if self.kind == "paper" else ("form", "xlsx")
        proposed = place / f"{safe_name(phrase('ui', f'forms.{self.kind}-file').to(lang))}.{ending}"
        self.dialog = choose_file(self.session, self, kind, partial(self._write, self.kind, lang), save=proposed)

    def _write(self, kind: str, lang: Lang, path: Path) -> None:
        self._settings.set_path(FOLDER, path.parent)
        self.session.runner.submit(partial(self._writer(kind), path, lang), lambda _none: self.session.note("files.written", file=path))
        self.accept()

    def _write_each(self, lang: Lang, folder: Path) -> None:
        """One for each firm of the open list, in a folder of their own."""
        session, round_id, window = self.session, self.session.round_id, self._window
        self._settings.set_path(FOLDER, folder)
        inner = folder / safe_name(phrase("ui", "forms.firm-file").to(lang))

        def write(firms: Sequence[Mapping[str, Value]]) -> None:
            if not firms:
                session.note("forms.no-firms")
                return
            task = session.start(write_firm_forms(inner, firms, lang))
            self.work = WorkDialog(session, window, phrase("ui", "forms.writing", count=len(firms)))
            self.work.follow(task, "forms.stopped")
            task.finished.connect(lambda: session.note("forms.written", count=len(firms), folder=task.result))
            task.failed.connect(session.tell)
            self.work.open()

        self.accept()
        session.run(lambda ws: names_of_firms(ws, round_id or 0), write)

    def _writer(self, kind: str) -> Callable[[Path, Lang], None]:
        """The form for phones names the open cluster and round, so that each submission says where it belongs."""
        entry = self.session.cluster
        label = next((each.label for each in entry.rounds if each.id == self.session.round_id), None) if entry is not None else None
        if kind != "phone" or entry is None or label is None:
            return WRITERS[kind]
        return partial(write_phone_form, cluster=entry.cluster.name("zh"), label=label)
