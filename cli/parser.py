"""The command line of the interchange format. Each command loads what it needs when it runs."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from cli import reading, rosters, writing
from cli.common import Arguments, user_path
from diagnosis import __version__
from diagnosis.text import LANGS, Lang, phrase


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

    made = command("demo", writing.demo, workspace=False)
    made.add_argument("--out", type=user_path, default=Path("out"), metavar="DIR", help=told("out-dir"))
    made.add_argument("--lang", choices=LANGS, default="zh", help=told("lang"))
    command("new", writing.new)
    made = command("import", writing.import_)
    made.add_argument("survey", type=user_path, metavar="SURVEY", help=told("survey"))
    made.add_argument("--cluster", metavar="NAME", help=told("cluster"))
    made.add_argument("--dry-run", action="store_true", help=told("dry-run"))
    made = command("roster", rosters.roster)
    made.add_argument("roster", type=user_path, metavar="ROSTER", help=told("roster-file"))
    cluster(made)
    _roster_options(made, lang, told)
    made = command("diagnose", reading.diagnose)
    cluster(made, rounds=True)
    made.add_argument("--out", type=_file(lang, "results-kind", ".xlsx", ".csv"), metavar="FILE", help=told("results"))
    made.add_argument("--lang", choices=LANGS, default="zh", help=told("results-lang"))
    cluster(command("check", reading.check), rounds=True)
    made = command("report", writing.report)
    cluster(made)
    made.add_argument("--out", type=_file(lang, "report-kind", ".docx"), required=True, metavar="FILE.docx", help=told("out"))
    made.add_argument("--lang", choices=LANGS, default="zh", help=told("lang"))
    made.add_argument("--template", type=user_path, metavar="FILE.docx", help=told("template"))
    made = command("export", writing.export)
    cluster(made)
    made.add_argument(
        "--out", type=_file(lang, "export-kind", ".json", ".xlsx", ".jizhen"), required=True, metavar="FILE", help=told("out")
    )
    made = command("merge", writing.merge)
    made.add_argument("other", type=user_path, metavar="OTHER.jizhen", help=told("other"))
    made.add_argument("--resolve", choices=("ours", "theirs", "ask"), default="ask", help=told("resolve"))
    made = command("form", writing.form, workspace=False)
    made.add_argument("--out", type=_file(lang, "form-kind", ".xlsx", ".docx"), required=True, metavar="FILE", help=told("out"))
    made.add_argument("--lang", choices=LANGS, default="zh", help=told("form-lang"))
    command("list", reading.list_).add_argument("--json", action="store_true", help=told("json"))
    command("verify", reading.verify).add_argument("--repair", action="store_true", help=told("repair"))
    return top


def _roster_options(made: argparse.ArgumentParser, lang: Lang, told: Callable[[str], str]) -> None:
    made.add_argument("--round", metavar="LABEL", help=told("round"))
    made.add_argument("--map", type=user_path, metavar="FILE", help=told("map"))
    made.add_argument("--rejects", type=_file(lang, "rejects-kind", ".xlsx", ".csv"), metavar="FILE", help=told("rejects"))
    made.add_argument("--dry-run", action="store_true", help=told("roster-dry-run"))


def _file(lang: Lang, wrong: str, *suffixes: str) -> Callable[[str], Path]:
    """An output file whose name must end in one of ``suffixes``."""

    def parse(text: str) -> Path:
        path = user_path(text)
        if path.suffix.lower() not in suffixes:
            raise argparse.ArgumentTypeError(phrase("cli", f"wrong.{wrong}").to(lang))
        return path

    return parse
