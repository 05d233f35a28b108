"""集诊 Jizhen: without arguments the window; with a subcommand one call into the rooms below.

Exit status: 0 done; 1 the user's input is refused, one line on standard error; 2 wrong arguments; 3 a defect of the program.
"""

import argparse
import json
import locale
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

from diagnosis import __version__
from diagnosis.errors import LONGEST, UserError
from diagnosis.text import LANGS, Lang, language_called, one_line, phrase

if TYPE_CHECKING:
    from db.surveys import ClusterEntry, RoundEntry
    from db.workspace import Workspace
    from diagnosis.interchange import SurveyFile
    from diagnosis.progress import Progress
    from diagnosis.result import Diagnosis

REFUSED, DEFECT, INTERRUPTED = 1, 3, 130  # wrong arguments are 2: argparse ends with it
Arguments = argparse.Namespace


def language() -> Lang:
    """The language to speak: ``JIZHEN_LANG``, else English on an English system and Chinese everywhere else."""
    named = (os.environ.get(name) for name in ("JIZHEN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    return language_called(next(filter(None, named), None) or locale.getlocale()[0] or "")


def say(key: str, arguments: Arguments, **facts: object) -> None:
    """Prints a phrase of the command line."""
    print(one_line(phrase("cli", key, **facts).to(arguments.language), LONGEST))


# --- reading ----------------------------------------------------------------------------------------------------------


def diagnosis_of(workspace: "Workspace", entry: "ClusterEntry", label: str | None = None) -> "Diagnosis":
    """The diagnosis of a round, the latest by default."""
    from db.surveys import find_round

    return diagnosis_of_round(workspace, find_round(entry, label))


def diagnosis_of_round(workspace: "Workspace", entry: "RoundEntry") -> "Diagnosis":
    """The diagnosis of this round."""
    from db.surveys import load
    from diagnosis.diagnose import diagnose
    from diagnosis.framework_files import load_framework

    return diagnose(load(workspace, entry.id), load_framework())


def follow(work: Iterable["Progress"], lang: Lang) -> None:
    """Runs long work to its end, with a line of progress on a terminal and none in a pipe."""
    shown, last = sys.stderr is not None and sys.stderr.isatty(), 0
    for step in work:
        if shown:
            line = f"{step.done}/{step.total} {step.text.to(lang)}"
            print(f"\r{line:<{last}}", end="", file=sys.stderr, flush=True)  # spaces, as not every console knows escapes
            last = len(line)
    if shown:
        print(f"\r{'':<{2 * last}}\r", end="", file=sys.stderr, flush=True)  # twice: a Chinese character takes two columns


def user_path(text: str) -> Path:
    """A path as the user wrote it, with ``~`` filled in."""
    return Path(text).expanduser()


# --- commands ---------------------------------------------------------------------------------------------------------


def new(arguments: Arguments) -> None:
    """Makes an empty workspace."""
    from db.workspace import Workspace

    Workspace.create(arguments.workspace).close()
    say("done.new", arguments, path=arguments.workspace)


def import_(arguments: Arguments) -> None:
    """Imports a survey file; a workspace that is not there yet is made, unless the file is refused."""
    from db.files import read_survey_file
    from db.workspace import Workspace

    survey_file = read_survey_file(arguments.survey)
    if arguments.workspace.exists() or arguments.dry_run:
        with Workspace.open(arguments.workspace) as workspace:
            _import(workspace, survey_file, arguments)
        return
    workspace = Workspace.create(arguments.workspace)
    try:
        with workspace:
            _import(workspace, survey_file, arguments)
    except BaseException:
        arguments.workspace.unlink()
        raise
    say("done.new", arguments, path=arguments.workspace)


def _import(workspace: "Workspace", taken: "SurveyFile", arguments: Arguments) -> None:
    from db.backup import daily_backup
    from db.operations import import_survey
    from db.surveys import clusters
    from diagnosis.questionnaire import questionnaire

    lang = arguments.language
    if not arguments.dry_run:
        daily_backup(workspace)
    change = import_survey(workspace, taken, arguments.cluster, dry_run=arguments.dry_run)
    changed = [
        phrase("cli", "done.changed-part", part=part.name, before=change.summary[part.id][0], after=change.summary[part.id][1]).to(lang)
        if part.id in change.summary
        else part.name.to(lang)
        for part in questionnaire().parts.values()
        if part.id in change.parts
    ]
    changes = ("、" if lang == "zh" else ", ").join(changed) or phrase("cli", "done.unchanged").to(lang)
    key = "done.import-dry" if arguments.dry_run else "done.import"
    target = next((entry.cluster for entry in clusters(workspace) if entry.id == change.cluster_id), taken.survey.cluster)
    say(key, arguments, cluster=target.name(lang), round=taken.survey.round.label, changes=changes)


def diagnose(arguments: Arguments) -> None:
    """Prints the diagnosis of a round."""
    from db.surveys import find_cluster
    from db.workspace import Workspace

    with Workspace.open(arguments.workspace) as workspace:
        diagnosis = diagnosis_of(workspace, find_cluster(workspace, arguments.cluster), arguments.round)
    if arguments.json:
        from diagnosis.output import diagnosis_to_json

        print(diagnosis_to_json(diagnosis))
    else:
        from diagnosis.summary import summary

        print(summary(diagnosis, arguments.language))


def check(arguments: Arguments) -> None:
    """Prints the findings before export."""
    from db.surveys import find_cluster, find_round, untaken
    from db.workspace import Workspace
    from diagnosis.checks import check as find

    with Workspace.open(arguments.workspace) as workspace:
        entry = find_round(find_cluster(workspace, arguments.cluster), arguments.round)
        findings = find(diagnosis_of_round(workspace, entry), untaken(workspace, entry.id))
    if arguments.json:
        rows = [
            {
                "severity": found.severity,
                "code": found.code,
                "path": found.place.path,
                "text_zh": found.text.zh,
                "text_en": found.text.en,
            }
            for found in findings
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for found in findings:
        severity = phrase("cli", f"severity.{found.severity}").to(arguments.language)
        print(f"{severity}  {found.place.path}  {found.text.to(arguments.language)}")
    if not findings:
        say("done.no-findings", arguments)


def report(arguments: Arguments) -> None:
    """Writes the Word report of the latest round."""
    from db.surveys import find_cluster, find_round, previous_round
    from db.workspace import Workspace

    with Workspace.open(arguments.workspace) as workspace:
        entry = find_cluster(workspace, arguments.cluster)
        latest = find_round(entry, None)
        before = previous_round(entry, latest.id)
        diagnosis = diagnosis_of_round(workspace, latest)
        previous = diagnosis_of_round(workspace, before) if before else None
    from reports.report import build

    work = build(diagnosis, arguments.out, arguments.lang, template=arguments.template, previous=previous)
    follow(work, arguments.language)
    say("done.report", arguments, path=arguments.out)


def export(arguments: Arguments) -> None:
    """Writes a cluster as a package, or its latest round as a survey file or workbook."""
    from db.files import export_package, write_survey_file
    from db.surveys import find_cluster, find_round, load
    from db.workbook import write_workbook
    from db.workspace import Workspace

    with Workspace.open(arguments.workspace) as workspace:
        entry = find_cluster(workspace, arguments.cluster)
        if arguments.out.suffix.lower() == ".jizhen":
            export_package(workspace, entry.id, arguments.out)
        else:
            latest = find_round(entry, None)
            write = write_workbook if arguments.out.suffix.lower() == ".xlsx" else write_survey_file
            write(arguments.out, load(workspace, latest.id))
            if len(entry.rounds) > 1:
                say("done.export-round", arguments, round=latest.label, count=len(entry.rounds))
    say("done.export", arguments, path=arguments.out)


def list_(arguments: Arguments) -> None:
    """Prints the clusters and their rounds, each with its type."""
    from db.surveys import clusters
    from db.workspace import Workspace
    from diagnosis.framework_files import load_framework

    with Workspace.open(arguments.workspace) as workspace:
        found = [
            {
                "name_zh": entry.cluster.name_zh,
                "name_en": entry.cluster.name_en,
                "region": entry.cluster.region,
                "rounds": [{"label": one.label, "date": one.date, "type": diagnosis_of_round(workspace, one).type} for one in entry.rounds],
            }
            for entry in clusters(workspace)
        ]
    if arguments.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    types = load_framework().types
    for cluster in found:
        print("  ".join(str(cluster[key]) for key in ("name_zh", "name_en", "region") if cluster[key]))
        for one in cast(list[Mapping[str, str | None]], cluster["rounds"]):
            kind = types[one["type"]].name.to(arguments.language) if one["type"] else "—"
            print(f"  {one['label']}  {one['date'] or '—'}  {kind}")
    if not found:
        say("done.empty", arguments)


def verify(arguments: Arguments) -> None:
    """Checks a workspace file; a damaged one ends with status 1."""
    from db.verify import repair
    from db.verify import verify as examine

    result = examine(arguments.workspace)
    if arguments.repair and not result.sound:
        result = repair(arguments.workspace)
    for line in result.lines:
        print(line.to(arguments.language))
    if not result.sound:
        raise UserError("workspace-unsound", file=arguments.workspace)


def demo(arguments: Arguments) -> None:
    """The whole job on the sample surveys: three diagnoses and three reports in one folder."""
    from db.files import read_survey_file, write_text
    from db.operations import import_survey
    from db.places import made_folder
    from db.samples import sample_files
    from db.surveys import find_cluster
    from db.workspace import Workspace
    from diagnosis.output import diagnosis_to_json
    from diagnosis.summary import summary
    from reports.report import build

    lang: Lang = arguments.lang
    folder = made_folder(arguments.out)
    target = folder / "demo.jizhen"
    with Workspace.open(target) if target.exists() else Workspace.create(target) as workspace:
        for file in sample_files():
            survey_file = read_survey_file(file)
            import_survey(workspace, survey_file)
            name = survey_file.survey.cluster.name("zh")
            diagnosis = diagnosis_of(workspace, find_cluster(workspace, name), survey_file.survey.round.label)
            print(summary(diagnosis, lang))
            out = folder / f"{file.stem}{'' if lang == 'zh' else '-en'}"
            write_text(out.with_suffix(".json"), diagnosis_to_json(diagnosis))
            follow(build(diagnosis, out.with_suffix(".docx"), lang), arguments.language)
            say("done.report", arguments, path=out.with_suffix(".docx"))
            print()
    say("done.demo", arguments, path=folder.absolute())


# --- the door ---------------------------------------------------------------------------------------------------------


def parser(lang: Lang) -> argparse.ArgumentParser:
    """The command line of the interchange format."""

    def told(key: str) -> str:
        return phrase("cli", f"help.{key}").to(lang).replace("%", "%%")

    def command(name: str, run: Callable[[Arguments], None], *, workspace: bool = True) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=told(name), description=told(name), allow_abbrev=False)
        made.set_defaults(run=run, language=lang)
        if workspace:
            made.add_argument("workspace", type=user_path, metavar="WORKSPACE", help=told("workspace"))
        return made

    def cluster(made: argparse.ArgumentParser, *, rounds: bool = False) -> None:
        made.add_argument("--cluster", required=True, metavar="NAME", help=told("cluster"))
        if rounds:
            made.add_argument("--round", metavar="LABEL", help=told("round"))
            made.add_argument("--json", action="store_true", help=told("json"))

    top = argparse.ArgumentParser(
        prog="jizhen" if getattr(sys, "frozen", False) else "main.py", description=phrase("cli", "description").to(lang), allow_abbrev=False
    )
    top.add_argument("--version", action="version", version=phrase("cli", "version", version=__version__).to(lang))
    commands = top.add_subparsers(metavar="COMMAND")

    made = command("demo", demo, workspace=False)
    made.add_argument("--out", type=user_path, default=Path("out"), metavar="DIR", help=told("out-dir"))
    made.add_argument("--lang", choices=LANGS, default="zh", help=told("lang"))
    command("new", new)
    made = command("import", import_)
    made.add_argument("survey", type=user_path, metavar="SURVEY", help=told("survey"))
    made.add_argument("--cluster", metavar="NAME", help=told("cluster"))
    made.add_argument("--dry-run", action="store_true", help=told("dry-run"))
    cluster(command("diagnose", diagnose), rounds=True)
    cluster(command("check", check), rounds=True)
    made = command("report", report)
    cluster(made)
    made.add_argument("--out", type=_file(lang, "report-kind", ".docx"), required=True, metavar="FILE.docx", help=told("out"))
    made.add_argument("--lang", choices=LANGS, default="zh", help=told("lang"))
    made.add_argument("--template", type=user_path, metavar="FILE.docx", help=told("template"))
    made = command("export", export)
    cluster(made)
    made.add_argument(
        "--out", type=_file(lang, "export-kind", ".json", ".xlsx", ".jizhen"), required=True, metavar="FILE", help=told("out")
    )
    command("list", list_).add_argument("--json", action="store_true", help=told("json"))
    command("verify", verify).add_argument("--repair", action="store_true", help=told("repair"))
    return top


def _file(lang: Lang, wrong: str, *suffixes: str) -> Callable[[str], Path]:
    """An output file whose name must end in one of ``suffixes``."""

    def parse(text: str) -> Path:
        path = user_path(text)
        if path.suffix.lower() not in suffixes:
            raise argparse.ArgumentTypeError(phrase("cli", f"wrong.{wrong}").to(lang))
        return path

    return parse


def main(argv: list[str] | None = None) -> int:
    """Runs the command line, or opens the window when there are no arguments; returns the exit status."""
    words = sys.argv[1:] if argv is None else argv
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if not words:
        from ui.app import run

        return run(sys.argv[:1])
    lang = language()
    arguments = parser(lang).parse_args(words)
    if not hasattr(arguments, "run"):
        parser(lang).error(phrase("cli", "wrong.no-command").to(lang))
    return _run(arguments)


def _run(arguments: Arguments) -> int:
    """The task boundary of the command line: what the user can mend is one line, what we did wrong goes to the log."""
    lang: Lang = arguments.language
    try:
        arguments.run(arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
    except UserError as error:
        print(error.to(lang), file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print(phrase("cli", "wrong.interrupted").to(lang), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output is gone; nobody is left to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except OSError as error:  # what files say is a UserError already: this is the terminal, or the place our output is sent to
        print(phrase("cli", "wrong.output", reason=error.strerror or str(error)).to(lang), file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return REFUSED
    except Exception as error:  # noqa: BLE001 - whatever is left is a defect of the program
        from db.log import record_defect

        print(phrase("cli", "wrong.defect", error=type(error).__name__, log=record_defect(error)).to(lang), file=sys.stderr)
        return DEFECT
    return 0


if __name__ == "__main__":
    sys.exit(main())
