"""Reading: which clusters and rounds there are, and a round as a ``Survey``. Columns are found by the questions' ids."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from db.attachments import TABLE as ATTACHMENTS
from db.attachments import all_attached
from db.columns import OF_ROUND, PLAIN, RECORD_TABLES, Cell, from_cell, known, quoted
from db.stretches import stretches
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.fieldtypes import Value
from diagnosis.findings import Draft
from diagnosis.packed import Packed
from diagnosis.questionnaire import Question, questionnaire
from diagnosis.survey import LISTS, MAPS, RECORDS, Attachment, Cluster, Enterprise, Row, Survey, make_row
from diagnosis.text import Text, fold, phrase

LONG = "enterprises"  # the list that may be long
PARTS = (*RECORDS, *LISTS, *MAPS, ATTACHMENTS)


@dataclass(frozen=True, slots=True)
class RoundEntry:
    """A survey round of a cluster, and the framework (id and version) that it was last worked on with."""

    id: int
    label: str
    date: str | None
    framework: tuple[str, str]


@dataclass(frozen=True, slots=True)
class ClusterEntry:
    """A cluster and its rounds, the earliest first; those without a date come before all others."""

    id: int
    cluster: Cluster
    rounds: tuple[RoundEntry, ...]


def clusters(workspace: Workspace) -> tuple[ClusterEntry, ...]:
    """All clusters, in the order they were made."""
    rounds: dict[int, list[RoundEntry]] = {}
    with workspace.reading():
        for owner, number, label, date, *framework in workspace.rows(
            'SELECT _cluster, _id, "label", "date", _framework, _framework_version FROM rounds ORDER BY coalesce("date", \'\'), _id'
        ):
            rounds.setdefault(owner, []).append(RoundEntry(number, label, date, (framework[0], framework[1])))
        found = _rows(workspace, "cluster", "clusters ORDER BY _id")
    return tuple(ClusterEntry(number, cast(Cluster, row), tuple(rounds.get(number, ()))) for number, row in found)


def find_cluster(workspace: Workspace, name: str) -> ClusterEntry:
    """The cluster with this name in either language; raises ``UserError``."""
    entries = clusters(workspace)
    for entry in entries:
        if fold(name) in names(entry.cluster):
            return entry
    raise UserError("cluster-unknown", file=workspace.path, name=name, known=listed(entry.cluster for entry in entries))


def find_round(entry: ClusterEntry, label: str | None) -> RoundEntry:
    """The round with this label, or the latest one (by date, then in the order they were made); raises ``UserError``."""
    if not entry.rounds:
        raise UserError("round-none", cluster=entry.cluster.name("zh"))
    if label is None:
        return entry.rounds[-1]
    for found in entry.rounds:
        if fold(found.label) == fold(label):
            return found
    labels = "、".join(found.label for found in entry.rounds)
    raise UserError("round-unknown", cluster=entry.cluster.name("zh"), label=label, known=labels)


def previous_round(entry: ClusterEntry, round_id: int) -> RoundEntry | None:
    """The round before this one; ``None`` for the first, and for a round of another cluster."""
    ids = [found.id for found in entry.rounds]
    return entry.rounds[ids.index(round_id) - 1] if round_id in ids[1:] else None


def other_rounds(workspace: Workspace, round_id: int) -> tuple[Survey, ...]:
    """The surveys of the other rounds of a round's cluster, the latest first."""
    of = next((entry.rounds for entry in clusters(workspace) if round_id in {found.id for found in entry.rounds}), ())
    return tuple(load(workspace, found.id) for found in reversed(of) if found.id != round_id)


def names(cluster: Cluster) -> set[str]:
    """Both names of a cluster as they are compared."""
    return {fold(name) for name in (cluster.name_zh, cluster.name_en) if name}


def listed(found: Iterable[Cluster]) -> Text:
    """The names of clusters for a message."""
    known = list(found)
    return Text(
        "、".join(cluster.name("zh") for cluster in known) or "—",
        ", ".join(cluster.name("en") for cluster in known) or "—",
    )


def load(workspace: Workspace, round_id: int) -> Survey:
    """A round with all its parts; raises ``UserError`` when it is gone, or holds answers this program does not know."""
    with workspace.reading():
        return Survey(**{part: read_part(workspace, round_id, part) for part in PARTS})


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
        found = _rows(workspace, part, f'"{RECORD_TABLES[part]}" WHERE {OF_ROUND[part]}', round_id)
        if not found:
            raise UserError("row-gone", file=workspace.path)
        return found[0][1]
    return make_row(RECORDS[part], answers(workspace, round_id, part))


def rows(workspace: Workspace, round_id: int, part: str) -> tuple[tuple[int, Row], ...]:
    """The rows of a list with their ids, in order."""
    return _rows(workspace, part, f'"{part}" WHERE _round = ? ORDER BY _position, _id', round_id)


def answers(workspace: Workspace, round_id: int, part: str) -> dict[str, Value]:
    """The answers of a record whose questions are entries of the framework, by field id, in the questionnaire's order."""
    found = dict(workspace.rows("SELECT field, value FROM answers WHERE _round = ? AND part = ?", round_id, part))
    given = {
        question.id: known(question, json.loads(found.pop(question.id)))
        for question in questionnaire().parts[part].questions
        if question.id in found
    }
    if found:
        what = phrase("values", "unknown-key", key=next(iter(found)))
        raise UserError("answer-unknown", field=questionnaire().parts[part].name, value=next(iter(found.values())), what=what)
    return given


def drafts(workspace: Workspace, round_id: int) -> dict[tuple[str, int | None, str], str]:
    """What was typed and not taken, by part, row id (``None`` in a record) and field."""
    found = workspace.rows("SELECT part, row, field, text FROM drafts WHERE _round = ? ORDER BY _id", round_id)
    return {(part, row, field): text for part, row, field, text in found}


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


def _rows(workspace: Workspace, part: str, where: str, *facts: object) -> tuple[tuple[int, Row], ...]:
    """Rows with their ids; ``where``: the table and which of its rows."""
    questions = questionnaire().parts[part].questions
    asked = [(question.id, None if isinstance(question.type, PLAIN) else question) for question in questions]
    kind = {**LISTS, **RECORDS}[part]
    with workspace.reading():
        found = workspace.rows(f"SELECT _id, {quoted(field for field, _ in asked)} FROM {where}", *facts)
        return tuple((number, make_row(kind, _given(asked, cells))) for number, *cells in found)


def _given(asked: Sequence[tuple[str, Question | None]], cells: Sequence[Cell]) -> dict[str, Value]:
    """The answers in a row's cells; a question is named only where its cells are not the answers themselves."""
    return {
        field: cell if question is None else from_cell(question, cell)
        for (field, question), cell in zip(asked, cells, strict=True)
        if cell is not None
    }
