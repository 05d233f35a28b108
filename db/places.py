"""Where the program keeps its files: the user's data folder, or the folder that ``JIZHEN_HOME`` names (portable use, tests)."""

import os
from pathlib import Path

import platformdirs

from diagnosis.errors import UserError, system_reason

HOME = "JIZHEN_HOME"
EXTENSION = ".jizhen"


def default_workspace() -> Path:
    """The workspace that is opened when none is named."""
    return _home() / f"workspace{EXTENSION}"


def sample_workspace() -> Path:
    """The workspace with the sample surveys."""
    return _home() / f"samples{EXTENSION}"


def settings_file() -> Path:
    """The window's settings."""
    return _home() / "settings.ini"


def running_file() -> Path:
    """Is there while the program runs, and after it ended without closing."""
    return _home() / "running.lock"


def roster_columns() -> Path:
    """What was said of the columns of rosters."""
    return _home() / "roster-columns.json"


def log_file() -> Path:
    """What the program writes down about its own defects."""
    return _home() / "jizhen.log"


def backup_folder() -> Path:
    """The daily backups of all workspaces."""
    return made_folder(_home() / "backups")


def _home() -> Path:
    named = os.environ.get(HOME)
    return made_folder(Path(named).expanduser().absolute() if named else platformdirs.user_data_path("Jizhen", appauthor=False))


def made_folder(folder: Path) -> Path:
    """The folder, made where it is not there yet; raises ``UserError``."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError("folder-not-made", folder=folder, reason=system_reason(error)) from None
    return folder
