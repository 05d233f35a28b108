"""Questionnaires of firms that come back: what is read, what is told, and what is done about firms that are there."""

from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from db import browse, operations
from db.collecting import names_of_firms, read_in
from db.forms.firm_form import write_firm_form, write_firm_forms
from db.survey_files import read_survey
from db.surveys import load
from db.workbook import write_form
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.progress import outcome
from diagnosis.returns.planning import decide
from diagnosis.returns.telling import told_changes, told_rows
from diagnosis.roster.planning import Decisions
from diagnosis.survey import Cooperation, Enterprise, Technology, answers_of
from tests.db.forms.collecting import planned, read_files, take
from tests.db.forms.filling import fill, filled, open_form, row_of
from tests.db.helpers import dump
from tests.roster_files import code

FULL: dict[str, Any] = {
    "name": "长沙甲机械有限公司",
    "uscc": code(1),
    "chain_link": "液压件",
    "gbt4754": "C3444",
    "main_product": "多路阀",
    "founded": 2003,
    "employees": 320,
    "revenue": 12000,
    "rd_spend": 480.5,
    "rd_staff": 40,
    "invention_patents": 12,
    "has_rd_unit": "是",
    "honours:hnte": "是",
    "honours:srdi": "是",
    "links_answered": "是",
    "address": "星沙大道 1 号",
    "contact": "张三 13800000000",
    "note": "准备扩产",
}


def firms(workspace: Workspace, round_id: int) -> list[Enterprise]:
    return list(load(workspace, round_id).enterprises)


def told(workspace: Workspace, round_id: int, *paths: Path) -> list[str]:
    return [line.zh for line in told_rows(planned(workspace, round_id, take(workspace, round_id, paths)))]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_that_a_firm_answers_arrives(workspace: Workspace, round_id: int, tmp_path: Path, lang: str) -> None:
    path = filled(
        tmp_path / "回收", "甲", FULL, lang=lang,
        links=[["中南大学", "联合研发", 2022, "液压"], ["三一重工股份有限公司", "Supply"]], technologies=[["多路阀", 7]],
    )  # fmt: skip
    read_files(workspace, round_id, [path])
    survey = load(workspace, round_id)
    expected = {key: value for key, value in FULL.items() if ":" not in key} | {"has_rd_unit": True, "links_answered": True}
    assert [answers_of(firm) for firm in survey.enterprises] == [{**expected, "honours": ("srdi", "hnte")}]
    name = FULL["name"]
    assert survey.links == (
        Cooperation(from_=name, to="中南大学", kind="joint-rd", year=2022, note="液压"),
        Cooperation(from_=name, to="三一重工股份有限公司", kind="supply"),
    )
    assert survey.technologies == (Technology(name="多路阀", trl=7),)


def test_one_undo_takes_all_of_them_back_and_twice_is_as_once(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    before = dump(workspace)
    paths = [filled(tmp_path / "回收", f"{n}", {"name": f"第{n}机械厂", "revenue": n}, links=[[f"大学{n}"]]) for n in range(1, 6)]
    read_files(workspace, round_id, [tmp_path / "回收"])
    after = dump(workspace)
    assert len(firms(workspace, round_id)) == 5
    assert not read_files(workspace, round_id, paths).parts
    assert dump(workspace) == after
    operations.undo(workspace)
    assert dump(workspace) == before
    assert operations.redo(workspace) is not None
    assert dump(workspace) == after


def test_a_bad_file_stops_nothing_and_is_told_by_name(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    folder = tmp_path / "回收"
    filled(folder, "甲", {"name": "第一机械厂"})
    filled(folder, "空表", {})
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04nothing")
    (folder / "~$甲.xlsx").write_bytes(b"what Excel leaves beside an open file")
    write_form(folder / "整轮.xlsx")
    taken = take(workspace, round_id, [folder])
    assert [found.name for found in taken.returns] == ["甲.xlsx"]
    codes = {error.code: error.to("zh") for error in taken.refused}
    names = {"roster-damaged": "坏.xlsx", "returns-empty": "空表.xlsx", "returns-unknown": "整轮.xlsx"}
    assert codes.keys() == names.keys()
    assert all(names[code] in line for code, line in codes.items())


def test_a_cell_that_cannot_be_read_is_told_by_its_place_and_stays(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    wrong = {"name": "第一机械厂", "revenue": "约2亿左右", "founded": "前年", "honours:hnte": "大概吧", "employees": 12.5}
    path = filled(tmp_path / "回收", "甲", wrong, links=[["湖南大学", "喝茶", "去年"]])
    lines = "\n".join(told(workspace, round_id, path))
    for place in ("企业调查表!B12", "企业调查表!B10", "企业调查表!B11", "合作情况!B4", "合作情况!C4"):
        assert place in lines
    read_files(workspace, round_id, [path])
    row_ids = {part: browse.row_ids(workspace, round_id, part) for part in ("enterprises", "links")}
    kept = {part: browse.rows_by_id(workspace, round_id, part, ids)[ids[0]].drafts for part, ids in row_ids.items()}
    assert kept["enterprises"] == {"revenue": "约2亿左右", "founded": "前年", "employees": "12.5", "honours": "高新技术企业：大概吧"}
    assert kept["links"] == {"kind": "喝茶", "year": "去年"}


def test_what_firms_write_into_cells(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    typed = {
        "name": " 第一 机械厂 ",
        "revenue": "１.２亿",
        "employees": "320人",
        "founded": "2003年5月",
        "has_rd_unit": "√",
        "rd_spend": "500万元",
    }
    read_files(workspace, round_id, [filled(tmp_path / "回收", "甲", typed)])
    (firm,) = firms(workspace, round_id)
    assert (firm.revenue, firm.employees, firm.founded, firm.has_rd_unit, firm.rd_spend) == (12000, 320, 2003, True, 500)


def test_honours_are_none_only_where_each_was_denied(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    names = ("little-giant", "champion", "srdi", "hnte", "listed", "other")
    folder = tmp_path / "回收"
    filled(folder, "1", {"name": "第一机械厂", **{f"honours:{name}": "否" for name in names}})
    filled(folder, "2", {"name": "第二机械厂", **{f"honours:{name}": "否" for name in names[1:]}})
    read_files(workspace, round_id, [folder])
    assert [firm.honours for firm in firms(workspace, round_id)] == [(), None]


def test_whoever_names_partners_was_asked_for_them(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    folder = tmp_path / "回收"
    filled(folder, "1", {"name": "第一机械厂"}, links=[["湖南大学"]])
    filled(folder, "2", {"name": "第二机械厂"})
    filled(folder, "3", {"name": "第三机械厂", "links_answered": "是"})
    read_files(workspace, round_id, [folder])
    assert [firm.links_answered for firm in firms(workspace, round_id)] == [True, None, True]


# ---- firms that are there


def known(workspace: Workspace, round_id: int, **answers: Any) -> None:
    operations.add_row(workspace, round_id, "enterprises", answers)


def test_a_firm_is_found_by_its_code_and_its_links_begin_at_its_name_there(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    known(workspace, round_id, name="甲机械（集团）公司", uscc=code(1), revenue=900.0)
    path = filled(tmp_path / "回收", "甲", {"name": "甲机械", "uscc": code(1), "employees": 30, "revenue": 1000}, links=[["湖南大学"]])
    found = planned(workspace, round_id, take(workspace, round_id, [path]))
    assert found.plan.conflicts == {0: {"name": ("甲机械（集团）公司", "甲机械"), "revenue": (900.0, 1000)}}
    outcome(read_in(workspace, round_id, found))
    (firm,) = firms(workspace, round_id)
    assert (firm.name, firm.employees, firm.revenue) == ("甲机械（集团）公司", 30, 900.0)
    assert [link.from_ for link in load(workspace, round_id).links] == ["甲机械（集团）公司"]


def test_a_difference_can_be_decided_one_by_one(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    known(workspace, round_id, name="第一机械厂", revenue=900.0, employees=10)
    operations.add_row(workspace, round_id, "technologies", {"name": "阀", "trl": 3})
    path = filled(tmp_path / "回收", "甲", {"name": "第一机械厂", "revenue": 1000, "employees": 20}, technologies=[["阀", 5]])
    found = planned(workspace, round_id, take(workspace, round_id, [path]))
    (difference,) = found.further.differences
    assert (difference.called, difference.ours, difference.theirs) == ("阀", 3, 5)
    assert "保留原有“3”" in [line.zh for line in told_rows(found)][-1]
    found = decide(found, Decisions(sides={(0, "revenue"): "theirs"}), {difference.place: "theirs"})
    assert "改为填报的“5”" in [line.zh for line in told_rows(found)][-1]
    outcome(read_in(workspace, round_id, found))
    assert [(firm.revenue, firm.employees) for firm in firms(workspace, round_id)] == [(1000, 10)]
    assert load(workspace, round_id).technologies == (Technology(name="阀", trl=5),)


def test_rows_wait_with_a_firm_that_is_held(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    known(workspace, round_id, name="长沙第一机械有限公司")
    path = filled(tmp_path / "回收", "甲", {"name": "长沙市第一机械股份有限公司"}, links=[["湖南大学"]], technologies=[["阀", 5]])
    found = planned(workspace, round_id, take(workspace, round_id, [path]))
    assert found.waiting == {0}
    assert any("共 2 条也未导入" in line.zh for line in told_rows(found))
    merged = decide(found, Decisions(rows={0: "merge"}), {})
    outcome(read_in(workspace, round_id, merged))
    assert [link.from_ for link in load(workspace, round_id).links] == ["长沙第一机械有限公司"]


def test_two_questionnaires_of_one_firm_wait_for_a_decision(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    folder = tmp_path / "回收"
    filled(folder, "1", {"name": "第一机械厂", "revenue": 5})
    filled(folder, "2", {"name": "第一机械厂", "revenue": 6})
    filled(folder, "3", {"name": "第一机械厂", "revenue": 5})
    found = planned(workspace, round_id, take(workspace, round_id, [folder]))
    assert found.plan.outcomes == ["new", "held", "refused"]
    assert "1.xlsx 里的“第一机械厂”" in next(told_rows(found)).zh
    assert told_changes(found).zh.startswith("新增 1 家")


def test_a_round_that_has_changed_meanwhile_takes_nothing(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    path = filled(tmp_path / "回收", "甲", {"name": "第一机械厂"})
    found = planned(workspace, round_id, take(workspace, round_id, [path]))
    operations.add_row(workspace, round_id, "technologies", {"name": "阀"})
    before = dump(workspace)
    with pytest.raises(UserError) as refused:
        outcome(read_in(workspace, round_id, found))
    assert refused.value.code == "returns-stale"
    assert dump(workspace) == before


# ---- what happens to a file on its way


def read_back(workspace: Workspace, round_id: int, folder: Path, book: Any) -> Enterprise:
    folder.mkdir()
    book.save(folder / "表.xlsx")
    read_files(workspace, round_id, [folder])
    (firm,) = firms(workspace, round_id)
    return firm


def test_sheets_are_renamed_and_moved_and_rows_and_columns_come_and_go(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    book = fill(open_form(tmp_path), {"name": "第一机械厂", "revenue": 5, "employees": 7, "note": "好"}, links=[["湖南大学"]])
    sheet = book.worksheets[0]
    sheet.delete_rows(row_of(book, "founded"))
    sheet.insert_rows(row_of(book, "employees"))
    sheet.insert_cols(1)
    sheet.title = "甲公司填报"
    book.worksheets[1].title = "Sheet2"
    book.move_sheet(book.worksheets[1], -1)
    firm = read_back(workspace, round_id, tmp_path / "回收", book)
    assert (firm.name, firm.revenue, firm.employees, firm.note) == ("第一机械厂", 5, 7, "好")
    assert [link.to for link in load(workspace, round_id).links] == ["湖南大学"]


def test_cells_are_merged(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    book = fill(open_form(tmp_path), {"name": "第一机械厂", "main_product": "阀"})
    row = row_of(book, "main_product")
    book.worksheets[0].merge_cells(start_row=row, end_row=row, start_column=2, end_column=3)
    assert read_back(workspace, round_id, tmp_path / "回收", book).main_product == "阀"


def test_somebody_copies_the_table_into_a_file_of_his_own(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    book = fill(
        open_form(tmp_path), {"name": "第一机械厂", "employees": 7, "honours:hnte": "是", "has_rd_unit": "否", "main_product": "阀"}
    )
    sheet = book.worksheets[0]
    sheet.delete_cols(4)
    sheet.delete_rows(1, 4)
    for other in book.worksheets[1:]:
        book.remove(other)
    firm = read_back(workspace, round_id, tmp_path / "回收", book)
    assert (firm.name, firm.employees, firm.has_rd_unit, firm.main_product) == ("第一机械厂", 7, False, "阀")


def test_the_mark_above_the_answers_is_gone(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    book = fill(open_form(tmp_path), {"name": "第一机械厂"})
    book.worksheets[0]["B4"].value = None
    book.save(tmp_path / "表.xlsx")
    (error,) = take(workspace, round_id, [tmp_path / "表.xlsx"]).refused
    assert "第 4 行" in error.to("zh")


def test_a_formula_that_was_never_worked_out_is_refused(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    path = filled(tmp_path / "回收", "甲", {"name": "第一机械厂", "revenue": "=1+1"})
    (error,) = take(workspace, round_id, [path]).refused
    assert "B12" in error.to("zh")
    assert error.code == "roster-uncomputed"


def test_the_import_of_surveys_says_what_such_a_file_is(tmp_path: Path) -> None:
    write_firm_form(tmp_path / "甲.xlsx")
    with pytest.raises(UserError) as refused:
        read_survey(tmp_path / "甲.xlsx")
    assert refused.value.code == "workbook-of-firm"


def test_a_folder_without_files_is_told(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    with pytest.raises(UserError) as refused:
        take(workspace, round_id, [tmp_path / "空"])
    assert refused.value.code == "returns-none"


# ---- one for each firm


def test_no_firm_has_the_file_of_another(tmp_path: Path) -> None:
    names = ["甲厂", "甲厂", "甲厂 (2)", "ABC", "abc", "甲厂"]
    made = outcome(write_firm_forms(tmp_path / "调查表", [{"name": name} for name in names]))
    written = [openpyxl.load_workbook(path) for path in made.iterdir()]
    said = [[cell.value for row in book.worksheets[0].iter_rows() for cell in row if cell.value in names] for book in written]
    assert sorted(name for (name,) in said) == sorted(names)


def test_one_for_each_firm_comes_back_to_its_firm(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    for name, number in (("甲厂", 1), ("乙/厂", 2), ("甲厂", None)):
        known(workspace, round_id, name=name, uscc=code(number) if number else None)
    (tmp_path / "调查表").mkdir()
    made = outcome(write_firm_forms(tmp_path / "调查表", names_of_firms(workspace, round_id)))
    assert made == tmp_path / "调查表 (2)", "what is there stays as it is"
    assert sorted(path.name for path in made.iterdir()) == ["乙-厂.xlsx", "甲厂 (2).xlsx", "甲厂.xlsx"]
    book = openpyxl.load_workbook(made / "乙-厂.xlsx")
    fill(book, {"employees": 12}).save(made / "乙-厂.xlsx")
    read_files(workspace, round_id, [made / "乙-厂.xlsx"])
    assert [firm.employees for firm in firms(workspace, round_id)] == [None, 12, None]


def test_where_no_folder_can_be_made_that_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(UserError) as refused:
        outcome(write_firm_forms(tmp_path / "a" / "b", [{"name": "甲厂"}]))
    assert refused.value.code == "folder-not-made"


def test_a_row_that_does_not_say_with_whom_is_told(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    path = filled(tmp_path, "甲", FULL, links=[("湖南大学", "联合研发", 2021), (None, "技术服务", 2020)], technologies=[(None, 5)])
    lines = told(workspace, round_id, path)
    assert [line for line in lines if "缺少此项" in line] == [
        "甲.xlsx：合作情况!A5 乙方缺少此项，这一行照录，请补上",
        "甲.xlsx：关键技术!A4 技术缺少此项，这一行照录，请补上",
    ]
    read_files(workspace, round_id, [path])
    assert [link.kind for link in load(workspace, round_id).links] == ["joint-rd", "service"]
    assert told(workspace, round_id, path) == lines
