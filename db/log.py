"""The log of the program's own defects. It holds places in the code, never a value of a survey."""

import datetime as dt
import traceback
from pathlib import Path

from db.places import log_file
from diagnosis import __version__
from diagnosis.errors import UserError


def record_defect(error: BaseException) -> Path | str:
    """Adds where an exception came from to the log; returns the log file, or the reason why it could not be written."""
    try:
        path = log_file()
        with path.open("a", encoding="utf-8") as file:
            file.write(describe(error))
    except (OSError, UserError) as trouble:
        return str(trouble)
    return path


def describe(error: BaseException) -> str:
    """Time, version, kind and frames of an exception. Its message is left out: it may quote what somebody typed."""
    now = dt.datetime.now().astimezone().isoformat(timespec="seconds")
    frames = "".join(traceback.format_tb(error.__traceback__))
    return f"{now} {__version__} {type(error).__module__}.{type(error).__qualname__}\n{frames}\n"
