"""The diagnosis as tables: complete, numbers as numbers, and texts that a spreadsheet takes for texts."""

import csv
import io
from functools import cache
from pathlib import Path

import pytest
import python_calamine

from diagnosis.diagnose import diagnose
from diagnosis.errors import UserError
from diagnosis.framework import TYPE_IDS
from diagnosis.framework_files import load_framework
from diagnosis.progress import outcome
from diagnosis.result import Diagnosis
from diagnosis.text import LANGS, Lang
from reports.chart_table import Cell
from reports.charts import charts
from reports.result_files import write_results
from reports.result_tables import TABLES, Table, result_tables
from tests.reports.made_up import rich_data
from tests.surveys import file_data
from tests.surveys import read as read_survey

FORMULA = '=HYPERLINK("http://x","y")'


@cache
def made(shift: int = 0, note: str = "") -> Diagnosis:
    data = rich_data(shift=shift)
    for rating in data["ratings"]:
        rating["evidence"] = note or rating.get("evidence")
    return diagnose(read_survey(data), load_framework())


@cache
def tables(lang: Lang = "zh") -> dict[str, Table]:
    names = [*TABLES, *(f"chart {key}" for key in charts(made(), lang, made(-200)))]
    return dict(zip(names, outcome(result_tables(made(), lang, made(-200))), strict=True))


@pytest.mark.parametrize("lang", LANGS)
def test_every_table_is_rectangular_with_a_head_for_each_column(lang: Lang) -> None:
    for key, table in tables(lang).items():
        assert len({len(row) for row in table.rows}) == 1, key
        assert all(isinstance(head, str) and head for head in table.rows[0]), key
        assert len(table.rows) > 1, key
        assert len(table.name) <= 31, key


def test_all_that_the_diagnosis_found_is_there() -> None:
    diagnosis, found = made(), tables()
    framework = diagnosis.framework
    counts = {"figures": len(framework.indicators), "items": len(diagnosis.items), "actions": len(diagnosis.actions)}
    counts |= {"types": len(TYPE_IDS), "elements": len(diagnosis.elements), "signals": sum(len(item.signals) for item in diagnosis.items)}
    assert {key: len(found[key].rows) - 1 for key in counts} == counts
    head, *rows = found["figures"].rows
    own = {row[1]: dict(zip(head, row, strict=True)) for row in rows}
    for figure in diagnosis.figures.values():
        row = own[figure.indicator.name.zh]
        assert row["数值"] == pytest.approx(figure.value, abs=1e-6)
        assert (row["单位"], row["年份"]) == (figure.indicator.unit_text.zh, figure.year)
    levels = [(row[2], row[5]) for row in found["items"].rows[1:]]
    assert levels == [(item.level, "不适用" if item.rating == "na" else item.rating) for item in diagnosis.items]


def test_missing_is_an_empty_cell_and_no_zero() -> None:
    diagnosis = made()
    head, *rows = tables()["figures"].rows
    without = [row for row in rows if row[2] is None]
    assert len(without) == len(diagnosis.framework.indicators) - len(diagnosis.figures)
    assert head[2] == "数值"


def written(path: Path, note: str = "") -> Path:
    outcome(write_results(path, made(note=note), "zh", made(-200)))
    return path


def test_a_workbook_holds_them_a_sheet_each(tmp_path: Path) -> None:
    book = python_calamine.CalamineWorkbook.from_path(str(written(tmp_path / "数据.xlsx")))
    expected = tables()
    assert book.sheet_names == [table.name for table in expected.values()]
    for table in expected.values():
        title, *rows = book.get_sheet_by_name(table.name).to_python()
        assert title[0] == table.title
        assert rows == [["" if cell is None else cell for cell in row] for row in table.rows], table.name


def test_a_csv_holds_them_one_below_the_other(tmp_path: Path) -> None:
    content = written(tmp_path / "数据.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf"), "or Excel reads Chinese in the system's code page"
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    titles = [table.title for table in tables().values()]
    starts = [0, *(place + 1 for place, row in enumerate(rows) if not row)]
    assert [rows[place][0] for place in starts] == titles


def test_no_text_becomes_a_formula(tmp_path: Path) -> None:
    cells = python_calamine.CalamineWorkbook.from_path(str(written(tmp_path / "a.xlsx", FORMULA))).get_sheet_by_name("清单").to_python()
    assert FORMULA in {cell for row in cells for cell in row}
    with_formulas = (tmp_path / "a.xlsx").read_bytes()
    assert b"<f>" not in with_formulas
    rows = csv.reader(io.StringIO(written(tmp_path / "a.csv", FORMULA).read_text("utf-8-sig"), newline=""))
    found: set[Cell] = {cell for row in rows for cell in row if "HYPERLINK" in cell}
    assert found == {f"'{FORMULA}"}


def test_an_empty_survey_has_its_tables_too(tmp_path: Path) -> None:
    empty = diagnose(read_survey(file_data()), load_framework())
    outcome(write_results(tmp_path / "空.xlsx", empty, "zh"))
    outcome(write_results(tmp_path / "空.csv", empty, "en"))


def test_a_file_that_is_held_elsewhere_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        outcome(write_results(tmp_path, made(), "zh"))
    assert refused.value.code == "file-is-folder"
