"""Which columns a list's table shows, in which order and how wide; kept with the program's settings."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from diagnosis.questionnaire import Part
from ui.settings import Settings

KEY = "columns"


@dataclass(frozen=True, slots=True)
class Column:
    """A question as a column. ``width``: in pixels, ``None`` for its own."""

    field: str
    shown: bool = True
    width: int | None = None


Columns = tuple[Column, ...]


def as_asked(part: Part) -> Columns:
    """The columns as the questionnaire wants them."""
    return tuple(Column(question.id, question.column) for question in part.questions)


def shown(columns: Sequence[Column]) -> list[str]:
    """The fields shown, in their order."""
    return [column.field for column in columns if column.shown]


def kept_columns(settings: Settings, part: Part) -> Columns:
    """The columns as they were left; questions that are new since stand where the questionnaire has them, at the end."""
    default = as_asked(part)
    known = {column.field for column in default}
    kept = [column for column in _read(settings.text(f"{KEY}/{part.id}")) if column.field in known]
    fields = {column.field for column in kept}
    found = (*kept, *(column for column in default if column.field not in fields))
    return found if shown(found) and len(fields) == len(kept) else default


def keep_columns(settings: Settings, part: Part, columns: Columns) -> None:
    """Keep them for the next time."""
    rows = [[column.field, column.shown, column.width] for column in columns]
    settings.set_text(f"{KEY}/{part.id}", "" if columns == as_asked(part) else json.dumps(rows))


def _read(text: str) -> Columns:
    """What was kept; a settings file that somebody has edited counts for what can be read of it."""
    try:
        rows = json.loads(text) if text else []
    except ValueError:
        return ()
    found = []
    for row in rows if isinstance(rows, list) else []:
        match row:
            case [str(field), bool(is_shown), None | int() as width]:
                found.append(Column(field, is_shown, width))
    return tuple(found)
