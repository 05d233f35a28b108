"""Check, and export the Word report: what to look at first, then language, template and file, progress, and the way to the result."""

from collections.abc import Generator
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from db import surveys
from db.authored import TABLE, load_authored
from db.places import laying_folder
from db.reader import read_once, read_others
from db.surveys import RoundEntry
from db.workspace import Workspace
from diagnosis.authored import Authored
from diagnosis.diagnose import diagnosing
from diagnosis.findings import Place
from diagnosis.framework import Framework
from diagnosis.progress import Progress, told_as
from diagnosis.result import Diagnosis
from diagnosis.survey import Survey
from diagnosis.text import LANGS, Lang, Text, phrase
from reports.authoring.reading import open_edited
from reports.authoring.taking import Comparison, comparing_file
from reports.options import Options
from reports.paged import Look
from ui import theme
from ui.authoring.readback import ReadBackDialog
from ui.authoring.tab import AuthoringTab
from ui.authoring.work import Reading, Wanted, Work
from ui.checking import Checking, PublicChecking
from ui.dialogs.files import choose_file
from ui.pages.page import Page
from ui.phrasing import take_phrases
from ui.session import Session
from ui.settings import Settings
from ui.tasks import Task
from ui.widgets.export_form import ExportForm
from ui.widgets.export_run import ExportRun
from ui.widgets.findings_list import FindingsList
from ui.widgets.page_frame import PageHead, page_column
from ui.widgets.sheet import Sheet, section
from ui.widgets.tabs import Tabs
from ui.widgets.wording import Words

Pair = tuple[Diagnosis, Diagnosis | None, Authored, tuple[Survey, ...]]
Read = tuple[Survey, Survey | None, Authored, tuple[Survey, ...]]  # the round, the one before, the texts, the cluster's others
Steps = Generator[Progress, None, tuple[Text, ...]]  # what is to be told of the report in the end
VIEW, WRITE, EXPORT = "report-view", "write", "export"  # how the page was left is remembered


def report_steps(pair: Pair, out: Path, lang: Lang, template: Path | None, options: Options) -> Steps:
    """The making of a report; Word and the charts are loaded on the worker, when they are first needed."""
    from reports.report import build

    return (yield from build(pair[0], out, lang, template=template, previous=pair[1], options=options))


def reading(workspace: Workspace, round_id: int, earlier: int | None, lang: Lang, *, public: bool) -> Generator[Progress, None, Read]:
    """What the report of a round is made of, in short steps; ``earlier``: the round that it is compared with."""
    step = Progress(0, 1, phrase("report", "progress.reading"))
    now = yield from told_as(step, read_once(workspace, round_id))
    before = None if earlier is None else (yield from told_as(step, read_once(workspace, earlier)))
    others = (yield from told_as(step, read_others(workspace, round_id))) if public else ()
    return now, before, load_authored(workspace, round_id, lang), others


def making(found: Read, framework: Framework, out: Path, lang: Lang, template: Path | None, options: Options) -> Steps:
    """The diagnosis of what was read, and the report of it, in short steps."""
    step = Progress(0, 1, phrase("report", "progress.diagnosing"))
    now = yield from told_as(step, diagnosing(found[0], framework))
    before = None if found[1] is None else (yield from told_as(step, diagnosing(found[1], framework)))
    return (yield from report_steps((now, before, found[2], found[3]), out, lang, template, options))


def comparing(
    workspace: Workspace, path: Path, diagnosis: Diagnosis, round_id: int, earlier: int | None, framework: Framework
) -> Generator[None, None, tuple[Comparison, Work]]:
    """An edited report beside what stands here, in short steps."""
    edited = open_edited(path)
    yield
    work = yield from Reading().steps(workspace, Wanted(round_id, earlier, edited.lang, framework), diagnosis)
    comparison = yield from comparing_file(edited, path.name, work.composed, work.facts)
    return comparison, work


class ReportPage(Page):
    """The report is made from what is on disk when the button is pressed, so that the last answer is in it."""

    step = "report"
    _shown: int | None = -1  # the round whose file is proposed
    _comparing: Task | None = None
    dialog: ReadBackDialog | None = None  # the one opened last

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.parts |= {TABLE}
        self._settings = Settings()
        self.sheet = Sheet()
        self.form, self.run = ExportForm(session, Settings()), ExportRun(session)
        self.findings, self.checking, self.public = FindingsList(), Checking.of(session), PublicChecking(session)
        self.options_head, self.findings_head = theme.label("heading"), theme.label("heading")
        self.stale = theme.button("link")
        self.stale.hide()
        self._head = PageHead(session, self.step)
        self.writing = AuthoringTab(session, lambda: self.form.earlier.id if self.form.earlier is not None else None, self._look)
        self.tabs = Tabs(lambda name: session.words(f"authoring.tab-{name}"), {EXPORT: lambda: self.sheet, WRITE: lambda: self.writing})
        page_column(self, self._head, self.tabs, scrolls=True)
        self.sheet.bare()
        section(self.sheet.body, self.options_head)
        self.sheet.body.addWidget(self.form)
        self.sheet.body.addWidget(self.run)
        self.sheet.body.addWidget(self.stale)
        section(self.sheet.body, self.findings_head)
        self.sheet.body.addWidget(self.findings)
        self.tabs.start()
        if self._settings.word(VIEW) == WRITE:
            self.tabs.open(WRITE)
        self.tabs.opened.connect(self._opened)
        self.writing.edited_file.connect(self._ask_file)
        self.writing.read.connect(self._show_stale)
        self.stale.clicked.connect(self._go_to_stale)
        self.run.wanted.connect(self.export)
        self.run.busy.connect(self.writing.pane.views.pages.hold)
        self.run.busy.connect(self._rest)
        self.form.changed.connect(self.run.rest)
        self.form.reworded.connect(self.writing.reword)
        self.findings.jump.connect(session.jump)
        session.round_opened.connect(self.run.rest)
        for changed in (self.form.changed, self.checking.checked, self.writing.read):
            changed.connect(self._look_public)
        for checked in (self.checking.checked, self.public.checked):
            checked.connect(self._show_findings)
        self.retranslate()

    # ---- what is shown

    def refresh(self) -> None:
        """Another round: another file, another round before it; or another text."""
        if self._shown != self.session.round_id:
            self._shown = self.session.round_id
            self.form.show_round(self._earlier())
        self.writing.refresh()

    def _opened(self, view: str) -> None:
        self._settings.set_word(VIEW, view)

    def _earlier(self) -> RoundEntry | None:
        cluster, round_id = self.session.cluster, self.session.round_id
        return None if cluster is None or round_id is None else surveys.previous_round(cluster, round_id)

    def show_diagnosis(self, diagnosis: Diagnosis) -> None:
        """The file may be named after what has just been entered."""
        del diagnosis
        self.form.retranslate()
        self.writing.refresh()

    def _look(self) -> Look:
        return Look(self.form.template_path, self.form.options.charts, self.form.phrases_path)

    def _show_findings(self) -> None:
        found = self.checking.findings
        self.findings.show_findings(None if found is None else (*found, *self.public.findings), self._said)

    def _look_public(self) -> None:
        self.public.look(self.form.lang if self.form.options.public else None, self.form.options.extent)

    def start(self) -> QWidget | None:
        """Its two halves, between which the arrows go."""
        return self.tabs.bar

    def go_to(self, place: Place) -> None:
        """To the findings: to the one that was followed last, else to the first."""
        if place.part == TABLE:
            lang, section, *_ = (place.field or "..").split(".")
            self.tabs.open(WRITE)
            self.writing.go_to(section, next((each for each in LANGS if each == lang), None))
        else:
            self.tabs.open(EXPORT)
            self.sheet.reveal(self.findings.give_focus())

    def _show_stale(self) -> None:
        """How many sections were written over other data: they are exported as they are."""
        found = self.writing.stale
        self.stale.setVisible(bool(found))
        self.stale.setText(self.session.words("authoring.stale-count", count=len(found)))

    def _go_to_stale(self) -> None:
        self.tabs.open(WRITE)
        self.writing.go_to(next(iter(self.writing.stale), ""))

    # ---- export

    @property
    def busy(self) -> bool:
        """Whether a report is being made."""
        return self.run.running

    def _rest(self, busy: bool) -> None:
        if not busy:
            self.rested.emit(self.run.path is not None)

    def export(self) -> None:
        """Diagnose what is on disk now, and make the report of it, as the form says at this moment."""
        round_id, earlier, phrases = self.session.round_id, self.form.earlier, self.form.phrases_path
        if round_id is None or self.run.running:
            return

        path, lang, template, options = self.form.path, self.form.lang, self.form.template_path, self.form.options
        framework = self.session.framework
        self.writing.pane.editor.rest()
        self.run.prepare()

        def steps(workspace: Workspace) -> Steps:
            take_phrases(phrases)
            before = None if earlier is None else earlier.id
            found = yield from reading(workspace, round_id, before, lang, public=options.public)
            wanted = replace(options, authored=found[2], rounds=found[3], scratch=laying_folder())
            return (yield from making(found, framework, path, lang, template, wanted))

        task = self.session.read(steps)
        task.finished.connect(partial(self.form.written, path))
        self.run.follow(task, path)

    # ---- an edited report comes back

    def _ask_file(self) -> None:
        choose_file(self.session, self.window(), "edited", self.read_back)

    def read_back(self, path: Path) -> None:
        """Compare an edited report with what stands here, and ask what is to be taken over."""
        diagnosis, round_id, earlier = self.session.diagnosis, self.session.round_id, self.form.earlier
        if diagnosis is None or round_id is None:
            return
        self.writing.pane.editor.rest()
        if self._comparing is not None:
            self._comparing.cancel()  # another file is asked about now
        before, framework = None if earlier is None else earlier.id, self.session.framework
        task = self._comparing = self.session.read(lambda workspace: comparing(workspace, path, diagnosis, round_id, before, framework))
        task.finished.connect(lambda: self._show_comparison(task, round_id))
        task.failed.connect(self.session.tell)

    def _show_comparison(self, task: Task, round_id: int) -> None:
        if task is self._comparing and round_id == self.session.round_id:
            self._comparing = None
            comparison, work = task.result
            self.dialog = ReadBackDialog(self.session, self.window(), comparison, work, round_id)
            self.dialog.open()

    # ---- words

    @property
    def _said(self) -> Words:
        return Words(self.session.framework, self.session.lang)

    def retranslate(self) -> None:
        """Every text in the session's language."""
        said = self._said
        self._head.retranslate()
        self.tabs.retranslate()
        self.tabs.bar.setAccessibleName(self._head.name)
        self.writing.retranslate()
        self._show_stale()
        self.options_head.setText(said.say("report.options"))
        self.findings_head.setText(said.say("report.findings"))
        self.form.retranslate()
        self.run.retranslate()
        self._show_findings()
