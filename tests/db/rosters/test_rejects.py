"""The file of rows that were not taken as they are: their own columns and the reason, harmless, and good to be read again."""

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import load_workbook

from db.rosters.rejects import _harmless, write_rejects
from diagnosis.errors import UserError
from diagnosis.roster.planning import Plan
from tests.roster_files import code, firms, known, proposal, xlsx

HEADER = ["序号", "企业名称", "统一社会信用代码", "营业收入", "成立时间", "内部编号"]
GOOD: list[Any] = [1, "长沙甲机械有限公司", code(1), 1.5, dt.date(2008, 5, 12), "A-1"]
BAD: list[list[Any]] = [
    [2, "", code(2), 2, dt.date(2009, 1, 2), "=1+1"],
    [3, "长沙乙机械有限公司", code(3), "保密", "2010-03-04", "+86-1"],
    [4, "长沙市甲机械有限责任公司", "", 4.25, "", "@x"],
]
PLAIN = [[10 + place, f"丙丁{place:02}精密厂", code(10 + place), 1.0, 2001, ""] for place in range(6)]


def plan(folder: Path) -> Plan:
    rows = [["某市企业名单", "", "", "单位：亿元"], HEADER, GOOD, *BAD, *PLAIN]
    return proposal(xlsx(folder / "名单.xlsx", rows), known({"name": "丙丁03精密厂", "revenue": 5.0}))


def rows_of(path: Path) -> list[list[Any]]:
    if path.suffix == ".csv":
        return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    return load_workbook(str(path)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_rows_keep_their_own_columns_and_get_the_reason(tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"未导入{ending}"
    assert write_rejects(target, plan(tmp_path), "zh") == 4
    header, *rows = rows_of(target)
    assert header == ["序号", "企业名称", "统一社会信用代码", "营业收入（亿元）", "成立时间", "内部编号", "原行号", "导入结果", "原因"]
    assert [(str(row[6]).removesuffix(".0"), row[7]) for row in rows] == [
        ("4", "未导入"),
        ("5", "已导入，请核对"),
        ("6", "未导入，待定"),
        ("10", "已更新，请核对"),
    ]
    assert rows[0][8] == "缺企业名称"
    assert rows[1][8].startswith("“营业收入”栏“保密”")
    assert rows[2][8] == "名称与第 3 行“长沙甲机械有限公司”相近，可能是同一家"
    assert rows[3][8] == "“营业收入”名单为“10000”，保留原有“5”"
    first = [4.0, "长沙市甲机械有限责任公司", "", 4.25, "", "@x"]
    assert rows[2][:6] == (first if ending == ".xlsx" else ["4", "长沙市甲机械有限责任公司", "", "4.25", "", "'@x"])
    day = rows[0][4]
    assert day == (dt.date(2009, 1, 2) if ending == ".xlsx" else "2009-01-02")


def test_in_english(tmp_path: Path) -> None:
    write_rejects(tmp_path / "r.xlsx", plan(tmp_path), "en")
    header, *rows = rows_of(tmp_path / "r.xlsx")
    assert header[-3:] == ["Row", "Outcome", "Reason"]
    assert [row[-2] for row in rows] == ["not imported", "imported; please check", "held back", "updated; please check"]
    assert rows[0][-1] == "has no name"


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_a_mended_file_can_be_imported(tmp_path: Path, ending: str) -> None:
    """The unit that stood above the table is in the header now, and what guarded a cell is gone."""
    target = tmp_path / f"未导入{ending}"
    write_rejects(target, plan(tmp_path), "zh")
    again = proposal(target, known({"name": "长沙甲机械有限公司", "uscc": code(1)}))
    assert [firm["name"] for firm in firms(again)] == ["长沙乙机械有限公司", "丙丁03精密厂"]
    assert again.reading.answers["revenue"][-1] == 10000.0
    assert again.reading.columns[3].unit_from == "header"


def test_nothing_in_a_text_file_is_a_formula(tmp_path: Path) -> None:
    write_rejects(tmp_path / "r.csv", plan(tmp_path), "zh")
    for row in rows_of(tmp_path / "r.csv"):
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@")) or cell.lstrip("+-").replace(".", "").isdigit(), cell


@given(text=st.text(st.sampled_from("=+-@\t\r'1.a %"), max_size=6))
def test_what_a_spreadsheet_would_work_out_is_guarded(text: str) -> None:
    safe = _harmless(text)
    assert safe in {text, f"'{text}"}
    number = text.strip("+-").replace(".", "").replace("%", "").isdigit() or text.strip("+-.,%") == ""
    assert not safe.startswith(("=", "@", "\t", "\r"))
    assert not safe.startswith(("+", "-")) or number or safe.lstrip("+-").replace(".", "").replace("%", "").isdigit()


def test_it_never_takes_the_place_of_the_roster(tmp_path: Path) -> None:
    found = plan(tmp_path)
    before = (tmp_path / "名单.xlsx").read_bytes()
    with pytest.raises(UserError, match="是名单或工作区本身"):
        write_rejects(tmp_path / "名单.xlsx", found, "zh")
    assert (tmp_path / "名单.xlsx").read_bytes() == before


def test_rows_of_a_merged_name_are_among_them(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["企业名称", "产品"], ["甲厂", "泵"], [None, "阀"]], ("A2:A3",))
    assert write_rejects(tmp_path / "r.xlsx", proposal(path), "zh") == 1
    assert rows_of(tmp_path / "r.xlsx")[1][1:] == ["阀", 3.0, "未导入", "与上一行的企业名称是同一个合并单元格，内容没有并入"]
