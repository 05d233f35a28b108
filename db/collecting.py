"""Returns into a round, as one change: firms, rows of other lists, answers of records."""

from collections.abc import Generator, Mapping, Sequence

from db.browse import record
from db.columns import row_cells
from db.history import Change
from db.recorder import Recorder, recording
from db.rosters.importing import known_firms, write_firms
from db.surveys import drafts, rows
from db.workspace import Workspace
from db.writing import add_rows, drop_drafts, set_answers, set_text
from diagnosis.errors import UserError
from diagnosis.fieldtypes import Value
from diagnosis.progress import Progress
from diagnosis.questionnaire import questionnaire
from diagnosis.returns.filled import FIRMS
from diagnosis.returns.lists import Entry, KnownParts
from diagnosis.returns.planning import Collected, KnownRound
from diagnosis.survey import answers_of
from diagnosis.text import phrase


def known_round(workspace: Workspace, round_id: int) -> KnownRound:
    """What the round holds, with what was typed and not taken."""
    with workspace.reading():
        parts = questionnaire().parts.values()
        lists = {
            part.id: {row_id: answers_of(row) for row_id, row in rows(workspace, round_id, part.id)}
            for part in parts
            if part.kind == "list" and part.id != FIRMS
        }
        records = {part.id: dict(record(workspace, round_id, part.id).answers) for part in parts if part.kind == "record"}
        return KnownRound(known_firms(workspace, round_id), KnownParts(lists=lists, records=records, drafts=drafts(workspace, round_id)))


def names_of_firms(workspace: Workspace, round_id: int) -> list[dict[str, Value]]:
    """Name and credit code of each firm of a round that has a name, in the order of the list."""
    found = workspace.rows(f'SELECT name, uscc FROM "{FIRMS}" WHERE _round = ? AND name IS NOT NULL ORDER BY _position, _id', round_id)
    return [{"name": name, "uscc": code} for name, code in found]


def read_in(workspace: Workspace, round_id: int, found: Collected) -> Generator[Progress, None, Change]:
    """Writes what was planned, as one change; closing the generator before its end takes everything back.

    Raises ``UserError`` when the round does not hold any more what the plan was made for.
    """
    name = phrase("db", "collect", count=len(found.returns))
    with recording(workspace, name, round_id=round_id) as recorder:
        if known_round(workspace, round_id) != found.known:
            raise UserError("returns-stale")
        yield from write_firms(recorder, found.plan, name)
        for part, entries in found.further.added.items():
            _add(recorder, part, entries)
        for part, entries in found.further.changed.items():
            for entry in entries:
                _change(recorder, part, entry)
        return recorder.change()


def _add(recorder: Recorder, part: str, entries: Sequence[Entry]) -> None:
    ids = add_rows(recorder, part, [entry.answers for entry in entries])
    for row_id, entry in zip(ids, entries, strict=True):
        _keep_typed(recorder, part, row_id, entry.drafts)


def _change(recorder: Recorder, part: str, entry: Entry) -> None:
    if entry.row_id is None:
        set_answers(recorder, part, entry.news)
    else:
        recorder.update(part, entry.row_id, row_cells(entry.news))
        drop_drafts(recorder, part, entry.row_id, entry.news)
    _keep_typed(recorder, part, entry.row_id, entry.drafts)


def _keep_typed(recorder: Recorder, part: str, row_id: int | None, typed: Mapping[str, str]) -> None:
    for field, text in typed.items():
        set_text(recorder, part, row_id, field, text)
