"""Rosters as bureaus hand them over: each kind of mess ends in the right firms, and what was assumed or left out is told."""

import datetime as dt
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

from tests.db.rosters.messes import HEADER, ONE, ROWS, TWO, A, B, C, Mess, check, column, table, values, workbook
from tests.roster_files import Formula, firms, proposal, told

MESSES: dict[str, Mess] = {
    "title lines above the header": Mess(workbook(["附件2"], ["2023年长沙市工程机械产业链企业名单"], [], HEADER, *ROWS)),
    "a title merged over the whole width": Mess(workbook(["企业名单"], HEADER, *ROWS, merged=("A1:D1",))),
    "who filled it in above the header": Mess(workbook(["企业名单"], ["填报单位：某区科工信局", None, None, "2023年12月"], HEADER, *ROWS)),
    "a header of two lines with merged cells": Mess(
        workbook(
            ["序号", "企业名称", "企业信息", None, "经营情况", None],
            [None, None, "统一社会信用代码", "地址", "营业收入（万元）", "利润（万元）"],
            [1, "长沙甲机械有限公司", A, "星沙", 1200, 5],
            [2, "株洲乙轴承有限公司", B, "田心", 350.5, 6],
            merged=("A1:A2", "B1:B2", "C1:D1", "E1:F1"),
        ),
        [{**ONE, "address": "星沙"}, {**TWO, "address": "田心"}],
    ),
    "a header of two lines in a text file": Mess(
        table(
            ["序号", "企业名称", "统一社会信用代码", "经营情况", "", ""],
            ["", "", "", "营业收入（万元）", "利润（万元）", "从业人数"],
            [1, "长沙甲机械有限公司", A, 1200, 5, 30],
            [2, "株洲乙轴承有限公司", B, 350.5, 6, 40],
        ),
        [{**ONE, "employees": 30}, {**TWO, "employees": 40}],
    ),
    "years below a merged header": Mess(
        workbook(
            ["企业名称", "统一社会信用代码", "营业收入（万元）", None, None],
            [None, None, 2021, 2022, 2023],
            ["长沙甲机械有限公司", A, 1000, 1100, 1200],
            ["株洲乙轴承有限公司", B, 330, 340, 350.5],
            merged=("A1:A2", "B1:B2", "C1:E1"),
        ),
        told=("C 列“营业收入(万元) 2021”（取较新的“营业收入(万元) 2023”）",),
    ),
    "several years side by side": Mess(
        workbook(
            ["企业名称", "统一社会信用代码", "2023年营业收入（万元）", "2022年营业收入（万元）"], [*ROWS[0][1:], 9], [*ROWS[1][1:], 8]
        ),
        told=("取较新的“2023年营业收入(万元)”",),
    ),
    "a part of a year beside the whole one": Mess(
        workbook(
            ["企业名称", "统一社会信用代码", "2024年1-9月营业收入（万元）", "上年度营业收入（万元）"],
            [ROWS[0][1], A, 7, 1200],
            [ROWS[1][1], B, 8, 350.5],
        ),
        told=("不是完整年度",),
    ),
    "growth and shares beside the figure": Mess(
        workbook(
            ["企业名称", "统一社会信用代码", "营业收入同比增长（%）", "营业收入（万元）", "研发投入占比"],
            [ROWS[0][1], A, 12, 1200, 0.03],
            [ROWS[1][1], B, 5, 350.5, 0.02],
        ),
        told=("C 列“营业收入同比增长(%)”",),
    ),
    "a totals row at the end": Mess(workbook(HEADER, *ROWS, ["合计", None, None, 1550.5]), told=("合计行 1 行，不作为企业（第 4 行）",)),
    "totals with spaces, and subtotals in between": Mess(
        workbook(HEADER, ROWS[0], [None, "小  计", None, 1200], ROWS[1], [None, "总　计", "2家", 1550.5]),
        told=("合计行 2 行，不作为企业（第 3、5 行）",),
    ),
    "remarks and signatures below": Mess(
        workbook(HEADER, *ROWS, [], ["注：营业收入为2023年数据。"], ["填表人：张三", None, "联系电话：0731-1234567"]),
        told=("说明行 2 行", "空行 1 行"),
    ),
    "headings between groups": Mess(workbook(HEADER, ["一、龙头企业"], ROWS[0], ["二、配套企业"], ROWS[1]), told=("小标题 2 行",)),
    "a line that numbers the columns": Mess(workbook(HEADER, ["甲", "乙", 1, 2], *ROWS), told=("栏次编号 1 行",)),
    "an example and instructions below the header": Mess(
        workbook(HEADER, ["示例", "长沙示范机械有限公司", C, 1], ["", "请填写营业执照上的全称", "18位", "数字"], *ROWS),
        told=("填写示例 2 行",),
    ),
    "the header again on each page": Mess(workbook(HEADER, ROWS[0], HEADER, ROWS[1]), told=("重复的表头 1 行（第 3 行）",)),
    "empty rows and columns": Mess(workbook([], [None, *HEADER], [], [None, *ROWS[0]], [], [None, *ROWS[1]], [None, ""])),
    "an hidden first sheet and an empty one": Mess(workbook([], sheet="Sheet1", 名单=[HEADER, *ROWS])),
    "spaces and line breaks in the header": Mess(
        workbook(["序 号", "企 业\n名 称", " 统一社会\n信用代码 ", "营业收入\n(万元)"], *ROWS),
    ),
    "stars, ordinals and remarks in the header": Mess(
        workbook(["序号", "1.企业名称*", "（2）统一社会信用代码（18位）", "3、营业收入（万元，保留两位小数）"], *ROWS)
    ),
    "other names for the columns": Mess(workbook(["编号", "单位详细名称", "社会信用代码", "主营业务收入（万元）"], *ROWS)),
    "English headers": Mess(workbook(["No.", "Company name", "Credit code", "Revenue (万元)"], *ROWS)),
    "亿元 in the header": Mess(workbook([*HEADER[:3], "营业收入（亿元）"], [1, ROWS[0][1], A, 0.12], [2, ROWS[1][1], B, 0.03505])),
    "元 in the header": Mess(workbook([*HEADER[:3], "营业收入(元)"], [1, ROWS[0][1], A, 12000000], [2, ROWS[1][1], B, 3505000])),
    "千元 after a slash": Mess(workbook([*HEADER[:3], "营业收入/千元"], [1, ROWS[0][1], A, 12000], [2, ROWS[1][1], B, 3505])),
    "the unit in a line above the table": Mess(
        workbook(
            ["名单"],
            ["填报单位：某局", None, None, "单位：亿元"],
            [*HEADER[:3], "营业收入"],
            [1, ROWS[0][1], A, 0.12],
            [2, ROWS[1][1], B, 0.03505],
        ),
        told=("D 列“营业收入”按表头上方注明的单位（亿元）计",),
    ),
    "no unit anywhere": Mess(workbook([*HEADER[:3], "营业收入"], *ROWS), told=("D 列“营业收入”没有写单位，按万元计",)),
    "units in the cells": Mess(workbook(HEADER, [1, ROWS[0][1], A, "0.12亿"], [2, ROWS[1][1], B, "3505000元"])),
    "numbers kept as text, with separators": Mess(workbook(HEADER, [1, ROWS[0][1], A, " 1,200.00 "], [2, ROWS[1][1], B, "'350.5"])),
    "full-width digits and letters": Mess(
        workbook(HEADER, [1, ROWS[0][1], "９" + A[1:], "１２００"], [2, ROWS[1][1], B, "３５０．５"]),
    ),
    "a code in lower case and in groups": Mess(
        workbook(HEADER, [1, ROWS[0][1], A[:4] + " " + A[4:10] + "-" + A[10:], 1200], [2, ROWS[1][1], B.lower(), 350.5])
    ),
    "invisible characters and spaces around names": Mess(
        workbook(HEADER, [1, " 长沙甲机械有限公司\u200b ", A + "\u00a0", 1200], [2, "\ufeff株洲乙轴承有限公司\n", "\t" + B, 350.5])
    ),
    "a code that fails its check character": Mess(
        workbook(HEADER, [1, ROWS[0][1], A[:17] + ("0" if A[17] != "0" else "1"), 1200], ROWS[1]),
        [{**ONE, "uscc": A[:17] + ("0" if A[17] != "0" else "1")}, TWO],
        reasons={2: "校验"},
    ),
    "codes that Excel made numbers of": Mess(
        workbook(HEADER, [1, ROWS[0][1], 914301000000000012, 1200], ROWS[1]),
        [{"name": ONE["name"], "revenue": 1200.0}, TWO],
        reasons={2: "末几位已被"},
        drafts={("长沙甲机械有限公司", "uscc"): "9.14301E+17".replace("E", "e")},
    ),
    "words that say nothing": Mess(
        column("从业人数", 30, "—", "/", "暂无", "不详", "N/A", "-"),
        values("employees", 30, None, None, None, None, None, None),
        told=("6 格只写了",),
    ),
    "no and none are no zero": Mess(
        column("有效发明专利（件）", 3, "无", 0, 5),
        values("invention_patents", 3, None, 0, 5),
        reasons={3: "无"},
        drafts={("乙一二三有限公司", "invention_patents"): "无"},
    ),
    "words beside numbers": Mess(
        column("从业人数", "120人", "约200", "300-500", "４５名", "500 人"),
        values("employees", 120, None, None, 45, 500),
        reasons={3: "约200", 4: "300-500"},
        drafts={("乙一二三有限公司", "employees"): "约200", ("丙一二三有限公司", "employees"): "300-500"},
    ),
    "what is kept secret": Mess(
        column("营业收入（万元）", 5, "保密", -3, 7, 8),
        values("revenue", 5.0, None, None, 7.0, 8.0),
        reasons={3: "保密", 4: "负"},
        drafts={("乙一二三有限公司", "revenue"): "保密", ("丙一二三有限公司", "revenue"): "-3"},
    ),
    "a figure that cannot be read, in another unit than it is kept in": Mess(
        column("营业收入（亿元）", 5, "约3", "3百万", 7, 8),
        values("revenue", 50000.0, None, 300.0, 70000.0, 80000.0),
        reasons={3: "约3"},
        drafts={("乙一二三有限公司", "revenue"): "约3亿元"},
    ),
    "units on a line of their own below the years": Mess(
        workbook(
            ["企业名称", "统一社会信用代码", "营业收入", None],
            [None, None, "2022年", "2023年"],
            [None, None, "亿元", "亿元"],
            [ROWS[0][1], A, 0.1, 0.12],
            [ROWS[1][1], B, 0.03, 0.03505],
            merged=("A1:A3", "B1:B3", "C1:D1"),
        ),
        told=("取较新的“营业收入 2023年 亿元”",),
    ),
    "two lists side by side": Mess(
        workbook(
            ["企业名称", "统一社会信用代码", "营业收入（万元）", None, "企业名称", "营业收入（万元）"],
            [ROWS[0][1], A, 1200, None, "丙一二三有限公司", 1],
            [ROWS[1][1], B, 350.5, None, "丁一二三有限公司", 2],
        ),
        told=("左右并排有两份名单，只读 A 列“企业名称”那一份",),
    ),
    "dates in many ways": Mess(
        column(
            "成立时间",
            dt.date(2008, 5, 12),
            "2008-05-12",
            "2008/5/12",
            "2008年5月12日",
            "20080512",
            "2008.5",
            "2008年",
            2008,
            "2008-05-12 00:00:00",
        ),
        values("founded", *[2008] * 9),
    ),
    "days as the numbers of Excel": Mess(
        column("成立日期", 39580, "39580", dt.date(2008, 5, 12)), values("founded", 2008, 2008, 2008), told=("有 2 格是 Excel 的日期序号",)
    ),
    "a year in a cell that is shown as a day": Mess(
        column("成立时间", dt.date(1905, 6, 30), dt.date(2001, 1, 1), 2002),
        values("founded", None, 2001, 2002),
        reasons={2: "可能本是年份 2008"},
        drafts={("甲一二三有限公司", "founded"): "1905-06-30"},
    ),
    "dates that cannot be": Mess(
        column("成立时间", "2008-13-45", "98年", "上世纪", 2001, 2002, 2003),
        values("founded", None, None, None, 2001, 2002, 2003),
        reasons={2: "哪一年", 3: "哪一年", 4: "哪一年"},
        drafts={
            ("甲一二三有限公司", "founded"): "2008-13-45",
            ("乙一二三有限公司", "founded"): "98年",
            ("丙一二三有限公司", "founded"): "上世纪",
        },
    ),
    "yes and no in Chinese": Mess(
        column("是否有研发机构", "是", "否", "有", "无", "√", "×", True, 0, "未建"),
        values("has_rd_unit", True, False, True, False, True, False, True, False, False),
    ),
    "yes with a remark": Mess(
        column("研发机构", "是", "有（省级）", "否", "无"),
        values("has_rd_unit", True, None, False, False),
        reasons={3: "有（省级）"},
        drafts={("乙一二三有限公司", "has_rd_unit"): "有（省级）"},
    ),
    "honours in one cell": Mess(
        column("企业资质", "高新技术企业、国家级专精特新“小巨人”", "高企；单项冠军企业", "无", "", "上市公司", "省级众创空间"),
        values("honours", ("little-giant", "hnte"), ("champion", "hnte"), (), None, ("listed",), None),
        reasons={7: "省级众创空间"},
        drafts={("己一二三有限公司", "honours"): "省级众创空间"},
    ),
    "a column for each honour": Mess(
        workbook(
            ["企业名称", "是否高企", "专精特新企业", "是否上市"],
            ["甲一二三有限公司", "是", "√", "否"],
            ["乙一二三有限公司", "否", "", "否"],
        ),
        [{"name": "甲一二三有限公司", "honours": ("srdi", "hnte")}, {"name": "乙一二三有限公司"}],
    ),
    "roles by other words": Mess(
        column("企业类别", "链主", "龙头企业", "骨干企业", "配套"), values("role", "leader", "leader", "key", "supporting")
    ),
    "a telephone number beside the contact": Mess(
        workbook(["企业名称", "联系人", "联系电话"], ["甲一二三有限公司", "张三", 13800138000], ["乙一二三有限公司", "", "0731-82223333"]),
        [{"name": "甲一二三有限公司", "contact": "张三 13800138000"}, {"name": "乙一二三有限公司", "contact": "0731-82223333"}],
    ),
    "cells merged over several firms": Mess(
        workbook(
            ["所属环节", "企业名称"],
            ["液压件", "甲一二三有限公司"],
            [None, "乙一二三有限公司"],
            ["整机", "丙一二三有限公司"],
            merged=("A2:A3",),
        ),
        [
            {"name": "甲一二三有限公司", "chain_link": "液压件"},
            {"name": "乙一二三有限公司", "chain_link": "液压件"},
            {"name": "丙一二三有限公司", "chain_link": "整机"},
        ],
    ),
    "a firm merged over several rows": Mess(
        workbook(["企业名称", "主要产品"], ["甲一二三有限公司", "泵"], [None, "阀"], ["乙一二三有限公司", "缸"], merged=("A2:A3",)),
        [{"name": "甲一二三有限公司", "main_product": "泵"}, {"name": "乙一二三有限公司", "main_product": "缸"}],
    ),
    "errors of formulas": Mess(
        workbook(HEADER, [1, ROWS[0][1], A, Formula("=1/0", "#DIV/0!")], [2, ROWS[1][1], Formula("=VLOOKUP(1,A:A,1)", "#N/A"), 350.5]),
        [{"name": ONE["name"], "uscc": A}, {"name": TWO["name"], "revenue": 350.5}],
        reasons={2: "公式错误", 3: "公式错误"},
        drafts={("长沙甲机械有限公司", "revenue"): "#DIV/0!", ("株洲乙轴承有限公司", "uscc"): "#N/A"},
    ),
    "formulas with results": Mess(
        workbook(HEADER, [1, Formula('="长沙甲"&"机械有限公司"', ROWS[0][1]), A, Formula("=600*2", 1200)], ROWS[1])
    ),
    "rows without a name": Mess(
        workbook(HEADER, *ROWS, [3, "", C, 10], [4, 12345, "", 10]), reasons={4: "缺企业名称", 5: "只有数字或符号"}
    ),
    "the same row twice": Mess(workbook(HEADER, *ROWS, [3, *ROWS[0][1:]]), reasons={4: "与第 2 行“长沙甲机械有限公司”完全相同"}),
    "one code on two rows that differ": Mess(
        workbook(HEADER, *ROWS, [3, "长沙甲机械（集团）有限公司", A, 1300]),
        reasons={4: "统一社会信用代码与第 2 行“长沙甲机械有限公司”相同"},
    ),
    "one name on two rows that differ": Mess(
        workbook(HEADER, *ROWS, [3, "长沙甲机械有限公司", "", 900]), reasons={4: "企业名称与第 2 行“长沙甲机械有限公司”相同"}
    ),
    "one name with two codes": Mess(
        workbook(HEADER, *ROWS, [3, "长沙甲机械有限公司", C, 900]), reasons={4: "同名，但统一社会信用代码不同"}
    ),
    "names that are nearly the same": Mess(
        workbook(HEADER, *ROWS, [3, "长沙市甲机械有限责任公司", "", 900], [4, "丁精密制造有限公司", "", 1], [5, "丁精密制有限公司", "", 1]),
        [ONE, TWO, {"name": "丁精密制造有限公司", "revenue": 1.0}, {"name": "丁精密制有限公司", "revenue": 1.0}],
        reasons={4: "名称与第 2 行“长沙甲机械有限公司”相近"},
    ),
    "a header that its content belies": Mess(
        workbook(
            ["企业名称", "统一社会信用代码", "营业收入（万元）", "从业人数"],
            *([row[1], row[2], row[3], "劳动密集型"] for row in ROWS),
            ["丙一二三有限公司", C, 1, "技术密集型"],
        ),
        [ONE, TWO, {"name": "丙一二三有限公司", "uscc": C, "revenue": 1.0}],
        told=("内容多数不像“从业人员”",),
    ),
    "headers nobody knows": Mess(
        workbook(["编码", "全名", "某项"], [A, "长沙甲机械有限公司", "x"], [B, "株洲乙轴承有限公司", "y"], [C, "湘潭丙阀门厂", "z"]),
        [{"name": "长沙甲机械有限公司", "uscc": A}, {"name": "株洲乙轴承有限公司", "uscc": B}, {"name": "湘潭丙阀门厂", "uscc": C}],
        told=("（按内容）",),
    ),
    "no header at all": Mess(
        table(["长沙甲机械有限公司", A], ["株洲乙轴承有限公司", B], ["湘潭丙阀门厂", C]),
        [{"name": "长沙甲机械有限公司", "uscc": A}, {"name": "株洲乙轴承有限公司", "uscc": B}, {"name": "湘潭丙阀门厂", "uscc": C}],
    ),
    "a text file of UTF-8 with a mark": Mess(table(HEADER, *ROWS, encoding="utf-8-sig")),
    "a text file of GB18030": Mess(
        table(HEADER, *ROWS, ["", "㐀喆祎装备有限公司", C, 1], encoding="gb18030"),
        [ONE, TWO, {"name": "㐀喆祎装备有限公司", "uscc": C, "revenue": 1.0}],
    ),
    "a text file of UTF-16, tabs between": Mess(table(HEADER, *ROWS, encoding="utf-16", delimiter="\t")),
    "a text file of UTF-16 without a mark": Mess(table(HEADER, *ROWS, encoding="utf-16-le", name="名单.txt", delimiter=";")),
    "codes guarded against Excel in a text file": Mess(table(HEADER, [1, ROWS[0][1], f'="{A}"', 1200], [2, ROWS[1][1], f"'{B}", "350.5"])),
    "rows of different lengths": Mess(table(["企业名单"], HEADER, ROWS[0], [2, ROWS[1][1], B, 350.5, "", "", ""], ["注：无"])),
}


@pytest.mark.parametrize("name", MESSES)
def test_a_mess_ends_in_the_right_firms(tmp_path: Path, name: str) -> None:
    check(MESSES[name], tmp_path)


def test_there_are_enough_of_them() -> None:
    assert len(MESSES) >= 25


def test_whole_numbers_of_an_xls_are_numbers() -> None:
    """An .xls keeps them apart from others, unless the program that wrote it does not."""
    plan = proposal(Path(__file__).parent / "data" / "whole-numbers.xls")
    expected = [(number * 10, number * 1000.0, 2000 + number) for number in range(1, 6)]
    assert [(firm["employees"], firm["revenue"], firm["founded"]) for firm in firms(plan)] == expected
    assert plan.reading.problems == {}


@pytest.mark.parametrize("name", ["a.xlsx", "hidden.xls"])
def test_rows_that_are_hidden_are_read_and_told(tmp_path: Path, name: str) -> None:
    book = openpyxl.Workbook()
    for row in (["企业名称"], ["甲一二三有限公司"], ["乙一二三有限公司"], ["丙一二三有限公司"]):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.save(tmp_path / "a.xlsx")
    plan = proposal(tmp_path / name if name.endswith("x") else Path(__file__).parent / "data" / name)
    assert len(firms(plan)) == 3
    assert "第 3 行在表里是隐藏的（或被筛选掉的），照样读入，共 1 行" in told(plan)
