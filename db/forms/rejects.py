"""What was not taken of returned forms, as a table to work through with those who filled them in."""

from collections.abc import Sequence
from pathlib import Path

from db.lists import write_list
from diagnosis.errors import UserError
from diagnosis.returns.planning import Collected
from diagnosis.returns.telling import told_rows
from diagnosis.text import Lang, phrase

WIDE = 120


def write_told(path: Path, found: Collected, refused: Sequence[UserError], lang: Lang) -> int:
    """Writes an .xlsx with a line for each; returns how many. Raises ``UserError``."""
    lines = [error.text() for error in refused] + list(told_rows(found))
    return write_list(path, [(phrase("returns", "wizard.head-reason").to(lang), WIDE)], ([line.to(lang)] for line in lines))
