"""Where the program keeps its files: the folder that ``JIZHEN_HOME`` names, else ``data`` beside the program, else the user's data folder.

A folder ``data`` beside the program file makes the program portable, on a stick for example: all of its own files go there, and it
remembers files on the same disk by the way to them from there, as the stick has another letter tomorrow.
"""

import os
from pathlib import Path

from db import program
from diagnosis.errors import UserError, system_reason

HOME = "JIZHEN_HOME"
EXTENSION = ".jizhen"


def default_workspace() -> Path:
    """The workspace that is opened when none is named."""
    return home() / f"workspace{EXTENSION}"


def sample_workspace() -> Path:
    """The workspace with the sample surveys."""
    return home() / f"samples{EXTENSION}"


def settings_file() -> Path:
    """The window's settings."""
    return home() / "settings.ini"


def running_file() -> Path:
    """Is there while the program runs, and after it ended without closing."""
    return home() / "running.lock"


def roster_columns() -> Path:
    """What was said of the columns of rosters."""
    return home() / "roster-columns.json"


def office_wording() -> Path:
    """What an office says otherwise in its reports; need not be there."""
    return home() / "phrases" / "report.toml"


def log_file() -> Path:
    """What the program writes down about its own defects."""
    return home() / "jizhen.log"


def viewing_folder() -> Path:
    """Copies of evidence that somebody looks at in another program."""
    return made_folder(home() / "viewing")


def laying_folder() -> Path:
    """Reports while an office program lays them out, each in a private folder that goes when it is done."""
    return made_folder(home() / "laying")


def mending_folder() -> Path:
    """Copies of workspaces that are looked through, each in a private folder that goes when it is done."""
    return made_folder(home() / "mending")


def backup_folder() -> Path:
    """The daily backups of all workspaces."""
    return made_folder(home() / "backups")


def home() -> Path:
    """The folder of all of these; raises ``UserError`` when it cannot be made."""
    named = os.environ.get(HOME)
    own = Path(named).expanduser().absolute() if named else program.data_folder() or _of_user()
    return made_folder(own)


def _of_user() -> Path:
    """The user's data folder, as each system has it."""
    import platformdirs  # 3 ms, which neither a portable program nor a named folder needs

    return platformdirs.user_data_path("Jizhen", appauthor=False)


def portable() -> bool:
    """Whether the program keeps its files beside itself."""
    return not os.environ.get(HOME) and program.data_folder() is not None


def to_text(path: Path) -> str:
    """How a path is remembered: as it is, or, by a portable program, as the way to it where it is on the same disk."""
    if not portable():
        return str(path)
    try:
        same = path.stat().st_dev == home().stat().st_dev
    except OSError:
        same = path.is_relative_to(home())
    return Path(os.path.relpath(path, home())).as_posix() if same else str(path)


def from_text(text: str) -> Path:
    """The path that was remembered so."""
    return Path(os.path.normpath(home() / text)) if portable() else Path(text)


def made_folder(folder: Path) -> Path:
    """The folder, made where it is not there yet; raises ``UserError``."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError("folder-not-made", folder=folder, reason=system_reason(error)) from None
    return folder
