"""Reading returned files into a round, as the command line and the window do."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from db.collecting import known_round, read_in
from db.forms.reading import Meant, Taken, read_returns
from db.history import Change
from db.surveys import clusters, names
from db.workspace import Workspace
from diagnosis.progress import outcome
from diagnosis.returns.planning import Collected, Decisions, collect


def take(workspace: Workspace, round_id: int, paths: Sequence[Path]) -> Taken:
    """What the files hold that is about this round."""
    (entry,) = (entry for entry in clusters(workspace) if any(found.id == round_id for found in entry.rounds))
    label = next(found.label for found in entry.rounds if found.id == round_id)
    taken = Taken()
    for _ in read_returns(paths, Meant(frozenset(names(entry.cluster)), label, entry.cluster.name("zh")), taken):
        pass
    return taken


def planned(
    workspace: Workspace,
    round_id: int,
    taken: Taken,
    *,
    alike: Literal["skip", "add"] = "skip",
    conflicts: Literal["ours", "theirs"] = "ours",
) -> Collected:
    """What they would change."""
    decisions = Decisions(conflicts=conflicts, alike=alike)
    return outcome(collect(taken.returns, known_round(workspace, round_id), "回收", decisions))


def read_files(
    workspace: Workspace,
    round_id: int,
    paths: Sequence[Path],
    *,
    alike: Literal["skip", "add"] = "skip",
    conflicts: Literal["ours", "theirs"] = "ours",
) -> Change:
    """Read them in; nothing of them may be refused."""
    taken = take(workspace, round_id, paths)
    assert [error.to("en") for error in taken.refused] == []
    return outcome(read_in(workspace, round_id, planned(workspace, round_id, taken, alike=alike, conflicts=conflicts)))
