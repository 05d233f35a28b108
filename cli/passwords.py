"""Passwords of encrypted workspaces: from a file, the environment or the keyboard, never from an argument that others can see."""

import getpass
import os
from pathlib import Path

from cli.common import Arguments, at_terminal
from diagnosis.errors import UserError, system_reason
from diagnosis.text import phrase

OLD, OTHER, NEW = "JIZHEN_PASSWORD", "JIZHEN_OTHER_PASSWORD", "JIZHEN_NEW_PASSWORD"
WRONG = ("password-wrong", "recovery-wrong")


def run_unlocked(arguments: Arguments) -> None:
    """Runs a command; when a file turns out to be encrypted, asks for its password and runs it from the beginning.

    That a password is missing is found before anything is written or said. Raises ``UserError`` for a wrong one.
    """
    asked: set[object] = set()
    given: list[str] | None = None
    while True:
        try:
            arguments.run(arguments)
        except UserError as error:
            file = error.facts.get("file")
            if error.code != "workspace-password" or file in asked:
                raise
            given = _passwords(arguments) if given is None else given
            refused = _tried(Path(str(file)), given) if given else error
            if refused is not None:
                typed = _typed(arguments, "password.old", file=file) if not given or asked or len(given) > 1 else None
                if typed is None:
                    raise refused from None
                _unlock(Path(str(file)), typed)
            asked.add(file)
        else:
            return


def _tried(file: Path, given: list[str]) -> UserError | None:
    """Tries what was given, one after the other, as a file may be any of those that a command needs; why none fits."""
    refused: UserError | None = None
    for password in given:
        try:
            _unlock(file, password)
        except UserError as error:
            if error.code not in WRONG:
                raise
            refused = error
        else:
            return None
    return refused


def _unlock(file: Path, password: str) -> None:
    from db.encrypting import unlock  # it brings SQLCipher

    unlock(file, password)


def _passwords(arguments: Arguments) -> list[str]:
    """Those of the files, in their order, else those of the environment."""
    if arguments.password_file:
        return [_read(file) for file in arguments.password_file]
    return [os.environ[name] for name in (OLD, OTHER) if os.environ.get(name)]


def new_password(arguments: Arguments) -> str:
    """A password for a file that is to be encrypted; raises ``UserError`` when there is none, or it was typed in two ways."""
    file = arguments.new_password_file
    given = os.environ.get(NEW) if file is None else _read(file)
    if given is not None:
        return given
    first = _typed(arguments, "password.new")
    if first is None:
        raise UserError("password-none")
    if first != _typed(arguments, "password.again"):
        raise UserError("password-differs")
    return first


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig").rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise UserError("file-unreadable", file=file, reason=system_reason(error)) from None


def _typed(arguments: Arguments, key: str, **facts: object) -> str | None:
    """What somebody types without its being shown; ``None`` where nobody sits at a keyboard."""
    if not at_terminal():
        return None
    return getpass.getpass(phrase("cli", key, **facts).to(arguments.language))
