"""Where the header is, and which column is what: titles and empty rows move it, people correct it, the last time is remembered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.errors import UserError
from diagnosis.questionnaire import questionnaire
from diagnosis.roster.choosing import Hints, choose_sheet, layout_of
from diagnosis.roster.header import fields_named, in_unit, money_unit, read_header
from diagnosis.roster.layout import Layout, layout_at
from diagnosis.roster.mapping import Column, Wish, match_columns
from diagnosis.roster.reading import Reading, read_rows
from diagnosis.roster.sheet import Box, Cell, Sheet, cell_text
from diagnosis.roster.telling import remarks
from diagnosis.roster.values import read_column, reader
from diagnosis.roster.words import Target, words
from tests.roster_files import code, finish

NAMES = ["长沙甲机械有限公司", "株洲乙轴承有限公司", "湘潭丙阀门厂"]


def sheet(*rows: list[Cell], merged: tuple[Box, ...] = (), left: int = 0, name: str = "名单", hidden: bool = False) -> Sheet:
    width = max(map(len, rows), default=0)
    filled = [row + [""] * (width - len(row)) for row in rows]
    return Sheet(
        file="名单.xlsx", name=name, columns=[list(column) for column in zip(*filled, strict=True)], merged=merged, left=left, hidden=hidden
    )


def matched(found: Sheet, remembered: dict[str, Wish] | None = None, corrections: dict[int, Wish] | None = None) -> list[Column]:
    hints = Hints(remembered=remembered or {})
    return list(match_columns(found, layout_of(found, hints), remembered, corrections))


def read(found: Sheet, corrections: dict[int, Wish] | None = None) -> Reading:
    columns = matched(found, corrections=corrections)
    return finish(read_rows(found, layout_of(found, Hints()), columns))


def targets(columns: list[Column]) -> list[str | None]:
    return [str(column.target) if column.target else None for column in columns]


@pytest.mark.parametrize(
    ("cells", "taken"),
    [
        (["C3714", "C3713", "c 3714"], True),
        (["3714", "371", "37"], True),
        (["C3714 摩托车零部件制造", "C37铁路、船舶、航空航天", "C3713"], True),
        (["摩托车零部件", "通用设备", "汽车"], False),
        (["C3714", "通用设备", "汽车"], False),
        (["第2批", "第3批", "2家"], False),
    ],
)
@pytest.mark.parametrize("header", ["所属行业", "行业", "国民经济行业"])
def test_a_column_of_industries_is_taken_where_it_holds_codes(header: str, cells: list[str], taken: bool) -> None:
    rows: list[list[Cell]] = [[name, cell] for name, cell in zip(NAMES, cells, strict=True)]
    column = matched(sheet(["企业名称", header], *rows))[1]
    assert (column.target, column.how) == ((Target("gbt4754"), "content") if taken else (None, "none"))
    assert matched(sheet(["企业名称", "备案号"], *rows))[1].target is None


def test_a_column_headed_as_codes_goes_before_one_headed_as_industries() -> None:
    rows: list[list[Cell]] = [[name, "C3714", "C3713"] for name in NAMES]
    found = matched(sheet(["企业名称", "所属行业", "行业代码"], *rows))
    assert targets(found) == ["name", None, "gbt4754"]


def test_telephone_numbers_and_remarks_of_several_columns_stand_side_by_side() -> None:
    header: list[Cell] = ["企业名称", "备注", "联系电话", "手机", "联系人", "备注", "座机"]
    said: list[list[Cell]] = [
        ["复核", "0731-1", 13812345678.0, "张三 13812345678", "已走访", "0731-12"],
        ["", "", "", "李四", "同上", 73188881234.0],
        ["复核", "010-1", "010-1", "", "复核", ""],
    ]
    found = read(sheet(header, *([name, *cells] for name, cells in zip(NAMES, said, strict=True))))
    assert found.answers["contact"] == ["张三 13812345678 0731-1 0731-12", "李四 073188881234", "010-1"]
    assert found.answers["note"] == ["复核\n已走访", "同上", "复核"]
    assert [note.zh for note in remarks(found)] == ["G 列“座机”有 1 个座机号区号前的 0 被表格软件去掉了，已补上"]


def test_a_second_column_is_told_with_what_can_be_done_about_it() -> None:
    rows: list[list[Cell]] = [[name, "注册路", "经营路", 10.0, 20.0, "x"] for name in NAMES]
    found = sheet(["企业名称", "注册地址", "经营地址", "从业人数", "从业人数", "法人"], *rows)
    assert [note.zh for note in remarks(read(found))] == [
        "C 列“经营地址”没有导入：已由 B 列“注册地址”回答；两列都要，请对应到“地址（并在一起）”",
        "E 列“从业人数”没有导入：已由 D 列“从业人数”回答；有 3 行两列的数不同，取 D 列",
        "没有导入的列：F 列“法人”",
    ]
    both = read(found, {2: Wish(Target("address", join=True))})
    assert both.answers["address"] == ["注册路；经营路"] * 3


def test_of_two_columns_of_figures_is_told_where_they_differ_each_in_its_own_unit() -> None:
    header: list[Cell] = ["企业名称", "营业收入（万元）", "销售收入（亿元）"]
    rows: list[list[Cell]] = [["甲公司", 12000.0, 1.2], ["乙公司", 300.0, 0.04], ["丙公司", 5.0, ""], ["丁公司", "", 2.0]]
    found = matched(sheet(header, *rows))[2]
    assert found.why is not None
    assert found.why.zh == "已由 B 列“营业收入(万元)”回答；有 1 行两列的数不同，取 B 列；有 1 行 B 列空着而这一列有数，也没有取"


def test_a_column_of_honours_stays_for_the_one_that_is_known_and_the_unknown_ones_are_told_by_row() -> None:
    rows: list[list[Cell]] = [["甲公司", "瞪羚企业"], ["乙公司", "瞪羚企业"], ["丙公司", "瞪羚企业、高企"], ["丁公司", "绿色工厂"]]
    found = read(sheet(["企业名称", "荣誉"], *rows))
    assert found.answers["honours"] == [None, None, ("hnte",), None]
    assert sorted(found.problems) == [0, 1, 2, 3]
    assert "瞪羚企业" in found.problems[2][0].why.zh
    none_known: list[list[Cell]] = [[name, "瞪羚企业"] for name, _ in rows]
    assert "honours" not in read(sheet(["企业名称", "荣誉"], *none_known)).answers


@pytest.mark.parametrize(
    ("cell", "kept"),
    [(73188881234.0, "073188881234"), (1088881234.0, "01088881234"), (2188881234.0, "02188881234"), ("57382221111", "057382221111")],
)
def test_an_area_code_gets_its_zero_back(cell: Cell, kept: str) -> None:
    assert read_column([cell], reader(Target("contact", join=True))).values == [kept]


@pytest.mark.parametrize(
    "cell", [13812345678.0, 4008001234.0, 8008101234.0, 85221234567.0, 85328881234.0, 88881234.0, "0731-88881234", "731-88881234"]
)
def test_other_telephone_numbers_stay_as_they_are(cell: Cell) -> None:
    assert read_column([cell], reader(Target("contact", join=True))).values == [cell_text(cell)]


def test_what_a_second_column_says_with_more_words_stands_once_and_its_numbers_are_no_telephones() -> None:
    rows: list[list[Cell]] = [[name, "张三", "张三 13812345678", "园区路", "7318888123"] for name in NAMES]
    found = sheet(["企业名称", "联系人", "联系电话", "地址", "门牌"], *rows)
    both = read(found, {4: Wish(Target("address", join=True))})
    assert both.answers["contact"] == ["张三 13812345678"] * 3
    assert both.answers["address"] == ["园区路；7318888123"] * 3
    assert not both.zeros


@pytest.mark.parametrize(("field", "cell"), [("uscc", "9.144E+17"), ("contact", "1.38E+10"), ("note", "1e+15")])
def test_a_code_that_a_spreadsheet_made_a_number_of_is_not_taken(field: str, cell: str) -> None:
    found = read_column([cell], reader(Target(field)))
    assert (found.values, found.wrong[0].code) == ([None], "digits-cut")


def test_amounts_with_the_sign_of_the_currency_fit_a_header_in_yuan() -> None:
    rows: list[list[Cell]] = [[name, "￥12,345,678.90"] for name in NAMES]
    found = sheet(["企业名称", "营业收入（元）"], *rows)
    assert read(found).answers["revenue"] == [1234.56789] * 3


@pytest.mark.parametrize(
    ("cell", "unit", "typed"),
    [
        ("1.2", "亿元", "1.2亿元"),
        (" 约300 ", "亿元", "约300亿元"),
        ("-5", "亿元", "-5亿元"),
        ("100-200", "万人", "100-200万人"),
        ("3500万元", "亿元", "3500万元"),
        ("约3亿", "万元", "约3亿"),
        ("4百", "万人", "4百"),
        ("保密", "亿元", "保密"),
        ("10%", "亿元", "10%"),
        ("约300", "", "约300"),
        ("同2022年", "万元", "同2022年"),
        ("N/A 1", "亿元", "N/A 1"),
        ("暂无①", "亿元", "暂无①"),
        ("—1", "亿元", "—1"),
        ("$5", "亿元", "$5"),
        ("（约300）", "亿元", "（约300）亿元"),
    ],
)
def test_a_number_below_a_unit_is_in_it_whether_it_can_be_read_or_not(cell: str, unit: str, typed: str) -> None:
    assert in_unit(cell, unit) == typed


TITLES = st.lists(
    st.sampled_from([["附件1"], ["2023年某市企业名单"], [""], ["填报单位：某局", "", "单位：万元"], ["", "", "2023年12月31日"]]), max_size=6
)


@given(titles=TITLES, left=st.integers(0, 30), order=st.permutations([0, 1, 2, 3]))
def test_titles_above_and_columns_before_move_nothing(titles: list[list[Cell]], left: int, order: list[int]) -> None:
    header: list[Cell] = ["企业名称", "统一社会信用代码", "营业收入（亿元）", "利润"]
    rows: list[list[Cell]] = [[NAMES[place], code(place), 1.5 + place, 3.0] for place in range(3)]
    found = sheet(*titles, *([row[place] for place in order] for row in (header, *rows)), left=left)
    layout = layout_of(found, Hints())
    assert (layout.top, layout.first) == (len(titles), len(titles) + 1)
    wanted = ["name", "uscc", "revenue", None]
    columns = matched(found)
    assert targets(columns) == [wanted[place] for place in order]
    assert columns[order.index(2)].unit == "亿元"


def test_a_header_of_three_lines() -> None:
    found = sheet(
        ["企业信息", "", "经营情况", "", ""],
        ["企业名称", "统一社会信用代码", "营业收入", "", "研发"],
        ["", "", "2022年", "2023年", "研发费用（亿元）"],
        [NAMES[0], code(1), 1.0, 2.0, 0.5],
        [NAMES[1], code(2), 3.0, 4.0, 0.5],
        merged=((0, 0, 0, 1), (0, 2, 0, 4), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3)),
    )
    layout = layout_of(found, Hints())
    assert (layout.top, layout.first) == (0, 3)
    assert [header.text for header in layout.headers] == [
        "企业信息 企业名称",
        "企业信息 统一社会信用代码",
        "经营情况 营业收入 2022年",
        "经营情况 营业收入 2023年",
        "经营情况 研发 研发费用(亿元)",
    ]
    assert targets(matched(found)) == ["name", "uscc", None, "revenue", "rd_spend"]


def test_data_that_look_like_a_header_do_not_make_one_longer() -> None:
    found = sheet(["企业名称", "主要产品"], [NAMES[0], "电话"], [NAMES[1], "地址"])
    assert layout_of(found, Hints()).first == 1


def test_a_cell_merged_in_the_data_is_no_header() -> None:
    found = sheet(["环节", "企业名称"], ["整机", NAMES[0]], ["", NAMES[1]], merged=((1, 0, 2, 0),))
    assert layout_of(found, Hints()).first == 1


@pytest.mark.parametrize(
    ("texts", "target", "unit"),
    [
        (("企业名称",), "name", None),
        (("单位名称（盖章）",), "name", None),
        (("联系人", "电话"), "contact:+", None),
        (("法定代表人", "电话"), None, None),
        (("园区", "名称"), None, None),
        (("产品", "名称"), "main_product", None),
        (("R&D经费支出（千元）",), "rd_spend", "千元"),
        (("研发投入强度（%）",), None, None),
        (("预计2024年营业收入（万元）",), None, "万元"),
        (("注册资本（万美元）",), None, None),
        (("营业收入（万美元）",), None, None),
        (("是否为高新技术企业（是/否）",), "honours:hnte", None),
        (("国家级专精特新“小巨人”",), "honours:little-giant", None),
        (("职工人数（单位：百人）",), "employees", "百人"),
        (("全年营业收入情况",), "revenue", None),
    ],
)
def test_headers_as_bureaus_write_them(texts: tuple[str, ...], target: str | None, unit: str | None) -> None:
    header = read_header(texts)
    assert (str(header.target) if header.target else None) == target
    assert header.unit == unit


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("单位：万元", "万元"),
        ("（单位:亿元、人）", "亿元"),
        ("填报单位：某局  金额单位：元", "元"),
        ("填报单位：万元机械厂", None),
        ("单位：人", None),
        ("货币单位：RMB million", "百万元"),
        ("单位：人民币 元", "人民币元"),
        ("货币单位：US$ million", "US$"),
        ("单位：万美元（按6.9折算）", "万美元"),
        ("填报单位：上海美元素科技有限公司", None),
        ("填报单位：某局 填表人：李 亿", None),
    ],
)
def test_the_unit_above_a_table(text: str, unit: str | None) -> None:
    assert money_unit(text) == unit


def test_what_is_said_of_a_column_comes_before_what_is_remembered_and_both_before_the_header() -> None:
    found = sheet(["企业名称", "营业收入（亿元）", "产值（亿元）"], [NAMES[0], 1.0, 2.0])
    key = read_header(("产值（亿元）",)).key
    remembered = {key: Wish(Target("revenue"))}
    assert [(str(column.target), column.how) for column in matched(found, remembered) if column.target] == [
        ("name", "synonym"),
        ("revenue", "remembered"),
    ]
    corrected = matched(found, remembered, {1: Wish(Target("rd_spend"), "万元"), 2: Wish(None)})
    assert [(str(column.target), column.how, column.unit) for column in corrected] == [
        ("name", "synonym", None),
        ("rd_spend", "corrected", "万元"),
        ("None", "corrected", None),
    ]


def test_a_remembered_header_alone_makes_a_header() -> None:
    found = sheet(["名单"], ["牌子", "数"], ["甲", 3.0])
    with pytest.raises(UserError, match="找不到表头"):
        layout_of(found, Hints())
    remembered = {read_header(("牌子",)).key: Wish(Target("name"))}
    assert layout_of(found, Hints(remembered=remembered)).first == 2
    assert targets(matched(found, remembered)) == ["name", None]


def test_what_is_remembered_survives_another_year_and_unit() -> None:
    assert read_header(("2023年产值（亿元）",)).key == read_header(("2024年产值（万元）",)).key


def test_sheets_are_chosen_by_what_they_hold() -> None:
    roster, other = sheet(["企业名称"], ["甲"]), sheet(["说明"], ["请如实填写"], name="说明")
    hidden = sheet(["企业名称"], ["甲"], name="旧", hidden=True)
    assert choose_sheet([other, hidden, roster], Hints()) is roster
    assert choose_sheet([other, hidden, roster], Hints(), "旧") is hidden
    with pytest.raises(UserError, match=r"没有工作表“新”（现有：说明、旧、名单）"):
        choose_sheet([other, hidden, roster], Hints(), "新")


def test_a_layout_that_somebody_chose() -> None:
    found = sheet(["a", "b"], ["企业名称", "地址"], [NAMES[0], "x"])
    assert [header.text for header in layout_at(found, 0, 1).headers] == ["a 企业名称", "b 地址"]
    none = layout_at(found, 2, 1)
    assert isinstance(none, Layout)
    assert none.headless
    assert [header.text for header in none.headers] == ["", ""]


def test_every_word_of_the_table_is_known_by_itself() -> None:
    """No synonym is lost to the rules for units, years, ordinals and affixes."""
    lost = [name for name, target in words().targets.items() if read_header((name,)).target != target]
    assert lost == []


@pytest.mark.parametrize(
    ("part", "cells", "named"),
    [
        ("enterprises", ["序号", "企业名称", "营业收入（万元）", "联系人"], {1: "name", 2: "revenue"}),
        ("enterprises", ["Name", "Role"], {0: "name", 1: "role"}),
        ("enterprises", ["单位名称", ""], {0: "name"}),
        ("enterprises", ["丁厂", "主要产品"], {}),
        ("enterprises", ["专精特新", "高新技术企业"], {}),  # choices are answers as well
        ("enterprises", ["", ""], {}),
        ("institutions", ["名称", "类别"], {0: "name", 1: "kind"}),
        ("institutions", ["清华大学", "高校"], {}),
    ],
)
def test_a_row_that_names_columns_is_told_from_a_row_of_answers(part: str, cells: list[str], named: dict[int, str]) -> None:
    found = fields_named(questionnaire().parts[part], cells)
    assert {place: field for place, field in found.items() if place in named} == named
    assert bool(found) == bool(named)
