"""The dialogs. Each is loaded when it is first asked for: a start needs none of them."""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.dialogs.about import AboutDialog as AboutDialog
    from ui.dialogs.ask import AskDialog as AskDialog
    from ui.dialogs.ask import ConfirmDialog as ConfirmDialog
    from ui.dialogs.differences import DifferencesDialog as DifferencesDialog
    from ui.dialogs.evidence_files import choose_folder as choose_folder
    from ui.dialogs.evidence_files import choose_target as choose_target
    from ui.dialogs.evidence_files import choose_to_attach as choose_to_attach
    from ui.dialogs.files import choose_file as choose_file
    from ui.dialogs.refused import RefusedDialog as RefusedDialog
    from ui.dialogs.update import UpdateDialog as UpdateDialog
    from ui.dialogs.verify import VerifyDialog as VerifyDialog
    from ui.rosters.dialog import RosterDialog as RosterDialog

WHERE: Mapping[str, str] = {
    "AboutDialog": "ui.dialogs.about",
    "AskDialog": "ui.dialogs.ask",
    "ConfirmDialog": "ui.dialogs.ask",
    "DifferencesDialog": "ui.dialogs.differences",
    "choose_file": "ui.dialogs.files",
    "choose_folder": "ui.dialogs.evidence_files",
    "choose_target": "ui.dialogs.evidence_files",
    "choose_to_attach": "ui.dialogs.evidence_files",
    "RefusedDialog": "ui.dialogs.refused",
    "UpdateDialog": "ui.dialogs.update",
    "VerifyDialog": "ui.dialogs.verify",
    "RosterDialog": "ui.rosters.dialog",
}


def __getattr__(name: str) -> Any:
    """A dialog by its name, as ``dialogs.AskDialog``."""
    if name not in WHERE:
        raise AttributeError(name)
    return getattr(import_module(WHERE[name]), name)
