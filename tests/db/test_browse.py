"""Reading for tables and forms: order, search, pages, drafts."""

import pytest

from db import browse, compound, operations
from db.browse import Entry, View
from db.compound import TypedRow
from db.workspace import Workspace

FIRMS = [
    {"name": "中联重科", "role": "骨干", "revenue": "4", "main_product": "起重机"},
    {"name": "阿里", "role": "配套", "revenue": "1.2亿"},
    {"name": "三一重工", "role": "龙头（链主）", "revenue": "100", "honours": "高新技术企业、上市公司"},
    {"name": "100%_甲", "note": "abc"},
]


@pytest.fixture
def round_id(workspace: Workspace) -> int:
    change = compound.start_cluster(workspace, {"name_zh": "甲集群", "region": "430100"}, "2024", "2024-03-05")
    assert change.round_id is not None
    compound.set_typed(workspace, change.round_id, "enterprises", [TypedRow(None, row) for row in FIRMS])
    return change.round_id


def names(workspace: Workspace, round_id: int, view: View) -> list[str]:
    ids = browse.row_ids(workspace, round_id, "enterprises", view)
    entries = browse.rows_by_id(workspace, round_id, "enterprises", ids)
    return [str(entries[row_id].answers["name"]) for row_id in ids]


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (View(), ["中联重科", "阿里", "三一重工", "100%_甲"]),
        (View(sort="name"), ["100%_甲", "阿里", "三一重工", "中联重科"]),  # by pinyin
        (View(sort="name", descending=True), ["中联重科", "三一重工", "阿里", "100%_甲"]),
        (View(sort="revenue"), ["中联重科", "三一重工", "阿里", "100%_甲"]),  # by number; those without one last
        (View(sort="revenue", descending=True), ["阿里", "三一重工", "中联重科", "100%_甲"]),
        (View(sort="role"), ["三一重工", "中联重科", "阿里", "100%_甲"]),  # as the choices stand in the list
        (View(only=("role", "key")), ["中联重科"]),
        (View(only=("role", None)), ["100%_甲"]),
    ],
)
def test_rows_come_in_the_order_asked_for(workspace: Workspace, round_id: int, view: View, expected: list[str]) -> None:
    assert names(workspace, round_id, view) == expected


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("重", ["中联重科", "三一重工"]),
        ("重 链主", ["三一重工"]),  # all words, a choice by its name
        ("leader", ["三一重工"]),
        ("上市", ["三一重工"]),
        ("起重机", ["中联重科"]),
        ("ABC", ["100%_甲"]),
        ("0%_", ["100%_甲"]),  # % and _ are themselves
        ("12000", ["阿里"]),
        ("zlzk", ["中联重科"]),  # the initials of a name
        ("ZG", ["三一重工"]),
        ("zg 龙头", ["三一重工"]),
        ("z", []),  # one letter is that letter
        ("没有", []),
    ],
)
def test_words_are_found_anywhere_in_a_row(workspace: Workspace, round_id: int, search: str, expected: list[str]) -> None:
    assert names(workspace, round_id, View(search=search)) == expected


def test_initials_are_those_of_the_names_of_the_moment(workspace: Workspace, round_id: int) -> None:
    first, *_ = browse.row_ids(workspace, round_id, "enterprises", View(search="zlzk"))
    operations.set_cells(workspace, round_id, "enterprises", first, {"name": "徐工集团"})
    assert names(workspace, round_id, View(search="zlzk")) == []
    assert names(workspace, round_id, View(search="xgjt")) == ["徐工集团"]


def test_rows_bring_what_was_typed_and_not_taken(workspace: Workspace, round_id: int) -> None:
    first, *_ = browse.row_ids(workspace, round_id, "enterprises")
    operations.set_draft(workspace, round_id, "enterprises", first, "revenue", "很多")
    entries = browse.rows_by_id(workspace, round_id, "enterprises", [first, 999])
    assert list(entries) == [first]
    assert entries[first].drafts == {"revenue": "很多"}
    assert entries[first].answers["revenue"] == 4


def test_records_of_all_three_kinds_are_read(workspace: Workspace, round_id: int) -> None:
    operations.set_answer(workspace, round_id, "services", "testing", False)
    operations.set_draft(workspace, round_id, "round", None, "date", "昨天")
    assert browse.record(workspace, round_id, "cluster").answers == {"name_zh": "甲集群", "region": "430100"}
    assert browse.record(workspace, round_id, "round") == Entry({"label": "2024", "date": "2024-03-05"}, {"date": "昨天"})
    assert browse.record(workspace, round_id, "services").answers == {"testing": False}
    assert browse.count(workspace, round_id, "enterprises") == 4


@pytest.mark.parametrize("typed", ["重工", "12000", "10%_甲", "龙头（链主） 三一", "abc", "zg龙", "骨干"])
def test_more_letters_of_a_search_are_looked_for_among_what_was_found(workspace: Workspace, round_id: int, typed: str) -> None:
    shown = View()
    found = browse.row_ids(workspace, round_id, "enterprises", shown)
    for length in range(1, len(typed) + 1):
        view = View(search=typed[:length])
        among = found if view.within(shown) else None
        assert (among is None) == (length == 1 or typed[:length] in ("ab", "zg", "zg龙"))  # initials find another lot than letters do
        shown, found = view, browse.row_ids(workspace, round_id, "enterprises", view, among)
        assert found == browse.row_ids(workspace, round_id, "enterprises", view)


def test_another_search_or_filter_is_looked_for_everywhere() -> None:
    typed = View(search="重")
    others = [
        View(search="重", sort="name"),
        View(search="工"),
        View(search=""),
        View(search="重工", mark="refused"),
        View(search="重工", only=("role", None)),
    ]
    assert not any(view.within(typed) for view in others)
    assert not View(search="重").within(View())
