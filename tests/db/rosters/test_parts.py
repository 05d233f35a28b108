"""Rows and columns that say of which year, part or unit the figures are: none is taken for that of another."""

from pathlib import Path

import pytest

from tests.db.rosters.messes import HEADER, ONE, ROWS, TWO, A, B, C, Mess, check, column, table, values, workbook

FIRMS = ["甲一二三有限公司", "乙一二三有限公司"]
YEARS = ["企业名称", "年份", "营业收入（万元）"]
PARTS: dict[str, Mess] = {
    **{
        f"a second line of a header that is not merged: {'、'.join(below)}": Mess(
            table(["企业名称", "营业收入（万元）", "", ""], ["", *below], [FIRMS[0], 90, 100, 11], [FIRMS[1], 180, 200, 11]),
            values("revenue", *taken),
        )
        for below, taken in (
            (("上年同期", "本期", "同比增长(%)"), (None, None)),
            (("计划", "实际", "完成率"), (None, None)),
            (("内销", "外销", "合计"), (11.0, 11.0)),
            (("去年", "今年", "增长"), (100.0, 200.0)),
            (("FY2021", "FY2022", "FY2023"), (None, None)),
        )
    },
    "a whole year as its months, and a forecast": Mess(
        workbook(
            ["企业名称", "2022年1-6月营业收入", "2022年1-12月营业收入", "2023年度营业收入（预估）"],
            [FIRMS[0], 40, 100, 120],
            [FIRMS[1], 80, 200, 220],
        ),
        values("revenue", 100.0, 200.0),
    ),
    "what is of no year, or of this one, beside what is of an old one": Mess(
        workbook(
            ["企业名称", "营业收入", "2020年营业收入", "2019年研发投入", "本年研发投入"],
            [FIRMS[0], 100, 90, 8, 9],
            [FIRMS[1], 200, 190, 18, 19],
        ),
        [{**one, "rd_spend": spent} for one, spent in zip(values("revenue", 100.0, 200.0), (9.0, 19.0), strict=True)],
        told=("已由 B 列“营业收入”回答；有 2 行两列的数不同，取 B 列", "取较新的“本年研发投入”"),
    ),
    "a row for each year of a firm": Mess(
        workbook(YEARS, *([name, year, 10 * at + year - 2000] for at, name in enumerate(FIRMS) for year in (2021, 2022, 2020))),
        values("revenue", 22.0, 32.0),
        told=("较早年份的 4 行没有读（第 2、4、5、7 行）",),
    ),
    "a firm that has no row of the latest year": Mess(
        workbook(YEARS, *([name, year, year - 2000] for name, last in zip(FIRMS, (2021, 2022), strict=True) for year in (last - 1, last))),
        values("revenue", None, 22.0)[1:],
        told=("较早年份的 2 行没有读（第 2、4 行）", "所读年份没有数据的企业 1 家，没有读（最后一行在第 3 行）"),
    ),
    "a year of which only a few firms have a row yet": Mess(
        workbook(YEARS, *([name, year, year - 2000] for name in (*FIRMS, "丙厂") for year in (2021, 2022)), [FIRMS[0], 2023, 99]),
        [*values("revenue", 22.0, 22.0), {"name": "丙厂", "revenue": 22.0}],
        told=("较早年份的 3 行没有读（第 2、4、6 行）", "较新的 1 行没有读（第 8 行）"),
    ),
    "a name merged over its years": Mess(
        workbook(
            YEARS, [FIRMS[0], "2021年", 1], [None, "2022年", 2], [FIRMS[1], "2021年", 3], [None, "2022年", 4], merged=("A2:A3", "A4:A5")
        ),
        values("revenue", 2.0, 4.0),
        told=("较早年份的 2 行没有读（第 2、4 行）",),
    ),
    "a year beside each firm, which stands there once": Mess(
        workbook(YEARS, [FIRMS[0], 2021, 1], [FIRMS[1], 2022, 2]),
        values("revenue", 1.0, 2.0),
    ),
    "groups, townships, averages and pages": Mess(
        workbook(
            HEADER,
            ["一", "规上企业（2家）", None, 1550.5],
            ROWS[0],
            [None, "转下页", None, 1200],
            [None, "承前页", None, 1200],
            ROWS[1],
            ["（一）", "江山镇", None, 350.5],
            [None, "其余30家", None, 9],
            [None, "平均值", None, 775],
            [None, "二、规下", None, 9],
            [None, "全县 共32家", None, 1559.5],
            [3, "湘潭丙镇阀门厂", C, 9],
        ),
        [ONE, TWO, {"name": "湘潭丙镇阀门厂", "uscc": C, "revenue": 9.0}],
        told=("小计、分组或平均一类 7 行，不作为企业（第 2、4、5、7、8、9 行等，另有 1 行）",),
    ),
    "firms that are called as rows of groups are, and have a credit code": Mess(
        workbook(HEADER, [1, "梦之乡", A, 5], [2, "二、乙化纤", B.lower(), 6], [3, "江山镇", None, 9], [4, "其他", "不详", 9]),
        [{"name": "梦之乡", "uscc": A, "revenue": 5.0}, {"name": "二、乙化纤", "uscc": B, "revenue": 6.0}],
        told=("小计、分组或平均一类 2 行，不作为企业（第 4、5 行）",),
    ),
    "a second table in another unit": Mess(
        workbook(HEADER, ROWS[0], [], [*HEADER[:3], "营业收入（亿元）"], [2, "株洲乙轴承有限公司", B, 0.03505], [*HEADER[:3], "营业收入"]),
        [ONE, TWO],
        told=("重复的表头 2 行（第 4、6 行）",),
    ),
    "a second table of other columns": Mess(
        workbook(
            [*HEADER, "从业人员"],
            [*ROWS[0], 30],
            [*ROWS[1], 40],
            ["序号", "单位名称", "统一社会信用代码", "从业人员", "营业收入（万元）"],
            [3, "湘潭丙阀门厂", C, 50, 9],
        ),
        [{**ONE, "employees": 30}, {**TWO, "employees": 40}],
        told=("下面另有一张列不同的表，其中 1 行没有读（第 5 行）",),
    ),
    "a second table with more columns": Mess(
        workbook(["企业名称", "营业收入（万元）"], [FIRMS[0], 5], [FIRMS[1], 6], [], HEADER[1:], ROWS[0][1:], ROWS[1][1:]),
        told=("表头上面另有一张列较少的表，其中 2 行没有读（第 2、3 行）",),
    ),
    "a group's figures and those of the firm alone": Mess(
        workbook(HEADER, [1, "长沙甲机械有限公司（合并）", A, 1200], [2, "长沙甲机械有限公司（母公司）", None, 300]),
        [{**ONE, "name": "长沙甲机械有限公司（合并）"}],
        reasons={3: "企业名称与第 2 行“长沙甲机械有限公司（合并）”相同"},
    ),
    "a part of the firm above": Mess(
        workbook(HEADER, ROWS[0], [None, "其中：株洲乙轴承有限公司", B, 350.5]),
        [ONE, {**TWO, "name": "其中：株洲乙轴承有限公司"}],
        reasons={3: "可能已经算在上面一行里"},
    ),
    "two units in one header": Mess(column("营业收入（万元/亿元）", 12, "2亿"), values("revenue", 12.0, 20000), told=("没有写单位",)),
    **{
        f"a unit as other lists write it: {head}": Mess(column(head, 12, 20), values("revenue", round(12 * factor, 9), 20 * factor))
        for head, factor in (
            ("Revenue (RMB million)", 100),
            ("Revenue (100 million yuan)", 10000),
            ("Revenue, RMB bn", 100000),
            ("Revenue (CNY 10,000)", 1.0),
            ("营业收入（千元人民币）", 0.1),
            ("营业收入（百万）", 100),
            ("营业收入（億元）", 10000),
        )
    },
    "people in thousands": Mess(column("Employees (thousand)", 1.2, 3), values("employees", 1200, 3000)),
    "revenue of a month, and of three years": Mess(
        workbook(["企业名称", "营业收入（万元/月）", "营业收入合计（2020-2022）"], [FIRMS[0], 5, 90], [FIRMS[1], 6, 91]),
        values("revenue", None, None),
        told=("B 列“营业收入(万元/月)”（不是完整年度）", "C 列“营业收入合计(2020-2022)”（不是完整年度）"),
    ),
    "dollars in a header": Mess(column("营业收入（$万）", 12, 20), values("revenue", None, None), told=("外币",)),
    "dollars above the table": Mess(
        workbook(["单位：万美元"], ["企业名称", "营业收入", "研发投入（万元）"], [FIRMS[0], 12, 1], [FIRMS[1], 20, 2]),
        values("rd_spend", 1.0, 2.0),
        told=("外币",),
    ),
    "a unit below the table": Mess(workbook(HEADER, *ROWS, [None, "单位：万元"]), told=("说明行 1 行",)),
}


@pytest.mark.parametrize("name", list(PARTS))
def test_figures_are_those_of_the_right_year_part_and_unit(tmp_path: Path, name: str) -> None:
    check(PARTS[name], tmp_path)


def test_the_years_of_a_firm_are_known_by_its_code(tmp_path: Path) -> None:
    """Its name may be written in two ways."""
    rows = [["甲公司", A, 2021, 1], ["甲有限公司", A, 2022, 2]]
    check(
        Mess(
            workbook(["企业名称", "信用代码", "统计年度", "营业收入（万元）"], *rows), [{"name": "甲有限公司", "uscc": A, "revenue": 2.0}]
        ),
        tmp_path,
    )
