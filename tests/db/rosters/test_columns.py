"""What was said of columns: in a file of matches, and what is remembered of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from db.places import roster_columns
from db.rosters.columns import ColumnMap, read_map, remember, remembered
from diagnosis.errors import UserError
from diagnosis.roster.choosing import Hints, layout_of
from diagnosis.roster.header import read_header
from diagnosis.roster.mapping import Wish, match_columns
from diagnosis.roster.sheet import Sheet
from diagnosis.roster.words import Target

SHEET = Sheet(file="名单.xlsx", name="名单", columns=[["牌子", "甲厂"], ["2023年产值（亿元）", 3.0], ["企业名称", "乙厂"]], left=1)


def written(folder: Path, data: Any, name: str = "列.json") -> Path:
    path = folder / name
    path.write_text(data if isinstance(data, str) else json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_file_of_matches(tmp_path: Path) -> None:
    said = read_map(
        written(
            tmp_path,
            {
                "sheet": "名单",
                "header": [2, 3],
                "columns": {
                    "牌子": "name",
                    "产值": {"field": "revenue", "unit": "亿元"},
                    "高企否": "honours:hnte",
                    "电话": "contact:+",
                    "备注2": None,
                },
                "conflicts": "theirs",
                "alike": "add",
            },
        )
    )
    assert (said.sheet, said.header) == ("名单", (1, 2))
    assert said.columns == {
        "牌子": Wish(Target("name")),
        "产值": Wish(Target("revenue"), "亿元"),
        "高企否": Wish(Target("honours", "hnte")),
        "电话": Wish(Target("contact", join=True)),
        "备注2": Wish(None),
    }
    assert (said.decisions.conflicts, said.decisions.alike) == ("theirs", "add")


def test_the_same_in_toml(tmp_path: Path) -> None:
    text = 'header = 3\n[columns]\n"牌子" = "name"\n"产值" = { field = "revenue", unit = "元" }\n"序" = ""\n'
    said = read_map(written(tmp_path, text, "列.toml"))
    assert (said.header, said.columns["产值"], said.columns["序"]) == ((2, 2), Wish(Target("revenue"), "元"), Wish(None))
    assert read_map(written(tmp_path, {"header": 0})).header == (0, -1)


def test_columns_are_found_by_header_or_by_letter() -> None:
    said = ColumnMap(columns={"牌 子": Wish(Target("name")), "2024年产值": Wish(Target("revenue")), "D": Wish(None)})
    layout = layout_of(SHEET, Hints(named=said.keys))
    assert said.corrections(SHEET, layout) == {0: Wish(Target("name")), 1: Wish(Target("revenue")), 2: Wish(None)}
    with pytest.raises(UserError, match=r"列“没有”在 名单\.xlsx 的表头里找不到"):
        ColumnMap(columns={"没有": Wish(None)}).corrections(SHEET, layout)


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ("{", "不是有效的 JSON 或 TOML"),
        ("a =", "不是有效的 JSON 或 TOML"),
        ("\x00", "不是有效的 JSON 或 TOML"),
        ({"colums": {}}, "colums"),
        ({"columns": ["a"]}, "columns"),
        ({"columns": {"a": "firm"}}, "columns.a"),
        ({"columns": {"a": "honours:none"}}, "columns.a"),
        ({"columns": {"a": "revenue:+"}}, "columns.a"),
        ({"columns": {"a": {"field": "revenue", "unit": "万"}}}, None),
        ({"columns": {"a": {"field": "revenue", "unit": "两"}}}, "columns.a.unit"),
        ({"columns": {"a": 5}}, "columns.a"),
        ({"header": "3"}, "header"),
        ({"header": [1, 2, 3]}, "header"),
        ({"conflicts": "mine"}, "conflicts"),
        ({"alike": "merge"}, "alike"),
    ],
)
def test_what_is_not_understood_is_named(tmp_path: Path, data: Any, place: str | None) -> None:
    path = written(tmp_path, data)
    if place is None:
        read_map(path)
        return
    with pytest.raises(UserError) as refused:
        read_map(path)
    assert place in str(refused.value)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_no_file_of_matches(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="找不到文件"):
        read_map(tmp_path / "没有.json")
    with pytest.raises(UserError, match="无法读取文件"):
        read_map(tmp_path)


def test_what_was_said_is_remembered_by_the_header() -> None:
    assert remembered() == {}
    layout = layout_of(SHEET, Hints())
    remember(match_columns(SHEET, layout, {}, {0: Wish(Target("contact", join=True)), 1: Wish(Target("revenue"))}))
    assert remembered() == {"牌子": Wish(Target("contact", join=True)), "产值": Wish(Target("revenue"), "亿元")}
    assert match_columns(SHEET, layout, remembered())[1].how == "remembered"
    remember(match_columns(SHEET, layout, remembered(), {1: Wish(None)}))
    assert remembered()["产值"] == Wish(None)


def test_what_the_table_of_words_knows_is_not_remembered() -> None:
    remember(match_columns(SHEET, layout_of(SHEET, Hints())))
    assert not roster_columns().exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"a": 5, "b": ["firm", null], "c": [null, null], "d": ["revenue", "两"]}', "\x00"])
def test_a_memory_that_makes_no_sense_is_none(text: str) -> None:
    roster_columns().write_text(text, encoding="utf-8")
    assert set(remembered()) <= {"c", "d"}
    assert remembered().get("d", Wish(Target("revenue"))) == Wish(Target("revenue"))
    assert read_header(("a",)).key == "a"
