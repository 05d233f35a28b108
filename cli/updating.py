"""The command that brings the program itself up to date."""

from collections.abc import Generator
from typing import TYPE_CHECKING

from cli.common import Arguments, follow, say

if TYPE_CHECKING:
    from db.updating import Installed
    from diagnosis.progress import Progress


def update(arguments: Arguments) -> None:
    """Installs a signed update, or goes back to the version before."""
    from db.updating import go_back

    if arguments.back:
        version = go_back()
        say("done.update-back" if version else "done.update-base", arguments, version=version)
    else:
        _install(arguments)


def _install(arguments: Arguments) -> None:
    from db.places import default_workspace
    from db.update_files import read_update
    from db.updating import install

    found: list[Installed] = []
    mentioned = [default_workspace(), *(arguments.workspace or ())]
    work = install(read_update(arguments.file), [path for path in mentioned if path.is_file()])
    follow(_keeping(work, found), arguments.language)
    (done,) = found
    if done.hand_over is None:
        say("done.update", arguments, version=done.version)
    else:
        key = "done.update-deb" if done.hand_over.suffix == ".deb" else "done.update-exe"
        say(key, arguments, version=done.version, file=done.hand_over)


def _keeping(work: "Generator[Progress, None, Installed]", found: "list[Installed]") -> "Generator[Progress]":
    """The same steps; the outcome is put down where it is found again."""
    found.append((yield from work))
