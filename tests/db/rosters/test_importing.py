"""A roster into a round: one change, taken back as one, made again, and nothing the second time."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from db import browse, operations, surveys
from db.rosters.importing import known_firms
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.roster.planning import Decisions, Plan
from diagnosis.survey import answers_of
from tests.db.helpers import dump, sample
from tests.roster_files import code, imported, proposal, text_table, xlsx

HEADER = ["企业名称", "统一社会信用代码", "营业收入（万元）", "是否高企", "研发机构", "从业人数"]
ROWS: list[list[Any]] = [
    [f"长沙{name}精密制造有限公司", code(place), 100.5 * place, "是", "有", 10] for place, name in enumerate("甲乙丙丁", 1)
]


@pytest.fixture
def round_id(workspace: Workspace) -> int:
    made = operations.import_survey(workspace, sample("changsha")).round_id
    assert made
    return made


def planned(workspace: Workspace, round_id: int, path: Path, decisions: Decisions | None = None) -> Plan:
    return proposal(path, known_firms(workspace, round_id), decisions)


def stored(workspace: Workspace, round_id: int) -> list[dict[str, Any]]:
    return [answers_of(row) for _, row in surveys.rows(workspace, round_id, "enterprises")]


def roster(folder: Path, *rows: Any) -> Path:
    return xlsx(folder / "名单.xlsx", [HEADER, *rows])


def test_firms_come_to_the_end_of_the_list_with_all_that_is_known_of_them(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    before = stored(workspace, round_id)
    change = imported(workspace, round_id, planned(workspace, round_id, roster(tmp_path, *ROWS)))
    assert change.parts == {"enterprises"}
    assert change.summary == {"enterprises": (7, 11)}
    assert change.name.zh == "导入企业名单“名单.xlsx”"
    found = stored(workspace, round_id)
    assert found[:7] == before
    assert found[7] == {
        "name": "长沙甲精密制造有限公司",
        "uscc": code(1),
        "employees": 10,
        "revenue": 100.5,
        "has_rd_unit": True,
        "honours": ("hnte",),
    }


def test_one_undo_takes_the_whole_import_back(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    operations.set_draft(workspace, round_id, "enterprises", 1, "employees", "约三万")
    three: list[Any] = ["三一重工股份有限公司", "", 99.0, "", "保密", 5]
    before = dump(workspace)
    decisions = Decisions(conflicts="theirs")
    imported(
        workspace, round_id, planned(workspace, round_id, roster(tmp_path, three, *ROWS, ["坏", "", "不详", "", "筹建", ""]), decisions)
    )
    after = dump(workspace)
    assert after != before
    operations.undo(workspace)
    assert dump(workspace) == before
    operations.redo(workspace)
    assert dump(workspace) == after


def test_what_cannot_be_read_stands_in_its_cell_as_it_was_written(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    imported(workspace, round_id, planned(workspace, round_id, roster(tmp_path, *ROWS, ["戊厂", "", "保密", "", "筹建", ""])))
    row_id = browse.row_ids(workspace, round_id, "enterprises")[-1]
    entry = browse.rows_by_id(workspace, round_id, "enterprises", [row_id])[row_id]
    assert dict(entry.drafts) == {"revenue": "保密", "has_rd_unit": "筹建"}


def test_the_second_time_nothing_changes(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    path = roster(tmp_path, *ROWS, ["戊厂", "", "保密", "", "筹建", ""], ROWS[0], ["长沙市甲精密制造有限责任公司", "", 1, "", "", ""])
    imported(workspace, round_id, planned(workspace, round_id, path))
    state = dump(workspace), workspace.rows("SELECT * FROM history")
    again = planned(workspace, round_id, path)
    assert (again.add, again.updates, again.drafts) == ([], {}, {})
    assert imported(workspace, round_id, again).parts == frozenset()
    assert (dump(workspace), workspace.rows("SELECT * FROM history")) == state


def test_the_history_holds_little_of_it(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    rows = [[f"企业{number:05}精密制造有限公司", code(number), number / 7, "是", "有", number] for number in range(1, 3001)]
    path = text_table(tmp_path / "名单.csv", [HEADER, *rows])
    imported(workspace, round_id, planned(workspace, round_id, path))
    (images,) = workspace.rows("SELECT images FROM history ORDER BY _id DESC LIMIT 1")[0]
    assert len(images) < 500
    before = dump(workspace)
    operations.undo(workspace)
    assert browse.count(workspace, round_id, "enterprises") == 7
    operations.redo(workspace)
    assert dump(workspace) == before


def test_a_plan_for_other_firms_is_refused(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    plan = planned(workspace, round_id, roster(tmp_path, *ROWS))
    operations.set_cells(workspace, round_id, "enterprises", 1, {"note": "走访过"})
    state = dump(workspace)
    with pytest.raises(UserError, match="又有改动"):
        imported(workspace, round_id, plan)
    assert dump(workspace) == state


def test_another_round_is_left_alone(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    other = operations.create_round(workspace, 1, "2024").round_id or 0
    imported(workspace, other, planned(workspace, other, roster(tmp_path, *ROWS)))
    assert browse.count(workspace, round_id, "enterprises") == 7
    assert browse.count(workspace, other, "enterprises") == 4


FORMS = st.tuples(
    st.sampled_from(["长沙", "长沙市", ""]), st.sampled_from(["鑫盛机械", "三一重工"]), st.sampled_from(["有限公司", "股份有限公司", "厂"])
)
CELLS = st.tuples(
    FORMS.map("".join),
    st.sampled_from(["", code(1), code(2), "坏码", " " + code(1).lower()]),
    st.sampled_from(["", 1.0, 2.0, "保密", "3"]),
    st.sampled_from(["", "是", "否", "待定"]),
    st.sampled_from(["", "有", "筹建"]),
    st.sampled_from(["", 5, "约五"]),
)


@settings(max_examples=25)
@given(
    rows=st.lists(CELLS, min_size=1, max_size=6),
    conflicts=st.sampled_from(["ours", "theirs"]),
    alike=st.sampled_from(["skip", "add", "merge"]),
)
@example(  # a firm that gets its code from the roster, and one that is like it and has another
    rows=[("长沙市三一重工有限公司", code(1), "", "", "", ""), ("三一重工股份有限公司", code(2), "", "", "", "")],
    conflicts="ours",
    alike="skip",
)
@example(  # a row that stands there twice made the one before it wait for it, and itself for that one
    rows=[
        (name, "", "", "", "", staff)
        for name, staff in zip(
            ("长沙市鑫盛机械有限公司", *2 * ("长沙鑫盛机械股份有限公司",), "鑫盛机械有限公司", "长沙鑫盛机械有限公司"),
            ("", "", 5, "", ""),
            strict=True,
        )
    ],
    conflicts="ours",
    alike="skip",
)
def test_any_roster_can_be_taken_back_and_the_second_time_nothing_changes(rows: list[tuple[Any, ...]], conflicts: Any, alike: Any) -> None:
    decisions = Decisions(conflicts=conflicts, alike=alike)
    with tempfile.TemporaryDirectory() as folder, Workspace.create(Path(folder) / "w.jizhen") as made:
        round_id = operations.import_survey(made, sample("changsha")).round_id or 0
        path = text_table(Path(folder) / "名单.csv", [HEADER, *rows])
        before = dump(made)
        imported(made, round_id, planned(made, round_id, path, decisions))
        after = dump(made)
        if after != before:
            operations.undo(made)
            assert dump(made) == before
            operations.redo(made)
        assert dump(made) == after
        again = planned(made, round_id, path, decisions)
        assert again.add == [] or alike == "merge"
        if conflicts == "ours" and alike != "merge":
            assert again.updates == {}
            assert imported(made, round_id, again).parts == frozenset()
