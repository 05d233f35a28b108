"""The commands that look after a workspace file: check, salvage, backups, password."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from cli.common import Arguments, asked, at_terminal, say
from cli.passwords import new_password
from diagnosis.errors import LONGEST, UserError
from diagnosis.text import Text, one_line, phrase

if TYPE_CHECKING:
    from db.verify import VerifyReport


def verify(arguments: Arguments) -> None:
    """Checks a workspace file; a damaged one ends with status 1. Saves what can be read of it, or restores its newest backup."""
    from db.salvaging import salvage
    from db.verify import verify as examine

    if arguments.salvage is not None:
        for each in salvage(arguments.workspace, arguments.salvage):
            print(each.told().to(arguments.language))
        say("done.salvaged", arguments, path=arguments.salvage)
        return
    result = examine(arguments.workspace)
    if arguments.repair and not result.sound:
        _tell(arguments, result.problems)
        result = _repaired(arguments)
    _tell(arguments, result.lines)
    if not result.sound:
        raise UserError("workspace-unsound", file=arguments.workspace)


def _repaired(arguments: Arguments) -> "VerifyReport":
    """Says what would take the place of the damaged workspace, asks whoever sits at a terminal, and does it."""
    from db.repairing import find_remedy, repair

    remedy = find_remedy(arguments.workspace)
    _tell(arguments, remedy.lines)
    if not arguments.yes and at_terminal() and not asked("ask.repair", arguments, file=arguments.workspace):
        raise UserError("repair-not-confirmed", file=arguments.workspace)
    return repair(arguments.workspace, remedy)


def _tell(arguments: Arguments, lines: Iterable[Text]) -> None:
    for line in lines:
        print(one_line(line.to(arguments.language), LONGEST))


def restore(arguments: Arguments) -> None:
    """Lists the backups of a workspace; with ``--backup`` says how one differs, and puts it in place of the workspace."""
    from db import restoring

    if arguments.backup is None:
        _list(arguments)
        return
    backup = restoring.find_backup(arguments.workspace, arguments.backup)
    _compare(arguments, backup)
    if not arguments.dry_run:
        _tell(arguments, restoring.restore(arguments.workspace, backup))


def _list(arguments: Arguments) -> None:
    from db.keys import is_encrypted, secret_of
    from db.restoring import backups

    if is_encrypted(arguments.workspace):
        secret_of(arguments.workspace)  # its backups are looked through with its password
    found = backups(arguments.workspace)
    for each in found:
        state = phrase("cli", {True: "backup.sound", False: "backup.damaged", None: "backup.locked"}[each.sound])
        facts = {"time": f"{each.at:%Y-%m-%d %H:%M}", "size": f"{each.size / 2**20:.1f}", "why": each.why.to(arguments.language)}
        say("backup.line", arguments, name=each.name, state=state, **facts)
    if not found:
        say("backup.none", arguments, path=arguments.workspace)


def _compare(arguments: Arguments, backup: Path) -> None:
    from db.restoring import compare

    try:
        differences = compare(arguments.workspace, backup)
    except UserError as error:
        if error.code == "workspace-password":
            raise
        print(error.to(arguments.language))  # a damaged workspace can be restored and not be compared
        return
    for difference in differences:
        print(f"  {difference.told().to(arguments.language)}")
    if not differences:
        say("backup.same", arguments)


def password(arguments: Arguments) -> None:
    """Encrypts a workspace, changes its password, or takes it away."""
    from db.encrypting import set_password

    key, left = set_password(arguments.workspace, None if arguments.remove else new_password(arguments))
    for line in left:
        print(line.to(arguments.language))
    if arguments.remove:
        say("done.decrypted", arguments, path=arguments.workspace)
    else:
        say("done.encrypted", arguments, path=arguments.workspace)
        say("done.recovery", arguments, recovery=key)
