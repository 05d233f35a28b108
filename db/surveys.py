"""Reading a round as a ``Survey``; which clusters and rounds there are is read by ``db.clusters``."""

from collections.abc import Iterator
from typing import Any

from db.attachments import TABLE as ATTACHMENTS
from db.attachments import all_attached
from db.clusters import ClusterEntry, RoundEntry, clusters, find_cluster, find_round, listed, names, previous_round
from db.columns import OF_ROUND, RECORD_TABLES, from_json, known
from db.records import drafts, made_rows
from db.stretches import stretches
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.fieldtypes import Value
from diagnosis.findings import Draft
from diagnosis.packed import Packed
from diagnosis.questionnaire import questionnaire
from diagnosis.survey import LISTS, MAPS, RECORDS, Attachment, Enterprise, Row, Survey, make_row
from diagnosis.text import phrase

# which rounds there are is asked together with what stands in them
__all__ = ["ClusterEntry", "RoundEntry", "clusters", "drafts", "find_cluster", "find_round", "listed", "names", "previous_round"]
LONG = "enterprises"  # the list that may be long
PARTS = (*RECORDS, *LISTS, *MAPS, ATTACHMENTS)


def load(workspace: Workspace, round_id: int) -> Survey:
    """A round with all its parts; raises ``UserError`` when it is gone, or holds answers this program does not know."""
    with workspace.reading():
        return Survey(**{part: read_part(workspace, round_id, part) for part in PARTS})


def others_of(workspace: Workspace, round_id: int) -> tuple[int, ...]:
    """The other rounds of a round's cluster, the latest first."""
    of = next((entry.rounds for entry in clusters(workspace) if round_id in {found.id for found in entry.rounds}), ())
    return tuple(found.id for found in reversed(of) if found.id != round_id)


def other_rounds(workspace: Workspace, round_id: int) -> tuple[Survey, ...]:
    """The surveys of the other rounds of a round's cluster, the latest first."""
    return tuple(load(workspace, found) for found in others_of(workspace, round_id))


def read_part(workspace: Workspace, round_id: int, part: str) -> Any:
    """One part of a round, as the attribute of its ``Survey``; raises ``UserError`` as ``load`` does."""
    if part == LONG:
        return Packed(Enterprise, (stretch.block for stretch in stretches(workspace, round_id, part)))
    if part in LISTS:
        return tuple(row for _, row in rows(workspace, round_id, part))
    if part in MAPS:
        return answers(workspace, round_id, part)
    if part == ATTACHMENTS:
        return tuple(Attachment(each.owner.part, each.owner.field, each.name, each.caption) for each in all_attached(workspace, round_id))
    if part in RECORD_TABLES:
        found = made_rows(workspace, part, RECORDS[part], f'"{RECORD_TABLES[part]}" WHERE {OF_ROUND[part]}', round_id)
        if not found:
            raise UserError("row-gone", file=workspace.path)
        return found[0][1]
    return make_row(RECORDS[part], answers(workspace, round_id, part))


def rows(workspace: Workspace, round_id: int, part: str) -> tuple[tuple[int, Row], ...]:
    """The rows of a list with their ids, in order."""
    return made_rows(workspace, part, LISTS[part], f'"{part}" WHERE _round = ? ORDER BY _position, _id', round_id)


def answers(workspace: Workspace, round_id: int, part: str) -> dict[str, Value]:
    """The answers of a record whose questions are entries of the framework, by field id, in the questionnaire's order."""
    found = dict(workspace.rows("SELECT field, value FROM answers WHERE _round = ? AND part = ?", round_id, part))
    given = {
        question.id: known(question, from_json(found.pop(question.id)))
        for question in questionnaire().parts[part].questions
        if question.id in found
    }
    if found:
        what = phrase("values", "unknown-key", key=next(iter(found)))
        raise UserError("answer-unknown", field=questionnaire().parts[part].name, value=next(iter(found.values())), what=what)
    return given


def untaken(workspace: Workspace, round_id: int) -> tuple[Draft, ...]:
    """The drafts with the places of their rows, as the check before export takes them; those of rows that are gone are left out."""
    with workspace.reading():
        found = drafts(workspace, round_id)
        lists = {part for part, row_id, _ in found if row_id is not None and part in LISTS}
        places = {(part, row_id): place for part in lists for place, row_id in enumerate(_ids(workspace, round_id, part))}
    return tuple(
        Draft(part, None if row_id is None else places[part, row_id], field, text)
        for (part, row_id, field), text in found.items()
        if row_id is None or (part, row_id) in places
    )


def _ids(workspace: Workspace, round_id: int, part: str) -> Iterator[int]:
    found = workspace.rows(f'SELECT _id FROM "{part}" WHERE _round = ? ORDER BY _position, _id', round_id)
    return (row_id for (row_id,) in found)
