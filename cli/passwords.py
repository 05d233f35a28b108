"""Passwords of encrypted workspaces: from a file, the environment or the keyboard, never from an argument that others can see."""

import getpass
import os
import sys
from pathlib import Path

from cli.common import Arguments
from diagnosis.errors import UserError, system_reason
from diagnosis.text import phrase

OLD, NEW = "JIZHEN_PASSWORD", "JIZHEN_NEW_PASSWORD"


def run_unlocked(arguments: Arguments) -> None:
    """Runs a command; when a file turns out to be encrypted, asks for its password and runs it from the beginning.

    That a password is missing is found before anything is written or said. Raises ``UserError`` for a wrong one.
    """
    asked: set[object] = set()
    while True:
        try:
            arguments.run(arguments)
        except UserError as error:
            file = error.facts.get("file")
            if error.code != "workspace-password" or file in asked:
                raise
            given = _given(arguments.password_file, OLD)
            password = given or _typed(arguments, "password.old", file=file)
            if password is None:
                raise
            _unlock(arguments, Path(str(file)), password, own=given == password and bool(asked))
            asked.add(file)
        else:
            return


def _unlock(arguments: Arguments, file: Path, password: str, *, own: bool) -> None:
    """``own``: the password was given for another file, too; where it does not fit, this one's is asked for."""
    from db.encrypting import unlock

    try:
        unlock(file, password)
    except UserError as error:
        typed = _typed(arguments, "password.old", file=file) if own and error.code == "password-wrong" else None
        if typed is None:
            raise
        unlock(file, typed)


def new_password(arguments: Arguments) -> str:
    """A password for a file that is to be encrypted; raises ``UserError`` when there is none, or it was typed in two ways."""
    given = _given(arguments.new_password_file, NEW)
    if given is not None:
        return given
    first = _typed(arguments, "password.new")
    if first is None:
        raise UserError("password-none")
    if first != _typed(arguments, "password.again"):
        raise UserError("password-differs")
    return first


def _given(file: Path | None, variable: str) -> str | None:
    if file is None:
        return os.environ.get(variable)
    try:
        return file.read_text(encoding="utf-8-sig").rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise UserError("file-unreadable", file=file, reason=system_reason(error)) from None


def _typed(arguments: Arguments, key: str, **facts: object) -> str | None:
    """What somebody types without its being shown; ``None`` where nobody sits at a keyboard."""
    if sys.stdin is None or not sys.stdin.isatty():
        return None
    return getpass.getpass(phrase("cli", key, **facts).to(arguments.language))
