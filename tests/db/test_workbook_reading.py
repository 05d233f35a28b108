"""Workbooks read back: what was written comes back equal, and what is refused is named by sheet and cell."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from hypothesis import example, given

from db.workbook import write_form, write_workbook
from db.workbook_reading import ERRORS, Cell, Grid, survey_of_sheets
from diagnosis.errors import UserError
from diagnosis.interchange import survey_to_data
from diagnosis.questionnaire import questionnaire
from diagnosis.survey import LISTS, Survey, answers_of
from tests.db.helpers import sample, surveys

PLACE = Path("调研.xlsx")


def sheets(path: Path) -> dict[str, Grid]:
    book = python_calamine.load_workbook(str(path))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["changsha", "hydrogen", "shaoxing"])
def test_a_sample_comes_back(tmp_path: Path, name: str, lang: str) -> None:
    survey = sample(name).survey
    write_workbook(tmp_path / "w.xlsx", survey, "en" if lang == "en" else "zh")
    assert survey_of_sheets(sheets(tmp_path / "w.xlsx"), PLACE).survey == survey


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for each in data.values() if isinstance(data, dict) else data:
            yield from _texts(each)


@given(surveys())
@example(dataclasses.replace(sample("changsha").survey, round=dataclasses.replace(sample("changsha").survey.round, label="#N/A")))
@example(dataclasses.replace(sample("changsha").survey, round=dataclasses.replace(sample("changsha").survey.round, surveyors=("[",))))
def test_any_survey_comes_back(tmp_path_factory: pytest.TempPathFactory, survey: Survey) -> None:
    path = tmp_path_factory.mktemp("book") / "w.xlsx"
    write_workbook(path, survey)
    if any(ERRORS.fullmatch(text) for text in _texts(survey_to_data(survey))):  # a workbook holds it as the error of a formula
        with pytest.raises(UserError, match="公式错误"):
            survey_of_sheets(sheets(path), PLACE)
        return
    lists: dict[str, Any] = {part: tuple(row for row in getattr(survey, part) if answers_of(row)) for part in LISTS}  # a blank row is none
    assert survey_of_sheets(sheets(path), PLACE).survey == dataclasses.replace(survey, **lists)


# ---- what comes back from a bureau


ABOUT: dict[str, Grid] = {
    "集群": [["集群名称（中文）"], ["Name"], ["name_zh", "@cluster/1"], ["甲集群"]],
    "轮次": [["轮次"], ["Round"], ["label", "@round/1"], [2024.0]],
}


def firms(*rows: list[Cell], ids: list[Cell] | None = None) -> dict[str, Grid]:
    """A workbook with firms: name, code, revenue, year, R&D unit, honours."""
    heads = ids or ["name", "uscc", "revenue", "founded", "has_rd_unit", "honours"]
    return {**ABOUT, "名单": [["名"], ["name"], [*heads, "@enterprises/1"], *rows]}


def refused(sheets: dict[str, Grid]) -> str:
    with pytest.raises(UserError) as error:
        survey_of_sheets(sheets, PLACE)
    return str(error.value)


def test_a_sheet_is_known_by_its_marker_and_columns_by_their_ids() -> None:
    ids: list[Cell] = ["revenue", None, "name", "@enterprises/1"]
    moved: dict[str, Grid] = {**ABOUT, "改了名": [["单位：万元"], ["营收", "", "名称"], ids, [1200.0, "随便", "甲公司"]]}
    found = survey_of_sheets(moved, PLACE)
    assert [(firm.name, firm.revenue) for firm in found.survey.enterprises] == [("甲公司", 1200.0)]
    assert found.parts == {"cluster", "round", "enterprises"}


def test_cells_mean_what_a_bureau_writes() -> None:
    row: list[Cell] = [" 甲公司", 914301000000000.0, "1.2亿", 2001.0, "有", "专精特新“小巨人”、上市公司"]
    (firm,) = survey_of_sheets(firms(row, [None, "", None]), PLACE).survey.enterprises
    assert firm.revenue == 12000
    assert (firm.founded, firm.has_rd_unit, firm.honours) == (2001, True, ("little-giant", "listed"))
    assert firm.uscc == "914301000000000"


@pytest.mark.parametrize(
    ("row", "cell", "word"),
    [
        (["甲", None, -1.0], "C4", "负数"),
        (["甲", 9.1430100e17], "B4", "15 位"),
        (["甲", None, "很多"], "C4", "金额"),
        (["甲", None, "¥1,234.00"], "C4", "货币符号"),
        (["甲", None, "#REF!"], "C4", "#REF!"),
        (["甲", None, None, dt.time(8)], "D4", "年份"),
        (["甲", None, None, 2001.5], "D4", "整数"),
        (["甲", None, None, None, "也许"], "E4", "是"),
        (["甲", None, None, None, None, "诺贝尔奖"], "F4", "诺贝尔奖"),
    ],
)
def test_a_refusal_names_sheet_and_cell(row: list[Cell], cell: str, word: str) -> None:
    told = refused(firms(row))
    assert told.startswith("调研.xlsx：")
    assert f"“名单”{cell}" in told
    assert word in told


def test_rules_between_cells_name_the_cell_as_well() -> None:
    rows: list[list[Cell]] = [["output", 2023.0, 5.0], ["output", None, 6.0]]
    sheets: dict[str, Grid] = {**ABOUT, "指标": [["x"], ["y"], ["id", "year", "value", "@indicators/1"], *rows]}
    assert "“指标”B5：" in refused(sheets)
    fields: dict[str, Grid] = {**ABOUT, "领域": [["x"], ["y"], ["id", "share", "@fields/1"], ["textiles", 0.7], ["steel", 0.7]]}
    assert "“领域”A4：" in refused(fields)
    assert "“集群”A4：" in refused({**ABOUT, "集群": [["x"], ["y"], ["name_zh", "@cluster/1"]]})
    assert "集群" in refused({"轮次": ABOUT["轮次"]})


def test_rules_that_are_broken_are_told_at_once_and_with_the_cells_that_cannot_be_read() -> None:
    """Who mends a workbook wants to do so once; a year that cannot be read is not told to be missing as well."""
    rows: list[list[Cell]] = [["output", None, 5.0], ["output", "去年", 6.0], ["output", None, 7.0]]
    told = refused(
        {
            **ABOUT,
            "指标": [["x"], ["y"], ["id", "year", "value", "@indicators/1"], *rows],
            "领域": [["x"], ["y"], ["id", "share", "@fields/1"], ["textiles", 0.7], ["steel", 0.7]],
            "评分": [["x"], ["y"], ["item", "score", "reason", "@ratings/1"], ["homogenisation", "na"], ["homogenisation", 1.0]],
        }
    )
    assert told.startswith("调研.xlsx：6 个单元格要改，没有导入：")
    for place in ("“指标”B4、B6", "“指标”B5“去年”", "“领域”A4", "“评分”C4", "“评分”A5"):
        assert place in told


def test_a_workbook_that_is_none_of_ours_or_was_tampered_with() -> None:
    assert "不是集诊的调研工作簿" in refused({"Sheet1": [["企业名称", "营业收入"], ["甲", 3.0]]})
    assert "升级" in refused({**ABOUT, "集群": [["x"], ["y"], ["name_zh", "@cluster/2"], ["甲"]]})
    assert "C3" in refused(firms(["甲"], ids=["name", "uscc", "turnover"]))
    assert "C3" in refused(firms(["甲"], ids=["name", "uscc", "name"]))
    two: Grid = [["x"], ["y"], ["name_zh", "@cluster/1"], ["甲"], ["乙"]]
    assert "A5" in refused({**ABOUT, "集群": two})


def test_the_form_is_empty_until_somebody_fills_it_in(tmp_path: Path) -> None:
    write_form(tmp_path / "form.xlsx")
    book = {name: [list(row) for row in grid] for name, grid in sheets(tmp_path / "form.xlsx").items()}
    asked = questionnaire().parts
    cluster, about = book[asked["cluster"].name.zh], book[asked["round"].name.zh]
    cluster.append(["甲集群"])
    about.append(["2024"])
    values = book[asked["indicators"].name.zh]
    row = next(row for row in values if row[0] == "集群总产值（亿元）")
    row[1:3] = [2023.0, 320.0]
    found = survey_of_sheets(book, PLACE)
    assert found.parts == {"cluster", "round", "indicators"}
    assert [(row.id, row.year, row.value) for row in found.survey.indicators] == [("output", 2023, 320.0)]


def test_all_cells_that_cannot_be_read_are_named_at_once() -> None:
    told = refused(firms(["甲", None, "约300"], ["乙", None, 5.0, "去年", "也许", "诺贝尔奖"]))
    for place in ("4 个单元格", "C4“约300”：", "D5“去年”：", "E5“也许”：", "F5：没有“诺贝尔奖”这一项"):
        assert place in told
    rows: list[list[Cell]] = [["甲", None, "约"] for _ in range(40)]
    many = refused(firms(*rows))
    assert "40 个单元格要改，没有导入；前 20 个：工作表“名单”C4“约”、C5“约”、" in many
    assert ("C23“约”：" in many, "C24" in many) == (True, False)


def test_a_number_with_its_unit_and_the_day_of_a_year_are_read_as_in_rosters() -> None:
    ids: list[Cell] = ["name", "employees", "founded"]
    rows: list[list[Cell]] = [["甲", "６５００人", dt.date(1999, 5, 6)], ["乙", "1,200 人", "2001/5/6"]]
    found = survey_of_sheets(firms(*rows, ids=ids), PLACE).survey.enterprises
    assert [(firm.employees, firm.founded) for firm in found] == [(6500, 1999), (1200, 2001)]
    values: dict[str, Grid] = {**ABOUT, "指标": [[], [], ["id", "year", "value", "@indicators/1"], ["产值年均增速", 2023.0, "12.5%"]]}
    assert [row.value for row in survey_of_sheets(values, PLACE).survey.indicators] == [12.5]
    assert "C4“12.5倍”" in refused({**values, "指标": [*values["指标"][:3], ["产值年均增速", 2023.0, "12.5倍"]]})
