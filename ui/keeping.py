"""What the menu does to look after a workspace file: who may write to it, its password, its check, its backups."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from db.refusals import HELD, PASSWORD
from db.workspace import Workspace
from diagnosis.errors import UserError
from ui import dialogs

if TYPE_CHECKING:
    from ui.commands import Commands

Done = Callable[[], object]


def refused(commands: "Commands", path: Path, again: Done, error: Exception, *, reading: bool = False, left: Done | None = None) -> None:
    """A workspace was not opened: what somebody else works on is offered to be read, an encrypted one asks for its password.

    ``again``: opens it once more. ``reading``: read it without asking. ``left``: what follows when somebody would rather not.
    """
    code = error.code if isinstance(error, UserError) else ""
    if code == PASSWORD:
        ask_password(commands, cast(Path, cast(UserError, error).facts["file"]), again, left)
    elif code == HELD and reading:
        read(commands, path, cast(UserError, error))
    elif code == HELD:
        why = {"why": cast(UserError, error).sentence()}
        dialog = dialogs.ConfirmDialog(commands.session, commands.window, "held", why, style="primary")
        dialog.accepted.connect(lambda: read(commands, path, cast(UserError, error)))
        dialog.rejected.connect(left or (lambda: None))
        commands.show_dialog(dialog)
    else:
        commands.session.tell(error)
        if left is not None:
            left()


def read(commands: "Commands", path: Path, error: UserError) -> None:
    """Open a workspace only to read it, as somebody else has it; the session says so and tries again whenever it looks."""
    commands.session.open_workspace(path, partial(Workspace.read, because=error), partial(commands.settings.remember, path))


def ask_password(commands: "Commands", path: Path, again: Done, left: Done | None = None) -> None:
    """Ask for the password of an encrypted file, and do what needed it once more."""
    from ui.dialogs.password import UnlockDialog

    dialog = UnlockDialog(commands.session, commands.window, path)
    dialog.accepted.connect(again)
    dialog.rejected.connect(left or (lambda: None))
    commands.show_dialog(dialog)


def set_password(commands: "Commands") -> None:
    """Set, change or remove the password of the open workspace."""
    from ui.dialogs.password import PasswordDialog

    if commands.session.path is not None:
        commands.show_dialog(PasswordDialog(commands.session, commands.window, commands.session.path))


def export_locked(commands: "Commands") -> None:
    """Ask for a password, then where to write a workspace with this cluster only."""
    from ui.dialogs.password import NewPasswordDialog

    if commands.session.cluster_id is not None:
        dialog = NewPasswordDialog(commands.session, commands.window, "lock-package")
        dialog.chosen.connect(commands.export_package_with)
        commands.show_dialog(dialog)


def verify(commands: "Commands") -> None:
    """Look through the open workspace."""
    if commands.session.path is not None:
        verify_path(commands, commands.session.path)


def verify_path(commands: "Commands", path: Path) -> None:
    """Look through this workspace, and offer its newest backup, or what can be read of it, if it is damaged."""
    dialog = dialogs.VerifyDialog(commands.session, commands.window, path)
    dialog.repaired.connect(partial(_open_other, commands))
    dialog.salvaged.connect(commands.open_path)
    commands.show_dialog(dialog)


def backups(commands: "Commands") -> None:
    """Show the backups of the open workspace."""
    from ui.dialogs.backups import BackupsDialog

    if commands.session.path is not None:
        commands.show_dialog(BackupsDialog(commands.session, commands.window, commands.session.path))


def _open_other(commands: "Commands", path: Path) -> None:
    if path != commands.session.path:
        commands.open_path(path)
