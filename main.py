"""集诊 Jizhen: without arguments, or with a workspace file alone, the window; with a subcommand one call into the rooms below.

Exit status: 0 done; 1 the user's input is refused, one line on standard error; 2 wrong arguments; 3 a defect of the program.
"""

import contextlib
import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from diagnosis.errors import UserError, system_reason
from diagnosis.text import Lang, Text, language_called, phrase

if TYPE_CHECKING:
    import argparse

REFUSED, DEFECT, INTERRUPTED = 1, 3, 130  # wrong arguments are 2: argparse ends with it


def language() -> Lang:
    """The language to speak: ``JIZHEN_LANG``, else English on an English system and Chinese everywhere else."""
    import locale  # the window asks Qt

    named = (os.environ.get(name) for name in ("JIZHEN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    return language_called(next(filter(None, named), None) or locale.getlocale()[0] or "")


def main(argv: list[str] | None = None) -> int:
    """Runs the command line, or opens the window when there are no arguments; returns the exit status."""
    words = sys.argv[1:] if argv is None else argv
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if getattr(sys, "frozen", False):
        from db.program import hand_over

        if (status := hand_over(words)) is not None:
            return status
    if not words or _is_workspace(words):
        from ui.app import run

        return run(sys.argv[:1], Path(words[0]) if words else None)
    from cli.parser import parser  # the window needs none of it

    lang = language()
    arguments = parser(lang).parse_args(words)
    if not hasattr(arguments, "run"):
        parser(lang).error(phrase("cli", "wrong.no-command").to(lang))
    return _run(arguments)


def _is_workspace(words: list[str]) -> bool:
    """Whether a desktop opens a file with the program: one word, and no command."""
    return len(words) == 1 and Path(words[0]).suffix.lower() == ".jizhen"


def _run(arguments: "argparse.Namespace") -> int:
    """The task boundary of the command line: what the user can mend is one line, what we did wrong goes to the log."""
    from cli.passwords import run_unlocked

    lang: Lang = arguments.language
    try:
        run_unlocked(arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
    except UserError as error:
        print(error.to(lang), file=sys.stderr)
        _tell_others(error, lang)
        return REFUSED
    except KeyboardInterrupt:
        print(phrase("cli", "wrong.interrupted").to(lang), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output is gone; nobody is left to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except OSError as error:  # a file of a name that cannot be one; else the terminal, or the place our output is sent to
        print(_refused(error).to(lang), file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return REFUSED
    except Exception as error:  # noqa: BLE001 - whatever is left is a defect of the program
        from db.log import record_defect

        print(phrase("cli", "wrong.defect", error=type(error).__name__, log=record_defect(error)).to(lang), file=sys.stderr)
        return DEFECT
    return 0


def _refused(error: OSError) -> Text:
    """What the system said of a file, or of where our output goes."""
    if error.filename is not None:
        return UserError("file-unreadable", file=error.filename, reason=system_reason(error)).text()
    return phrase("cli", "wrong.output", reason=system_reason(error))


def _tell_others(error: UserError, lang: Lang) -> None:
    """What else is wrong, a line each on standard output: standard error holds one line, whoever reads it."""
    lines = [other.to(lang) for other in error.others]
    lines += [phrase("cli", "wrong.more", count=error.unsaid).to(lang)] if error.unsaid else []
    with contextlib.suppress(OSError):
        for line in lines:
            print(line, flush=True)


if __name__ == "__main__":
    gc.disable()  # nothing that a start makes is let go; the window tidies up in its own time, and a command is over soon
    sys.exit(main())
