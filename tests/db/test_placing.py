"""Rows are placed among those that have the same answer: what dragging a card on a board does."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from db import operations, surveys
from db.workspace import Workspace
from diagnosis.fieldtypes import Value
from diagnosis.survey import answers_of
from diagnosis.text import phrase
from tests.db.helpers import dump, survey_file


def ids(workspace: Workspace, round_id: int) -> list[int]:
    return [row_id for row_id, _ in surveys.rows(workspace, round_id, "chain")]


def chain(workspace: Workspace, round_id: int) -> list[Value]:
    return [answers_of(row)["name"] for _, row in surveys.rows(workspace, round_id, "chain")]


def stages(workspace: Workspace, round_id: int) -> dict[Value, list[Value]]:
    """The names of the chain's links by stage, in the order of the list."""
    found: dict[Value, list[Value]] = {}
    for _, row in surveys.rows(workspace, round_id, "chain"):
        answers = answers_of(row)
        found.setdefault(answers.get("stage"), []).append(answers["name"])
    return found


def test_rows_are_placed_among_those_with_the_same_answer(workspace: Workspace, round_id: int) -> None:
    named = dict(zip(chain(workspace, round_id), ids(workspace, round_id), strict=True))
    assert stages(workspace, round_id) == {"downstream": ["整机"], "upstream": ["多路阀", "油缸", "泵"]}
    operations.place_rows(workspace, round_id, "chain", [named["整机"]], ("stage", "upstream"), 1)
    assert stages(workspace, round_id) == {"upstream": ["多路阀", "整机", "油缸", "泵"]}
    operations.place_rows(workspace, round_id, "chain", [named["泵"], named["多路阀"]], ("stage", "upstream"), 1)
    assert stages(workspace, round_id) == {"upstream": ["整机", "泵", "多路阀", "油缸"]}
    operations.place_rows(workspace, round_id, "chain", [named["泵"]], ("stage", "upstream"), 99)
    assert stages(workspace, round_id) == {"upstream": ["整机", "多路阀", "油缸", "泵"]}
    operations.place_rows(workspace, round_id, "chain", [named["油缸"]], ("stage", None), 0)
    assert stages(workspace, round_id) == {"upstream": ["整机", "多路阀", "泵"], None: ["油缸"]}
    for _ in range(4):
        operations.undo(workspace)
    assert stages(workspace, round_id) == {"downstream": ["整机"], "upstream": ["多路阀", "油缸", "泵"]}


def test_placing_a_row_drops_what_was_typed_for_the_answer(workspace: Workspace, round_id: int) -> None:
    row_id = ids(workspace, round_id)[0]
    operations.set_draft(workspace, round_id, "chain", row_id, "stage", "最上游")
    operations.place_rows(workspace, round_id, "chain", [row_id], ("stage", "midstream"), 0)
    assert ("chain", row_id, "stage") not in surveys.drafts(workspace, round_id)


MOVES = st.tuples(st.sets(st.integers(0, 5), min_size=1, max_size=3), st.sampled_from([None, "upstream", "midstream"]), st.integers(-1, 7))


@given(st.lists(MOVES, max_size=12))
def test_any_moves_keep_all_rows_in_the_order_that_they_were_put_in(moves: list[tuple[set[int], str | None, int]]) -> None:
    names = list("甲乙丙丁戊己")
    with tempfile.TemporaryDirectory() as folder, Workspace.create(Path(folder) / "x.jizhen") as workspace:
        made = operations.import_survey(workspace, survey_file(chain=[{"name": name, "stage": "upstream"} for name in names])).round_id
        assert made is not None
        before, row_ids = dump(workspace), ids(workspace, made)
        lanes: dict[Value, list[str]] = {"upstream": list(names), "midstream": [], None: []}
        for chosen, stage, place in moves:
            moved = [names[number] for number in chosen]
            change = operations.place_rows(workspace, made, "chain", [row_ids[number] for number in chosen], ("stage", stage), place)
            assert change.row_id == row_ids[next(iter(chosen))]
            lanes = {key: [name for name in lane if name not in moved] for key, lane in lanes.items()}
            alone = not lanes[stage]
            lanes[stage][max(0, place) : max(0, place)] = moved
            if alone:  # they keep the order of the list
                lanes[stage] = [str(name) for name in chain(workspace, made) if name in moved]
        found = stages(workspace, made)
        assert {stage: found.get(stage, []) for stage in lanes} == lanes
        while operations.undo_name(workspace) != phrase("db", "import", cluster="甲集群", label="2024"):
            operations.undo(workspace)
        assert dump(workspace) == before
