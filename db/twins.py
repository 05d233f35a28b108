"""Firms that stand on the list twice, as two laptops have added them: found, and joined into one row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.attachments import TABLE as FILES
from db.attachments import Owner
from db.browse import rows_by_id
from db.columns import row_cells
from db.following import last_position
from db.history import Change
from db.recorder import Recorder, recording
from db.renaming import rename_sides
from db.rules import checked
from db.workspace import Workspace
from db.writing import drop_rows, set_text
from diagnosis.fieldtypes import Value
from diagnosis.questionnaire import questionnaire
from diagnosis.text import fold, phrase
from diagnosis.twins import Answers, Joined, Known, joined, twins_of

FIRMS = "enterprises"
SHOWN = 50  # firms that are told at once


@dataclass(frozen=True, slots=True)
class Twins:
    """Rows of one firm. ``places``: where they stand in the list, from 1; ``answers``: what each says; ``joined``: all of them as one."""

    rows: tuple[int, ...]
    places: tuple[int, ...]
    answers: tuple[Answers, ...]
    joined: Joined

    @property
    def alike(self) -> bool:
        """Whether nothing speaks against it: no two have credit codes of their own."""
        return "uscc" not in self.joined.differing


def twins(workspace: Workspace, round_id: int) -> tuple[list[Twins], int]:
    """The first firms of a round that stand on the list more than once, and how many there are in all."""
    with workspace.reading():
        found = workspace.rows(f'SELECT _id, name, uscc FROM "{FIRMS}" WHERE _round = ? ORDER BY _position, _id', round_id)
        places = {row[0]: place for place, row in enumerate(found, 1)}
        groups = twins_of(Known(*row) for row in found)
        return [_twins(workspace, round_id, rows, places) for rows in groups[:SHOWN]], len(groups)


def _twins(workspace: Workspace, round_id: int, rows: Sequence[int], places: Mapping[int, int]) -> Twins:
    entries = rows_by_id(workspace, round_id, FIRMS, rows)
    answers = tuple(entries[row].answers for row in rows)
    return Twins(tuple(rows), tuple(places[row] for row in rows), answers, joined(questionnaire().parts[FIRMS], answers))


def join_twins(workspace: Workspace, round_id: int, chosen: Sequence[tuple[Sequence[int], Mapping[str, Value]]]) -> Change:
    """Makes one row of each group of rows, the first of them, as one change; the answers chosen take the place of those that differ.

    Files, and what was typed and not taken, go with it; co-operations name the firm as it is called then.
    Raises ``UserError`` when a row is gone.
    """
    with recording(workspace, phrase("db", "join-twins", count=len(chosen)), round_id=round_id) as recorder:
        for rows, answers in chosen:
            _join(recorder, round_id, rows, answers)
        recorder.row_id = chosen[0][0][0] if len(chosen) == 1 else None
        return recorder.change()


def _join(recorder: Recorder, round_id: int, rows: Sequence[int], chosen: Mapping[str, Value]) -> None:
    first, *others = rows
    for row in rows:
        recorder.row(FIRMS, row)
    entries = rows_by_id(recorder.workspace, round_id, FIRMS, rows)
    part = questionnaire().parts[FIRMS]
    answers = {**joined(part, [entries[row].answers for row in rows]).answers, **checked(FIRMS, chosen)}
    news = {name: value for name, value in answers.items() if entries[first].answers.get(name) != value}
    _move_files(recorder, first, others)
    typed = {name: [text] for name, text in entries[first].drafts.items()}
    for row in others:
        for name, text in entries[row].drafts.items():
            if text not in typed.setdefault(name, []):
                typed[name].append(text)
                set_text(recorder, FIRMS, first, name, " / ".join(typed[name]))
    drop_rows(recorder, FIRMS, others)
    recorder.update(FIRMS, first, row_cells(news))
    _rename_sides(recorder, {str(entries[row].answers.get("name") or "") for row in rows}, str(answers.get("name") or ""))


def _move_files(recorder: Recorder, first: int, others: Sequence[int]) -> None:
    position = last_position(recorder, Owner(FIRMS, first))
    for row in others:
        sql = f"SELECT _id FROM {FILES} WHERE _round = ? AND part = ? AND row = ? ORDER BY _position, _id"
        for (file,) in recorder.workspace.rows(sql, recorder.round_id, FIRMS, row):
            position += 1
            recorder.update(FILES, file, {"row": first, "_position": position})


def _rename_sides(recorder: Recorder, before: set[str], name: str) -> None:
    """Co-operations of a firm that was called otherwise in one of its rows."""
    gone = {fold(each) for each in before if each} - {fold(name)}
    if gone and name:
        rename_sides(recorder, gone, name)
