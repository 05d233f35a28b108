"""Check, and export the Word report: what to look at first, then language, template and file, progress, and the way to the result."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout

from db import surveys
from db.places import office_wording
from db.surveys import RoundEntry
from db.workspace import Workspace
from diagnosis.diagnose import diagnose
from diagnosis.findings import Place
from diagnosis.progress import Progress
from diagnosis.result import Diagnosis
from diagnosis.text import Lang
from reports.options import Options
from ui import theme
from ui.checking import Checking
from ui.pages.page import Page
from ui.session import Session
from ui.settings import Settings
from ui.widgets.export_form import ExportForm
from ui.widgets.export_run import ExportRun
from ui.widgets.findings_list import FindingsList
from ui.widgets.sheet import Sheet, section
from ui.widgets.wording import Words

Pair = tuple[Diagnosis, Diagnosis | None]


def report_steps(pair: Pair, out: Path, lang: Lang, template: Path | None, options: Options) -> Iterator[Progress]:
    """The making of a report; Word and the charts are loaded on the worker, when they are first needed."""
    from reports.report import build
    from reports.wording import take_wording

    take_wording(office_wording())
    yield from build(pair[0], out, lang, template=template, previous=pair[1], options=options)


class ReportPage(Page):
    """The report is made from what is on disk when the button is pressed, so that the last answer is in it."""

    step = "report"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.sheet = Sheet()
        self.form, self.run = ExportForm(session, Settings()), ExportRun(session)
        self.findings, self.checking = FindingsList(), Checking.of(session)
        self.options_head, self.findings_head = theme.label("heading"), theme.label("heading")
        outer = QVBoxLayout(self)
        theme.tight(outer, 0)
        outer.addWidget(self.sheet)
        self.sheet.add_help(session, self.step)
        section(self.sheet.body, self.options_head)
        self.sheet.body.addWidget(self.form)
        self.sheet.body.addWidget(self.run)
        section(self.sheet.body, self.findings_head)
        self.sheet.body.addWidget(self.findings)
        self.run.wanted.connect(self.export)
        self.form.changed.connect(self.run.rest)
        self.findings.jump.connect(session.jump)
        session.round_opened.connect(self.run.rest)
        self.checking.checked.connect(self._show_findings)
        self.retranslate()

    # ---- what is shown

    def refresh(self) -> None:
        """Another round: another file, another round before it."""
        self.form.show_round(self._earlier())

    def _earlier(self) -> RoundEntry | None:
        cluster, round_id = self.session.cluster, self.session.round_id
        return None if cluster is None or round_id is None else surveys.previous_round(cluster, round_id)

    def show_diagnosis(self, diagnosis: Diagnosis) -> None:
        """The file may be named after what has just been entered."""
        del diagnosis
        self.form.retranslate()

    def _show_findings(self) -> None:
        self.findings.show_findings(self.checking.findings, self._said)

    def go_to(self, place: Place) -> None:
        """To the findings: to the one that was followed last, else to the first."""
        del place
        self.findings.give_focus()

    # ---- export

    def export(self) -> None:
        """Diagnose what is on disk now, and make the report of it, as the form says at this moment."""
        round_id, earlier, framework = self.session.round_id, self.form.earlier, self.session.framework
        if round_id is None or self.run.running:
            return

        start = partial(self._start, self.form.path, self.form.lang, self.form.template_path, self.form.options)
        self.run.prepare()

        def both(workspace: Workspace) -> Pair:
            now = diagnose(surveys.load(workspace, round_id), framework)
            return now, None if earlier is None else diagnose(surveys.load(workspace, earlier.id), framework)

        self.session.run(both, start, self.run.refuse)

    def _start(self, path: Path, lang: Lang, template: Path | None, options: Options, pair: Pair) -> None:
        task = self.session.start(report_steps(pair, path, lang, template, options))
        task.finished.connect(partial(self.form.written, path))
        self.run.follow(task, path)

    # ---- words

    @property
    def _said(self) -> Words:
        return Words(self.session.framework, self.session.lang)

    def retranslate(self) -> None:
        """Every text in the session's language."""
        said = self._said
        self.sheet.retranslate(said, self.step)
        self.options_head.setText(said.say("report.options"))
        self.findings_head.setText(said.say("report.findings"))
        self.form.retranslate()
        self.run.retranslate()
        self._show_findings()
