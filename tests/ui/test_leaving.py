"""What is typed while another round or workspace comes up: it goes where it was typed, and nobody is taken back."""

from pathlib import Path

from PySide6.QtTest import QTest

from db import operations, surveys
from db.workspace import Workspace
from diagnosis.findings import Place
from tests.ui.window import Opened

NOTE = Place(step="overview", part="round", field="surveyors")


def other_workspace(tmp_path: Path) -> Path:
    path = tmp_path / "另一个.jizhen"
    with Workspace.create(path) as ws:
        cluster = operations.create_cluster(ws, {"name_zh": "另一个集群"})
        operations.create_round(ws, cluster.cluster_id or 0, "1", None)
    return path


def surveyors(path: Path) -> list[tuple[str, ...] | None]:
    with Workspace.open(path) as ws:
        rounds = [entry.id for cluster in surveys.clusters(ws) for entry in cluster.rounds]
        return [surveys.load(ws, round_id).round.surveyors for round_id in rounds]


def test_what_is_typed_while_another_workspace_opens_stays_in_the_old_one(program: Opened, tmp_path: Path) -> None:
    old, other = program.session.path, other_workspace(tmp_path)
    assert old is not None
    program.window.go_to(NOTE)
    program.settle()
    with program.bot.waitSignal(program.session.workspace_opened):
        program.session.open_workspace(other, Workspace.open)
        QTest.keyClicks(program.focus, "Zhao")
    program.settle()
    assert surveyors(other) == [None]
    assert any("Zhao" in "".join(names or ()) for names in surveyors(old))


def test_the_last_edit_of_a_round_does_not_bring_it_back(program: Opened) -> None:
    first, second = program.session.clusters[:2]
    program.session.open_cluster(first.id, first.rounds[-1].id)
    program.settle()
    program.window.go_to(NOTE)
    program.settle()
    QTest.keyClicks(program.focus, "Qian")
    program.session.open_cluster(second.id, second.rounds[-1].id)
    program.settle()
    program.settle()
    assert program.session.round_id == second.rounds[-1].id
    stored = program.read(lambda ws: surveys.load(ws, first.rounds[-1].id).round.surveyors)
    assert "Qian" in "".join(stored or ())
