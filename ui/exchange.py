"""What the menu does with files for and from others: forms to be filled in, what comes back, and the diagnosis as tables."""

from collections.abc import Generator
from functools import partial
from pathlib import Path

from db import surveys
from db.filenames import safe_name
from diagnosis.diagnose import diagnosing
from diagnosis.progress import Progress
from diagnosis.result import Diagnosis
from diagnosis.survey import Survey
from diagnosis.text import Lang
from reports.result_files import write_results
from ui.commands import Commands
from ui.dialogs.files import choose_file

Steps = Generator[Progress | None, None, None]


def export_results(commands: Commands) -> None:
    """Ask where to write the figures and tables of the diagnosis."""
    session, entry = commands.session, commands.session.cluster
    diagnosis = session.diagnosis
    if diagnosis is None or entry is None:
        return
    words = (entry.cluster.name(session.lang), diagnosis.survey.round.label, session.words("files.results-name"))
    proposed = Path(safe_name(" ".join(word for word in words if word)))
    commands.dialog = choose_file(session, commands.window, "results", partial(_read_before, commands, diagnosis), save=proposed)


def _read_before(commands: Commands, diagnosis: Diagnosis, path: Path) -> None:
    """The round before is read first: some tables are about what has changed since."""
    session, lang = commands.session, commands.session.lang
    earlier = surveys.previous_round(session.cluster, session.round_id) if session.cluster and session.round_id else None

    def write(before: Survey | None) -> None:
        task = session.start(_results(path, diagnosis, lang, before))
        task.finished.connect(lambda: session.note("files.written", file=path))
        task.failed.connect(session.tell)

    session.run(lambda ws: surveys.load(ws, earlier.id) if earlier else None, write)


def _results(path: Path, diagnosis: Diagnosis, lang: Lang, before: Survey | None) -> Steps:
    previous = None if before is None else (yield from diagnosing(before, diagnosis.framework))
    yield from write_results(path, diagnosis, lang, previous)
