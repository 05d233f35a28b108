"""The command line of the interchange format. Each command loads what it needs when it runs."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cli import keeping, reading, returns, rosters, writing
from cli.common import Arguments, user_path
from cli.readback import readback
from cli.updating import update
from diagnosis import __version__
from diagnosis.text import LANGS, Lang, phrase


def parser(lang: Lang) -> argparse.ArgumentParser:
    """The command line of the interchange format."""
    made = _Commands(lang)
    made.surveys()
    made.results()
    made.colleagues()
    made.keeping()
    made.program()
    return made.top


@dataclass(slots=True)
class _Commands:
    """The commands on their way, told in ``lang``."""

    lang: Lang
    top: argparse.ArgumentParser = field(init=False)
    _made: Any = field(init=False)

    def __post_init__(self) -> None:
        program = "jizhen" if getattr(sys, "frozen", False) else "main.py"
        self.top = argparse.ArgumentParser(prog=program, description=phrase("cli", "description").to(self.lang), allow_abbrev=False)
        self.top.add_argument("--version", action="version", version=phrase("cli", "version", version=__version__).to(self.lang))
        self.top.add_argument("--password-file", type=user_path, action="append", metavar="FILE", help=self.told("password-file"))
        self.top.add_argument("--new-password-file", type=user_path, metavar="FILE", help=self.told("new-password-file"))
        self._made = self.top.add_subparsers(metavar="COMMAND")

    def surveys(self) -> None:
        """What goes into a workspace."""
        made = self._command("demo", writing.demo, workspace=False)
        made.add_argument("--out", type=user_path, default=Path("out"), metavar="DIR", help=self.told("out-dir"))
        self._lang(made, "lang")
        self._command("new", writing.new)
        made = self._command("import", writing.import_)
        made.add_argument("survey", type=user_path, metavar="SURVEY", help=self.told("survey"))
        made.add_argument("--cluster", metavar="NAME", help=self.told("cluster"))
        made.add_argument("--dry-run", action="store_true", help=self.told("dry-run"))
        made = self._command("roster", rosters.roster)
        made.add_argument("roster", type=user_path, metavar="ROSTER", help=self.told("roster-file"))
        self._cluster(made)
        self._round(made)
        made.add_argument("--map", type=user_path, metavar="FILE", help=self.told("map"))
        self._file(made, "--rejects", "rejects", ".xlsx", ".csv")
        made.add_argument("--dry-run", action="store_true", help=self.told("roster-dry-run"))

    def results(self) -> None:
        """What comes of it."""
        made = self._command("diagnose", reading.diagnose)
        self._cluster(made)
        self._round(made, json=True)
        self._file(made, "--out", "results", ".xlsx", ".csv")
        self._lang(made, "results-lang")
        made = self._command("check", reading.check)
        self._cluster(made)
        self._round(made, json=True)
        made = self._command("report", writing.report)
        self._cluster(made)
        self._round(made)
        self._file(made, "--out", "report", ".docx", ".pdf", required=True)
        self._lang(made, "lang")
        made.add_argument("--template", type=user_path, metavar="FILE.docx", help=self.told("template"))
        made.add_argument("--phrases", type=user_path, metavar="FILE.toml", help=self.told("phrases"))
        made.add_argument("--edition", choices=("full", "summary"), default="full", help=self.told("edition"))
        made.add_argument("--public", action="store_true", help=self.told("public"))
        made.add_argument("--charts", choices=("native", "pictures"), default="native", help=self.told("charts"))
        made.add_argument("--pages", choices=("auto", "exact", "estimate"), default="auto", help=self.told("pages"))
        made = self._command("export", writing.export)
        self._cluster(made)
        self._file(made, "--out", "export", ".json", ".xlsx", ".jizhen", required=True)
        made.add_argument("--encrypt", action="store_true", help=self.told("encrypt"))

    def colleagues(self) -> None:
        """Colleagues, forms, and what there is."""
        made = self._command("merge", writing.merge)
        made.add_argument("other", type=user_path, metavar="OTHER.jizhen", help=self.told("other"))
        made.add_argument("--resolve", choices=("ours", "theirs", "ask"), default="ask", help=self.told("resolve"))
        made = self._command("readback", readback)
        made.add_argument("report", type=user_path, metavar="REPORT.docx", help=self.told("readback-file"))
        self._cluster(made)
        self._round(made)
        made.add_argument("--take", nargs="+", default=["none"], metavar="all|none|SECTION", help=self.told("take"))
        made.add_argument("--dry-run", action="store_true", help=self.told("readback-dry-run"))
        made = self._command("collect", returns.collect)
        made.add_argument("files", type=user_path, nargs="+", metavar="FILE", help=self.told("returned"))
        self._cluster(made)
        self._round(made)
        made.add_argument("--resolve", choices=("ours", "theirs"), default="ours", help=self.told("collect-resolve"))
        made.add_argument("--alike", choices=("hold", "add"), default="hold", help=self.told("alike"))
        self._file(made, "--rejects", "told", ".xlsx")
        made.add_argument("--dry-run", action="store_true", help=self.told("dry-run"))
        made = self._command("form", returns.form, workspace=False)
        self._file(made, "--out", "form", ".xlsx", ".docx", required=True)
        made.add_argument("--for", dest="kind", choices=("office", "firm", "phone"), default="office", help=self.told("form-for"))
        self._lang(made, "form-lang")
        self._command("list", reading.list_).add_argument("--json", action="store_true", help=self.told("json"))

    def keeping(self) -> None:
        """What looks after the file itself."""
        made = self._command("verify", keeping.verify)
        made.add_argument("--repair", action="store_true", help=self.told("repair"))
        made.add_argument("--yes", action="store_true", help=self.told("yes"))
        self._file(made, "--salvage", "salvage", ".jizhen")
        made = self._command("restore", keeping.restore)
        made.add_argument("--backup", metavar="NAME", help=self.told("backup"))
        made.add_argument("--dry-run", action="store_true", help=self.told("restore-dry-run"))
        self._command("password", keeping.password).add_argument("--remove", action="store_true", help=self.told("remove"))

    def program(self) -> None:
        """What looks after the program itself."""
        made = self._command("update", update, workspace=False)
        which = made.add_mutually_exclusive_group(required=True)
        which.add_argument("file", type=user_path, nargs="?", metavar="FILE", help=self.told("update-file"))
        which.add_argument("--back", action="store_true", help=self.told("back"))
        made.add_argument("--workspace", type=user_path, nargs="+", metavar="WORKSPACE", help=self.told("update-workspace"))

    def told(self, key: str) -> str:
        """What the help says."""
        return phrase("cli", f"help.{key}").to(self.lang).replace("%", "%%")

    # ---- what commands have in common

    def _command(self, name: str, run: Callable[[Arguments], None], *, workspace: bool = True) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = self._made.add_parser(name, help=self.told(name), description=self.told(name), allow_abbrev=False)
        made.set_defaults(run=run, language=self.lang)
        if workspace:
            made.add_argument("workspace", type=user_path, metavar="WORKSPACE", help=self.told("workspace"))
        return made

    def _cluster(self, made: argparse.ArgumentParser) -> None:
        made.add_argument("--cluster", required=True, metavar="NAME", help=self.told("cluster"))

    def _round(self, made: argparse.ArgumentParser, *, json: bool = False) -> None:
        made.add_argument("--round", metavar="LABEL", help=self.told("round"))
        if json:
            made.add_argument("--json", action="store_true", help=self.told("json"))

    def _lang(self, made: argparse.ArgumentParser, key: str) -> None:
        made.add_argument("--lang", choices=LANGS, default="zh", help=self.told(key))

    def _file(self, made: argparse.ArgumentParser, option: str, key: str, *suffixes: str, required: bool = False) -> None:
        """A file to write, whose name must end in one of ``suffixes``; ``key``: of what is told of it."""
        named = f"FILE{suffixes[0]}" if len(suffixes) == 1 else "FILE"
        told = self.told(f"out-{key}")
        made.add_argument(option, type=_ending(self.lang, key, *suffixes), required=required, metavar=named, help=told)


def _ending(lang: Lang, key: str, *suffixes: str) -> Callable[[str], Path]:
    """A path whose name ends in one of ``suffixes``."""

    def parse(text: str) -> Path:
        path = user_path(text)
        if path.suffix.lower() not in suffixes:
            raise argparse.ArgumentTypeError(phrase("cli", f"wrong.{key}-kind").to(lang))
        return path

    return parse
