"""Which clusters and rounds there are: what a window shows before anything else of a workspace."""

from collections.abc import Iterable
from typing import NamedTuple

from db.records import made_rows
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.rows import Cluster
from diagnosis.text import Text, fold


class RoundEntry(NamedTuple):
    """A survey round of a cluster, and the framework (id and version) that it was last worked on with."""

    id: int
    label: str
    date: str | None
    framework: tuple[str, str]


class ClusterEntry(NamedTuple):
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
        found = made_rows(workspace, "cluster", Cluster, "clusters ORDER BY _id")
    return tuple(ClusterEntry(number, row, tuple(rounds.get(number, ()))) for number, row in found)


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
