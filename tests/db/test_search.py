"""Searching rows: the same rows as looking through them one by one, in the better order, and never out of date."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import browse, compound, operations
from db.search import BETWEEN, SEARCHED, Finder, excerpt, folded, place_of
from db.workspace import Workspace
from diagnosis.matching import comparable, words
from diagnosis.questionnaire import questionnaire
from diagnosis.text import fold

MANY = dict.fromkeys(SEARCHED, 1000)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty round."""
    made = Workspace.create(tmp_path / "甲.jizhen")
    compound.start_cluster(made, {"name_zh": "甲"}, "2024", None)
    return made


def add(workspace: Workspace, part: str, *rows: dict[str, str]) -> list[int]:
    return [operations.add_row(workspace, 1, part, dict(row)).row_id or 0 for row in rows]


def found(workspace: Workspace, typed: str, part: str = "enterprises") -> list[str]:
    return [hit.title for hits in Finder().find(workspace, 1, typed, {part: 1000}) for hit in hits.rows]


def test_what_is_searched_are_questions_of_the_survey() -> None:
    parts = questionnaire().parts
    for part, columns in SEARCHED.items():
        assert {*columns.names, *columns.more} <= {question.id for question in parts[part].questions}


@given(st.lists(st.text("鑫盛机械ab1 ", max_size=6), max_size=12), st.text("鑫盛机ab1 ", min_size=1, max_size=4))
def test_the_same_rows_as_one_by_one(tmp_path_factory: pytest.TempPathFactory, names: list[str], typed: str) -> None:
    workspace = Workspace.create(tmp_path_factory.mktemp("search") / "a.jizhen")
    compound.start_cluster(workspace, {"name_zh": "甲"}, "2024", None)
    add(workspace, "institutions", *({"name": name} for name in names))
    wanted = words(typed)
    by_hand = sorted(name for name in names if wanted and all(word in comparable(name) for word in wanted))
    hits = Finder().find(workspace, 1, typed, {"institutions": 1000})
    rows = [hit for each in hits for hit in each.rows]
    literal = sorted(row.title for row in rows if all(word in comparable(row.title) for word in wanted))
    assert literal == by_hand
    workspace.close()


def test_names_that_begin_with_it_come_first_then_names_then_initials_then_the_rest(workspace: Workspace) -> None:
    add(
        workspace,
        "enterprises",
        {"name": "甲厂", "main_product": "xs 型"},
        {"name": "鑫盛厂"},
        {"name": "长沙xs厂"},
        {"name": "xs厂"},
    )
    assert found(workspace, "xs") == ["xs厂", "长沙xs厂", "鑫盛厂", "甲厂"]


def test_a_hit_says_which_column_found_it(workspace: Workspace) -> None:
    add(workspace, "interviews", {"organisation": "某厂", "person": "张工", "notes": "开头。" * 30 + "要点在这里" + "。结尾" * 40})
    (hits,) = Finder().find(workspace, 1, "要点", MANY)
    (hit,) = hits.rows
    assert (hits.part, hit.title, hit.column) == ("interviews", "某厂 – 张工", "notes")
    assert hit.excerpt.startswith("…")
    assert "要点在这里" in hit.excerpt
    assert hit.excerpt.endswith("…")


def test_all_words_must_be_in_the_row_each_in_any_column(workspace: Workspace) -> None:
    add(workspace, "enterprises", {"name": "鑫盛厂", "main_product": "油缸"}, {"name": "鑫盛厂二", "main_product": "泵"})
    assert found(workspace, "鑫盛 油缸") == ["鑫盛厂"]


def test_few_are_told_and_all_are_counted(workspace: Workspace) -> None:
    add(workspace, "enterprises", *({"name": f"厂{number}"} for number in range(20)))
    (hits,) = Finder().find(workspace, 1, "厂", {"enterprises": 3})
    assert ([hit.title for hit in hits.rows], hits.total) == (["厂0", "厂1", "厂2"], 20)


def test_nothing_is_found_for_nothing(workspace: Workspace) -> None:
    add(workspace, "enterprises", {"name": "厂"})
    assert Finder().find(workspace, 1, "  ", MANY) == []
    assert Finder().find(workspace, 1, "没有", MANY) == []


def test_a_change_is_seen_at_once_whoever_made_it(workspace: Workspace) -> None:
    finder = Finder()
    (row_id,) = add(workspace, "enterprises", {"name": "旧名"})
    finder.prepare(workspace, 1)
    operations.set_cells(workspace, 1, "enterprises", row_id, {"name": "新名"})
    assert [hits.total for hits in finder.find(workspace, 1, "新名", MANY)] == [1]
    assert finder.find(workspace, 1, "旧名", MANY) == []
    with Workspace.open(workspace.path) as other:
        operations.set_cells(other, 1, "enterprises", row_id, {"name": "别名"})
    assert [hits.total for hits in finder.find(workspace, 1, "别名", MANY)] == [1]


def test_rounds_are_apart(workspace: Workspace) -> None:
    add(workspace, "enterprises", {"name": "厂"})
    operations.create_round(workspace, 1, "2025", None)
    finder = Finder()
    assert finder.find(workspace, 1, "厂", MANY)
    assert finder.find(workspace, 2, "厂", MANY) == []


def test_rows_without_a_name_do_not_stop_the_search(workspace: Workspace) -> None:
    add(workspace, "enterprises", {}, {"name": "厂"}, {"main_product": "厂\x1e房"})
    assert found(workspace, "厂") == ["厂", ""]


def test_where_a_row_stands(workspace: Workspace) -> None:
    ids = add(workspace, "enterprises", {"name": "a"}, {"name": "b"}, {"name": "c"})
    for row_id in ids:
        assert browse.row_ids(workspace, 1, "enterprises")[place_of(workspace, 1, "enterprises", row_id) or 0] == row_id
    operations.delete_rows(workspace, 1, "enterprises", [ids[0]])
    assert place_of(workspace, 1, "enterprises", ids[2]) == 1
    assert place_of(workspace, 1, "enterprises", ids[0]) is None
    assert place_of(workspace, 2, "enterprises", ids[1]) is None


def test_an_excerpt_is_one_line() -> None:
    assert excerpt("一\n二\t三", ["三"]) == "一 二 三"
    assert excerpt("", ["三"]) == ""


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("（），：；．－＆\u3000 A甲"), max_size=6), max_size=6))
def test_texts_folded_as_one_are_folded_as_each_of_them(texts: list[str]) -> None:
    texts = [text for text in texts if BETWEEN not in text]
    assert [each.strip() for each in folded(texts)] == [fold(text) for text in texts]
