"""What the menu does with files for and from others: forms to be filled in, what comes back, and the diagnosis as tables."""

from collections.abc import Generator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from db import colleagues, surveys
from db.filenames import safe_name
from db.files import write_survey_file
from db.operations import Change
from db.twins import FIRMS, Twins
from db.twins import twins as find_twins
from db.workbook import write_workbook
from db.workspace import Workspace
from diagnosis.diagnose import diagnosing
from diagnosis.progress import Progress
from diagnosis.result import Diagnosis
from diagnosis.survey import Survey
from diagnosis.text import Lang, phrase
from reports.result_files import write_results
from ui.dialogs.files import choose_file, choose_files
from ui.dialogs.name import NameDialog
from ui.dialogs.twins import TwinsDialog
from ui.dialogs.work import WorkDialog
from ui.keeping import refused
from ui.returns.dialog import ReturnsDialog
from ui.returns.form_dialog import FormDialog

if TYPE_CHECKING:
    from ui.commands import Commands

Steps = Generator[Progress | None, None, None]


def empty_form(commands: "Commands", kind: str) -> None:
    """Ask in which language an empty form is wanted, and where to write it. ``kind``: whom it is for, a key of ``FORMS``."""
    commands.show_dialog(FormDialog(commands.session, commands.settings, commands.window, kind))


def collect(commands: "Commands", paths: Sequence[Path] | None = None) -> None:
    """Read returned forms into the open round; ask for them where none are named."""
    if commands.session.round_id is None:
        return
    if paths is None:
        commands.dialog = choose_files(commands.session, commands.window, "returns", partial(collect, commands))
    else:
        commands.show_dialog(ReturnsDialog(commands.session, commands.window, paths))


def export_survey(commands: "Commands", path: Path) -> None:
    """Write the survey file of the open round, as a workbook where the file is called one."""
    session, round_id = commands.session, commands.session.round_id
    write = write_workbook if path.suffix.lower() == ".xlsx" else write_survey_file

    def work(ws: Workspace) -> int:
        assert round_id is not None
        write(path, surveys.load(ws, round_id))
        return len(surveys.untaken(ws, round_id))

    def done(left: int) -> None:
        session.note("files.written-untaken" if left else "files.written", file=path, count=left)

    if round_id is not None:
        session.run(work, done)


def merge(commands: "Commands", path: Path) -> None:
    """Bring a colleague's copy in, with how far it is and a way to stop it, and show what both wrote differently."""
    session, found = commands.session, list[colleagues.Merged]()
    dialog = WorkDialog(session, commands.window, phrase("ui", "files.merging", file=path.name))

    def work(ws: Workspace) -> Generator[Progress, None, Change]:
        with colleagues.open_colleague(path) as theirs:
            found.append((yield from colleagues.merging(ws, theirs)))
        return found[-1].change

    def done(change: Change) -> None:
        dialog.end()
        session.note("files.merged" if found[-1].brought else "files.merged-nothing", file=path.name)
        look = partial(_show_twins, commands, quiet=True) if FIRMS in change.parts else _nothing
        if found[-1].conflicts:
            commands.show_differences(found[-1].conflicts).finished.connect(lambda _how: look())
        else:
            look()

    def failed(error: Exception) -> None:
        dialog.end()
        refused(commands, path, partial(merge, commands, path), error)

    commands.show_dialog(dialog)
    session.change(work, done=done, failed=failed, watch=dialog.watch)


def twins(commands: "Commands") -> None:
    """Show the firms that stand on the list twice, for joining them."""
    _show_twins(commands)


def _show_twins(commands: "Commands", *, quiet: bool = False) -> None:
    """``quiet``: say nothing where there are none, as nobody has asked."""
    session, round_id = commands.session, commands.session.round_id
    if round_id is None:
        return

    def show(found: tuple[list[Twins], int]) -> None:
        if found[0]:
            commands.show_dialog(TwinsDialog(session, commands.window, *found))
        elif not quiet:
            session.note("twins.none")

    session.run(lambda ws: find_twins(ws, round_id), show)


def _nothing() -> None:
    """Nobody has come."""


def sign(commands: "Commands") -> None:
    """Ask for the name that stands beside one's changes."""
    dialog = NameDialog(commands.session, commands.window, commands.settings.who)

    def named(who: str) -> None:
        commands.settings.who = who
        commands.session.sign(who)

    dialog.named.connect(named)
    commands.show_dialog(dialog)


def export_results(commands: "Commands") -> None:
    """Ask where to write the figures and tables of the diagnosis."""
    session, entry = commands.session, commands.session.cluster
    diagnosis = session.diagnosis
    if diagnosis is None or entry is None:
        return
    words = (entry.cluster.name(session.lang), diagnosis.survey.round.label, session.words("files.results-name"))
    proposed = Path(safe_name(" ".join(word for word in words if word)))
    commands.dialog = choose_file(session, commands.window, "results", partial(_read_before, commands, diagnosis), save=proposed)


def _read_before(commands: "Commands", diagnosis: Diagnosis, path: Path) -> None:
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
