"""Reading: which clusters and rounds there are, and a round as a ``Survey``. Columns are found by the questions' ids."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from db.columns import Cell, from_cell, quoted
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.fieldtypes import Value
from diagnosis.questionnaire import Part, Question, questionnaire
from diagnosis.survey import LISTS, MAPS, RECORDS, Cluster, Override, Round, Row, Survey, make_row
from diagnosis.text import fold


@dataclass(frozen=True, slots=True)
class RoundEntry:
    """A survey round of a cluster."""

    id: int
    label: str
    date: str | None


@dataclass(frozen=True, slots=True)
class ClusterEntry:
    """A cluster and its rounds, the earliest first; those without a date come before all others."""

    id: int
    cluster: Cluster
    rounds: tuple[RoundEntry, ...]


def clusters(workspace: Workspace) -> tuple[ClusterEntry, ...]:
    """All clusters, in the order they were made."""
    with workspace.reading():
        rounds = workspace.rows(
            'SELECT _cluster, _id, "label", "date" FROM rounds ORDER BY coalesce("date", \'\'), _id'
        )
        found = _record_rows(workspace, "cluster", "clusters", "")
    return tuple(
        ClusterEntry(
            number, cast(Cluster, row), tuple(RoundEntry(*facts) for owner, *facts in rounds if owner == number)
        )
        for number, row in found
    )


def find_cluster(workspace: Workspace, name: str) -> ClusterEntry:
    """The cluster with this name in either language; raises ``UserError``."""
    entries = clusters(workspace)
    for entry in entries:
        if fold(name) in names(entry.cluster):
            return entry
    known = "、".join(entry.cluster.name("zh") for entry in entries) or "—"
    raise UserError("cluster-unknown", file=workspace.path, name=name, known=known)


def find_round(entry: ClusterEntry, label: str | None) -> RoundEntry:
    """The round with this label, or the latest one (by date, then by the order they were made); raises ``UserError``."""
    if not entry.rounds:
        raise UserError("round-none", cluster=entry.cluster.name("zh"))
    if label is None:
        return entry.rounds[-1]
    for found in entry.rounds:
        if fold(found.label) == fold(label):
            return found
    raise UserError(
        "round-unknown",
        cluster=entry.cluster.name("zh"),
        label=label,
        known="、".join(found.label for found in entry.rounds),
    )


def previous_round(entry: ClusterEntry, round_id: int) -> RoundEntry | None:
    """The round before this one, for comparison."""
    ids = [found.id for found in entry.rounds]
    place = ids.index(round_id)
    return entry.rounds[place - 1] if place else None


def names(cluster: Cluster) -> set[str]:
    """Both names of a cluster as they are compared."""
    return {fold(name) for name in (cluster.name_zh, cluster.name_en) if name}


def load(workspace: Workspace, round_id: int) -> Survey:
    """A round with all its parts; raises ``UserError`` when it is gone."""
    with workspace.reading():
        parts: dict[str, Any] = {part: tuple(row for _, row in rows(workspace, round_id, part)) for part in LISTS}
        answered = _answers(workspace, round_id)
        found = _record_rows(workspace, "round", "rounds", "WHERE _id = ?", round_id)
        if not found:
            raise UserError("row-gone", file=workspace.path)
        owner = _record_rows(
            workspace, "cluster", "clusters", "WHERE _id = (SELECT _cluster FROM rounds WHERE _id = ?)", round_id
        )
    parts |= {part: answered.get(part, {}) for part in MAPS}
    override = make_row(Override, answered.get("classification_override", {}))
    return Survey(
        cluster=cast(Cluster, owner[0][1]),
        round=cast(Round, found[0][1]),
        classification_override=cast(Override, override),
        **parts,
    )


def rows(workspace: Workspace, round_id: int, part: str) -> tuple[tuple[int, Row], ...]:
    """The rows of a list with their ids, in order."""
    asked = questionnaire().parts[part]
    return _rows(workspace, asked, LISTS[part], part, "WHERE _round = ? ORDER BY _position, _id", round_id)


def drafts(workspace: Workspace, round_id: int) -> dict[tuple[str, int | None, str], str]:
    """What was typed and not taken, by part, row id (``None`` in a record) and field."""
    found = workspace.rows("SELECT part, row, field, text FROM drafts WHERE _round = ? ORDER BY _id", round_id)
    return {(part, row, field): text for part, row, field, text in found}


def _answers(workspace: Workspace, round_id: int) -> dict[str, dict[str, Value]]:
    """The answers of the parts that are kept answer by answer: part -> field -> value."""
    found: dict[str, dict[str, Value]] = {}
    for part, field, value in workspace.rows(
        "SELECT part, field, value FROM answers WHERE _round = ? ORDER BY part, _id", round_id
    ):
        found.setdefault(part, {})[field] = json.loads(value)
    return found


def _record_rows(
    workspace: Workspace, part: str, table: str, where: str, *facts: object
) -> tuple[tuple[int, Row], ...]:
    return _rows(workspace, questionnaire().parts[part], RECORDS[part], table, where, *facts)


def _rows(
    workspace: Workspace, part: Part, kind: type[Row], table: str, where: str, *facts: object
) -> tuple[tuple[int, Row], ...]:
    asked = part.questions
    fields = [question.id for question in asked]
    found = workspace.rows(f'SELECT _id, {quoted(fields)} FROM "{table}" {where}', *facts)
    with workspace.reading():
        return tuple((number, make_row(kind, _read(asked, fields, cells))) for number, *cells in found)


def _read(asked: tuple[Question, ...], fields: list[str], cells: list[Cell]) -> Mapping[str, Value]:
    return {
        field: from_cell(question, cell)
        for question, field, cell in zip(asked, fields, cells, strict=True)
        if cell is not None
    }
