"""What the report is to be: its language, an office's template, the file, and whether the round before is compared."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QWidget

from db.filenames import free_name, safe_name
from db.surveys import RoundEntry
from diagnosis.text import Lang, phrase
from reports.office import office
from reports.options import CHARTS, EXTENTS, Options, Pages
from ui import theme
from ui.dialogs.files import choose_file, documents
from ui.phrasing import PHRASES, own_file, take_phrases
from ui.session import Session
from ui.settings import Settings
from ui.widgets.segments import Segments
from ui.widgets.wording import Words

FOLDER, TEMPLATE = "report/folder", "report/template"
PAGES: tuple[Pages, ...] = ("auto", "estimate")  # in the window there is nothing between them: what can be exact is
WIDEST = 100  # the share of a text, beside what only keeps a line to the left
HEADS = ("language", "extent", "template", "phrases", "charts", "format", "pages", "target")
SUFFIXES = (".docx", ".pdf")


class ExportForm(QWidget):
    """``changed``: another language or file. ``reworded``: reports are written in other words from now on.

    Folder, template and wording are remembered from one report to the next.
    """

    changed = Signal()
    reworded = Signal()

    def __init__(self, session: Session, settings: Settings) -> None:
        """The report is in the language of the window until another one is chosen."""
        super().__init__()
        self.session, self._settings = session, settings
        self._picked: Lang | None = None
        self._chosen: Path | None = None
        self._may_replace = False  # the file dialog has asked whether the chosen file may be replaced
        self._earlier: RoundEntry | None = None
        self._options, self._suffix = Options(pages="auto"), SUFFIXES[0]
        self.heads = {key: theme.label("muted") for key in HEADS}
        self.languages = Segments([(lang, phrase("pages", f"report.{lang}")) for lang in ("zh", "en")], clearable=False)
        self.extent = Segments([(extent, phrase("pages", f"report.extent-{extent}")) for extent in EXTENTS], clearable=False)
        self.public, self.no_pdf = QCheckBox(), theme.label("muted", wrap=True)
        self.format = Segments([(suffix, phrase("pages", f"report.format-{suffix[1:]}")) for suffix in SUFFIXES], clearable=False)
        self.charts = Segments([(kind, phrase("pages", f"report.charts-{kind}")) for kind in CHARTS], clearable=False)
        self.pages = Segments([(kind, phrase("pages", f"report.pages-{kind}")) for kind in PAGES], clearable=False)
        self.template, self.phrases, self.target = theme.label(wrap=True), theme.label(wrap=True), theme.label(wrap=True)
        self.choose_template, self.no_template, self.choose_target = theme.button(), theme.button("link"), theme.button()
        self.choose_phrases, self.no_phrases, self.no_pages = theme.button(), theme.button("link"), theme.label("muted", wrap=True)
        self.compare = QCheckBox()
        self._lay_out()
        self.languages.picked.connect(self._language_picked)
        self.choose_phrases.clicked.connect(lambda: choose_file(session, self.window(), "phrases", self.set_phrases))
        self.no_phrases.clicked.connect(lambda: self.set_phrases(None))
        self.pages.picked.connect(lambda pages: self._want(pages=pages))
        self.charts.picked.connect(lambda charts: self._want(charts=charts))
        self.extent.picked.connect(lambda extent: self._want(extent=extent))
        self.public.toggled.connect(lambda public: self._want(public=public))
        self.format.picked.connect(self._format_picked)
        self.choose_template.clicked.connect(self._ask_template)
        self.no_template.clicked.connect(lambda: self.set_template(None))
        self.choose_target.clicked.connect(self._ask_target)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        theme.tight(grid)
        grid.setHorizontalSpacing(12)
        rows: tuple[tuple[QWidget, ...], ...] = (
            (self.languages,),
            (self.extent, self.public),
            (self.template, self.choose_template, self.no_template),
            (self.phrases, self.choose_phrases, self.no_phrases),
            (self.charts,),
            (self.format, self.no_pdf),
            (self.pages, self.no_pages),
            (self.target, self.choose_target),
        )
        for row, (head, widgets) in enumerate(zip(self.heads.values(), rows, strict=True)):
            grid.addWidget(head, row, 0)
            grid.addLayout(_line(*widgets), row, 1)
        grid.addWidget(self.compare, len(rows), 1, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(1, 1)
        for label in (self.template, self.phrases, self.target):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    # ---- what is chosen

    @property
    def lang(self) -> Lang:
        """The report's language: the one chosen, else the window's."""
        return self._picked or self.session.lang

    @property
    def path(self) -> Path:
        """The file to write: the one chosen, else one named after cluster and round in the folder used last.

        A file that is there already is replaced only if that was confirmed; otherwise the next free name is taken.
        """
        if self._chosen is not None and self._may_replace:
            return self._chosen
        return free_name(self._chosen or self._folder() / f"{self._name()}{self._suffix}")

    def _folder(self) -> Path:
        kept = self._settings.path(FOLDER)
        if kept is not None and kept.is_dir():
            return kept
        return documents()

    def _name(self) -> str:
        entry = self.session.cluster
        labels = {each.id: each.label for each in entry.rounds} if entry is not None else {}
        cluster = "" if entry is None else entry.cluster.name(self.lang)
        what = phrase("pages", f"report.file-{self._options.extent}{'-public' if self._options.public else ''}")
        name = phrase("pages", "report.file-name", cluster=cluster, what=what, round=labels.get(self.session.round_id or 0, ""))
        return safe_name(name.to(self.lang))

    @property
    def template_path(self) -> Path | None:
        """The office's template, if one is used."""
        return self._settings.path(TEMPLATE)

    @property
    def phrases_path(self) -> Path | None:
        """The file of the office's own wording, if one was chosen."""
        return self._settings.path(PHRASES)

    @property
    def earlier(self) -> RoundEntry | None:
        """The round to compare with, if that is wanted."""
        return self._earlier if self.compare.isChecked() else None

    @property
    def options(self) -> Options:
        """What kind of report is wanted."""
        return self._options

    def set_target(self, path: Path) -> None:
        """Write there, as the file dialog was told: a file that is there now may be replaced, once."""
        self._chosen, self._may_replace = path, os.path.lexists(path)
        self._suffix = next((suffix for suffix in SUFFIXES if suffix == path.suffix.lower()), self._suffix)
        self.retranslate()
        self.changed.emit()

    def written(self, path: Path) -> None:
        """A report is there now: the next one goes beside it, into the same folder."""
        self._settings.set_path(FOLDER, path.parent)
        if path == self._chosen:
            self._may_replace = False
        self.retranslate()

    def set_template(self, path: Path | None) -> None:
        """Use this template, or none."""
        self._settings.set_path(TEMPLATE, path)
        self.retranslate()

    def set_phrases(self, path: Path | None) -> None:
        """Write reports in the words of this file, or of no chosen one; what is wrong in it is told, and it is not taken."""

        def taken(_none: None) -> None:
            self._settings.set_path(PHRASES, path)
            self.retranslate()
            self.reworded.emit()

        self.session.run(lambda _workspace: take_phrases(path), taken, self.session.tell)

    def show_round(self, earlier: RoundEntry | None) -> None:
        """Another round is open: its file has a name of its own, and it has another one before it, or none."""
        self._chosen, self._may_replace, self._earlier = None, False, earlier
        self.compare.setChecked(earlier is not None)
        self.retranslate()

    def _language_picked(self, lang: Lang) -> None:
        self._renamed(lambda: setattr(self, "_picked", lang))

    def _renamed(self, change: Callable[[], None]) -> None:
        """Makes a change that names the file otherwise: a name that was proposed follows, one that was typed stays."""
        own = self._chosen is not None and self._chosen.name == f"{self._name()}{self._suffix}"
        change()
        if own and self._chosen is not None:
            self._chosen = self._chosen.with_name(f"{self._name()}{self._suffix}")
        self.retranslate()
        self.changed.emit()

    def _want(self, **choices: Any) -> None:
        """Another kind of report; a file name that was proposed follows."""
        self._renamed(lambda: setattr(self, "_options", replace(self._options, **choices)))

    def _format_picked(self, suffix: str) -> None:
        self._renamed(lambda: setattr(self, "_suffix", suffix))
        if self._chosen is not None:
            self.set_target(self._chosen.with_suffix(suffix))

    def _ask_template(self) -> None:
        choose_file(self.session, self.window(), "template", self._take_template)

    def _take_template(self, path: Path) -> None:
        """What is wrong in it is told now, and not first when the report is due."""
        self.set_template(path)
        self.session.run(lambda _workspace: _check(path), None, self.session.tell)

    def _ask_target(self) -> None:
        choose_file(self.session, self.window(), "report", self.set_target, save=self.path)

    # ---- words

    def retranslate(self) -> None:
        """Every text in the session's language."""
        said, program = Words(self.session.framework, self.session.lang), office()
        for key, head in self.heads.items():
            head.setText(said.say(f"report.{key}"))
        self._say_choices(said, program.name if program is not None else "")
        self._say_pages(said, office_found=program is not None)
        self.public.setText(said.say("report.public"))
        self.public.setToolTip(said.say("report.public-note"))
        self.public.setAccessibleDescription(said.say("report.public-note"))
        self._say_paths(said)
        self.compare.setVisible(self._earlier is not None)
        self.compare.setText("" if self._earlier is None else said.say("report.compare-with", round=self._earlier.label).replace("&", "&&"))

    def _say_choices(self, said: Words, program: str) -> None:
        """``program``: what makes the PDF."""
        options = self._options
        for segments, value, key, note in (
            (self.languages, self.lang, "language", ""),
            (self.charts, options.charts, "charts", said.say("report.charts-note")),
            (self.extent, options.extent, "extent", ""),
            (self.pages, options.pages, "pages", said.say("report.pages-note")),
            (self.format, self._suffix, "format", said.say("report.format-note", program=program)),
        ):
            segments.retranslate(self.session.lang)
            segments.show_value(value)
            segments.describe(said.say(f"report.{key}"), note)

    def _say_pages(self, said: Words, *, office_found: bool) -> None:
        """What takes an office program, and what is said where there is none."""
        whole = self._options.extent == "full"
        self.format.setVisible(office_found)
        self.no_pdf.setText(said.say("report.no-pdf"))
        self.no_pdf.setVisible(not office_found)
        self.heads["pages"].setVisible(whole)
        self.pages.setVisible(whole and office_found)
        self.no_pages.setText(said.say("report.no-pages"))
        self.no_pages.setVisible(whole and not office_found)

    def _say_paths(self, said: Words) -> None:
        template = self.template_path
        _show_path(self.template, template, said.say(f"report.template-none-{self.lang}"))
        _show_path(self.phrases, own_file(self.phrases_path), said.say("report.phrases-none"))
        _show_path(self.target, self.path, "")
        for key, button in (
            ("template-choose", self.choose_template),
            ("template-clear", self.no_template),
            ("phrases-choose", self.choose_phrases),
            ("template-clear", self.no_phrases),
            ("target-choose", self.choose_target),
        ):
            button.setText(said.say(f"report.{key}"))
        for key, button in (("template", self.choose_template), ("target", self.choose_target), ("phrases", self.choose_phrases)):
            button.setAccessibleName(f"{said.say(f'report.{key}')}: {button.text()}")
        self.no_template.setVisible(template is not None)
        self.no_phrases.setVisible(self.phrases_path is not None)


def _line(*widgets: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    theme.tight(line)
    for widget in widgets:
        line.addWidget(widget, WIDEST if isinstance(widget, QLabel) else 0)
    line.addStretch(0 if isinstance(widgets[0], QLabel) else 1)
    return line


def _show_path(label: QLabel, path: Path | None, otherwise: str) -> None:
    """The name with its folder; the whole path is in the tooltip."""
    label.setText(otherwise if path is None else f"{path.name}  ·  {path.parent}")
    label.setToolTip("" if path is None else str(path))


def _check(path: Path) -> None:
    """On the worker, as opening a document takes a while; raises ``UserError``."""
    from reports.template import open_template

    open_template(path)
