"""Rosters that look well and say something else: a number that is read as another one is never noticed."""

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from db.rosters.books import read_book
from db.rosters.styles import Shown, shown_by
from diagnosis.errors import UserError
from diagnosis.progress import outcome
from tests.db.rosters.messes import HEADER, ONE, ROWS, TWO, A, B, Mess, check, column, table, values, workbook
from tests.roster_files import Row, finish, firms, proposal, text_table, xlsx

NUMBERED = ["1.长沙甲机械有限公司", "（2）株洲乙轴承有限公司", "3.5米木业有限公司"]
NASTY: dict[str, Mess] = {
    "the unit of each amount in a column of its own": Mess(
        workbook(
            ["企业名称", "营业收入", None, "地址"],
            [None, "金额", "单位", None],
            ["甲一二三有限公司", 1.2, "亿元", "x"],
            ["乙一二三有限公司", 3500, "万元", "x"],
            ["丙一二三有限公司", "约3", "亿元", "x"],
            ["丁一二三有限公司", "1.5亿", "万元", "x"],
            ["戊一二三有限公司", 500, None, "x"],
            merged=("A1:A2", "B1:C1", "D1:D2"),
        ),
        [
            {"name": "甲一二三有限公司", "revenue": 12000, "address": "x"},
            {"name": "乙一二三有限公司", "revenue": 3500, "address": "x"},
            {"name": "丙一二三有限公司", "address": "x"},
            {"name": "丁一二三有限公司", "revenue": 15000, "address": "x"},
            {"name": "戊一二三有限公司", "revenue": 500.0, "address": "x"},
        ],
        told=("B 列“营业收入 金额”的单位逐行看 C 列，没写单位的按万元计", "C 列“营业收入 单位”（是 B 列“营业收入 金额”的单位，逐行换算）"),
        reasons={5: "“约3亿元”"},
        drafts={("丙一二三有限公司", "revenue"): "约3亿元"},
    ),
    "one unit merged over all rows": Mess(
        workbook(
            ["企业名称", "营业收入", "计量"],
            ["甲一二三有限公司", 1.2, "亿元"],
            ["乙一二三有限公司", 2, None],
            ["丙一二三有限公司", 3, None],
            merged=("C2:C4",),
        ),
        values("revenue", 12000, 20000, 30000),
    ),
    "one amount merged over several firms": Mess(
        workbook(
            ["企业名称", "营业收入（万元）"],
            ["甲一二三有限公司", 900],
            ["乙一二三有限公司", None],
            ["丙一二三有限公司", 5],
            merged=("B2:B3",),
        ),
        values("revenue", None, None, 5.0),
        reasons={2: "“900 (B2:B3)”是几家企业合并在一格里的一个数", 3: "是几家企业合并在一格里的一个数"},
        drafts={("甲一二三有限公司", "revenue"): "900 (B2:B3)", ("乙一二三有限公司", "revenue"): "900 (B2:B3)"},
    ),
    "marks of footnotes in headers, and units set apart": Mess(
        workbook(
            ["企业名称①", "营业收入²（万元）", "研发投入 万元", "发明专利 件", "人  数*", "成立时间※"],
            ["甲一二三有限公司", 1200, 30, 3, 50, 2010],
        ),
        [
            {
                "name": "甲一二三有限公司",
                "revenue": 1200.0,
                "rd_spend": 30.0,
                "invention_patents": 3,
                "employees": 50,
                "founded": 2010,
            }
        ],
    ),
    "marks of footnotes in cells": Mess(
        column("营业收入（万元）", 1, 2, 3, "4①", "5²", "6\n7"),
        values("revenue", 1.0, 2.0, 3.0, None, None, None),
        reasons={5: "应为金额", 6: "应为金额", 7: "应为金额"},
        drafts={("丁一二三有限公司", "revenue"): "4①", ("戊一二三有限公司", "revenue"): "5²", ("己一二三有限公司", "revenue"): "6 7"},
    ),
    "totals by township between, and footnotes below": Mess(
        workbook(
            ["企业名称", "营业收入（万元）"],
            ["一、星沙街道"],
            ["甲一二三有限公司", 1],
            ["星沙街道小计（1家）", 1],
            ["乙一二三有限公司", 2],
            ["泉塘镇合计", 2],
            ["总计（2家）", 3],
            ["共2家企业", None],
            ["①收入为快报数"],
            ["*带星号的为规上企业"],
            ["以上数据由各乡镇填报。"],
            ["第1页，共1页"],
        ),
        values("revenue", 1.0, 2.0),
        told=("合计行 4 行，不作为企业（第 4、6、7、8 行）", "说明行 4 行，不作为企业（第 9、10、11、12 行）"),
    ),
    "marked firms of which nothing else is known": Mess(
        workbook(
            ["企业名称", "营业收入（万元）"],
            ["甲一二三有限公司", 1],
            ["★乙一二三有限公司", None],
            ["①丙一二三农民专业合作社", None],
            ["*不含外地分公司", None],
            ["▲为链主：甲一二三有限公司", None],
        ),
        [{"name": "甲一二三有限公司", "revenue": 1.0}, {"name": "★乙一二三有限公司"}, {"name": "①丙一二三农民专业合作社"}],
        told=("说明行 2 行，不作为企业（第 5、6 行）",),
    ),
    "a footnote behind a name that stands there twice": Mess(
        workbook(HEADER, *ROWS, [3, "长沙甲机械有限公司①", "", 900], [4, "株洲乙轴承有限公司（注1）", "", 9]),
        [ONE, TWO],
        reasons={4: "企业名称与第 2 行“长沙甲机械有限公司”相同", 5: "企业名称与第 3 行“株洲乙轴承有限公司”相同"},
    ),
    "honours ticked with a year, a level or a batch": Mess(
        workbook(
            ["企业名称", "高企", "专精特新", "小巨人", "上市"],
            ["甲一二三有限公司", "√", None, "√（2022年）", "科创板"],
            ["乙一二三有限公司", "2021", "省级", "第三批", None],
            ["丙一二三有限公司", "是", "市级", "否", "新三板"],
        ),
        [
            {"name": "甲一二三有限公司", "honours": ("little-giant", "hnte", "listed")},
            {"name": "乙一二三有限公司", "honours": ("little-giant", "srdi")},
            {"name": "丙一二三有限公司", "honours": ("srdi", "hnte")},
        ],
        reasons={3: "“高企”栏“2021”", 4: "“上市”栏“新三板”"},
    ),
    "numbers of a list before names that stand there twice": Mess(
        workbook(
            HEADER, *ROWS, [3, "1.长沙甲机械有限公司", "", 900], [4, "（2）株洲乙轴承有限公司", "", 9], [5, "3.5米木业有限公司", "", 9]
        ),
        [ONE, TWO, {"name": "3.5米木业有限公司", "revenue": 9.0}],
        reasons={4: "企业名称与第 2 行", 5: "企业名称与第 3 行"},
    ),
    "firms that are called as rows of totals and remarks are": Mess(
        workbook(["企业名称"], ["总计算机有限公司"], ["小计量器具厂"], ["★甲一二三有限公司"], ["Hansum"], ["第1页文化有限公司"]),
        [{"name": name} for name in ("总计算机有限公司", "小计量器具厂", "★甲一二三有限公司", "Hansum", "第1页文化有限公司")],
    ),
    "a year that a spreadsheet has made a day, in a text file": Mess(
        table(["企业名称", "成立时间"], ["甲一二三有限公司", "1905-06-30"], ["乙一二三有限公司", "2010/5/6"]),
        values("founded", None, 2010),
        reasons={2: "可能本是年份 2008"},
        drafts={("甲一二三有限公司", "founded"): "1905-06-30"},
    ),
    "rows that share a merged name": Mess(
        workbook(["企业名称", "主要产品"], ["甲一二三有限公司", "泵"], [None, "阀"], ["乙一二三有限公司", "缸"], merged=("A2:A3",)),
        values("main_product", "泵", "缸"),
        told=("1 行与上一行共用合并的企业名称，内容没有并入（第 3 行）",),
    ),
}


@pytest.mark.parametrize("name", NASTY)
def test_what_the_sheet_says_is_what_comes_in(tmp_path: Path, name: str) -> None:
    check(NASTY[name], tmp_path)


def test_a_sheet_with_a_firm_in_each_column_is_refused_with_what_to_do(tmp_path: Path) -> None:
    across: list[list[Any]] = [["企业名称", "甲公司", "乙公司"], ["营业收入（万元）", 1, 2], ["从业人员", 3, 4], ["统一社会信用代码", A, B]]
    with pytest.raises(UserError, match="转置"):
        proposal(xlsx(tmp_path / "横.xlsx", across))


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("#,##0.00", None),
        ("General", None),
        ('_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', None),
        ('0"人"', None),
        ('0.0"%"', None),
        ("0.0%", Shown(2, "%")),
        ("#,##0,", Shown(-3, "")),
        ("0.00,,", Shown(-6, "")),
        ('0!.0,"万"', Shown(-4, "万")),
        (r'0\.0000"万元"', Shown(-4, "万元")),
        ('0"."0,"万"', Shown(-4, "万")),
        ('0.0,"K"', Shown(-3, "千")),  # 12.0K is not 12
        ('0.0,,"M"', Shown(-6, "百万")),
        ('0!.0,"w"', Shown(-4, "万")),
        ('0,"（千）"', Shown(-3, "（千）")),
        ('0.00"亿元"', Shown(0, "亿元")),
        ('G/通用格式"万"', Shown(0, "万")),
        ("0.00万;-0.00万", Shown(0, "万")),
        ('[=0]"-";0.0,', Shown(-3, "")),
        ("[$¥-804]#,##0", None),
        ("[$$-409]#,##0.00", Shown(0, "美元")),  # a dollar is no yuan
        ('"US$"#,##0', Shown(0, "美元")),
        ("_($* #,##0.00_);_($* (#,##0.00)", Shown(0, "美元")),
        ('0.0"万美元"', Shown(0, "万美元")),
        ("[$€-2] #,##0", Shown(0, "欧元")),
        ("[$¥-411]#,##0", Shown(0, "日元")),
    ],
)
def test_a_format_says_how_a_number_is_shown(form: str, shown: Shown | None) -> None:
    assert shown_by(form) == shown


def test_numbers_whose_commas_part_cells_are_refused(tmp_path: Path) -> None:
    lines = ["某县企业名单", "企业名称,营业收入（万元）,从业人员", "甲一二三有限公司,900,30", "乙一二三有限公司,1,200,30"]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(UserError, match=r"第 4 行有 4 格，表头只有 3 格.*“1,200”"):
        proposal(path)
    path.write_text(
        "\n".join([*lines[:3], '乙一二三有限公司,"1,200",30', "丙一二三有限公司,9,30,2022", "丁一二三有限公司,9,100,说明"]),
        encoding="utf-8",
    )
    assert [firm["revenue"] for firm in firms(proposal(path))] == [900, 1200, 9, 9]
    path.write_text("填报单位：某县工信局,单位：万元\n企业名称,从业人员,营业收入,2023\n甲一二三有限公司,12,345,6\n", encoding="utf-8")
    assert [firm["revenue"] for firm in firms(proposal(path))] == [345]


def test_an_amount_is_read_as_it_is_shown(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["企业名称", "营业收入（万元）"])
    for name, (kept, form) in zip("甲乙丙丁", [(12340000, '0!.0,"万"'), (1.2, '0.0"亿元"'), (12000, "#,##0,"), (12.5, "0.0")], strict=True):
        book.active.append([f"{name}一二三有限公司", kept])
        book.active.cell(book.active.max_row, 2).number_format = form
    book.save(tmp_path / "a.xlsx")
    assert [firm["revenue"] for firm in firms(proposal(tmp_path / "a.xlsx"))] == [1234, 12000, 12.0, 12.5]
    assert list(outcome(read_book(tmp_path / "a.xlsx")).sheets[0].columns[1][1:]) == ["1234万", "1.2亿元", 12.0, 12.5]


@pytest.mark.parametrize("write", [xlsx, text_table])
def test_tidying_up_passes_over_the_cells_once_they_are_there(tmp_path: Path, write: Callable[[Path, list[Row]], Path]) -> None:
    rows: list[Row] = [["企业名称", "从业人员"], ["甲一二三有限公司", 12], ["乙一二三有限公司", 3.5]]
    sheet = finish(read_book(write(tmp_path / ("a.xlsx" if write is xlsx else "a.csv"), rows))).sheets[0]
    gc.collect(0)
    assert [gc.is_tracked(column) for column in sheet.columns] == [False, False]
